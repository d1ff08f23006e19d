/** How often something is done; times in milliseconds. */
export interface Budget {
  /** Of quiet before it is done. */
  readonly refetchMs: number;
  /** After which it is done though there is no quiet. */
  readonly maxWaitMs: number;
  /** How often at most. */
  readonly perSecond: number;
}

/** What a generated topic tells of its budget. */
export interface BudgetSource {
  readonly parts: readonly (string | readonly string[])[];
  readonly budget: Budget;
}

/** Environment variables, as the app's build has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "PEDSCHEMA_REALTIME_";
/** Milliseconds; a timer of more fires at once. */
const LONGEST_TIMER = 2 ** 31;

/**
 * Returns the budget of a topic, with what the environment has instead.
 *
 * `PEDSCHEMA_REALTIME_REFETCH_SECONDS`, `…_MAX_WAIT_SECONDS` and `…_PER_SECOND` are for every topic; with the topic's
 * literals in capitals behind them, `…_PER_SECOND_ROOM_CHAT`, for that one, which goes first. Throws a RangeError for a
 * value that cannot be.
 */
export function loadBudget(
  { parts, budget }: BudgetSource,
  environment: Environment = {},
): Budget {
  const slug = parts.filter((part) => typeof part === "string").join("_");
  const read = (name: string, scale: number, fallback: number) => {
    const general = PREFIX + name;
    const told =
      environment[`${general}_${slug.toUpperCase()}`] ?? environment[general];
    return told === undefined ? fallback : Number(told.trim() || NaN) * scale;
  };
  const found = {
    refetchMs: read("REFETCH_SECONDS", 1000, budget.refetchMs),
    maxWaitMs: read("MAX_WAIT_SECONDS", 1000, budget.maxWaitMs),
    perSecond: read("PER_SECOND", 1, budget.perSecond),
  };
  const waits = [found.refetchMs, found.maxWaitMs, 1000 / found.perSecond];
  if (!waits.every((ms) => ms >= 0 && ms < LONGEST_TIMER))
    throw new RangeError(
      `a budget of ${slug} in the environment is no number, or none that can be`,
    );
  return found;
}

/** Returns the budget of something that keeps to each of at least one budget. */
export function joinBudgets(budgets: readonly Budget[]): Budget {
  return {
    refetchMs: Math.max(...budgets.map((each) => each.refetchMs)),
    maxWaitMs: Math.max(...budgets.map((each) => each.maxWaitMs)),
    perSecond: Math.min(...budgets.map((each) => each.perSecond)),
  };
}

/**
 * Does something a little after it is asked for, once for many requests, and never twice at a time.
 *
 * While the page is hidden it waits, and is done once when the page is seen again.
 */
export class Throttle {
  private readonly budget: Budget;
  private readonly act: () => Promise<void>;
  private readonly page: Document | undefined = globalThis.document;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private first: number | undefined;
  private last = -Infinity;
  private isActing = false;

  constructor(budget: Budget, act: () => Promise<void>) {
    this.budget = budget;
    this.act = act;
    this.page?.addEventListener("visibilitychange", this.plan);
  }

  /** Asks for it; it is done after the budget's quiet, at the latest after its longest wait. */
  call(): void {
    this.first ??= Date.now();
    this.plan();
  }

  /** Forgets what was asked for, for good. */
  cancel(): void {
    this.first = undefined;
    clearTimeout(this.timer);
    this.page?.removeEventListener("visibilitychange", this.plan);
  }

  private readonly plan = (): void => {
    clearTimeout(this.timer);
    if (this.first === undefined || this.isActing || this.page?.hidden) return;
    const { refetchMs, maxWaitMs, perSecond } = this.budget;
    const now = Date.now();
    const gap = 1000 / perSecond;
    // A clock that was set back must not make it wait for what is past.
    const rest = Math.min(this.last + gap - now, gap);
    const wait = Math.min(refetchMs, this.first + maxWaitMs - now);
    this.timer = setTimeout(() => void this.run(), Math.max(wait, rest));
  };

  private async run(): Promise<void> {
    this.first = undefined;
    this.last = Date.now();
    this.isActing = true;
    try {
      await this.act();
    } catch {
      // The app's own function has told of it; the next request tries again.
    } finally {
      this.isActing = false;
      this.plan();
    }
  }
}
