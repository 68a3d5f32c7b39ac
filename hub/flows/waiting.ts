import { setTimeout as sleep } from 'node:timers/promises';

/** Lets a loop wait for work: until it is woken, the time is over, or the signal aborts. */
export interface Waiting {
  /** A wake-up that comes while nobody waits is kept for the next wait. */
  readonly wake: () => void;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export function createWaiting(): Waiting {
  let woken = false;
  let wakeUp: (() => void) | undefined;
  return {
    wake: () => {
      woken = true;
      wakeUp?.();
    },
    wait: async (milliseconds, signal) => {
      if (!woken && !signal.aborted) {
        const timer = new AbortController();
        const early = new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
        const stop = (): void => wakeUp?.();
        signal.addEventListener('abort', stop, { once: true });
        await Promise.race([
          early,
          sleep(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined),
        ]);
        signal.removeEventListener('abort', stop);
        timer.abort();
        wakeUp = undefined;
      }
      woken = false;
    },
  };
}
