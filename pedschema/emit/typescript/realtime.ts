import type { ChannelConfig, ClientLike } from "./channel";
import { contract } from "./contract";
import type { SupabaseLike } from "./line";
import { Metrics } from "./metrics";
import type { Sink } from "./metrics";
import { SharedChannel } from "./shared";
import type { Context, Timing } from "./shared";
import { Explainer } from "./status";
import type { Fault } from "./status";
import { Subscription } from "./subscription";
import type { Texts } from "./texts";

/** What an app brings. */
export interface Settings extends Partial<Timing> {
  /** Hands over the user's token, a new one on `refresh`; without it supabase-js has the token. */
  readonly token?: (refresh: boolean) => Promise<string>;
  readonly sinks?: readonly Sink[];
  /** Patterns of topics; metrics tell nothing else of a topic. */
  readonly patterns?: readonly string[];
  /** What people read of a fault: `en` or `es` of `texts.ts`. */
  readonly texts?: Texts;
  /** Topics at a time; by default four fifths of what the server admits. */
  readonly channels?: number;
}

const TIMING: Timing = {
  graceMs: 5000,
  stableMs: 30_000,
  timeoutMs: 10_000,
  readyMs: 60_000,
  chance: Math.random,
};

/** The registry: one channel for each topic, however many parts of an app use it. */
export class Realtime implements ClientLike<Subscription> {
  readonly metrics: Metrics;
  readonly explainer: Explainer;
  private readonly context: Context;
  private readonly limit: number;
  private readonly token: Settings["token"];
  private readonly shared = new Map<string, SharedChannel>();
  private readonly closing = new Map<string, Promise<void>>();
  private readonly graces = new Map<string, ReturnType<typeof setTimeout>>();
  private authorizing: Promise<Fault | undefined> | undefined;
  private tokens = 0;

  /** Takes supabase-js' client, whose socket it uses and whose other channels it leaves alone. */
  constructor(client: SupabaseLike, settings: Settings = {}) {
    const { channels, patterns, sinks, texts, token } = settings;
    this.metrics = new Metrics(sinks, patterns);
    this.explainer = new Explainer(texts);
    this.limit = channels ?? Math.floor(contract.channelsPerClient * 0.8);
    this.token = token;
    this.context = {
      client,
      explainer: this.explainer,
      metrics: this.metrics,
      timing: { ...TIMING, ...settings },
      authorize: (refresh) => this.authorize(refresh),
      countTokens: () => this.tokens,
    };
    client.realtime.onHeartbeat?.((status, ms) =>
      this.metrics.record("heartbeat", { status, ...(ms && { ms }) }),
    );
    globalThis.document?.addEventListener("visibilitychange", this.awake);
  }

  /** Returns a use of a topic's channel, not yet subscribed. */
  channel(topic: string, options: { config: ChannelConfig }): Subscription {
    return new Subscription(this, topic, options.config);
  }

  /** Returns a part of the app, whose channels are counted and released together. */
  screen(name: string): Screen {
    return new Screen(this, name);
  }

  /** Returns how many subscriptions each screen has. */
  countByScreen(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { users } of this.shared.values())
      for (const user of users)
        if (user instanceof Subscription)
          counts.set(user.screen, (counts.get(user.screen) ?? 0) + 1);
    return counts;
  }

  /** Returns how many topics have a channel, those in their grace too. */
  countChannels(): number {
    return this.shared.size;
  }

  /** Tells that the app has a new token: channels that the last one was denied try again. */
  async signIn(): Promise<void> {
    // A token that was asked for before may be the last user's.
    await this.authorizing;
    const fault = await this.authorize(true);
    if (fault) return this.metrics.recordFault(fault, "connect");
    for (const channel of this.shared.values()) channel.retry();
  }

  /** Leaves every channel. */
  async close(): Promise<void> {
    globalThis.document?.removeEventListener("visibilitychange", this.awake);
    for (const topic of [...this.shared.keys()]) this.end(topic);
    await Promise.all(this.closing.values());
  }

  /**
   * Returns the channel of a subscription's topic, and counts it as one of its users; the fault when there are too many.
   *
   * Throws when another part of the app has it with other options.
   */
  acquire(subscription: Subscription): SharedChannel | Fault {
    const { topic, config } = subscription;
    let shared = this.shared.get(topic);
    if (shared && !isSame(shared.config, config))
      throw new Error(
        `${subscription.screen || "a part of the app"} asks for a topic of another part with other options: use the same everywhere`,
      );
    if (!shared) {
      const [idle] = this.graces.keys();
      if (this.shared.size >= this.limit && idle !== undefined) this.end(idle);
      if (this.shared.size >= this.limit) {
        const fault = this.explainer.name("TooManyChannels");
        this.metrics.recordFault(fault, "subscribe", topic);
        return fault;
      }
      shared = new SharedChannel(topic, config, this.context);
      this.shared.set(topic, shared);
    }
    this.keep(topic);
    shared.users.add(subscription);
    shared.start(this.closing.get(topic));
    return shared;
  }

  /** Counts a user less; the last one's channel ends when its grace is over. */
  release(subscription: Subscription, shared: SharedChannel): void {
    const { topic } = shared;
    shared.users.delete(subscription);
    if (shared.users.size > 0 || this.shared.get(topic) !== shared) return;
    this.keep(topic);
    const timer = setTimeout(
      () => this.end(topic),
      this.context.timing.graceMs,
    );
    this.graces.set(topic, timer);
  }

  /** Counts a listener that threw. */
  noteFailure(topic?: string): void {
    const fault = this.explainer.name("ListenerFailed");
    this.metrics.recordFault(fault, "listener", topic);
  }

  private keep(topic: string): void {
    clearTimeout(this.graces.get(topic));
    this.graces.delete(topic);
  }

  private end(topic: string): void {
    this.keep(topic);
    const stopped = this.shared.get(topic)?.stop();
    this.shared.delete(topic);
    const closing = Promise.resolve(stopped).then(() => {
      if (this.closing.get(topic) === closing) this.closing.delete(topic);
    });
    this.closing.set(topic, closing);
  }

  /** Hands the token to supabase-js, one at a time; without `refresh` only once. */
  private authorize(refresh: boolean): Promise<Fault | undefined> {
    if (this.tokens > 0 && !refresh) return Promise.resolve(undefined);
    this.authorizing ??= this.setToken(refresh).finally(
      () => (this.authorizing = undefined),
    );
    return this.authorizing;
  }

  private async setToken(refresh: boolean): Promise<Fault | undefined> {
    try {
      const token = this.token && (await this.token(refresh));
      // For the library no token means that it keeps the last one, which may be another user's.
      if (token === "") throw new Error("no token");
      await this.context.client.realtime.setAuth(token);
      this.tokens += 1;
      return undefined;
    } catch {
      return this.explainer.name("TokenUnavailable");
    }
  }

  /** A page that was hidden may come back with a token that has expired, and rejoin with it. */
  private readonly awake = (): void => {
    if (!globalThis.document?.hidden && this.shared.size > 0)
      void this.authorize(true);
  };
}

/** A part of an app. */
export class Screen implements ClientLike<Subscription> {
  private readonly client: Realtime;
  private readonly name: string;
  private readonly held = new Set<Subscription>();

  constructor(client: Realtime, name: string) {
    this.client = client;
    this.name = name;
  }

  /** Returns a use of a topic's channel, not yet subscribed. */
  channel(topic: string, options: { config: ChannelConfig }): Subscription {
    const { client, name, held } = this;
    return new Subscription(client, topic, options.config, name, held);
  }

  /** Releases every subscription of the screen. */
  release(): void {
    for (const subscription of [...this.held]) subscription.release();
  }
}

function isSame(one: ChannelConfig, other: ChannelConfig): boolean {
  const plain = ({
    presence,
    broadcast: { replay, ...broadcast },
  }: ChannelConfig) => JSON.stringify([presence, broadcast, replay?.limit]);
  return plain(one) === plain(other);
}
