import type { OnFault } from './delivery-loop.ts';
import { createWaiting } from './waiting.ts';

export interface PacedWork {
  readonly part: string;
  readonly everyMs: number;
  /** One round; what it throws is told, and the next round comes all the same. */
  readonly round: () => Promise<unknown>;
}

/** Does a round, waits, does the next, until the signal aborts. */
export async function runPaced(
  work: PacedWork,
  onFault: OnFault,
  signal: AbortSignal,
): Promise<void> {
  const pace = createWaiting();
  while (!signal.aborted) {
    try {
      await work.round();
    } catch (error) {
      onFault(work.part, error);
    }
    await pace.wait(work.everyMs, signal);
  }
}
