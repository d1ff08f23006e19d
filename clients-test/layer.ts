/** What supabase-js does by itself, and what the client layer makes of it; against an endpoint. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "@supabase/supabase-js";
import type { RealtimeChannel } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import type { ChannelConfig } from "./realtime/channel";
import type { MetricEvent } from "./realtime/metrics";
import { Realtime } from "./realtime/realtime";
import type { Settings } from "./realtime/realtime";
import type { State } from "./realtime/status";
import type { Subscription } from "./realtime/subscription";
import { en } from "./realtime/texts";

const { url, anon, member, stranger, expired, admin } = JSON.parse(
  process.env["STAGE"]!,
);
const config = (more: Partial<ChannelConfig["broadcast"]> = {}) => ({
  config: {
    private: true as const,
    broadcast: { self: false, ack: false, replication_ready: true, ...more },
    presence: { enabled: false },
  },
});

async function order(fault: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${url}/admin/faults/${fault}`, {
    method: "POST",
    headers: { authorization: `Bearer ${admin}` },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
}

async function broadcast(topic: string, event: string): Promise<void> {
  const message = { topic, event, payload: { a: 1 }, private: true };
  const answer = await fetch(`${url}/realtime/v1/api/broadcast`, {
    method: "POST",
    headers: {
      apikey: anon,
      authorization: `Bearer ${member}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ messages: [message] }),
  });
  assert.equal(answer.status, 202);
}

async function until(
  holds: () => unknown,
  told: unknown = "it never holds",
): Promise<void> {
  for (let left = 800; !holds(); left--) {
    assert(left > 0, JSON.stringify(told));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const made: Realtime[] = [];
const open: { close(): Promise<unknown> }[] = [];
after(async () => {
  // Clients of the library behind the layer's own, which still use them.
  await Promise.all(made.map((client) => client.close()));
  await Promise.all(open.map((client) => client.close()));
});

function bare(
  heartbeatIntervalMs = 25_000,
  accessToken = async (): Promise<string> => member,
) {
  const client = createClient(url, anon, {
    accessToken,
    // Node 20 has a WebSocket behind a flag that tells of no close when it is refused.
    realtime: {
      heartbeatIntervalMs,
      timeout: 500,
      transport: WebSocket as never,
    },
  });
  open.push({
    close: async () => {
      await client.removeAllChannels();
      await client.realtime.disconnect();
    },
  });
  return client;
}

function make(settings: Settings = {}, supabase = bare()) {
  const events: MetricEvent[] = [];
  const client = new Realtime(supabase, {
    graceMs: 30,
    timeoutMs: 1000,
    texts: en,
    chance: () => 0,
    patterns: ["room:{name}"],
    sinks: [(event) => events.push(event)],
    ...settings,
  });
  made.push(client);
  const count = (name: string) =>
    events.filter((event) => event.name === name).length;
  return { client, supabase, events, count };
}

function watch(subscription: Subscription) {
  const states: State[] = [];
  const codes: string[] = [];
  const refreshes: boolean[] = [];
  const messages: { event: string }[] = [];
  subscription.onStatus(({ state, fault }) => {
    states.push(state);
    if (fault && (state === "waiting" || state === "stopped"))
      codes.push(fault.code);
  });
  subscription.onRefresh((isAgain) => refreshes.push(isAgain));
  subscription.on("broadcast", { event: "*" }, (message) =>
    messages.push(message),
  );
  subscription.subscribe();
  return { subscription, states, codes, refreshes, messages };
}

async function subscribe(channel: RealtimeChannel): Promise<string[]> {
  const states: string[] = [];
  channel.subscribe((state) => states.push(state));
  await until(() => states.length > 0);
  return states;
}

test("users of a topic share one channel, and late ones get its status", async () => {
  const { client, supabase } = make();
  const first = watch(client.screen("Hall").channel("room:open", config()));
  assert.equal((await first.subscription.settle()).state, "live");
  const late = watch(client.screen("Kitchen").channel("room:open", config()));
  assert.deepEqual(late.states, ["live"]);
  assert.deepEqual([first.refreshes, late.refreshes], [[false], [false]]);
  assert.equal(supabase.getChannels().length, 1);
  assert.deepEqual(
    client.countByScreen(),
    new Map([
      ["Hall", 1],
      ["Kitchen", 1],
    ]),
  );
  await broadcast("room:open", "hi");
  await until(() => first.messages.length && late.messages.length);
  first.subscription.release();
  await broadcast("room:open", "again");
  await until(() => late.messages.length === 2);
  assert.equal(first.messages.length, 1);
  late.subscription.release();
  await until(() => client.countChannels() === 0);
  await until(() => supabase.getChannels().length === 0);

  const alone = bare();
  await alone.realtime.setAuth();
  const channel = alone.channel("room:open", config());
  await subscribe(channel);
  const second = alone.channel("room:open", config());
  assert.equal(second, channel);
  let isTold = false;
  second.subscribe(() => (isTold = true));
  await broadcast("room:open", "hi");
  assert(!isTold, "the second subscriber of the bare client is told");
});

test("a channel stays over a grace, for pages that unmount and mount again", async () => {
  const { client, count } = make({ graceMs: 200 });
  const first = watch(client.channel("room:open", config()));
  await first.subscription.settle();
  first.subscription.release();
  const again = watch(client.channel("room:open", config()));
  assert.deepEqual(again.states, ["live"]);
  assert.equal(count("subscribe"), 1);
});

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

test("a listener that throws starves nobody", async () => {
  const { client, events } = make();
  const subscription = client.channel("room:open", config());
  subscription.on("broadcast", { event: "*" }, () => {
    throw new Error("the app's own");
  });
  subscription.on("broadcast", { event: "*" }, async () => {
    throw new Error("the app's own, later");
  });
  const seen = watch(subscription);
  await subscription.settle();
  await broadcast("room:open", "one");
  await broadcast("room:open", "two");
  await until(() => seen.messages.length === 2);
  const failed = events.filter(
    ({ attributes }) => attributes["code"] === "ListenerFailed",
  );
  assert.equal(failed.length, 4);
});

test("a send that the policies drop is told where words are awaited", async () => {
  const { client } = make();
  const { subscription } = watch(
    client.channel("room:quiet", config({ ack: true })),
  );
  const message = { type: "broadcast", event: "hi", payload: {} } as const;
  assert.equal((await subscription.send(message))?.code, "NotJoined");
  await subscription.settle();
  assert.equal((await subscription.send(message))?.code, "SendUnanswered");
  const { subscription: own } = watch(
    client.channel("room:open", config({ ack: true })),
  );
  await own.settle();
  assert.equal(await own.send(message), undefined);

  const alone = bare();
  await alone.realtime.setAuth();
  const channel = alone.channel("room:quiet", config());
  await subscribe(channel);
  assert.equal(await channel.send(message), "ok", "the bare client is content");
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

test("channels stay below the server's limit, and idle ones make room", async () => {
  const { client } = make({ channels: 1, graceMs: 5000 });
  const first = watch(client.channel("room:open", config()));
  await first.subscription.settle();
  const second = watch(client.channel("room:other", config()));
  assert.equal(second.subscription.status.fault?.code, "TooManyChannels");
  first.subscription.release();
  second.subscription.subscribe();
  assert.equal((await second.subscription.settle()).state, "live");
});

test("options that conflict are refused", async () => {
  const { client } = make();
  const first = watch(client.channel("room:open", config()));
  const other = client
    .screen("Hall")
    .channel("room:open", config({ ack: true }));
  assert.throws(() => other.subscribe(), /Hall asks for a topic/);
  assert.equal((await first.subscription.settle()).state, "live");
});

test("metrics tell patterns, and no topic, token or payload", async () => {
  const { client, events } = make();
  const seen = watch(client.channel("room:open", config()));
  await seen.subscription.settle();
  await broadcast("room:open", "hi");
  await until(() => seen.messages.length === 1);
  const told = JSON.stringify(events);
  assert(told.includes("room:{name}"));
  for (const secret of ["room:open", member, anon, '"a":1'])
    assert(!told.includes(secret));
});

test("sockets that are refused again and again are tried again and again", async () => {
  const { client } = make({ timeoutMs: 300 });
  await order("refuse-connections", { count: 2 });
  const seen = watch(client.channel("room:open", config()));
  await until(() => seen.states.at(-1) === "live", [seen.states, seen.codes]);
  assert(seen.codes.length > 0);
});

test("who is present can be asked for after others have subscribed, and not of the bare client", async () => {
  const alone = bare();
  await alone.realtime.setAuth();
  const channel = alone.channel("room:open", config());
  await subscribe(channel);
  assert.throws(() => channel.on("presence", { event: "sync" }, () => {}));

  const { client } = make();
  const present = {
    config: { ...config().config, presence: { enabled: true, key: "me" } },
  };
  const first = watch(client.channel("room:open", present));
  await first.subscription.settle();
  const late = watch(client.channel("room:open", present)).subscription;
  const keys: string[][] = [];
  late.onPresence((state) => keys.push(Object.keys(state)));
  await late.track({});
  await until(() => keys.some((each) => each.includes("me")));
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
