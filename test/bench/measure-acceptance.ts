import type { BenchLab } from './bench-lab.ts';
import type { BenchPlan } from './bench-plan.ts';
import type { LoadFigures, LoadOrder, Target } from './load-process.ts';
import { beginFresh, hubAtRest, relayAtRest } from './rest-of-work.ts';
import type { Progress } from './progress.ts';

/** One pair of runs: the relay, then the hub. */
export interface AcceptancePair {
  readonly connections: number;
  readonly relay: LoadFigures;
  readonly hub: LoadFigures;
  /** Hub receipts per second by relay receipts per second. */
  readonly ratio: number;
}

export interface AcceptanceFigures {
  readonly pairs: readonly AcceptancePair[];
  /** Answers of the bare express server at the most connections. */
  readonly bare: readonly LoadFigures[];
}

const CONNECTIONS = [16, 64];
const MOST_CONNECTIONS = 64;

/** Receipts per second of relay and hub in turn, both delivering meanwhile. */
export async function measureAcceptance(
  lab: BenchLab,
  plan: BenchPlan,
  progress: Progress,
): Promise<AcceptanceFigures> {
  const pairs: AcceptancePair[] = [];
  const bare: LoadFigures[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    bare.push(await run(lab, plan, lab.bare.ready, MOST_CONNECTIONS));
    for (const connections of CONNECTIONS) {
      await beginFresh(lab);
      const relay = await run(lab, plan, lab.relay.ready, connections);
      await relayAtRest(lab);
      await beginFresh(lab);
      const hub = await run(lab, plan, lab.hubTarget, connections);
      await hubAtRest(lab);
      const ratio = hub.perSecond / relay.perSecond;
      pairs.push({ connections, relay, hub, ratio });
      progress(
        `accept ${round}/${plan.rounds}, ${connections} connections: relay ${rate(relay)}, hub ${rate(hub)}, ratio ${ratio.toFixed(2)}`,
      );
    }
  }
  return { pairs, bare };
}

function run(
  { load }: BenchLab,
  { warmUpMs, acceptMs }: BenchPlan,
  target: Target,
  connections: number,
): Promise<LoadFigures> {
  const order: LoadOrder = { target, connections, warmUpMs, forMs: acceptMs };
  return load.call<LoadFigures>('load', order);
}

function rate({ perSecond, p50Ms, p99Ms }: LoadFigures): string {
  return `${perSecond.toFixed(0)}/s (${p50Ms.toFixed(0)}/${p99Ms.toFixed(0)} ms)`;
}
