/** What scenarios of the layer start from: a client that does as it is told, and a screen of one topic. */
import { Fake } from "./fake";
import type { MetricEvent } from "./realtime/metrics";
import { Realtime } from "./realtime/realtime";
import { Surface } from "./realtime/surface";
import type { SurfaceOptions } from "./realtime/surface";
import * as lobby from "./realtime/topics/lobby";

export const DENIED = new Error("Unauthorized: You do not have permissions to read");
export const parts = { room_id: "bbbbbbbb-0000-4000-8000-000000000001" };

export class Hall extends Surface<object> {
  readonly lobby = this.add(lobby);

  constructor(options: Omit<SurfaceOptions<object>, "parts">) {
    super("Hall", { ...options, parts: {} });
  }
}

export function make(settings: ConstructorParameters<typeof Realtime>[1] = {}) {
  const fake = new Fake();
  const events: MetricEvent[] = [];
  const sinks = [(event: MetricEvent) => void events.push(event)];
  const client = new Realtime(fake, {
    chance: () => 0,
    graceMs: 100,
    readyMs: 0,
    sinks,
    ...settings,
  });
  const codes = () => events.map(({ attributes }) => attributes["code"]);
  return { fake, client, codes: () => codes().filter(Boolean) };
}

export function count() {
  const reads = { count: 0, read: async () => void reads.count++ };
  return reads;
}
