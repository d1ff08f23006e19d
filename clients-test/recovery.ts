/** What is refused or lost, and how it comes back, with the layer and with supabase-js alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bare,
  config,
  expired,
  make,
  member,
  order,
  stranger,
  subscribe,
  until,
  watch,
} from "./stage";

test("a denied topic is given up, and the bare client tries for ever", async () => {
  const alone = bare();
  const states = await subscribe(alone.channel("room:closed", config()));
  const { client, count } = make();
  const { subscription } = watch(client.channel("room:closed", config()));
  const { state, fault } = await subscription.settle();
  assert.deepEqual(
    [state, fault?.code, fault?.class],
    ["stopped", "Unauthorized", "auth-denied"],
  );
  assert.equal(fault?.message, "Live updates are not available to you here.");
  await until(() => states.length > 1, "the bare client gives up");
  assert.equal(count("subscribe"), 1);
});

test("a channel that the server closes comes back, and the bare client's does not", async () => {
  const alone = bare();
  await alone.realtime.setAuth();
  const states = await subscribe(alone.channel("room:open", config()));
  const { client, count } = make();
  const seen = watch(client.channel("room:open", config()));
  await seen.subscription.settle();
  await order("close", { message: "Node request timeout" });
  await until(() => seen.refreshes.length === 2);
  assert.deepEqual(seen.codes, ["TimeoutOnRpcCall"]);
  assert.deepEqual(seen.refreshes, [false, true]);
  assert.deepEqual([count("closed"), count("rejoin")], [1, 1]);
  assert.deepEqual(states, ["SUBSCRIBED", "CLOSED"]);
});

test("a dropped socket comes back, and what was shown of presence too", async () => {
  const { client } = make();
  const present = {
    config: { ...config().config, presence: { enabled: true, key: "me" } },
  };
  const seen = watch(client.channel("room:open", present));
  const others: string[][] = [];
  seen.subscription.onPresence((state) => others.push(Object.keys(state)));
  await seen.subscription.settle();
  await seen.subscription.track({ name: "x" });
  await until(() => others.some((keys) => keys.includes("me")));
  others.length = 0;
  await order("drop");
  await until(() => seen.refreshes.length === 2);
  assert.deepEqual(seen.refreshes, [false, true]);
  assert(
    seen.codes.every((code) => code === "SocketLost"),
    String(seen.codes),
  );
  await until(() => others.some((keys) => keys.includes("me")));
});

test("an expired token is renewed once for all channels", async () => {
  const asked: boolean[] = [];
  const token = async (refresh: boolean) => {
    asked.push(refresh);
    return refresh ? member : expired;
  };
  const { client } = make({ token });
  const both = ["room:open", "room:quiet"].map((topic) =>
    watch(client.channel(topic, config())),
  );
  await until(() => both.every((seen) => seen.states.at(-1) === "live"));
  assert.deepEqual(asked, [false, true]);
  assert(both.every((seen) => seen.codes.includes("InvalidJWTToken")));
});

test("a lost right stops the channel, and a new token starts it", async () => {
  let token = member;
  const { client } = make({ token: async () => token });
  const seen = watch(client.channel("room:open", config()));
  await seen.subscription.settle();
  token = stranger;
  await client.signIn();
  await until(() => seen.states.at(-1) === "stopped");
  assert.deepEqual(seen.codes, ["Unauthorized"]);
  token = member;
  await client.signIn();
  await until(() => seen.states.at(-1) === "live");

  const alone = bare(25_000, async () => token);
  await alone.realtime.setAuth();
  const errors: unknown[] = [];
  const states: string[] = [];
  alone.channel("room:open", config()).subscribe((state, error) => {
    states.push(state);
    errors.push(error);
  });
  await until(() => states.length === 1);
  token = stranger;
  await alone.realtime.setAuth();
  await until(() => states.length === 2);
  assert.deepEqual(states, ["SUBSCRIBED", "CLOSED"]);
  assert.deepEqual(errors, [undefined, undefined], "nobody is told why");
});

test("a token that the app cannot hand over is told", async () => {
  const token = () => Promise.reject(new Error("signed out"));
  const { client, events } = make({ token });
  const seen = watch(client.channel("room:open", config()));
  const { state, fault } = await seen.subscription.settle();
  assert.deepEqual([state, fault?.code], ["waiting", "TokenUnavailable"]);
  assert(!JSON.stringify(events).includes("signed out"));
});

test("a refused socket is told, waited for, and comes back", async () => {
  const { client } = make();
  await order("refuse-connections", { count: 1 });
  const seen = watch(client.channel("room:open", config()));
  await until(() => seen.states.at(-1) === "live", [seen.states, seen.codes]);
  assert.equal(seen.states.filter((state) => state === "waiting").length, 1);
  assert.deepEqual(seen.codes, ["SocketLost"]);
});

test("a code of a full server waits as its class says", async () => {
  const { client } = make();
  await order("refuse-joins", { count: 1, code: "IncreaseConnectionPool" });
  const { subscription } = watch(client.channel("room:open", config()));
  const { state, fault, wait } = await subscription.settle();
  assert.deepEqual([state, fault?.class, wait], ["waiting", "capacity", 10]);
});

test("messages of the time away are replayed, and none is told twice", async () => {
  const { client, supabase } = make();
  const replay = { since: Date.now() - 60_000, limit: 5 };
  const seen = watch(client.channel("room:quiet", config({ replay })));
  await seen.subscription.settle();
  await until(() => seen.messages.length === 1, "the stored one is replayed");
  await supabase.realtime.disconnect();
  await until(() => seen.refreshes.length === 2);
  assert.equal(seen.messages.length, 1, "it was told already");

  const broadcast = { replay: { since: 1 } };
  assert.throws(() =>
    bare().channel("room:open", { config: { private: false, broadcast } }),
  );
  const open = { ...config().config, private: false };
  // @ts-expect-error - a channel of the layer cannot but be private
  client.channel("room:open", { config: open });
});

test("sockets that are refused again and again are tried again and again", async () => {
  const { client } = make({ timeoutMs: 300 });
  await order("refuse-connections", { count: 2 });
  const seen = watch(client.channel("room:open", config()));
  await until(() => seen.states.at(-1) === "live", [seen.states, seen.codes]);
  assert(seen.codes.length > 0);
});

test("a socket that answers no heartbeat is given up for another", async () => {
  const { client, events } = make({}, bare(200));
  const seen = watch(client.channel("room:open", config()));
  await seen.subscription.settle();
  await order("heartbeats", { stopped: true });
  await until(() => seen.codes.length > 0);
  await order("heartbeats", { stopped: false });
  await until(() => seen.refreshes.length === 2);
  assert.equal(seen.codes[0], "SocketLost");
  assert(
    events.some(
      ({ name, attributes }) =>
        name === "heartbeat" && attributes["status"] === "timeout",
    ),
  );
});
