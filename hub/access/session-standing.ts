import type { SessionStage } from './session-stage.ts';

const MINUTE_MS = 60_000;

/** Nothing asked for so long: the session waits for both factors again (CJIS IA-11, AC-11). */
export const IDLE_MS = 30 * MINUTE_MS;
/** A session ends so long after it began, whatever was done in it (CJIS IA-5, IA-11). */
export const LONGEST_MS = 12 * 60 * MINUTE_MS;
/** Who does not get through to the end of signing in begins anew. */
export const UNFINISHED_MS = 20 * MINUTE_MS;
/** So long a second factor counts for what asks for a fresh one (CJIS IA-11). */
export const FRESH_MS = 5 * MINUTE_MS;
/** How far the clocks of two processes may be apart. */
const APART_MS = 5_000;

export interface SessionTimes {
  readonly stage: SessionStage;
  readonly created_at: Date;
  readonly last_seen_at: Date;
}

/** - `live`; - `idle`: only a renewal helps; - `over`: nothing does. */
export type SessionStanding = 'live' | 'idle' | 'over';

/**
 * Where a session stands by the process clock. One that was seen later than now was seen by a clock
 * that has since gone back: it is over, for how long it lasted is not known.
 */
export function sessionStanding(session: SessionTimes, now: Date): SessionStanding {
  const { created_at, last_seen_at } = session;
  const at = now.getTime();
  if (at < last_seen_at.getTime() - APART_MS || at >= expiryOf(session).getTime()) return 'over';
  return at >= last_seen_at.getTime() + IDLE_MS && at >= created_at.getTime() ? 'idle' : 'live';
}

export function expiryOf({ stage, created_at }: SessionTimes): Date {
  const most = stage === 'complete' ? LONGEST_MS : UNFINISHED_MS;
  return new Date(created_at.getTime() + most);
}

export function idleFrom({ last_seen_at }: Pick<SessionTimes, 'last_seen_at'>): Date {
  return new Date(last_seen_at.getTime() + IDLE_MS);
}

/** Whether the second factor was shown of late. One shown later than now was shown by another clock. */
export function isFactorFresh(factorAt: Date | null, now: Date): boolean {
  if (factorAt === null) return false;
  const age = now.getTime() - factorAt.getTime();
  return age >= -APART_MS && age < FRESH_MS;
}
