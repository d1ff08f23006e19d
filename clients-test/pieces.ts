/** What needs neither server nor client: texts, waits, metrics, budgets, hidden pages. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { pass, showPage } from "./clock";
import type { MetricEvent } from "./realtime/metrics";
import { consoleSinks, Metrics } from "./realtime/metrics";
import { Refetcher } from "./realtime/refetch";
import { computeWait, Explainer } from "./realtime/status";
import { en, es } from "./realtime/texts";
import { joinBudgets, loadBudget, Throttle } from "./realtime/throttle";

const { cases, classes } = JSON.parse(process.env["STAGE"]!);

function throttle(refetchMs: number, maxWaitMs: number, perSecond: number) {
  const done: number[] = [];
  const began = Date.now();
  const act = async () => void done.push(Date.now() - began);
  const made = new Throttle({ refetchMs, maxWaitMs, perSecond }, act);
  return { made, done };
}

test("texts have the codes that they have in Python", () => {
  const explainer = new Explainer();
  for (const [text, status, code, name] of cases) {
    const fault = explainer.read(text, status ?? undefined);
    assert.deepEqual([text, fault.code, fault.class], [text, code, name]);
  }
});

test("classes have the actions and waits that they have in Python", () => {
  const explainer = new Explainer();
  for (const [code, action, first, most, times] of classes) {
    const { action: told, retry } = explainer.name(code);
    const waits = [retry.first, retry.most, retry.times ?? null];
    assert.deepEqual(
      [code, told, ...waits],
      [code, action, first, most, times],
    );
  }
});

test("errors of the library have their codes", () => {
  const explainer = new Explainer(es);
  const refused = new Error("x", { cause: { reason: "Unauthorized: no" } });
  assert.equal(explainer.explain(refused).message, es["auth-denied"]);
  for (const text of [
    "socket closed: 1006 ",
    "channel error: transport failure",
    "heartbeat timeout",
  ])
    assert.equal(explainer.explain(new Error(text)).code, "SocketLost");
  for (const odd of [undefined, 1, "text", new Error("", { cause: 1 })])
    assert.equal(explainer.explain(odd).code, "Unknown");
  for (const name of ["__proto__", "constructor", "toString"])
    assert.equal(explainer.read(`${name}: x`).code, "Unknown");
});

test("unknown texts are kept, cut and counted", () => {
  const explainer = new Explainer(en);
  const long = `Something new: ${"x".repeat(500)}`;
  for (let times = 3; times > 0; times--) explainer.read(long);
  for (let number = 0; number < 200; number++)
    explainer.read(`other ${number}`);
  assert.equal(explainer.unknown.get(long.slice(0, 200)), 3);
  assert.equal(explainer.unknown.size, 100);
  assert.equal(explainer.read(long).message, en.unknown);
});

test("waits double up to the longest, with jitter, and end with the attempts", () => {
  const retry = { first: 1, most: 10 };
  const told = [
    [0, 0],
    [0, 1],
    [1, 0],
    [4, 0],
    [99, 1],
    [5000, 0],
  ].map(([attempt, chance]) => computeWait(retry, attempt!, chance!));
  assert.deepEqual(told, [1, 1.5, 2, 10, 15, 10]);
  const ending = [0, 1, 2].map((attempt) =>
    computeWait({ ...retry, times: 2 }, attempt, 0),
  );
  assert.deepEqual(ending, [1, 2, undefined]);
});

test("metrics tell a topic by its pattern, and a sink that throws stops no other", () => {
  const events: MetricEvent[] = [];
  const fail = () => {
    throw new Error("the app's own");
  };
  const patterns = ["room:{id}", "room:{id}:chat", "room:all"];
  const metrics = new Metrics([fail, (event) => events.push(event)], patterns);
  const topics = ["room:1", "room:1:chat", "room:all", "room:1:2", "room:"];
  for (const topic of topics) metrics.record("subscribe", {}, topic);
  assert.deepEqual(
    events.map(({ attributes }) => attributes["topic"]),
    ["room:{id}", "room:{id}:chat", "room:all", "other", "other"],
  );
});

test("the console is for those who ask", () => {
  const count = (flag: string) =>
    consoleSinks({ PEDSCHEMA_REALTIME_DEBUG: flag }).length;
  assert.deepEqual(
    ["true", "1", "TRUE", "", "false"].map(count),
    [1, 1, 1, 0, 0],
  );
});

test("budgets are the contract's, with what the environment has instead", () => {
  const budget = { refetchMs: 100, maxWaitMs: 1000, perSecond: 4 };
  const source = { parts: ["room", ["id", "uuid"], "chat"], budget };
  const name = "PEDSCHEMA_REALTIME_PER_SECOND";
  assert.deepEqual(loadBudget(source), budget);
  assert.equal(loadBudget(source, { [name]: "2" }).perSecond, 2);
  const own = { [name]: "2", [`${name}_ROOM_CHAT`]: "3" };
  assert.equal(loadBudget(source, own).perSecond, 3);
  assert.deepEqual(loadBudget(source, { [`${name}_HALL`]: "9" }), budget);
  const waits = {
    PEDSCHEMA_REALTIME_REFETCH_SECONDS: "0",
    PEDSCHEMA_REALTIME_MAX_WAIT_SECONDS: "7",
  };
  const slower = { refetchMs: 0, maxWaitMs: 7000, perSecond: 4 };
  assert.deepEqual(loadBudget(source, waits), slower);
  for (const told of ["soon", "0", "-1", "NaN"])
    assert.throws(() => loadBudget(source, { [name]: told }), RangeError);
  assert.deepEqual(joinBudgets([budget, { ...slower, perSecond: 1 }]), {
    refetchMs: 100,
    maxWaitMs: 7000,
    perSecond: 1,
  });
});

test("many requests are done once after a quiet moment", async () => {
  const { made, done } = throttle(100, 5000, 100);
  for (let times = 5; times > 0; times--) {
    made.call();
    await pass(30);
  }
  await pass(500);
  assert.equal(done.length, 1);
  assert(done[0]! >= 220);
});

test("steady requests do not put it off for ever, and the rate is kept", async () => {
  const { made, done } = throttle(100, 250, 2);
  for (let times = 50; times > 0; times--) {
    made.call();
    await pass(30);
  }
  assert(done.length >= 3 && done.length <= 5, String(done));
  assert(done[0]! <= 260);
  done.slice(1).forEach((at, index) => assert(at - done[index]! >= 500));
});

test("a request while it is being done is done afterwards, though the first has failed", async () => {
  let running = 0;
  let most = 0;
  let count = 0;
  const act = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 100));
    running--;
    if (++count === 1) throw new Error("the app's own");
  };
  const made = new Throttle(
    { refetchMs: 0, maxWaitMs: 0, perSecond: 1000 },
    act,
  );
  made.call();
  await pass(50);
  made.call();
  await pass(400);
  assert.deepEqual([most, count], [1, 2]);
});

test("a clock that is set back holds nothing up", async () => {
  const { made, done } = throttle(10, 50, 2);
  mock.timers.setTime(3_600_000);
  made.call();
  await pass(100);
  assert.equal(done.length, 1);
  mock.timers.setTime(1000);
  made.call();
  await pass(400);
  assert.equal(done.length, 1, "the rate is kept");
  await pass(200);
  assert.equal(done.length, 2);
});

test("a hidden page does nothing, and one thing when it is seen again", async () => {
  const page = showPage();
  const { made, done } = throttle(10, 50, 100);
  page.hidden = true;
  for (let times = 5; times > 0; times--) {
    made.call();
    await pass(100);
  }
  assert.deepEqual(done, []);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  await pass(100);
  assert.equal(done.length, 1);
  made.call();
  made.cancel();
  await pass(100);
  assert.equal(done.length, 1);
});

test("refetches are counted as requested and as executed, while off and on again", async () => {
  const events: MetricEvent[] = [];
  const refetcher = new Refetcher(new Metrics([(event) => events.push(event)]));
  let reads = 0;
  const read = async () => void reads++;
  const budget = { refetchMs: 20, maxWaitMs: 1000, perSecond: 100 };
  refetcher.register("Room", budget, read);
  for (let times = 4; times > 0; times--)
    refetcher.refetchFallback("Room", "messages.UPDATE", "unknown_row");
  await pass(100);
  const count = (phase: string) =>
    events.filter(({ attributes }) => attributes["phase"] === phase).length;
  assert.deepEqual([count("requested"), count("executed"), reads], [4, 1, 1]);
  refetcher.turn("Room", true);
  await pass(100);
  assert.equal(reads, 1);
  refetcher.turn("Room", false, 50);
  await pass(120);
  const whileOff = reads;
  assert(whileOff > 1);
  refetcher.turn("Room", true);
  await pass(200);
  assert.equal(reads, whileOff + 1);
  assert.throws(() => refetcher.refetchFallback("Hall", "x", "unknown_row"));
});

/** A client of the library whose server is told what to say. */
