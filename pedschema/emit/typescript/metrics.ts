import type { Fault } from "./status";

/** The kinds of events. */
export type MetricName =
  | "subscribe"
  | "subscribed"
  | "error"
  | "closed"
  | "rejoin"
  | "unsubscribe"
  | "heartbeat"
  | "refetch"
  | "patch"
  | "flag";

/** What the client does: no topic's ids, no payload, no token, no user. */
export interface MetricEvent {
  readonly name: MetricName;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `topic` is the pattern, never the topic; times are in milliseconds, `…_ms`. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** Takes events; what it throws is dropped. */
export type Sink = (event: MetricEvent) => void;

/** Hands events to sinks. */
export class Metrics {
  private readonly sinks: readonly Sink[];
  private readonly patterns: readonly (readonly [RegExp, string])[];

  /** `patterns` are those that a topic may be told by; any other topic is `other`. */
  constructor(sinks: readonly Sink[] = [], patterns: readonly string[] = []) {
    this.sinks = sinks;
    const literal = (pattern: string) => pattern.split("{").length;
    this.patterns = [...patterns]
      .sort(
        (one, other) => literal(one) - literal(other) || (one < other ? -1 : 1),
      )
      .map((pattern) => [toRegExp(pattern), pattern]);
  }

  /** Hands one event to every sink; of a topic, only its pattern is told. */
  record(
    name: MetricName,
    attributes: MetricEvent["attributes"],
    topic?: string,
  ): void {
    const told: MetricEvent["attributes"] =
      topic === undefined ? {} : { topic: this.match(topic) };
    const event = {
      name,
      at: Date.now(),
      attributes: { ...told, ...attributes },
    };
    for (const sink of this.sinks) {
      try {
        sink(event);
      } catch {
        // An app's sink breaks nothing.
      }
    }
  }

  /** Hands a fault to every sink, without its texts. */
  recordFault(fault: Fault, phase: string, topic?: string): void {
    this.record(
      "error",
      { code: fault.code, class: fault.class, phase },
      topic,
    );
  }

  private match(topic: string): string {
    return this.patterns.find(([form]) => form.test(topic))?.[1] ?? "other";
  }
}

/** Returns a sink on the console where PEDSCHEMA_REALTIME_DEBUG is `true` or `1`, else none. */
export function consoleSinks(
  environment: Readonly<Record<string, string | undefined>>,
): Sink[] {
  const flag = environment["PEDSCHEMA_REALTIME_DEBUG"]?.toLowerCase();
  const isOn = flag === "1" || flag === "true";
  return isOn
    ? [
        ({ name, at, attributes }) =>
          console.debug(JSON.stringify({ at, name, ...attributes })),
      ]
    : [];
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.split(/\{[^}]*\}/);
  const escaped = parts.map((part) =>
    part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${escaped.join("[^:]+")}$`);
}
