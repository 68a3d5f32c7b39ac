/** A bound on how many sends are under way at once. */
export interface SendSlots {
  /** Runs the work when a slot is free, in order of asking. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createSendSlots(count: number): SendSlots {
  const waiting: (() => void)[] = [];
  let free = count;

  function release(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return {
    run: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
