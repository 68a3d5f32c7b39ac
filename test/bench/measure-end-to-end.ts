import type { BenchLab } from './bench-lab.ts';
import type { BenchPlan } from './bench-plan.ts';
import type { LoadOrder, Target } from './load-process.ts';
import { postgresCpuSeconds } from './postgres-cpu.ts';
import type { Progress } from './progress.ts';
import { beginFresh, hubAtRest, hubDelivered, relayAtRest, sinkHolds } from './rest-of-work.ts';
import type { SinkFigures } from './sink-process.ts';
import type { Worker } from './worker.ts';

/** All activities of one run, from the first submit to the last acknowledgement. */
export interface EndToEndRun {
  readonly activities: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** CPU milliseconds per activity: of the process, and of PostgreSQL meanwhile. */
  readonly processMs: number;
  readonly postgresMs: number;
  /** What the states' systems saw. */
  readonly sink: SinkFigures;
}

export interface EndToEndPair {
  readonly relay: EndToEndRun;
  readonly hub: EndToEndRun;
  readonly ratio: number;
}

const CONNECTIONS = 64;

/** The same activities through relay and hub in turn, until the states' systems hold them all. */
export async function measureEndToEnd(
  lab: BenchLab,
  plan: BenchPlan,
  progress: Progress,
): Promise<EndToEndPair[]> {
  const pairs: EndToEndPair[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    const relay = await run(lab, plan, {
      process: lab.relay,
      target: lab.relay.ready,
      delivered: () => relayAtRest(lab),
    });
    const hub = await run(lab, plan, {
      process: lab.hub,
      target: lab.hubTarget,
      delivered: () => hubDelivered(lab),
    });
    await hubAtRest(lab);
    const ratio = hub.perSecond / relay.perSecond;
    pairs.push({ relay, hub, ratio });
    progress(
      `end to end ${round}/${plan.rounds}: relay ${text(relay)}, hub ${text(hub)}, ratio ${ratio.toFixed(2)}`,
    );
  }
  return pairs;
}

interface Runner {
  readonly process: Worker<Target>;
  readonly target: Target;
  readonly delivered: () => Promise<void>;
}

async function run(lab: BenchLab, plan: BenchPlan, runner: Runner): Promise<EndToEndRun> {
  const activities = plan.endToEndActivities;
  await beginFresh(lab);
  await lab.sink.call('reset');
  const before = await cpuOf(lab, runner);
  const start = performance.now();
  const order: LoadOrder = { target: runner.target, connections: CONNECTIONS, activities };
  await lab.load.call('load', order);
  await sinkHolds(lab, activities);
  await runner.delivered();
  const seconds = (performance.now() - start) / 1000;
  const after = await cpuOf(lab, runner);
  return {
    activities,
    seconds,
    perSecond: activities / seconds,
    processMs: ((after.process - before.process) * 1000) / activities,
    postgresMs: ((after.postgres - before.postgres) * 1000) / activities,
    sink: await lab.sink.call<SinkFigures>('figures'),
  };
}

async function cpuOf({ cluster }: BenchLab, { process }: Runner) {
  return {
    process: await process.call<number>('cpuSeconds'),
    postgres: await postgresCpuSeconds(cluster),
  };
}

function text({ perSecond, processMs, postgresMs }: EndToEndRun): string {
  return `${perSecond.toFixed(0)}/s (${processMs.toFixed(2)} + ${postgresMs.toFixed(2)} ms CPU)`;
}
