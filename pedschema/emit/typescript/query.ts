import { applyChange, applyDetail } from "./changes";
import type { Applied, Change } from "./changes";

/** What is needed of TanStack Query's client. */
export interface QueryClientLike {
  getQueryData(queryKey: readonly unknown[]): unknown;
  setQueryData(queryKey: readonly unknown[], data: unknown): unknown;
  invalidateQueries(filters: {
    queryKey: readonly unknown[];
  }): Promise<unknown>;
}

/** What a message did to a query's data. */
export type Patched = Omit<Applied<unknown>, "value">;

/** What messages do to one query. */
export interface BoundQuery {
  /** Applies a message to the query's list; one that is not loaded yet stays so. */
  patchList(message: Change): Patched;
  /** Applies a message to the query's row; `null` says that it is gone. */
  patchDetail(message: Change): Patched;
  /** Has the query read again: what a surface is registered with. */
  refetch(): Promise<void>;
}

/** Binds a query whose data is a list of rows, or one row; `key` names the columns that tell rows apart. */
export function bindQuery<Row extends object>(
  client: QueryClientLike,
  queryKey: readonly unknown[],
  ...key: readonly string[]
): BoundQuery {
  const patch = <Data>(apply: (data: Data) => Applied<Data>): Patched => {
    const data = client.getQueryData(queryKey) as Data | undefined;
    if (data === undefined) return { result: "unchanged" };
    const { value, ...told } = apply(data);
    if (value !== data) client.setQueryData(queryKey, value);
    return told;
  };
  return {
    patchList: (message) =>
      patch<readonly Row[]>((rows) => applyChange(rows, message, ...key)),
    patchDetail: (message) =>
      patch<Row | null>((row) => applyDetail(row, message, ...key)),
    refetch: async () => {
      await client.invalidateQueries({ queryKey });
    },
  };
}
