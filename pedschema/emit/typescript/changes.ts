/** What a message did to what is shown. */
export type Result =
  "patched" | "inserted" | "removed" | "unchanged" | "unknown";

/** Why what is shown is read again. */
export type Reason =
  | "unknown_row"
  | "missing_field"
  | "schema_mismatch"
  | "gap_after_reconnect"
  | "grouped_event"
  | "realtime_off";

/** What is shown from now on. */
export interface Applied<Shown> {
  readonly value: Shown;
  /** What the message did; of a group, what the last row that did anything did. */
  readonly result: Result;
  /** Why it has to be read again; absent when it does not. */
  readonly reason?: Reason;
}

/** A message that the database sends. */
export interface Change {
  readonly payload: {
    readonly operation: string;
    readonly record?: object | null;
    readonly old_record?: object | null;
    readonly records?: readonly object[] | null;
    readonly old_records?: readonly object[] | null;
  };
}

type Side = "record" | "old_record";
type Told = readonly [operation: string, record: object];

/**
 * Returns a list with a message applied; the list itself stays as it is, and is returned when nothing changes.
 *
 * `key` names the columns that tell rows apart, `id` by default. New rows are put at the end. An update of a row
 * that is not there asks for a refetch, and so does a message that brings no rows.
 */
export function applyChange<Row extends object>(
  rows: readonly Row[],
  message: Change,
  ...key: readonly string[]
): Applied<readonly Row[]> {
  return apply(rows, readChanges(message), orId(key));
}

/**
 * Returns one row with a message applied, and `null` after it is gone.
 *
 * Messages of other rows change nothing. While there is no row, one that is inserted becomes it.
 */
export function applyDetail<Row extends object>(
  row: Row | null,
  message: Change,
  ...key: readonly string[]
): Applied<Row | null> {
  const columns = orId(key);
  const changes = readChanges(message);
  const own = changes.filter(
    ([, record]) =>
      row === null || lacks(record, columns) || isSame(row, record, columns),
  );
  if (changes.length > 0 && own.length === 0)
    return { value: row, result: "unchanged" };
  const applied = apply(row === null ? [] : [row], own, columns);
  return { ...applied, value: applied.value[0] ?? null };
}

/**
 * Returns by how much the number of rows with each value of a column grows or shrinks.
 *
 * Only for messages that bring the column of both sides; throws a RangeError for one that does not.
 */
export function countDelta(
  message: Change,
  column: string,
): Map<string, number> {
  const delta = new Map<string, number>();
  const count = (side: Side, step: number) => {
    for (const record of readSide(message, side)) {
      if (!Object.hasOwn(record, column))
        throw new RangeError(`${side} brings no ${column}`);
      const value = String(at(record, column));
      delta.set(value, (delta.get(value) ?? 0) + step);
    }
  };
  count("record", 1);
  count("old_record", -1);
  for (const [value, number] of delta) if (number === 0) delta.delete(value);
  return delta;
}

/** Returns counts with a delta applied, none below 0. */
export function applyCounts(
  counts: ReadonlyMap<string, number>,
  delta: ReadonlyMap<string, number>,
): Map<string, number> {
  const next = new Map(counts);
  for (const [value, number] of delta)
    next.set(value, Math.max(0, (next.get(value) ?? 0) + number));
  return next;
}

function orId(key: readonly string[]): readonly string[] {
  return key.length > 0 ? key : ["id"];
}

function readSide({ payload }: Change, side: Side): readonly object[] {
  const many = payload[`${side}s`];
  if (many !== undefined) return many ?? [];
  const one = payload[side];
  return one ? [one] : [];
}

function readChanges(message: Change): readonly Told[] {
  const fresh = readSide(message, "record");
  if (fresh.length > 0)
    return fresh.map((record) => [message.payload.operation, record]);
  return readSide(message, "old_record").map((record) => ["DELETE", record]);
}

function apply<Row extends object>(
  rows: readonly Row[],
  changes: readonly Told[],
  key: readonly string[],
): Applied<readonly Row[]> {
  if (changes.length === 0)
    return { value: rows, result: "unknown", reason: "grouped_event" };
  let shown: Applied<readonly Row[]> = { value: rows, result: "unchanged" };
  for (const [operation, record] of changes) {
    const one = applyOne(shown.value, operation, record, key);
    const reason = shown.reason ?? one.reason;
    shown = {
      value: one.value,
      result: one.result === "unchanged" ? shown.result : one.result,
      ...(reason && { reason }),
    };
  }
  return shown;
}

function applyOne<Row extends object>(
  rows: readonly Row[],
  operation: string,
  record: object,
  key: readonly string[],
): Applied<readonly Row[]> {
  if (lacks(record, key))
    return { value: rows, result: "unknown", reason: "missing_field" };
  const place = rows.findIndex((row) => isSame(row, record, key));
  const known = rows[place];
  if (known === undefined) {
    if (operation === "INSERT")
      return { value: [...rows, record as Row], result: "inserted" };
    if (operation === "DELETE") return { value: rows, result: "unchanged" };
    return { value: rows, result: "unknown", reason: "unknown_row" };
  }
  if (operation === "DELETE")
    return { value: rows.filter((row) => row !== known), result: "removed" };
  if (isSame(known, record, Object.keys(record)))
    return { value: rows, result: "unchanged" };
  const patched: Row = { ...known, ...record };
  const value = rows.map((row, index) => (index === place ? patched : row));
  return { value, result: "patched" };
}

function lacks(record: object, key: readonly string[]): boolean {
  return key.some((column) => !Object.hasOwn(record, column));
}

function isSame(row: object, record: object, key: readonly string[]): boolean {
  return key.every(
    (column) =>
      Object.hasOwn(row, column) &&
      isEqual(at(row, column), at(record, column)),
  );
}

function at(record: object, column: string): unknown {
  return (record as Readonly<Record<string, unknown>>)[column];
}

function isEqual(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
