import { setTimeout as wait } from 'node:timers/promises';
import type { BenchLab } from './bench-lab.ts';
import type { BenchPlan } from './bench-plan.ts';
import type { MemoryFigures } from './hub-process.ts';
import type { LoadFigures, LoadOrder } from './load-process.ts';
import type { Progress } from './progress.ts';
import { beginFresh, hubAtRest } from './rest-of-work.ts';

export interface SoakFigures {
  readonly seconds: number;
  readonly activities: number;
  /** Once the hub had run for a while, and at the end. */
  readonly early: MemoryFigures;
  readonly late: MemoryFigures;
  /** Of the resident memory. */
  readonly ratio: number;
}

const CONNECTIONS = 16;
const LOOK_EVERY_MS = 100;

/** Whether the hub's memory grows while it works, each time measured after a full collection. */
export async function measureSoak(
  lab: BenchLab,
  plan: BenchPlan,
  progress: Progress,
): Promise<SoakFigures> {
  await beginFresh(lab);
  const start = performance.now();
  const order: LoadOrder = { target: lab.hubTarget, connections: CONNECTIONS };
  const loading = lab.load.call<LoadFigures>('load', order);
  await wait(plan.settledMs);
  const early = await lab.hub.call<MemoryFigures>('memory');
  progress(`soak: ${megabytes(early)} after ${plan.settledMs / 1000} s`);
  await wait(plan.soakMs - plan.settledMs);
  while ((await lab.load.call<number>('accepted')) < plan.soakActivities) await wait(LOOK_EVERY_MS);
  const late = await lab.hub.call<MemoryFigures>('memory');
  const seconds = (performance.now() - start) / 1000;
  await lab.load.call('stop');
  const { activities } = await loading;
  await hubAtRest(lab);
  const ratio = late.rss / early.rss;
  progress(`soak: ${megabytes(late)} after ${seconds.toFixed(0)} s and ${activities} activities`);
  return { seconds, activities, early, late, ratio };
}

function megabytes({ rss, heapUsed }: MemoryFigures): string {
  return `${(rss / 1e6).toFixed(0)} MB resident, ${(heapUsed / 1e6).toFixed(0)} MB heap`;
}
