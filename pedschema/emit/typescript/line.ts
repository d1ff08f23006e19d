import type { ChannelConfig } from "./channel";
import type { Explainer, Fault } from "./status";

/** What is needed of supabase-js' channel. */
export interface RawChannel {
  on(
    type: "broadcast",
    filter: { event: string },
    callback: (message: any) => void,
  ): unknown;
  on(
    type: "presence",
    filter: { event: "sync" },
    callback: () => void,
  ): unknown;
  on(type: "system", filter: {}, callback: (payload: any) => void): unknown;
  subscribe(
    callback: (status: string, error?: Error) => void,
    timeout?: number,
  ): unknown;
  send(message: {
    type: "broadcast";
    event: string;
    payload: any;
  }): Promise<unknown>;
  track(payload: { [key: string]: any }): Promise<unknown>;
  untrack(): Promise<unknown>;
  presenceState(): { [key: string]: any };
}

/** What is needed of supabase-js' client. */
export interface SupabaseLike {
  channel(topic: string, options: { config: ChannelConfig }): RawChannel;
  removeChannel(channel: any): Promise<unknown>;
  getChannels?(): readonly { readonly topic: string }[];
  readonly realtime: {
    setAuth(token?: string | null): Promise<void>;
    onHeartbeat?(callback: (status: string, latency?: number) => void): void;
  };
}

/** What a line hands over. */
export interface Ear {
  hear(message: any): void;
  meet(): void;
}

/** Returns whether the app has a channel of the topic by itself, which supabase-js would hand out again. */
export function isTaken(client: SupabaseLike, topic: string): boolean {
  const channels = client.getChannels?.() ?? [];
  return channels.some((channel) => channel.topic === `realtime:${topic}`);
}

const READY = "Replication connection established";
const LEAVE_MS = 3000;

/** One join, and what follows it; after its end a new line is made, never this one joined again. */
export class Line {
  readonly raw: RawChannel;
  /** Resolves when the server or the network has ended it, with the reason. */
  readonly ended: Promise<Fault>;
  private readonly client: SupabaseLike;
  private readonly explainer: Explainer;
  private readonly ready: Promise<undefined>;
  private setEnded!: (fault: Fault) => void;
  private setReady!: (nothing: undefined) => void;
  /** What the server said of the end that follows. */
  private told: Fault | undefined;
  private isLeaving = false;

  constructor(
    client: SupabaseLike,
    topic: string,
    config: ChannelConfig,
    explainer: Explainer,
    ear: Ear,
  ) {
    this.client = client;
    this.explainer = explainer;
    this.ended = new Promise((resolve) => (this.setEnded = resolve));
    this.ready = new Promise((resolve) => (this.setReady = resolve));
    this.raw = client.channel(topic, { config });
    this.raw.on("system", {}, (payload) => this.note(payload));
    this.raw.on("broadcast", { event: "*" }, (message) => {
      if (!this.isLeaving) ear.hear(message);
    });
    if (config.presence.enabled)
      this.raw.on("presence", { event: "sync" }, () => {
        if (!this.isLeaving) ear.meet();
      });
  }

  /** Joins; resolves to why it was refused, or to undefined. */
  async join(timeoutMs: number): Promise<Fault | undefined> {
    const joined = new Promise<undefined>((resolve) => {
      this.raw.subscribe((status, error) => {
        if (status === "SUBSCRIBED") resolve(undefined);
        else if (!this.isLeaving) this.setEnded(this.name(status, error));
      }, timeoutMs);
    });
    return Promise.race([joined, this.ended]);
  }

  /**
   * Waits until messages of the database come; resolves to why they never will, or to undefined.
   *
   * Servers that know no `replication_ready` say nothing: after the time the channel is as ready as it gets.
   */
  async waitReady(timeoutMs: number): Promise<Fault | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    const fault = await Promise.race([this.ready, this.ended, late]);
    clearTimeout(timer);
    return fault;
  }

  /** Takes the channel for ended. */
  end(fault: Fault): void {
    this.setEnded(fault);
  }

  /** Leaves, and forgets the channel; resolves when the server has closed it, or after three seconds. */
  async leave(): Promise<void> {
    this.isLeaving = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LEAVE_MS);
    });
    const removed = this.client.removeChannel(this.raw);
    await Promise.race([removed.catch(() => undefined), late]);
    clearTimeout(timer);
  }

  private name(status: string, error: Error | undefined): Fault {
    if (status === "TIMED_OUT") return this.explainer.name("JoinTimedOut");
    if (status === "CLOSED")
      return this.told ?? this.explainer.name("ClosedUnasked");
    return this.told ?? this.explainer.explain(error);
  }

  private note(payload: {
    status?: string;
    message?: unknown;
    extension?: string;
  }): void {
    const { status, message, extension } = payload;
    if (message === READY) this.setReady(undefined);
    // An error of the extension for table changes closes nothing.
    else if (status === "error" && extension !== "postgres_changes")
      this.told = this.explainer.read(String(message));
  }
}
