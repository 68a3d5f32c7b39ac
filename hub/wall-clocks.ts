import { performance } from 'node:perf_hooks';
import type { Clock, Clocks } from './clock.ts';

const MACHINE: Clock = { now: () => new Date() };

/** The clocks of a process that simulates nothing. */
export const WALL_CLOCKS: Clocks = {
  business: MACHINE,
  // Set at the start and steady from then on (the standard of performance.now: High Resolution Time).
  process: { now: () => new Date(performance.timeOrigin + performance.now()) },
  wall: MACHINE,
};
