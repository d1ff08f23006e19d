/** What compilers must take, and what they must refuse. */
import { createClient } from "@supabase/supabase-js";
import type { RealtimeChannel } from "@supabase/supabase-js";
import { contract, lobby, roomChat, roomLive } from "./realtime";
import type { MemberRole, PgFloat } from "./realtime";
import type { Topic } from "./realtime/channel";
import { checks } from "./realtime/topics/room_chat.check";
import { validator } from "./realtime/validate";

const supabase = createClient("http://127.0.0.1:1", "key");
const room_id = "11111111-1111-4111-8111-111111111111";

const chat = roomChat
  .channel(supabase, { room_id })
  .on("messages.INSERT", (payload, meta) => {
    const author: string | null = payload.record.author;
    const length: number = payload.record.length;
    const past: null = payload.old_record;
    const replayed: boolean | undefined = meta.replayed;
    void [author, length, past, replayed];
    // @ts-expect-error no record of the past comes with an INSERT
    void payload.old_record.id;
    // @ts-expect-error a slip in the name of a column
    void payload.record.auhtor;
  })
  .on("messages.DELETE", ({ record, old_record }) => {
    const none: null = record;
    void [none, old_record.id, old_record.room_id];
    // @ts-expect-error what is left out of the past
    void old_record.content;
  })
  .on("people.GROUP", (payload) => {
    if (payload.operation === "DELETE") {
      const none: null = payload.records;
      void [none, payload.old_records[0]?.profile_id];
    } else {
      const role: MemberRole | undefined = payload.records[0]?.role;
      void role;
    }
    if (payload.operation === "INSERT") {
      const none: null = payload.old_records;
      void none;
    }
    // @ts-expect-error some operations have none
    void payload.old_records.length;
  })
  .on("people.REFETCH", ({ count }) => count.toFixed());

chat.onAny((message) => {
  switch (message.event) {
    case "messages.DELETE":
    case "messages.REMOVED":
      return message.payload.old_record.id;
    case "messages.INSERT":
    case "messages.UPDATE":
      return message.payload.record.id;
    case "people.GROUP":
      return message.payload.table;
    case "people.REFETCH":
      return message.payload.count;
    default: {
      const nothing: never = message;
      return nothing;
    }
  }
});

chat.onAny((message) => {
  if (message.event === "messages.INSERT") return;
  // @ts-expect-error there are more events than one
  const nothing: never = message;
  void nothing;
});

const raw: RealtimeChannel = chat.raw;
raw.subscribe((status, error) => void [status, error]);

// @ts-expect-error an event of another topic
chat.on("rooms.INSERT", () => undefined);
// @ts-expect-error nobody may send where tables tell
chat.send("messages.INSERT", {});
// @ts-expect-error a part of the topic is missing
roomChat.channel(supabase, {});
// @ts-expect-error all parts of the topic are missing
roomChat.topic();
// @ts-expect-error a part that the topic has not
roomChat.topic({ room: room_id });

const live = roomLive.channel(supabase, { room_id }, { ack: true });
live.on("typing", ({ name, since }) => void [name, since]);
void live.send("typing", { name: "a", since: null }).then((told) => told.trim);
// @ts-expect-error a key is missing
void live.send("typing", { name: "a" });
// @ts-expect-error an event that nobody sends
void live.send("shouting", { name: "a", since: null });

lobby.channel(supabase).on("rooms.COUNT", ({ record }) => record.members);

const topic: Topic<roomChat.Name> = roomChat.topic({ room_id });
const plain: string = topic;
// @ts-expect-error the topic of another pattern
const other: Topic<roomLive.Name> = topic;
void [plain, other];

function half(value: PgFloat): number {
  // @ts-expect-error "NaN" and its kin are no numbers
  return value / 2;
}
void half;

const schema = validator(checks, { mode: "report", onReport: console.warn });
const result = schema["~standard"].validate({});
if (!result.issues && result.value.event === "people.REFETCH")
  void result.value.payload.count;
roomChat.channel(supabase, { room_id }, { schema, onRefuse: console.warn });
// @ts-expect-error the limit is a number
const limit: string = contract.channelsPerClient;
void limit;
