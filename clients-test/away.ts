/** What holds while a token or the connection is away; over a client that does as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pass } from "./clock";
import { presence } from "./fake";
import { DENIED, make } from "./hall";

test("who signs in while a join is on its way is not denied for the last token", async () => {
  let user = "old";
  const { client, fake } = make({ token: async () => user });
  const subscription = client.channel("room:1", presence(false)).subscribe();
  await pass(10);
  user = "new";
  await client.signIn();
  fake.made[0]!.end("CHANNEL_ERROR", DENIED);
  await pass(100);
  assert.deepEqual(fake.tokens, ["old", "new"]);
  assert.equal(subscription.status.state, "live");

  const denied = client.channel("room:2", presence(false)).subscribe();
  await pass(10);
  fake.made.at(-1)!.end("CHANNEL_ERROR", DENIED);
  await pass(100);
  assert.equal(denied.status.state, "stopped", "the token is the same");
});

test("a token that is none leaves nobody with the last user's", async () => {
  const { client, fake } = make({ token: async () => "" });
  const { status } = client.channel("room:1", presence(false)).subscribe();
  assert.equal(status.state, "idle");
  await pass(10);
  assert.deepEqual([fake.tokens, fake.made.length], [[], 0]);
});

test("a channel whose refresh of the token takes its time is not live meanwhile", async () => {
  const token = (isRefresh: boolean) =>
    isRefresh ? new Promise<string>(() => undefined) : Promise.resolve("old");
  const { client, fake } = make({ token });
  const subscription = client.channel("room:1", presence(false)).subscribe();
  await pass(100);
  fake.made[0]!.say({
    status: "error",
    message: "Token has expired 0 seconds",
  });
  fake.made[0]!.end("CLOSED");
  await pass(10);
  const { state, fault } = subscription.status;
  assert.deepEqual([state, fault?.code], ["joining", "InvalidJWTToken"]);
});

test("nobody is present where a channel has stopped", async () => {
  const { client, fake } = make();
  const subscription = client.channel("room:1", presence(true));
  const told: object[] = [];
  subscription.onPresence((state) => told.push(state));
  subscription.subscribe();
  await pass(100);
  fake.made[0]!.end("CLOSED");
  await pass(10);
  assert.deepEqual(told, [], "it comes back");
  await pass(1500);
  fake.made[1]!.end("CHANNEL_ERROR", DENIED);
  await pass(10);
  assert.deepEqual(told, [{}]);
});

test("what is asked for after a time away begins where something was last heard", async () => {
  const { client, fake } = make();
  const { config } = presence(false);
  const replay = { since: 0, limit: 5 };
  const broadcast = { ...config.broadcast, replay };
  const topic = client.channel("room:1", { config: { ...config, broadcast } });
  topic.subscribe();
  await pass(1000);
  const heard = Date.now();
  fake.made[0]!.hear({ event: "hi", payload: {} });
  await pass(40_000);
  fake.made[0]!.end("CLOSED");
  await pass(1100);
  const since = fake.configs[1]!.broadcast.replay!.since;
  assert(since <= heard && since > heard - 10_000, String(since - heard));
});

test("who signs in without a token is told of, and joins nothing as the last user", async () => {
  let isOut = false;
  const token = async () => (isOut ? Promise.reject(new Error("signed out")) : "old");
  const { client, fake, codes } = make({ token });
  const subscription = client.channel("room:1", presence(false)).subscribe();
  await pass(10);
  fake.made[0]!.end("CHANNEL_ERROR", DENIED);
  await pass(10);
  isOut = true;
  await client.signIn();
  await pass(100);
  assert.deepEqual([fake.made.length, subscription.status.state], [1, "stopped"]);
  assert.deepEqual(codes(), ["Unauthorized", "TokenUnavailable"]);
});
