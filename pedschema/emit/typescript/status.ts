import { classes, codes, phrases, statuses } from "./codes";
import type { Action, FaultClass, Retry } from "./codes";
import type { Texts } from "./texts";

const MAX_DETAIL = 200;
const MAX_UNKNOWN = 100;

/** Why there are no live updates. */
export interface Fault {
  /** In the server's vocabulary, or `Unknown`. */
  readonly code: string;
  /** Faults of one class are handled alike. */
  readonly class: FaultClass;
  readonly action: Action;
  /** For people, in the language of the settings; the code without one. */
  readonly message: string;
  readonly retry: Retry;
  /** The text as it came, cut; it may name a topic and is not for telemetry. */
  readonly detail: string;
}

export type State =
  "idle" | "joining" | "subscribed" | "live" | "waiting" | "stopped" | "closed";

/** What a channel tells its users. */
export interface Status {
  readonly state: State;
  /** Why it waits or has stopped. */
  readonly fault?: Fault;
  /** Seconds until the next attempt. */
  readonly wait?: number;
}

/** Turns what comes into faults, and counts what nobody knows. */
export class Explainer {
  /** Texts without a code, cut, and how often each came; the first hundred different ones. */
  readonly unknown = new Map<string, number>();
  private readonly texts: Texts | undefined;

  constructor(texts?: Texts) {
    this.texts = texts;
  }

  /** Returns the fault of a code; of one that the table does not have, that of `Unknown`. */
  name(code: string, detail = ""): Fault {
    const known = Object.hasOwn(codes, code) ? code : "Unknown";
    const named = codes[known] ?? "unknown";
    const message = this.texts?.[named] ?? known;
    const cut = detail.slice(0, MAX_DETAIL);
    return {
      code: known,
      class: named,
      ...classes[named],
      message,
      detail: cut,
    };
  }

  /** Returns the fault that a text of the server, or an HTTP status, tells of. */
  read(text: string, status?: number): Fault {
    const code = find(text, status);
    if (code === undefined) this.count(text.slice(0, MAX_DETAIL));
    return this.name(code ?? "Unknown", text);
  }

  /** Returns the fault that an error of the client library tells of. */
  explain(error: unknown): Fault {
    const cause = error instanceof Error ? error.cause : undefined;
    const reason = (cause as { reason?: unknown } | undefined)?.reason;
    const message = error instanceof Error ? error.message : "";
    if (/^(socket closed|channel error|heartbeat timeout)/.test(message))
      return this.name("SocketLost", message);
    if (typeof reason === "string") return this.read(reason);
    return this.read(message || "no reason");
  }

  private count(text: string): void {
    if (this.unknown.has(text) || this.unknown.size < MAX_UNKNOWN)
      this.unknown.set(text, (this.unknown.get(text) ?? 0) + 1);
  }
}

/** Returns the seconds before an attempt, counted from 0; undefined when there is none. */
export function computeWait(
  { first, most, times }: Retry,
  attempt: number,
  chance: number,
): number | undefined {
  if (times !== undefined && attempt >= times) return undefined;
  return Math.min(first * 2 ** attempt, most) * (1 + chance / 2);
}

function find(text: string, status: number | undefined): string | undefined {
  const colon = text.indexOf(":");
  const named = text.slice(0, Math.max(colon, 0));
  if (Object.hasOwn(codes, named)) return named;
  const phrase = phrases.find(([begin]) => text.startsWith(begin));
  return phrase?.[1] ?? statuses[String(status)];
}
