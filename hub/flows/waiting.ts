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
        await new Promise<void>((resolve) => {
          const end = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', end);
            wakeUp = undefined;
            resolve();
          };
          const timer = setTimeout(end, milliseconds);
          signal.addEventListener('abort', end);
          wakeUp = end;
        });
      }
      woken = false;
    },
  };
}
