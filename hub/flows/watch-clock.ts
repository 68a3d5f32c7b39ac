import { after, type Clocks } from '../clock.ts';
import { LONGEST_WAIT_MS } from '../delivery/retry-delay.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';

export interface WatchClockParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly clocks: Clocks;
}

/** Beside the steady clock of the process; less is what clocks that are kept in step differ by. */
const MOVED_MS = 1_000;
const WITHOUT_END_MS = 1e12;

/**
 * Makes the round that finds out whether the machine's time was moved since the round before: then a
 * leaf says so (`clock-alarm`), and nothing waits for a time that the clocks have left
 * (docs/operations.md, time). `tell` hears by how many milliseconds, negative when it went back.
 */
export function createClockWatch(
  parts: WatchClockParts,
  tell: (movedMs: number) => void,
): () => Promise<void> {
  let before = aheadMs(parts.clocks);
  return async () => {
    const now = aheadMs(parts.clocks);
    const movedMs = now - before;
    if (Math.abs(movedMs) <= MOVED_MS) return;
    await noteMove(parts, movedMs);
    before = now;
    tell(movedMs);
  };
}

/** By how much the machine's time is ahead of the steady clock. */
function aheadMs({ wall, process }: Clocks): number {
  return wall.now().getTime() - process.now().getTime();
}

async function noteMove(parts: WatchClockParts, movedMs: number): Promise<void> {
  const { store, evidence, clocks } = parts;
  const code = movedMs < 0 ? 'CLOCK_MOVED_BACK' : 'CLOCK_MOVED_AHEAD';
  const facts = { type: 'clock-alarm', actor: 'hub', channel: 'hub', code } as const;
  const leaf = evidence.single(facts, clocks.business.now());
  await store.withTransaction((tx) => store.insertPendingLeaves(tx, [leaf]));
  if (movedMs > 0) return;
  const now = clocks.business.now();
  await store.bringForward(store.query, { now, beyond: now, byMs: -movedMs });
}

/**
 * For a start: the clocks may have gone back while no hub ran. What is to be tried again later than
 * anything ever waits is due now.
 */
export async function bringForward({ store, clocks }: WatchClockParts): Promise<void> {
  const now = clocks.business.now();
  const beyond = after(now, LONGEST_WAIT_MS);
  await store.bringForward(store.query, { now, beyond, byMs: WITHOUT_END_MS });
}
