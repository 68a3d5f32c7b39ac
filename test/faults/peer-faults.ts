import type { FaultRule, ReceiveFault } from '../../simulation/fault-plan.ts';
import type { FaultLab } from './fault-lab.ts';
import type { Fault } from './fault-run.ts';
import { setFaults } from './set-faults.ts';
import { until } from './until.ts';

/** What a state's system does instead of an answer that can be believed. */
const KINDS: readonly ReceiveFault[] = [
  'hang-before-storing',
  'hang-after-storing',
  'close-before-storing',
  'close-after-storing',
  'close-midway',
  'garbage-answer',
  'wrong-answer',
  'error-before-storing',
  'error-after-storing',
  'unavailable',
];

/** So many deliveries in a row at each of the states. */
const IN_A_ROW = 4;
const SLOW: FaultRule = { kind: 'slow', probability: 1, ms: 60 };
const WITHIN_MS = 60_000;

/** States that hang, break off or lie. */
export function peerFaults(count: number): Fault[] {
  return Array.from({ length: count }, (_, index) =>
    peerFault(KINDS[index % KINDS.length] ?? 'unavailable'),
  );
}

function peerFault(kind: ReceiveFault): Fault {
  return {
    name: `states: ${kind}`,
    misbehaviour: [SLOW],
    strike: async ({ lab, hub, whenLoaded }) => {
      const load = await whenLoaded(() => undefined);
      const before = await triedAgain(lab);
      await setFaults(lab.simulation, [{ kind, next: IN_A_ROW }, SLOW]);
      await until(WITHIN_MS, 'deliveries are tried again', async () => {
        return (await triedAgain(lab)) >= before + IN_A_ROW;
      });
      await setFaults(lab.simulation, [SLOW]);
      return { ...load, hub, healedAt: performance.now() };
    },
  };
}

const TRIED_AGAIN = `SELECT coalesce(sum(attempt - 1), 0)::integer AS count FROM deliveries WHERE attempt > 1`;

async function triedAgain({ query }: FaultLab): Promise<number> {
  const [row] = await query<{ count: number }>(TRIED_AGAIN);
  return row?.count ?? 0;
}
