/** How parts of an app share channels, with the layer and with supabase-js alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anon,
  bare,
  broadcast,
  config,
  make,
  member,
  subscribe,
  until,
  watch,
} from "./stage";

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
