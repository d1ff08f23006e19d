/** What the generated code does: topics, channels of a fake client and of the real one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "@supabase/supabase-js";
import { lobby, roomChat, roomLive } from "./realtime";
import { fillTopic } from "./realtime/channel";
import { checks } from "./realtime/topics/room_chat.check";
import { validator } from "./realtime/validate";

const room_id = "11111111-1111-4111-8111-111111111111";
type Listener = (message: never) => void;

class FakeChannel {
  readonly sent: unknown[] = [];
  readonly listeners: [event: string, listener: Listener][] = [];
  on(_: "broadcast", filter: { event: string }, listener: Listener) {
    this.listeners.push([filter.event, listener]);
    return this;
  }
  send(message: unknown): Promise<"ok"> {
    this.sent.push(message);
    return Promise.resolve("ok");
  }
  /** Delivers as supabase-js does: events are compared without regard to case. */
  deliver(message: { event: string }) {
    for (const [event, listener] of this.listeners)
      if (event === "*" || event.toLowerCase() === message.event.toLowerCase())
        listener(message as never);
  }
}

class FakeClient {
  readonly asked: unknown[] = [];
  channel(topic: string, options: unknown) {
    this.asked.push([topic, options]);
    return new FakeChannel();
  }
}

function insert(record: object = {}) {
  return {
    type: "broadcast",
    event: "messages.INSERT",
    meta: { id: room_id },
    payload: {
      id: room_id,
      operation: "INSERT",
      schema: "public",
      table: "messages",
      record: {
        id: room_id,
        content: "a",
        room_id,
        author: null,
        length: 1,
        ...record,
      },
      old_record: null,
    },
  };
}

test("topics are filled and others refused, without repeating a value", () => {
  assert.equal(roomChat.topic({ room_id }), `room:${room_id}:chat`);
  assert.equal(lobby.topic(), "lobby");
  const wrong = ["", "a:b", room_id.slice(1), ` ${room_id}`, `${room_id}\n`];
  for (const part of [...wrong, "ABCDEF00-1111-4111-8111-111111111111"])
    assert.throws(
      () => roomChat.topic({ room_id: part }),
      (error: Error) =>
        error instanceof RangeError &&
        error.message.includes("room_id") &&
        (!part || !error.message.includes(part)),
    );
  for (const part of [undefined, null, 1, [room_id]])
    assert.throws(() => roomChat.topic({ room_id: part as never }), RangeError);
});

test("every type of part has one spelling", () => {
  const spelled = (type: "bigint" | "text", value: string) =>
    fillTopic({ ...lobby.definition, parts: ["a", ["b", type]] }, { b: value });
  assert.equal(spelled("bigint", "-12"), "a:-12");
  for (const value of ["01", "-0", "1.0", "+1", "1e3", "1".repeat(20)])
    assert.throws(() => spelled("bigint", value), RangeError);
  assert.equal(spelled("text", "a.b_c-1"), "a:a.b_c-1");
  for (const value of ["A", "a b", "é", "a".repeat(65)])
    assert.throws(() => spelled("text", value), RangeError);
});

test("channels are private, and wait for what tables tell", () => {
  const client = new FakeClient();
  roomChat.channel(client, { room_id });
  roomLive.channel(client, { room_id }, { ack: true, presenceKey: "me" });
  lobby.channel(client, { replay: { since: 5, limit: 2 } });
  assert.deepEqual(client.asked, [
    [
      `room:${room_id}:chat`,
      {
        config: {
          private: true,
          broadcast: { self: false, ack: false, replication_ready: true },
          presence: { enabled: false },
        },
      },
    ],
    [
      `room:${room_id}:live`,
      {
        config: {
          private: true,
          broadcast: { self: false, ack: true, replication_ready: false },
          presence: { enabled: true, key: "me" },
        },
      },
    ],
    [
      "lobby",
      {
        config: {
          private: true,
          broadcast: {
            self: false,
            ack: false,
            replication_ready: true,
            replay: { since: 5, limit: 2 },
          },
          presence: { enabled: false },
        },
      },
    ],
  ]);
});

test("listeners get their events, with what the server tells of them", () => {
  const told: unknown[] = [];
  const channel = roomChat
    .channel(new FakeClient(), { room_id })
    .on("messages.INSERT", (payload, meta) => told.push([payload, meta]))
    .on("messages.DELETE", () => told.push("never"))
    .onAny((message) => told.push(message.event));
  const { meta: _, ...bare } = insert();
  channel.raw.deliver(insert());
  channel.raw.deliver(bare);
  channel.raw.deliver({ ...insert(), event: "MESSAGES.insert" });
  channel.raw.deliver({ ...insert(), event: "of nobody" });
  assert.deepEqual(told, [
    [insert().payload, { id: room_id }],
    "messages.INSERT",
    [insert().payload, {}],
    "messages.INSERT",
  ]);
});

test("a schema keeps messages from listeners and says why", () => {
  const told: string[] = [];
  const channel = roomChat
    .channel(
      new FakeClient(),
      { room_id },
      {
        schema: validator(checks, { mode: "report" }),
        onRefuse: (issues, event) =>
          told.push(event, ...issues.map((issue) => issue.message)),
      },
    )
    .on("messages.INSERT", (payload) => told.push(payload.record.content));
  channel.raw.deliver(insert({ content: "told", added: 1 }));
  channel.raw.deliver(insert({ content: 12345 }));
  assert.deepEqual(told, [
    "told",
    "messages.INSERT",
    "payload.record.content must be string; run pedschema gen",
  ]);
});

test("what clients send reaches the channel, where they may", async () => {
  const channel = roomLive.channel(new FakeClient(), { room_id });
  const payload = { name: "a", since: null };
  assert.equal(await channel.send("typing", payload), "ok");
  assert.deepEqual(channel.raw.sent, [
    { type: "broadcast", event: "typing", payload },
  ]);
  const other = roomChat.channel(new FakeClient(), { room_id });
  assert.equal("send" in other, false);
});

test("the real client takes the topic and the options", () => {
  class Socket {}
  const client = createClient("http://127.0.0.1:1", "key", {
    realtime: { transport: Socket as never },
  });
  const told: string[] = [];
  const channel = roomChat
    .channel(client, { room_id }, { replay: { since: 5 } })
    .on("messages.INSERT", (payload) => told.push(payload.record.content));
  assert.equal(channel.raw.topic, `realtime:room:${room_id}:chat`);
  assert.equal(channel.raw.params.config.private, true);
  assert.equal(channel.raw.params.config.broadcast?.replication_ready, true);
  assert.equal(channel.raw.params.config.presence?.enabled, false);
  assert.equal(channel.raw.bindings["broadcast"]?.length, 1);
});
