import { setTimeout as wait } from 'node:timers/promises';
import type { BenchLab } from './bench-lab.ts';
import type { SinkFigures } from './sink-process.ts';

const LOOK_EVERY_MS = 20;

/** Waits until the states' systems hold so many deliveries; asks nobody who is measured. */
export async function sinkHolds({ sink }: BenchLab, deliveries: number): Promise<void> {
  await until(async () => (await sink.call<SinkFigures>('figures')).deliveries >= deliveries);
}

/** Waits until the hub has settled every delivery. */
export async function hubDelivered({ database }: BenchLab): Promise<void> {
  await until(async () => {
    const found = await database.query('SELECT FROM deliveries WHERE blocking LIMIT 1');
    return found.rowCount === 0;
  });
}

/** Waits until the hub has nothing left to do, so that it takes nothing from the run after it. */
export async function hubAtRest(lab: BenchLab): Promise<void> {
  await hubDelivered(lab);
  await until(async () => {
    const found = await lab.database.query('SELECT FROM pending_leaves LIMIT 1');
    return found.rowCount === 0;
  });
}

/** Waits until the relay has delivered all that it has in memory. */
export async function relayAtRest({ relay }: BenchLab): Promise<void> {
  await until(async () => (await relay.call<number>('underWay')) === 0);
}

/** Writes out what earlier runs left in PostgreSQL's buffers, so that no run pays for another. */
export async function beginFresh({ database }: BenchLab): Promise<void> {
  await database.query('CHECKPOINT');
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await wait(LOOK_EVERY_MS);
}
