import type { ChannelConfig, ChannelLike } from "./channel";
import { SharedChannel } from "./shared";
import type { User } from "./shared";
import type { Explainer, Fault, State, Status } from "./status";

/** Where channels are shared. */
export interface Registry {
  readonly explainer: Explainer;
  acquire(subscription: Subscription): SharedChannel | Fault;
  release(subscription: Subscription, shared: SharedChannel): void;
  /** Counts a listener that threw. */
  noteFailure(topic?: string): void;
}

/** Ends what was asked for. */
export type Off = () => void;

const SETTLED: readonly State[] = ["live", "waiting", "stopped", "closed"];

/** What one part of an app has of a topic: its listeners, its status, its right to send. */
export class Subscription implements ChannelLike, User {
  readonly topic: string;
  readonly config: ChannelConfig;
  readonly screen: string;
  private readonly registry: Registry;
  private readonly held: Set<Subscription> | undefined;
  private readonly messages = new Set<(message: any) => void>();
  private readonly statuses = new Set<(status: Status) => void>();
  private readonly refreshes = new Set<(isAgain: boolean) => void>();
  private readonly presences = new Set<
    (state: { [key: string]: any }) => void
  >();
  private shared: SharedChannel | undefined;
  private refused: Fault | undefined;

  constructor(
    registry: Registry,
    topic: string,
    config: ChannelConfig,
    screen = "",
    held?: Set<Subscription>,
  ) {
    this.registry = registry;
    this.held = held;
    this.topic = topic;
    this.config = config;
    this.screen = screen;
  }

  /** The latest status of the channel. */
  get status(): Status {
    if (this.refused) return { state: "stopped", fault: this.refused };
    return this.shared?.status ?? { state: "idle" };
  }

  /** Calls back with every message of the event, `*` for any; returns what ends that. */
  on(
    _type: "broadcast",
    { event }: { event: string },
    callback: (message: any) => void,
  ): Off {
    return add(this.messages, (message: { event: string }) => {
      if (event === "*" || event === message.event) return callback(message);
    });
  }

  /** Calls back with every status; returns what ends that. */
  onStatus(callback: (status: Status) => void): Off {
    return add(this.statuses, callback);
  }

  /** Calls back once whenever messages begin to come: what was read before may be stale. Returns what ends that. */
  onRefresh(callback: (isAgain: boolean) => void): Off {
    return add(this.refreshes, callback);
  }

  /** Calls back with everybody who is present whenever that changes; returns what ends that. */
  onPresence(callback: (state: { [key: string]: any }) => void): Off {
    return add(this.presences, callback);
  }

  /**
   * Subscribes; the status comes at once when others have the channel already.
   *
   * Throws when others have it with other options.
   */
  subscribe(): this {
    if (this.shared) return this;
    const acquired = this.registry.acquire(this);
    this.held?.add(this);
    if (acquired instanceof SharedChannel) {
      // What listeners do in their turn is done to a subscription that has its channel.
      this.shared = acquired;
      this.refused = undefined;
      acquired.greet(this);
    } else {
      this.refused = acquired;
      this.note(this.status);
    }
    return this;
  }

  /** Stops listening; the last user's channel ends a little later. It may be subscribed again. */
  release(): void {
    const { shared } = this;
    this.shared = this.refused = undefined;
    this.held?.delete(this);
    if (shared) {
      void shared.track(this, undefined);
      this.registry.release(this, shared);
    }
    this.note(this.status);
  }

  /** Resolves to the status as soon as the channel is live, waits or has stopped; idle without a channel. */
  async settle(): Promise<Status> {
    while (this.shared && !SETTLED.includes(this.status.state))
      await new Promise<void>((resolve) => {
        const off = this.onStatus(() => {
          off();
          resolve();
        });
      });
    return this.status;
  }

  /** Sends to the others on the channel; resolves to why it could not be, or, with `ack`, was not confirmed. */
  async send(message: {
    type: "broadcast";
    event: string;
    payload: unknown;
  }): Promise<Fault | undefined> {
    const { explainer } = this.registry;
    const { state, fault } = this.status;
    const line = this.shared?.line;
    if (!line || (state !== "live" && state !== "subscribed"))
      return fault ?? explainer.name("NotJoined");
    const told = await line.raw.send(message).catch(() => "error");
    return told === "ok" ? undefined : explainer.name("SendUnanswered");
  }

  /**
   * Shows a payload to the others on the channel, over rejoins too, until `untrack` or `release`.
   *
   * A channel shows one: the latest of its users. Throws where the contract declares no presence.
   */
  async track(payload: object): Promise<void> {
    if (!this.config.presence.enabled)
      throw new Error("the contract declares no presence for this topic");
    await this.shared?.track(this, payload);
  }

  /** Shows nothing any more. */
  async untrack(): Promise<void> {
    await this.shared?.track(this, undefined);
  }

  /** Who is present, by key. */
  presenceState(): { [key: string]: any } {
    return this.shared?.line?.raw.presenceState() ?? {};
  }

  hear(message: any): void {
    this.tell(this.messages, message, this.shared);
  }

  note(status: Status): void {
    this.tell(this.statuses, status);
  }

  refresh(isAgain: boolean): void {
    this.tell(this.refreshes, isAgain, this.shared);
  }

  meet(state: { [key: string]: any }): void {
    this.tell(this.presences, state, this.shared);
  }

  /** Calls listeners; what comes by a channel, only until one of them releases it. */
  private tell<Value>(
    listeners: Listeners<Value>,
    value: Value,
    shared?: SharedChannel,
  ): void {
    callEach(
      listeners,
      value,
      () => this.registry.noteFailure(this.topic),
      () => !shared || shared === this.shared,
    );
  }
}

type Listeners<Value> = ReadonlySet<(value: Value) => unknown>;

/** Calls every listener that is still one in its turn; one that throws, at once or later, breaks nothing. */
export function callEach<Value>(
  listeners: Listeners<Value>,
  value: Value,
  fail: () => void,
  isMeant = () => true,
): void {
  for (const listener of [...listeners]) {
    if (!listeners.has(listener) || !isMeant()) continue;
    try {
      const told = listener(value);
      if (told instanceof Promise) told.catch(fail);
    } catch {
      fail();
    }
  }
}

function add<Value>(all: Set<Value>, one: Value): Off {
  all.add(one);
  return () => void all.delete(one);
}
