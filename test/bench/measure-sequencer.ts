import { setTimeout as wait } from 'node:timers/promises';
import type { BenchLab } from './bench-lab.ts';
import type { BenchPlan } from './bench-plan.ts';
import type { LoadFigures, LoadOrder } from './load-process.ts';
import type { Progress } from './progress.ts';
import { beginFresh, hubAtRest } from './rest-of-work.ts';

/** One backlog worked off while activities came in as fast as the hub took them. */
export interface SequencerRun {
  readonly backlog: number;
  readonly seconds: number;
  readonly sequencedPerSecond: number;
  readonly producedPerSecond: number;
  readonly ratio: number;
}

const CONNECTIONS = 64;
const LOOK_EVERY_MS = 50;
/** Less than this waits for an index also where the sequencer keeps up. */
const WORKED_OFF = 2_000;
/** After so long it is clear whether the backlog grows. */
const LONGEST_MS = 120_000;

/** Lets a backlog of leaves grow, then measures how fast it goes while as many come in as can. */
export async function measureSequencer(
  lab: BenchLab,
  plan: BenchPlan,
  progress: Progress,
): Promise<SequencerRun[]> {
  const runs: SequencerRun[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    const run = await workOff(lab, plan);
    runs.push(run);
    progress(
      `sequencer ${round}/${plan.rounds}: ${run.sequencedPerSecond.toFixed(0)} leaves/s sequenced, ${run.producedPerSecond.toFixed(0)}/s produced, ratio ${run.ratio.toFixed(2)}`,
    );
  }
  return runs;
}

async function workOff(lab: BenchLab, plan: BenchPlan): Promise<SequencerRun> {
  await beginFresh(lab);
  await lab.database.query(TAKE_THE_SEQUENCE);
  const order: LoadOrder = { target: lab.hubTarget, connections: CONNECTIONS };
  const loading = lab.load.call<LoadFigures>('load', order);
  while (waitingOf(await leavesOf(lab)) < plan.backlogLeaves) {
    await lab.database.query(KEEP_THE_SEQUENCE);
    await wait(LOOK_EVERY_MS);
  }

  await lab.database.query(GIVE_IT_BACK);
  const before = await leavesOf(lab);
  let after = before;
  while (waitingOf(after) > Math.min(WORKED_OFF, plan.backlogLeaves / 2)) {
    await wait(LOOK_EVERY_MS);
    after = await leavesOf(lab);
    if (after.at - before.at > LONGEST_MS) break;
  }
  await lab.load.call('stop');
  await loading;
  await hubAtRest(lab);
  const seconds = (after.at - before.at) / 1000;
  const sequenced = after.sequenced - before.sequenced;
  const produced = after.produced - before.produced;
  return {
    backlog: waitingOf(before),
    seconds,
    sequencedPerSecond: sequenced / seconds,
    producedPerSecond: produced / seconds,
    ratio: sequenced / produced,
  };
}

// The place of the sequencer, held as by another process that does nothing but renew its lease: one that
// reaches further than leases do would be taken.
const LEASE = `clock_timestamp() + interval '30 seconds'`;
const TAKE_THE_SEQUENCE = `
  UPDATE ledger_head SET epoch = epoch + 1, holder = gen_random_uuid(), lease_until = ${LEASE}`;
const KEEP_THE_SEQUENCE = `UPDATE ledger_head SET lease_until = ${LEASE}`;
const GIVE_IT_BACK = `UPDATE ledger_head SET holder = NULL, lease_until = NULL`;

interface Leaves {
  readonly at: number;
  readonly produced: number;
  readonly sequenced: number;
}

// The counter of an identity column counts what was ever written, without reading a row of it.
const COUNT_LEAVES = `
  SELECT (SELECT last_value FROM pending_leaves_pending_id_seq)::float8 AS produced,
         (SELECT size FROM ledger_head)::float8 AS sequenced`;

async function leavesOf({ database }: BenchLab): Promise<Leaves> {
  const { rows } = await database.query<Omit<Leaves, 'at'>>(COUNT_LEAVES);
  const [row = { produced: 0, sequenced: 0 }] = rows;
  return { ...row, at: performance.now() };
}

const waitingOf = ({ produced, sequenced }: Leaves): number => produced - sequenced;
