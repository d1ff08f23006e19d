/** An endpoint to play on, and clients of it: supabase-js alone, and with the layer. */
import assert from "node:assert/strict";
import { after } from "node:test";
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

export const { url, anon, member, stranger, expired, admin } = JSON.parse(
  process.env["STAGE"]!,
);
export const config = (more: Partial<ChannelConfig["broadcast"]> = {}) => ({
  config: {
    private: true as const,
    broadcast: { self: false, ack: false, replication_ready: true, ...more },
    presence: { enabled: false },
  },
});

export async function order(fault: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${url}/admin/faults/${fault}`, {
    method: "POST",
    headers: { authorization: `Bearer ${admin}` },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
}

export async function broadcast(topic: string, event: string): Promise<void> {
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

export async function until(
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

export function bare(
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

export function make(settings: Settings = {}, supabase = bare()) {
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

export function watch(subscription: Subscription) {
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

export async function subscribe(channel: RealtimeChannel): Promise<string[]> {
  const states: string[] = [];
  channel.subscribe((state) => states.push(state));
  await until(() => states.length > 0);
  return states;
}
