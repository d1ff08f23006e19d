import type { ChannelConfig } from "./channel";
import { Line, isTaken } from "./line";
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
/** Milliseconds that a message may be older than its coming. */
const LATE_MS = 5000;

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
  private heard: number | undefined;
  private tracked: { user: User; payload: object } | undefined;
  private wake: () => void = () => undefined;

  constructor(topic: string, config: ChannelConfig, context: Context) {
    this.topic = topic;
    this.config = config;
    this.context = context;
  }

  /** Tells a user that is new the current status, and what goes with it. */
  greet(user: User): void {
    user.note(this.status);
    if (this.status.state !== "live") return;
    this.each((each) => each.refresh(false), [user]);
    if (this.config.presence.enabled) this.meet([user]);
  }

  /** Begins, or begins again after it has stopped; `after` is the end of the topic's last channel. */
  start(after?: Promise<void>): void {
    if (this.status.state === "stopped")
      this.status = { ...this.status, state: "joining" };
    this.running ??= this.run(after);
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
      if (wait === undefined) {
        // A listener may begin again.
        this.running = undefined;
        return this.tell({ state: "stopped", fault });
      }
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
    const isSame = countTokens() === used;
    // Another channel may have asked for a new token meanwhile.
    if (fault.class === "auth-token" && isSame) {
      // It may take its time.
      if (!this.isOver) this.tell({ state: "joining", fault });
      await authorize(true);
    }
    // Somebody else has signed in while the join was on its way.
    const isJoining = !this.isOver && this.status.state === "joining";
    if (fault.class === "auth-denied" && !isSame && isJoining)
      return this.live();
    return fault;
  }

  private async join(): Promise<Fault> {
    const { client, explainer, metrics, timing } = this.context;
    const began = Date.now();
    if (isTaken(client, this.topic))
      return this.report(explainer.name("TopicTaken"), "join");
    const line = new Line(client, this.topic, this.render(), explainer, {
      hear: (message) => this.hear(message),
      meet: () => this.meet(this.users),
    });
    this.line = line;
    try {
      const fault = await line.join(timing.timeoutMs);
      if (fault) return this.isOver ? fault : this.report(fault, "join");
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
      this.heard = Date.now();
      if (this.tracked)
        this.show().catch((error: unknown) =>
          this.report(this.context.explainer.explain(error), "presence"),
        );
      this.tell({ state: "live" });
      this.each((user) => user.refresh(isAgain));
      fault = await line.ended;
    }
    // A network that breaks is noticed much later.
    this.awaySince ??= (this.heard ?? Date.now()) - LATE_MS;
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
    this.heard = Date.now();
    const id = message.meta?.id;
    if (id !== undefined) {
      if (this.ids.has(id)) return;
      this.ids.add(id);
      const [oldest] = this.ids;
      if (this.ids.size > KEPT_IDS && oldest !== undefined)
        this.ids.delete(oldest);
    }
    this.each((user) => user.hear(message));
  }

  private async show(): Promise<void> {
    const raw = this.line?.raw;
    if (this.tracked) await raw?.track({ ...this.tracked.payload });
    else await raw?.untrack();
  }

  private meet(users: Iterable<User>): void {
    const state = this.line?.raw.presenceState();
    if (state) this.each((user) => user.meet(state), users);
  }

  private tell(status: Status): void {
    this.status = status;
    this.each((user) => user.note(status));
    const isOut = status.state === "stopped" || status.state === "closed";
    if (isOut && this.config.presence.enabled)
      this.each((user) => user.meet({}));
  }

  /** Calls users that still are ones in their turn. */
  private each(
    call: (user: User) => void,
    users: Iterable<User> = this.users,
  ): void {
    for (const user of [...users]) if (this.users.has(user)) call(user);
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
