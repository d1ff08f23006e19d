/** What listeners do in their turn: they leave, come again, throw, close; over a client that does as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pass, showPage } from "./clock";
import { presence } from "./fake";
import { DENIED, Hall, count, make, parts } from "./hall";
import { Chat } from "./realtime/surfaces";
import * as lobby from "./realtime/topics/lobby";
import { loadBudget } from "./realtime/throttle";

test("a screen that comes late tells the status that its topics have", async () => {
  const { client } = make();
  new Hall({ client, read: count().read }).subscribe();
  await pass(100);
  const late = new Hall({ client, read: count().read });
  const told: string[] = [];
  late.onStatus(({ state }) => told.push(state));
  late.subscribe();
  assert.deepEqual([late.status.state, told.at(-1)], ["live", "live"]);
});

test("who leaves when it hears that the channel is live has left", async () => {
  const { client } = make();
  const first = client.channel("room:1", presence(false)).subscribe();
  await pass(100);
  const late = client.channel("room:1", presence(false));
  const refreshes: boolean[] = [];
  late.onRefresh((isAgain) => refreshes.push(isAgain));
  late.onStatus(({ state }) => {
    if (state === "live") late.release();
  });
  late.subscribe();
  assert.deepEqual([late.status.state, refreshes], ["idle", []]);
  first.release();
  await pass(200);
  assert.equal(client.countChannels(), 0);
});

test("who has left in another one's turn hears nothing more", async () => {
  const { client, fake } = make();
  const [one, other] = [1, 2].map(() => client.channel("room:1", presence(false)).subscribe());
  const heard: string[] = [];
  const event = { event: "*" };
  one!.on("broadcast", event, () => {
    other!.release();
    off();
  });
  const off = one!.on("broadcast", event, () => heard.push("ended"));
  one!.on("broadcast", event, () => heard.push("kept"));
  other!.on("broadcast", event, () => heard.push("released"));
  other!.onRefresh(() => heard.push("refreshed"));
  await pass(100);
  heard.length = 0;
  fake.made[0]!.hear({ event: "hi", payload: {} });
  assert.deepEqual(heard, ["kept"]);
});

test("who subscribes again when the channel has stopped joins again", async () => {
  const { client, fake } = make();
  const subscription = client.channel("room:1", presence(false));
  subscription.onStatus(({ state }) => {
    if (state !== "stopped") return;
    subscription.release();
    subscription.subscribe();
  });
  subscription.subscribe();
  await pass(10);
  fake.made[0]!.end("CHANNEL_ERROR", DENIED);
  await pass(100);
  assert.deepEqual([fake.made.length, subscription.status.state], [2, "live"]);
});

test("who closes while it joins is no error", async () => {
  const { client, codes } = make();
  client.channel("room:1", presence(false)).subscribe();
  await pass(10);
  const closing = client.close();
  await pass(100);
  await closing;
  assert.deepEqual(codes(), []);
});

test("a status listener of a screen that throws starves nobody, and is counted", async () => {
  const { client, codes } = make();
  const reads = count();
  const hall = new Hall({ client, read: reads.read });
  const told: string[] = [];
  hall.onStatus(() => {
    throw new Error("the app's own");
  });
  hall.onStatus(async () => {
    throw new Error("the app's own, later");
  });
  hall.onStatus(({ state }) => told.push(state));
  hall.subscribe();
  await pass(100);
  assert.equal(told.at(-1), "live");
  hall.release();
  await pass(2000);
  assert.deepEqual([told.at(-1), reads.count], ["idle", 0]);
  assert.deepEqual([...new Set(codes())], ["ListenerFailed"]);
});

test("a screen that is released reads no more, whatever is asked of it", async () => {
  const page = showPage();
  let listeners = 0;
  const { addEventListener, removeEventListener } = page;
  page.addEventListener = (...told: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(page, told);
  };
  page.removeEventListener = (...told: Parameters<typeof addEventListener>) => {
    listeners--;
    removeEventListener.apply(page, told);
  };
  const { client } = make();
  const before = listeners;
  const reads = count();
  const hall = new Hall({ client, read: reads.read });
  hall.subscribe();
  await pass(100);
  hall.release();
  hall.refetchFallback("late", "unknown_row");
  hall.turn(false, 50);
  await pass(3000);
  assert.deepEqual([reads.count, listeners], [0, before]);
  hall.turn(true);
  await pass(200);
  assert.deepEqual([client.countChannels(), hall.status.state], [0, "idle"]);

  client.channel("lobby", presence(true)).subscribe();
  const held = listeners;
  const refused = new Hall({ client, read: reads.read });
  assert.throws(() => refused.subscribe(), /other options/);
  assert.equal(listeners, held);
});

test("a screen that is switched off is read on, when it is shown again too", async () => {
  const { client } = make();
  const reads = count();
  const hall = new Hall({ client, read: reads.read });
  hall.subscribe();
  hall.turn(false, 2500);
  await pass(5800);
  assert.equal(reads.count, 2);
  hall.release();
  await pass(5000);
  assert.equal(reads.count, 2);
  hall.subscribe();
  await pass(5800);
  assert.deepEqual([reads.count, client.countChannels()], [4, 0]);
  hall.turn(true);
  await pass(200);
  assert.equal(hall.status.state, "live");
});

test("a part of the app forgets what it has released", async () => {
  const { client } = make();
  const screen = client.screen("Hall");
  const kept = screen.channel("room:kept", presence(false)).subscribe();
  for (let times = 5; times > 0; times--) screen.channel("room:1", presence(false)).subscribe().release();
  await pass(300);
  const { held } = screen as unknown as { held: Set<unknown> };
  assert.deepEqual([...held], [kept]);
  screen.release();
  assert.equal(held.size, 0);
  await pass(300);
  assert.equal(client.countChannels(), 0);
  const chat = new Chat({ client, read: count().read, parts });
  chat.subscribe().release();
  chat.subscribe();
  assert.equal(client.countByScreen().get("Chat"), 2);
  chat.release();
  assert.equal(client.countByScreen().size, 0);
});

test("budgets of the environment that no timer can keep are refused", () => {
  const source = lobby.definition;
  for (const told of ["", " ", "Infinity", "1e10"])
    for (const name of ["REFETCH_SECONDS", "MAX_WAIT_SECONDS"])
      assert.throws(() => loadBudget(source, { [`PEDSCHEMA_REALTIME_${name}`]: told }), RangeError);
  const name = "PEDSCHEMA_REALTIME_PER_SECOND";
  for (const told of ["", "1e-10"]) assert.throws(() => loadBudget(source, { [name]: told }), RangeError);
  assert.equal(loadBudget(source, { [name]: "1e-6" }).perSecond, 1e-6);
});
