import { applyChange, applyDetail } from "./changes";
import type { Applied, Change, Reason } from "./changes";
import type { TypedChannel } from "./channel";
import type { Realtime, Screen } from "./realtime";
import { Refetcher } from "./refetch";
import type { State, Status } from "./status";
import { callEach } from "./subscription";
import type { Off, Subscription } from "./subscription";
import { joinBudgets, loadBudget } from "./throttle";
import type { BudgetSource, Environment } from "./throttle";

/** What a screen of the app brings. */
export interface SurfaceOptions<Parts> {
  readonly client: Realtime;
  /** Reads everything that is shown; it is called through the throttle alone. */
  readonly read: () => Promise<void>;
  readonly parts: Parts;
  /** Where budgets may have other numbers than the contract. */
  readonly environment?: Environment;
}

/** A generated topic with parts. */
export interface TopicOf<Channel, Parts> {
  readonly definition: BudgetSource;
  channel(client: Screen, parts: Parts): Channel;
}

/** A generated topic without parts. */
export interface WholeTopic<Channel> {
  readonly definition: BudgetSource;
  channel(client: Screen): Channel;
}

type Joined = TypedChannel<any, Subscription>;

const WORST: readonly State[] = [
  "stopped",
  "waiting",
  "closed",
  "idle",
  "joining",
  "subscribed",
  "live",
];

/** What one screen has of Realtime: its topics, one status, one way to read it again. */
export class Surface<Parts> {
  /** As the contract calls it; metrics tell it. */
  readonly name: string;
  readonly screen: Screen;
  readonly parts: Parts;
  private readonly options: SurfaceOptions<Parts>;
  private readonly refetcher: Refetcher;
  private readonly channels: Joined[] = [];
  private readonly sources: BudgetSource[] = [];
  private readonly statuses = new Set<(status: Status) => void>();
  private told = "";
  private isOn = true;
  private everyMs: number | undefined;
  private isRegistered = false;
  private isReleased = false;

  constructor(name: string, options: SurfaceOptions<Parts>) {
    this.name = name;
    this.options = options;
    this.parts = options.parts;
    this.screen = options.client.screen(name);
    this.refetcher = new Refetcher(options.client.metrics);
  }

  /** The status of the topic that is worst off; idle before `subscribe`. */
  get status(): Status {
    const rank = ({ state }: Status) => WORST.indexOf(state);
    return this.channels
      .map((channel) => channel.raw.status)
      .reduce<Status>(
        (worst, each) => (rank(each) < rank(worst) ? each : worst),
        this.channels[0]?.raw.status ?? { state: "idle" },
      );
  }

  /** Calls back whenever the status of the whole changes; returns what ends that. */
  onStatus(callback: (status: Status) => void): Off {
    this.statuses.add(callback);
    return () => void this.statuses.delete(callback);
  }

  /**
   * Applies every message about a table, named with its schema, to a list.
   *
   * Where a message is not enough, the screen is read again. `key` is as for `applyChange`.
   */
  keepList<Row extends object>(
    channel: Joined,
    table: string,
    get: () => readonly Row[],
    show: (rows: readonly Row[]) => void,
    ...key: readonly string[]
  ): this {
    return this.keep(channel, table, show, (message) =>
      applyChange(get(), message, ...key),
    );
  }

  /** Applies every message about a table, named with its schema, to one row. */
  keepDetail<Row extends object>(
    channel: Joined,
    table: string,
    get: () => Row | null,
    show: (row: Row | null) => void,
    ...key: readonly string[]
  ): this {
    return this.keep(channel, table, show, (message) =>
      applyDetail(get(), message, ...key),
    );
  }

  /** Asks for the screen to be read again, for what a message cannot tell; one that is released is not. */
  refetchFallback(event: string, reason: Reason): void {
    if (this.isReleased) return;
    this.register();
    this.refetcher.refetchFallback(this.name, event, reason);
  }

  /**
   * Subscribes to all topics; while it is switched off, to none.
   *
   * Throws when another screen has a topic with other options; the surface has no channel then.
   */
  subscribe(): this {
    const isBack = this.isReleased;
    this.isReleased = false;
    this.register();
    if (!this.isOn) {
      if (isBack) this.refetcher.turn(this.name, false, this.everyMs);
      return this;
    }
    try {
      for (const channel of this.channels) channel.raw.subscribe();
    } catch (error) {
      this.release();
      throw error;
    }
    return this;
  }

  /** Resolves to the status when every topic is live, waits or has stopped. */
  async settle(): Promise<Status> {
    await Promise.all(this.channels.map((channel) => channel.raw.settle()));
    return this.status;
  }

  /**
   * Switches live updates: while they are off nothing is joined, and it is read every so many milliseconds.
   *
   * A surface that is released only notes it, for when it is subscribed again.
   */
  turn(isOn: boolean, everyMs?: number): void {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.everyMs = everyMs;
    if (this.isReleased) return;
    this.register();
    this.refetcher.turn(this.name, isOn, everyMs);
    if (isOn) this.subscribe();
    else this.leave();
  }

  /** Leaves the topics, and reads no more; it may be subscribed again. */
  release(): void {
    this.isReleased = true;
    this.leave();
    this.refetcher.remove(this.name);
    this.isRegistered = false;
  }

  /** Takes a topic in; returns its channel. */
  protected add<Channel extends Joined>(topic: WholeTopic<Channel>): Channel;
  protected add<Channel extends Joined, Needed>(
    topic: TopicOf<Channel, Needed>,
    parts: Needed,
  ): Channel;
  protected add<Channel extends Joined>(
    topic: TopicOf<Channel, unknown>,
    parts?: unknown,
  ): Channel {
    const channel =
      parts === undefined
        ? (topic as WholeTopic<Channel>).channel(this.screen)
        : topic.channel(this.screen, parts);
    channel.raw.onStatus(() => this.note());
    channel.raw.onRefresh((isAgain) =>
      // What was read before messages came may be stale, the first time too.
      this.refetchFallback(isAgain ? "rejoin" : "join", "gap_after_reconnect"),
    );
    this.sources.push(topic.definition);
    this.channels.push(channel);
    return channel;
  }

  /** Takes a topic in, unless one of its parts is missing. */
  protected addIfNamed<Channel extends Joined, Needed extends object>(
    topic: TopicOf<Channel, Needed>,
    parts: { [Part in keyof Needed]: Needed[Part] | null | undefined },
  ): Channel | undefined {
    const values = new Map<string, unknown>(Object.entries(parts));
    const isWhole = topic.definition.parts.every(
      (part) => typeof part === "string" || values.get(part[0] ?? "") != null,
    );
    return isWhole ? this.add(topic, parts as Needed) : undefined;
  }

  private register(): void {
    if (this.isRegistered) return;
    this.isRegistered = true;
    const { environment, read } = this.options;
    const budgets = this.sources.map((each) => loadBudget(each, environment));
    this.refetcher.register(this.name, joinBudgets(budgets), read);
  }

  private keep<Shown>(
    channel: Joined,
    table: string,
    show: (shown: Shown) => void,
    apply: (message: Change) => Applied<Shown>,
  ): this {
    channel.onAny(({ event, payload }) => {
      if (`${payload.schema}.${payload.table}` !== table) return;
      this.register();
      show(this.refetcher.take(this.name, event, apply({ payload })));
    });
    return this;
  }

  private leave(): void {
    this.screen.release();
    this.note();
  }

  private note(): void {
    const { status } = this;
    const told = JSON.stringify(status);
    if (told === this.told) return;
    this.told = told;
    callEach(this.statuses, status, () => this.options.client.noteFailure());
  }
}
