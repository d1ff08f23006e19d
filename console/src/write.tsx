import { useEffect, useState } from "preact/hooks";
import { get, post, type Refused } from "./api";
import { Fields, type Row } from "./fields";
import { asRefused } from "./hooks";
import { Empty, Refusal } from "./parts";
import type { Contract, Table, Topic, Written } from "./types";

const OPERATIONS = ["INSERT", "UPDATE", "DELETE"] as const;
type Operation = (typeof OPERATIONS)[number];

interface Props {
  contract: Contract;
  declared: Topic;
  topic: string;
  happened: (title: string, began: number, written: Written) => void;
}

/** A row of a table that feeds the topic, written as somebody. */
export function WriteRow({ contract, declared, topic, happened }: Props) {
  const names = [...new Set(declared.publications.map((each) => each.table))];
  const [persona, setPersona] = useState("service");
  const [tableName, setTable] = useState(names[0]!);
  const [operation, setOperation] = useState<Operation>("UPDATE");
  const [values, setValues] = useState<Row>({});
  const [row, setRow] = useState<Row | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [said, setSaid] = useState("");
  const table = contract.tables.find((each) => each.name === tableName)!;
  const { rows, failed, reload } = useRows(persona, tableName);
  const keys = keysOf(declared, tableName, topic);
  const fixed = operation === "INSERT" ? keys : {};

  const isIdle =
    operation !== "INSERT" && (!row || (operation === "UPDATE" && Object.keys(values).length === 0));
  const turnTo = (change: () => void) => {
    change();
    setRow(null);
    setValues({});
    setSaid("");
    setRefused(null);
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const began = performance.now();
    const key = row ? Object.fromEntries(table.primary_key.map((name) => [name, row[name]])) : {};
    const given = operation === "DELETE" ? {} : { ...fixed, ...values };
    const order = {
      persona,
      table: tableName,
      operation,
      values: given,
      key: operation === "INSERT" ? {} : key,
    };
    try {
      const written = await post<Written>("rows", order);
      setRefused(null);
      setSaid(tell(written, persona));
      setValues({});
      setRow(null);
      happened(`${operation.toLowerCase()} ${tableName} as ${persona}`, began, written);
      reload();
    } catch (error) {
      setRefused(asRefused(error));
      setSaid("");
    }
  };

  return (
    <form class="panel" onSubmit={submit} aria-labelledby="write-title">
      <header>
        <h2 id="write-title">Write a row</h2>
      </header>
      <div class="fields">
        <Choice
          label="As"
          value={persona}
          options={contract.personas.map((each) => each.name)}
          set={setPersona}
        />
        <Choice
          label="Table"
          value={tableName}
          options={names}
          set={(found) => turnTo(() => setTable(found))}
        />
        <fieldset class="radios">
          <legend>Operation</legend>
          {OPERATIONS.map((each) => (
            <label key={each} class="check">
              <input
                type="radio"
                name="operation"
                checked={operation === each}
                onChange={() => turnTo(() => setOperation(each))}
              />
              {each.toLowerCase()}
            </label>
          ))}
        </fieldset>
      </div>
      {operation !== "INSERT" && (
        <PickRow
          table={table}
          keys={keys}
          rows={rows}
          failed={failed}
          persona={persona}
          row={row}
          set={(found) => (setRow(found), setValues({}))}
        />
      )}
      {operation === "UPDATE" && row && <Fields table={table} row={row} values={values} set={setValues} />}
      {operation === "INSERT" && <Fields table={table} row={fixed} values={values} set={setValues} isNew />}
      {refused && <Refusal refused={refused} />}
      <footer>
        <button type="submit" class="primary" disabled={isIdle}>
          {operation === "DELETE"
            ? "Delete the row"
            : operation === "UPDATE"
              ? "Update the row"
              : "Insert the row"}
        </button>
        <p role="status">{said || (isIdle && row ? "Change a value first." : "")}</p>
      </footer>
    </form>
  );
}

function tell(written: Written, persona: string): string {
  if (written.count === 0) return `No row was written: “${persona}” sees no such row, or it is gone.`;
  const messages = written.messages.length;
  const rows = `${written.count} ${written.count === 1 ? "row" : "rows"}`;
  return `${rows} written, ${messages === 0 ? "no message" : messages === 1 ? "1 message" : `${messages} messages`}.`;
}

/** Columns of a new row that the topic's name fixes. */
function keysOf(declared: Topic, table: string, topic: string): Row {
  const parts = declared.pattern.split(/:(?![^{}]*\})/);
  const values = topic.split(":");
  const found: Row = {};
  for (const publication of declared.publications.filter((each) => each.table === table)) {
    for (const [part, sql] of Object.entries(publication.key)) {
      const column = /^(?:"?row"?\.)?"?(\w+)"?(?:::text)?$/.exec(sql.trim())?.[1];
      const place = parts.findIndex((each) => each.startsWith(`{${part}:`));
      if (column && place >= 0) found[column] = values[place] ?? null;
    }
  }
  return found;
}

function useRows(persona: string, table: string) {
  const [rows, setRows] = useState<Row[] | null>(null);
  const [failed, setFailed] = useState<Refused | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    setFailed(null);
    get<Row[]>("rows", { persona, table }).then(
      (found) => current && setRows(found),
      (error: unknown) => current && (setRows(null), setFailed(asRefused(error))),
    );
    return () => {
      current = false;
    };
  }, [persona, table, turn]);
  return { rows, failed, reload: () => setTurn((count) => count + 1) };
}

function PickRow(props: {
  table: Table;
  keys: Row;
  rows: Row[] | null;
  failed: Refused | null;
  persona: string;
  row: Row | null;
  set: (row: Row | null) => void;
}) {
  const { table, keys, rows, failed, persona, row, set } = props;
  if (failed) return <Refusal refused={failed} />;
  if (rows === null) return <Empty>Reading rows as “{persona}”…</Empty>;
  if (rows.length === 0) return <Empty>“{persona}” sees no row of this table.</Empty>;
  const place = row
    ? rows.findIndex((each) => table.primary_key.every((name) => each[name] === row[name]))
    : -1;
  return (
    <label class="field">
      <span>Row</span>
      <select value={place} onChange={(event) => set(rows[Number(event.currentTarget.value)] ?? null)}>
        <option value={-1}>Choose a row</option>
        {[true, false].map((own) => (
          <optgroup key={String(own)} label={own ? "Of this topic" : "Of other topics"}>
            {rows.map((each, index) =>
              isOf(each, keys) === own ? (
                <option key={index} value={index}>
                  {describe(each, table)}
                </option>
              ) : null,
            )}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

const isOf = (row: Row, keys: Row) => Object.entries(keys).every(([name, value]) => row[name] === value);

/** Words before keys: a name or a state tells rows apart better than an id. */
function describe(row: Row, table: Table): string {
  const words = table.columns.filter(
    (column) => !column.type.startsWith("uuid") && !column.type.startsWith("timestamp") && row[column.name],
  );
  const said = words.slice(0, 3).map((column) => `${column.name} ${row[column.name]}`);
  const key = table.primary_key.map((name) => row[name]).join(" ");
  return [...said, key].join(", ").slice(0, 120);
}

function Choice(props: { label: string; value: string; options: string[]; set: (value: string) => void }) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.set(event.currentTarget.value)}>
        {props.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
