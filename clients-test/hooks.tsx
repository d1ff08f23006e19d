/** What the hooks for React do, on a page rendered twice as in development; against an endpoint. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "@supabase/supabase-js";
import { Window } from "happy-dom";
import { WebSocket } from "ws";
import { Realtime } from "./typescript/realtime";
import { Chat } from "./typescript/surfaces";

const { url, anon, member } = JSON.parse(process.env["STAGE"]!);
const room_id = "cccccccc-0000-4000-8000-000000000001";
const window = new Window();
Object.assign(globalThis, {
  window,
  document: window.document,
  navigator: window.navigator,
  IS_REACT_ACT_ENVIRONMENT: true,
});
const { StrictMode, act } = await import("react");
const { createRoot } = await import("react-dom/client");
const { usePresence, useShown, useSurface } = await import("./react/index");

interface Message {
  id: string;
  content: string;
}

async function broadcast(content: string): Promise<void> {
  const record = { id: content, content };
  const payload = { operation: "INSERT", schema: "public", table: "messages" };
  const message = {
    topic: `room:${room_id}:chat`,
    event: "messages.INSERT",
    payload: { ...payload, record, old_record: null },
    private: true,
  };
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

test("a screen shows what its topics tell, and leaves when it is closed", async () => {
  const supabase = createClient(url, anon, {
    accessToken: async () => member,
    realtime: { transport: WebSocket as never },
  });
  const joins: unknown[] = [];
  const client = new Realtime(supabase, {
    graceMs: 50,
    sinks: [({ name }) => name === "subscribe" && joins.push(name)],
  });
  let reads = 0;
  function Page({ id }: { id: string | undefined }) {
    const messages = useShown<readonly Message[]>([]);
    const { surface, status } = useSurface(
      Chat,
      {
        client,
        read: async () => void reads++,
        parts: id === undefined ? undefined : { room_id: id },
      },
      (chat) =>
        chat.keepList<Message>(
          chat.roomChat,
          "public.messages",
          messages.get,
          messages.show,
        ),
    );
    const present = usePresence(surface?.roomLive.raw);
    const told = messages.value.map(({ content }) => content).join();
    return `${status.state} ${told} ${Object.keys(present).length}`;
  }

  const container = window.document.createElement("div");
  const root = createRoot(container as never);
  const render = (id: string | undefined) =>
    act(async () =>
      root.render(
        <StrictMode>
          <Page id={id} />
        </StrictMode>,
      ),
    );
  const hold = async (holds: () => boolean) => {
    for (let left = 800; !holds(); left--) {
      assert(left > 0, `${container.textContent}: ${holds}`);
      await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
    }
  };
  const until = (told: string) => hold(() => container.textContent === told);
  await render(undefined);
  await until("idle  0");
  await render(room_id);
  await until("live  0");
  assert.equal(joins.length, 2, "one join a topic, though effects run twice");
  const limits = supabase
    .getChannels()
    .map(({ params }) => params.config.broadcast?.replay?.limit);
  assert.deepEqual(limits.sort(), [5, undefined], "replay as declared");
  await broadcast("a");
  await until("live a 0");
  await broadcast("b");
  await until("live a,b 0");
  await hold(() => reads > 0);
  await render(undefined);
  await until("idle a,b 0");
  await hold(() => client.countChannels() === 0);
  await act(async () => root.unmount());
  await client.close();
});
