import type { Moment } from './crash-points.ts';
import type { Fault } from './fault-run.ts';
import type { FaultLab } from './fault-lab.ts';
import { CRASH_POINTS, type CrashPoint } from './point-table.ts';
import { within } from './until.ts';

/** What may become of a call: the process dies on either side of it, or it fails with or without effect. */
const KINDS: readonly {
  readonly name: string;
  readonly how: 'kill' | 'fail';
  readonly moment: Moment;
}[] = [
  { name: 'killed before', how: 'kill', moment: 'before' },
  { name: 'killed after', how: 'kill', moment: 'after' },
  { name: 'fails without effect', how: 'fail', moment: 'before' },
  { name: 'fails after its effect', how: 'fail', moment: 'after' },
];

export const POINT_FAULTS = CRASH_POINTS.length * KINDS.length;

const WITHIN_MS = 60_000;
/** A sequencer that lost its place takes it again after half a second. */
const REIGN_MS = 900;

/** Every named point with each of its faults, `count` of them evenly from the first to the last. */
export function pointFaults(count: number): Fault[] {
  const all = CRASH_POINTS.flatMap((point) => KINDS.map((kind) => pointFault(point, kind)));
  return all.filter(
    (_, index) =>
      Math.floor((index * count) / all.length) !== Math.floor(((index + 1) * count) / all.length),
  );
}

function pointFault(point: CrashPoint, { name, how, moment }: (typeof KINDS)[number]): Fault {
  const what = `${point} ${name}`;
  return {
    name: what,
    hub: { tellsPoints: true },
    strike: async ({ lab, hub, startNext, whenLoaded }) => {
      let failed: Promise<void> | undefined;
      const load = await whenLoaded(() => {
        failed = hub.order({ point, moment, how, visits: 1, leastOpen: 0 });
      });
      const provoking = provoke(lab, point);
      try {
        if (how === 'fail')
          await within(WITHIN_MS, what, Promise.race([failed, diedOf(hub.ended)]));
        else await within(WITHIN_MS, what, hub.ended);
      } finally {
        clearInterval(provoking);
      }
      const healedAt = performance.now();
      return { ...load, hub: how === 'fail' ? hub : await startNext(), healedAt };
    },
  };
}

async function diedOf(ended: Promise<number | NodeJS.Signals>): Promise<never> {
  throw new Error(`the hub ended with ${await ended} where a call only failed`);
}

/** What the traffic does not bring about by itself. */
function provoke({ query }: FaultLab, point: CrashPoint): NodeJS.Timeout | undefined {
  const statement = PROVOCATIONS[point];
  if (statement === undefined) return undefined;
  return setInterval(() => void query(statement).catch(() => undefined), REIGN_MS);
}

const PROVOCATIONS: Partial<Readonly<Record<CrashPoint, string>>> = {
  // As if another process had become the sequencer and ended.
  'sequence.takeSequencerLease':
    'UPDATE ledger_head SET epoch = epoch + 1, holder = NULL, lease_until = NULL',
};
