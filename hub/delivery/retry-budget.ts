/**
 * What the last minute of one destination was, as one process saw it: a state that comes back gets few
 * retries until it takes what it is sent (docs/protocol.md, retries).
 */
export type RetryBudget = readonly Slice[];

/** Some seconds of it. */
interface Slice {
  /** Process clock, in milliseconds. */
  readonly from: number;
  readonly successes: number;
  readonly wasted: number;
}

export const NEW_BUDGET: RetryBudget = [];

const MINUTE_MS = 60_000;
const SLICE_MS = 5_000;
const FLOOR = 10;
const OF_SUCCESSES = 0.1;

/** What a send was: a success, or a retry that was in vain. A first try that failed is neither. */
export interface SendCounts {
  readonly successes: number;
  readonly wasted: number;
}

export function withSends(budget: RetryBudget, at: number, counts: SendCounts): RetryBudget {
  const recent = budget.filter((slice) => at - slice.from < MINUTE_MS);
  const last = recent.at(-1);
  if (last === undefined || at - last.from >= SLICE_MS) return [...recent, { from: at, ...counts }];
  const { from, successes, wasted } = last;
  const more = { successes: successes + counts.successes, wasted: wasted + counts.wasted };
  return [...recent.slice(0, -1), { from, ...more }];
}

/**
 * How many more retries may be under way now: a tenth of the successes of the last minute and ten,
 * less those of that minute that were in vain and those under way. A retry that succeeds gives its
 * place back.
 */
export function retriesLeft(budget: RetryBudget, at: number, underWay: number): number {
  const recent = budget.filter((slice) => at - slice.from < MINUTE_MS);
  const sum = (name: 'successes' | 'wasted'): number =>
    recent.reduce((total, slice) => total + slice[name], 0);
  const most = FLOOR + Math.floor(sum('successes') * OF_SUCCESSES);
  return Math.max(0, most - sum('wasted') - underWay);
}
