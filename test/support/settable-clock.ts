import type { Clock } from '../../hub/clock.ts';

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  advance(milliseconds: number): void;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export function createSettableClock(start = '2026-11-20T10:00:00.000Z'): SettableClock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}
