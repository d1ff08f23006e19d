import type { Applied, Reason } from "./changes";
import type { Metrics } from "./metrics";
import { Throttle } from "./throttle";
import type { Budget } from "./throttle";

/** Reads surfaces again: asked for with a reason, throttled, counted. */
export class Refetcher {
  private readonly metrics: Metrics;
  private readonly throttles = new Map<string, Throttle>();
  private readonly polls = new Map<string, ReturnType<typeof setInterval>>();

  constructor(metrics: Metrics) {
    this.metrics = metrics;
  }

  /** Takes how a surface is read; one that is registered already is replaced. */
  register(surface: string, budget: Budget, read: () => Promise<void>): void {
    this.remove(surface);
    const act = () => {
      this.metrics.record("refetch", { surface, phase: "executed" });
      return read();
    };
    this.throttles.set(surface, new Throttle(budget, act));
  }

  /** Forgets a surface, and what was asked for it. */
  remove(surface: string): void {
    this.stopPolling(surface);
    this.throttles.get(surface)?.cancel();
    this.throttles.delete(surface);
  }

  /** Asks for a surface to be read again: the one way to it. Throws a RangeError for one that is not registered. */
  refetchFallback(surface: string, event: string, reason: Reason): void {
    const throttle = this.throttles.get(surface);
    if (throttle === undefined)
      throw new RangeError(`the surface ${surface} is not registered`);
    this.metrics.record("refetch", {
      phase: "requested",
      surface,
      event,
      reason,
    });
    throttle.call();
  }

  /** Returns what a message made of what is shown; the surface is read again where that is not enough. */
  take<Shown>(surface: string, event: string, applied: Applied<Shown>): Shown {
    this.metrics.record("patch", { surface, event, result: applied.result });
    if (applied.reason) this.refetchFallback(surface, event, applied.reason);
    return applied.value;
  }

  /**
   * Switches a surface's live updates: while they are off it is read every so many milliseconds.
   *
   * It is read once more when they are on again.
   */
  turn(surface: string, isOn: boolean, everyMs = 30_000): void {
    const wasOff = this.stopPolling(surface);
    this.metrics.record("flag", { surface, on: isOn });
    const ask = (event: string) =>
      this.refetchFallback(surface, event, "realtime_off");
    if (!isOn)
      this.polls.set(
        surface,
        setInterval(() => ask("poll"), everyMs),
      );
    else if (wasOff) ask("flag");
  }

  private stopPolling(surface: string): boolean {
    clearInterval(this.polls.get(surface));
    return this.polls.delete(surface);
  }
}
