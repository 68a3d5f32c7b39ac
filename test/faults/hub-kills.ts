import { setTimeout as wait } from 'node:timers/promises';
import { type Random, createRandom } from '../../simulation/generator/random.ts';
import { CRASH_POINTS, type CrashPoint } from './point-table.ts';
import type { FaultLab } from './fault-lab.ts';
import type { Fault, Scene, Struck } from './fault-run.ts';
import { LEAST } from './load.ts';
import { within } from './until.ts';
import { deliveriesUnderWay } from './work-left.ts';

export interface KillCounts {
  readonly random: number;
  readonly named: number;
}

const PARTS = ['accept', 'dispatch', 'settle', 'recover', 'sequence', 'sign'] as const;

/** Once under load: long enough for all parts of the path to be at work. */
const MOST_MOMENT_MS = 1_200;
const MOST_VISITS = 4;
/** Comes about only when a sequencer loses its place. */
const RARE: ReadonlySet<CrashPoint> = new Set(['sequence.takeSequencerLease']);
/** What the traffic of reports never comes to, or only where a case is busy. */
const ELSEWHERE: ReadonlySet<CrashPoint> = new Set([
  'accept.findRepeats',
  'accept.findIdentifiers',
  'accept.lockCases',
  'accept.findLatestOfTypes',
  'recover.writeDeliveries',
]);
/** A sequencer that lost its place takes it again after half a second. */
const REIGN_MS = 900;
const NAMED_WITHIN_MS = 30_000;

/**
 * SIGKILLs of the hub in a random order, at random moments and at named points. Points are drawn evenly
 * over the parts and without repetition as long as there are others.
 */
export function hubKills(seed: string, { random, named }: KillCounts): Fault[] {
  const draw = createRandom(`${seed}/kills`);
  const moments = Array.from({ length: random }, () =>
    killAtMoment(draw.integer(0, MOST_MOMENT_MS)),
  );
  const points = drawPoints(draw, named).map((point) =>
    killAtPoint(point, RARE.has(point) ? 1 : draw.integer(1, MOST_VISITS)),
  );
  return shuffled(draw, [...moments, ...points]);
}

/** At a random moment the hub is as it is served. */
function killAtMoment(afterMs: number): Fault {
  return {
    name: 'killed at a random moment',
    strike: async (scene) => {
      const { hub, whenLoaded } = scene;
      await whenLoaded(() => undefined);
      await wait(afterMs);
      await whenLoaded(() => {
        hub.signal('SIGKILL');
      });
      await hub.ended;
      return afterDeath(scene);
    },
  };
}

function killAtPoint(point: CrashPoint, visits: number): Fault {
  const name = `killed at ${point}`;
  return {
    name,
    hub: { tellsPoints: true },
    strike: async (scene) => {
      const { lab, hub, whenLoaded } = scene;
      await whenLoaded(() => {
        const { openRequests: leastOpen } = LEAST;
        void hub.order({ point, moment: 'after', how: 'kill', visits, leastOpen });
      });
      const ending = RARE.has(point) ? setInterval(() => void endReign(lab), REIGN_MS) : undefined;
      const end = await within(NAMED_WITHIN_MS, `the hub is ${name}`, hub.ended);
      clearInterval(ending);
      if (end !== 'SIGKILL') throw new Error(`the hub ended with ${end} before it was ${name}`);
      return afterDeath(scene);
    },
  };
}

/** What was under way when it died, and the hub after it. */
async function afterDeath({ lab, hub, cases, startNext }: Scene): Promise<Struck> {
  cases.pause();
  const healedAt = performance.now();
  const [openRequests, underWay] = [hub.openRequests(), await deliveriesUnderWay(lab)];
  return { openRequests, underWay, hub: await startNext(), healedAt };
}

/** As if another process had become the sequencer and ended: the hub's must take the lease again. */
async function endReign({ query }: FaultLab): Promise<void> {
  await query(`UPDATE ledger_head SET epoch = epoch + 1, holder = NULL, lease_until = NULL`);
}

function drawPoints(draw: Random, count: number): CrashPoint[] {
  const left = new Map<string, CrashPoint[]>();
  return Array.from({ length: count }, (_, index) => {
    const part = PARTS[index % PARTS.length] ?? 'accept';
    const points = left.get(part) ?? [];
    if (points.length === 0) points.push(...shuffled(draw, pointsOf(part)));
    left.set(part, points);
    return points.pop() ?? CRASH_POINTS[0];
  });
}

const pointsOf = (part: string): CrashPoint[] =>
  CRASH_POINTS.filter((point) => point.startsWith(`${part}.`) && !ELSEWHERE.has(point));

function shuffled<Item>(draw: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: draw.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
