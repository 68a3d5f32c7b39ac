const FIRST_MS = 1_000;
const BASE_MS = 5_000;
const CAP_MS = 30 * 60_000;

/** After this long without success a delivery is given up and waits for a person. */
export const RETRY_HORIZON_MS = 72 * 3_600_000;

/**
 * Milliseconds until the next try, with full jitter: a second, and a random part of 5 s · 2^(n-1),
 * at most 30 minutes (docs/protocol.md, retries). A peer's Retry-After is the least it will be.
 *
 * @param attempt the try that failed, from 1.
 * @param random a number in [0, 1).
 */
export function retryDelay(attempt: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt - 1, 20));
  const delay = Math.max(retryAfterMs, Math.round(FIRST_MS + random * ceiling));
  return Math.min(LONGEST_WAIT_MS, delay);
}

const HOLD_FIRST_MS = 30_000;
const HOLD_CAP_MS = 10 * 60_000;

/** Nothing that the hub tries again by itself waits longer: a peer's own wish is cut to it. */
export const LONGEST_WAIT_MS = 2 * 3_600_000;

/**
 * Milliseconds until a held destination is tried again: 30 s, doubling to 10 minutes.
 *
 * @param trials failures under this hold, from 1: the one that began it.
 */
export function holdDelay(trials: number): number {
  return Math.min(HOLD_CAP_MS, HOLD_FIRST_MS * 2 ** Math.min(trials - 1, 10));
}
