/** What messages make of what is shown, for the table of cases in a file, as JSON; then what the cache makes of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { QueryClient } from "@tanstack/query-core";
import {
  applyChange,
  applyCounts,
  applyDetail,
  countDelta,
} from "./realtime/changes";
import type { Change } from "./realtime/changes";
import { bindQuery } from "./realtime/query";

interface Row {
  id: string;
  text?: string;
}

interface Case {
  row: string | null;
  message: Change["payload"];
}

const {
  rows,
  lists,
  details,
  deltas,
}: { rows: Row[]; lists: Case[]; details: Case[]; deltas: Case[] } = JSON.parse(
  readFileSync(process.argv[2]!, "utf8"),
);
const before = structuredClone(rows);
const find = (id: string | null) => rows.find((row) => row.id === id) ?? null;

console.log(
  JSON.stringify({
    lists: lists.map(({ message }) => applyChange(rows, { payload: message })),
    details: details.map(({ row, message }) =>
      applyDetail(find(row), { payload: message }),
    ),
    deltas: deltas.map(({ message }) => {
      try {
        return Object.fromEntries(countDelta({ payload: message }, "status"));
      } catch (error) {
        assert(error instanceof RangeError);
        return null;
      }
    }),
  }),
);
assert.deepEqual(rows, before, "what was given stays as it is");

const change = (operation: string, record: object): Change => ({
  payload: { operation, record, old_record: null },
});
const same = applyChange(rows, change("UPDATE", { id: "b", text: "two" }));
assert.equal(same.value, rows, "a list that does not change stays the same");
const seats = [
  { room: 1, seat: 1, who: "x" },
  { room: 1, seat: 2, who: "y" },
];
const moved = change("UPDATE", { room: 1, seat: 2, who: "z" });
const { value } = applyChange(seats, moved, "room", "seat");
assert.deepEqual(value, [seats[0], { room: 1, seat: 2, who: "z" }]);
const hostile = JSON.parse('{"id": "b", "__proto__": {"admin": true}}');
const patched = applyChange(rows, change("UPDATE", hostile)).value[1]!;
assert.equal(Object.getPrototypeOf(patched), Object.prototype);
const counts = new Map([
  ["in", 1],
  ["out", 2],
]);
assert.deepEqual(
  applyCounts(counts, new Map([["in", -3]])),
  new Map([
    ["in", 0],
    ["out", 2],
  ]),
);

const client = new QueryClient();
const list = bindQuery<Row>(client, ["rooms"]);
const told = list.patchList(change("INSERT", { id: "c" }));
assert.deepEqual(told, { result: "unchanged" }, "nothing was loaded yet");
assert.equal(client.getQueryData(["rooms"]), undefined);
client.setQueryData(["rooms"], rows);
assert.equal(list.patchList(change("INSERT", { id: "c" })).result, "inserted");
assert.deepEqual(client.getQueryData(["rooms"]), [...rows, { id: "c" }]);
const unknown = list.patchList(change("UPDATE", { id: "z" }));
assert.deepEqual(unknown, { result: "unknown", reason: "unknown_row" });
const detail = bindQuery<Row>(client, ["room", "a"]);
client.setQueryData(["room", "a"], rows[0]);
detail.patchDetail(change("UPDATE", { id: "a", text: "new" }));
assert.equal(client.getQueryData<Row>(["room", "a"])?.text, "new");
detail.patchDetail(change("DELETE", { id: "a" }));
assert.equal(client.getQueryData(["room", "a"]), null, "it is gone");
await list.refetch();
assert.equal(client.getQueryState(["rooms"])?.isInvalidated, true);
client.clear();
