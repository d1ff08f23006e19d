/** Who shows what to others, whose token is whose, and when to try again; over a client that does as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pass, showPage } from "./clock";
import { Fake, presence } from "./fake";
import { Realtime } from "./realtime/realtime";
import type { Subscription } from "./realtime/subscription";
import { channel as openChat } from "./realtime/topics/room_chat";

test("what is shown before the join is shown by it, after a rejoin again, and hidden with its user", async () => {
  const fake = new Fake();
  const client = new Realtime(fake, { chance: () => 0 });
  const [one, other] = [1, 2].map(() =>
    client.channel("room:1", presence(true)).subscribe(),
  ) as [Subscription, Subscription];
  await pass(10);
  await one.track({ at: "early" });
  assert.deepEqual(fake.shown, []);
  await pass(60);
  assert.deepEqual(fake.shown, [{ at: "early" }]);
  fake.made[0]!.end("CLOSED");
  await pass(2000);
  assert.equal(fake.made.length, 2);
  assert.deepEqual(fake.shown, [{ at: "early" }, { at: "early" }]);
  await other.untrack();
  other.release();
  assert.equal(fake.shown.length, 2, "it is not the other's to hide");
  one.release();
  await pass(10);
  assert.deepEqual(fake.shown[2], null);
  const closing = client.close();
  await pass(100);
  await closing;
});

test("presence is for topics that declare it", async () => {
  const client = new Realtime(new Fake());
  const subscription = client.channel("room:1", presence(false)).subscribe();
  await assert.rejects(subscription.track({}), /declares no presence/);
  const { raw } = openChat(client, {
    room_id: "bbbbbbbb-0000-4000-8000-000000000001",
  });
  assert.equal(raw.config.private, true);
  const closing = client.close();
  await pass(100);
  await closing;
});

test("who leaves while the token is awaited joins nothing", async () => {
  const fake = new Fake();
  const token = () =>
    new Promise<string>((resolve) => setTimeout(() => resolve("late"), 300));
  const client = new Realtime(fake, { token, graceMs: 100 });
  client.channel("room:1", presence(false)).subscribe().release();
  await pass(1000);
  assert.deepEqual([fake.made.length, client.countChannels()], [0, 0]);
  client.channel("room:1", presence(false)).subscribe();
  await pass(100);
  assert.equal(fake.made.length, 1);
});

test("a new user's token is not the one that was asked for before", async () => {
  const fake = new Fake();
  let user = "old";
  const token = async () => {
    const told = user;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return told;
  };
  const client = new Realtime(fake, { token });
  client.channel("room:1", presence(false)).subscribe();
  await pass(20);
  user = "new";
  const signedIn = client.signIn();
  await pass(300);
  await signedIn;
  assert.deepEqual(fake.tokens, ["old", "new"]);
});

test("who signs in does not wait for the next attempt", async () => {
  const fake = new Fake();
  let isSignedIn = false;
  const token = async () =>
    isSignedIn ? "new" : Promise.reject(new Error("signed out"));
  const client = new Realtime(fake, { token });
  const subscription = client.channel("room:1", presence(false)).subscribe();
  await pass(10);
  assert.equal(subscription.status.state, "waiting");
  isSignedIn = true;
  const signedIn = client.signIn();
  await pass(60);
  await signedIn;
  assert.equal(subscription.status.state, "live");
});

test("a page that is seen again hands the token over anew", async () => {
  const page = showPage();
  const fake = new Fake();
  const client = new Realtime(fake);
  page.dispatchEvent(new Event("visibilitychange"));
  await pass(10);
  assert.equal(fake.tokens.length, 0, "nothing is joined");
  client.channel("room:1", presence(false)).subscribe();
  await pass(100);
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  await pass(10);
  assert.equal(fake.tokens.length, 1);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  await pass(10);
  assert.equal(fake.tokens.length, 2);
});

test("a channel is live when messages of the database come, not before", async () => {
  const fake = new Fake();
  const client = new Realtime(fake, { readyMs: 5000 });
  const subscription = client.channel("room:1", presence(false, true));
  const refreshes: boolean[] = [];
  subscription.subscribe().onRefresh((isAgain) => refreshes.push(isAgain));
  await pass(100);
  assert.deepEqual([subscription.status.state, refreshes], ["subscribed", []]);
  const [first] = fake.made;
  const refused = { status: "error", message: "no such table" };
  first!.say({ ...refused, extension: "postgres_changes" });
  first!.say({
    status: "ok",
    message: "Replication connection established",
  });
  await pass(10);
  assert.deepEqual([subscription.status.state, refreshes], ["live", [false]]);
  first!.end("CLOSED");
  await pass(10);
  const closed = subscription.status.fault?.code;
  assert.equal(closed, "ClosedUnasked", "that refusal closes nothing");
  subscription.release();

  const older = client.channel("room:2", presence(false, true)).subscribe();
  await pass(5100);
  assert.equal(older.status.state, "live", "servers that say nothing");

  const never = client.channel("room:3", presence(false, true)).subscribe();
  await pass(100);
  const message = "Replication connection was not established in time";
  fake.made.at(-1)!.say({ status: "error", message });
  fake.made.at(-1)!.end("CLOSED");
  await pass(10);
  const { state, fault } = never.status;
  assert.deepEqual([state, fault?.code], ["waiting", "ReplicationNotReady"]);
});

test("refusals wait longer each time, and a denied topic is left alone", async () => {
  const fake = new Fake();
  const client = new Realtime(fake, { chance: () => 0 });
  const subscription = client.channel("room:1", presence(false)).subscribe();
  const waits: (number | undefined)[] = [];
  subscription.onStatus(({ state, wait }) => {
    if (state === "waiting") waits.push(wait);
  });
  await pass(10);
  for (let times = 4; times > 0; times--) {
    fake.made.at(-1)!.end("TIMED_OUT");
    await pass((waits.at(-1) ?? 0) * 1000 + 20);
  }
  assert.deepEqual(
    waits.slice(1),
    waits.slice(0, -1).map((wait) => wait! * 2),
  );
  subscription.release();
  const closing = client.close();
  await pass(100);
  await closing;
});
