import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import type { BenchPlan } from './bench-plan.ts';
import type { Progress } from './progress.ts';
import { startWorker } from './worker.ts';

/** What a dialect costs, each as so many validations of the same messages. */
export interface MappingRun {
  readonly dialect: string;
  readonly format: Dialect['format'];
  /** The dearer of the two directions, without bytes. */
  readonly mapping: number;
  /** From the envelope to bytes. */
  readonly rendering: number;
  /** From bytes to the envelope. */
  readonly parsing: number;
  readonly validationMicros: number;
}

/** What the process that maps is asked for. */
export interface MappingOrder {
  readonly dialect: string;
  readonly rounds: number;
  readonly mappingMs: number;
}

/**
 * What each dialect costs. A process of its own maps, one dialect after the other: what another part
 * of the bench left in the memory would be paid for by whoever makes new objects.
 */
export async function measureMapping(plan: BenchPlan, progress: Progress): Promise<MappingRun[]> {
  const folder = await mkdtemp(join(tmpdir(), 'compact-hub-bench-mapping-'));
  const worker = await startWorker<{ readonly dialects: readonly string[] }>({
    file: 'mapping-process.ts',
    logFile: join(folder, 'mapping.log'),
  });
  try {
    const runs: MappingRun[] = [];
    for (const dialect of worker.ready.dialects) {
      const { rounds, mappingMs } = plan;
      const order: MappingOrder = { dialect, rounds, mappingMs };
      runs.push(...(await worker.call<MappingRun[]>('measure', order)));
      progress(`mapping: ${dialect} measured`);
    }
    return runs;
  } finally {
    await worker.stop();
    await rm(folder, { recursive: true });
  }
}
