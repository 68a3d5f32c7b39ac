import type { Clocks } from './clock.ts';

/** The clocks of a process that simulates nothing. */
export const WALL_CLOCKS: Clocks = {
  business: { now: () => new Date() },
  process: { now: () => new Date() },
};
