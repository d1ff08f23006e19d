import type { ChannelConfig } from "./channel";
import { Line } from "./line";
import type { SupabaseLike } from "./line";
import type { Metrics } from "./metrics";
import { computeWait } from "./status";
import type { Explainer, Fault, Status } from "./status";

/** How the client behaves; times in milliseconds. */
export interface Timing {
  /** How long a channel stays when its last user has left. */
  readonly graceMs: number;
  /** How long a channel lives before its failures are forgotten. */
  readonly stableMs: number;
  /** Of a join. */
  readonly timeoutMs: number;
  /** The longest wait for word that messages of the database come. */
  readonly readyMs: number;
  /** A number between 0 and 1, for jitter. */
  readonly chance: () => number;
}

/** What all channels of a client share. */
export interface Context {
  readonly client: SupabaseLike;
  readonly explainer: Explainer;
  readonly metrics: Metrics;
  readonly timing: Timing;
  /** Resolves when the library has the user's token, to why it has none, or to undefined. */
  authorize(refresh: boolean): Promise<Fault | undefined>;
  /** Returns how many tokens the library has been given. */
  countTokens(): number;
}

/** What a shared channel calls; it throws nothing. */
export interface User {
  hear(message: any): void;
  note(status: Status): void;
  refresh(isAgain: boolean): void;
  meet(state: { [key: string]: any }): void;
}

const KEPT_IDS = 256;

/** A topic's channel, shared by any number of users, and kept alive while there is one. */
export class SharedChannel {
  readonly users = new Set<User>();
  readonly topic: string;
  readonly config: ChannelConfig;
  status: Status = { state: "idle" };
  line: Line | undefined;
  private readonly context: Context;
  private readonly born = Date.now();
  private readonly ids = new Set<string>();
  private running: Promise<void> | undefined;
  private isOver = false;
  private awaySince: number | undefined;
  private tracked: { user: User; payload: object } | undefined;
  private wake: () => void = () => undefined;

  constructor(topic: string, config: ChannelConfig, context: Context) {
    this.topic = topic;
    this.config = config;
    this.context = context;
  }

  /** Takes a user in; it gets the current status at once. */
  add(user: User): void {
    this.users.add(user);
    user.note(this.status);
    if (this.status.state !== "live") return;
    user.refresh(false);
    if (this.config.presence.enabled) this.meet([user]);
  }

  /** Begins, or begins again after it has stopped; `after` is the end of the topic's last channel. */
  start(after?: Promise<void>): void {
    this.running ??= this.run(after).finally(() => (this.running = undefined));
  }

  /** Leaves; nothing is told to users any more but that it is closed. */
  async stop(): Promise<void> {
    this.isOver = true;
    this.wake();
    this.line?.end(this.context.explainer.name("ClosedUnasked"));
    await this.running;
    this.tell({ state: "closed" });
    const lived_ms = Date.now() - this.born;
    this.context.metrics.record("unsubscribe", { lived_ms }, this.topic);
  }

  /** Tries again, now, what the last token was denied. */
  retry(): void {
    if (!this.status.fault?.class.startsWith("auth-")) return;
    this.wake();
    this.start();
  }

  /** Shows a user's payload to the others, as soon as it is live and after every rejoin; undefined hides its own. */
  async track(user: User, payload: object | undefined): Promise<void> {
    if (!payload && this.tracked?.user !== user) return;
    this.tracked = payload && { user, payload };
    if (this.status.state === "live") await this.show();
  }

  private async run(after: Promise<void> | undefined): Promise<void> {
    await after;
    const { metrics, timing } = this.context;
    let attempt = 0;
    let last = "";
    while (!this.isOver) {
      metrics.record("subscribe", {}, this.topic);
      const { fault: before } = this.status;
      this.tell({ state: "joining", ...(before && { fault: before }) });
      const began = Date.now();
      const fault = await this.live();
      if (this.isOver) return;
      const isNew =
        fault.class !== last || Date.now() - began > timing.stableMs;
      attempt = isNew ? 0 : attempt + 1;
      last = fault.class;
      const wait = computeWait(fault.retry, attempt, timing.chance());
      if (wait === undefined) return this.tell({ state: "stopped", fault });
      this.tell({ state: "waiting", fault, wait });
      await this.sleep(wait * 1000);
      if (!this.isOver)
        metrics.record("rejoin", { attempt: attempt + 1 }, this.topic);
    }
  }

  /** Joins, and resolves when that is over, to the reason. */
  private async live(): Promise<Fault> {
    const { authorize, countTokens, explainer } = this.context;
    const missing = await authorize(false);
    // Everybody may have left while the token was awaited.
    if (this.isOver) return explainer.name("ClosedUnasked");
    if (missing) return this.report(missing, "connect");
    const used = countTokens();
    const fault = await this.join().catch((error: unknown) =>
      this.report(explainer.explain(error), "join"),
    );
    // Another channel may have asked for a new token meanwhile.
    if (fault.class === "auth-token" && countTokens() === used)
      await authorize(true);
    return fault;
  }

  private async join(): Promise<Fault> {
    const { client, explainer, metrics, timing } = this.context;
    const began = Date.now();
    const line = new Line(client, this.topic, this.render(), explainer, {
      hear: (message) => this.hear(message),
      meet: () => this.meet(this.users),
    });
    this.line = line;
    try {
      const fault = await line.join(timing.timeoutMs);
      if (fault) return this.report(fault, "join");
      metrics.record("subscribed", { ms: Date.now() - began }, this.topic);
      return await this.stay(line);
    } finally {
      this.line = undefined;
      await line.leave();
    }
  }

  private async stay(line: Line): Promise<Fault> {
    const { metrics, timing } = this.context;
    const awaited = this.config.broadcast.replication_ready;
    this.tell({ state: "subscribed" });
    let fault = awaited ? await line.waitReady(timing.readyMs) : undefined;
    if (!fault) {
      const isAgain = this.awaySince !== undefined;
      this.awaySince = undefined;
      if (this.tracked)
        this.show().catch((error: unknown) =>
          this.report(this.context.explainer.explain(error), "presence"),
        );
      this.tell({ state: "live" });
      for (const user of [...this.users]) user.refresh(isAgain);
      fault = await line.ended;
    }
    this.awaySince ??= Date.now();
    if (!this.isOver) {
      this.report(fault, "channel");
      metrics.record("closed", { asked: false }, this.topic);
    }
    return fault;
  }

  /** Returns what the next join asks for: after a time away, messages of that time. */
  private render(): ChannelConfig {
    const { broadcast } = this.config;
    const { replay } = broadcast;
    if (!replay || this.awaySince === undefined) return this.config;
    const since = { ...replay, since: this.awaySince };
    return { ...this.config, broadcast: { ...broadcast, replay: since } };
  }

  private hear(message: { meta?: { id?: string } }): void {
    const id = message.meta?.id;
    if (id !== undefined) {
      if (this.ids.has(id)) return;
      this.ids.add(id);
      const [oldest] = this.ids;
      if (this.ids.size > KEPT_IDS && oldest !== undefined)
        this.ids.delete(oldest);
    }
    for (const user of [...this.users]) user.hear(message);
  }

  private async show(): Promise<void> {
    const raw = this.line?.raw;
    if (this.tracked) await raw?.track({ ...this.tracked.payload });
    else await raw?.untrack();
  }

  private meet(users: Iterable<User>): void {
    const state = this.line?.raw.presenceState();
    if (state) for (const user of [...users]) user.meet(state);
  }

  private tell(status: Status): void {
    this.status = status;
    for (const user of [...this.users]) user.note(status);
  }

  private report(fault: Fault, phase: string): Fault {
    this.context.metrics.recordFault(fault, phase, this.topic);
    return fault;
  }

  private async sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
