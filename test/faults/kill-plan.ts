import { type Random, createRandom } from '../../simulation/generator/random.ts';
import { CRASH_POINTS, type CrashPoint } from './crash-points.ts';

/** One kill of a run: at a random moment, or the nth time that the hub comes to a point. */
export type PlannedKill =
  | { readonly kind: 'random'; readonly afterMs: number }
  | { readonly kind: 'named'; readonly point: CrashPoint; readonly visits: number };

export interface KillCounts {
  readonly random: number;
  readonly named: number;
}

const PARTS = ['accept', 'dispatch', 'settle', 'sequence', 'sign'] as const;

/** Once under load: long enough for all parts of the path to be at work. */
const MOST_MOMENT_MS = 1_200;
const MOST_VISITS = 4;
/** Comes about only when a sequencer loses its place. */
const RARE: ReadonlySet<CrashPoint> = new Set(['sequence.leased']);

/**
 * The kills of a seed in a random order. Named points are drawn evenly over the parts and without
 * repetition as long as there are others: 25 of them are all points, five in each part.
 */
export function planKills(seed: string, { random, named }: KillCounts): PlannedKill[] {
  const draw = createRandom(`${seed}/kills`);
  const moments = Array.from({ length: random }, () => ({
    kind: 'random' as const,
    afterMs: draw.integer(0, MOST_MOMENT_MS),
  }));
  const points = drawPoints(draw, named).map((point) => ({
    kind: 'named' as const,
    point,
    visits: RARE.has(point) ? 1 : draw.integer(1, MOST_VISITS),
  }));
  return shuffled(draw, [...moments, ...points]);
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
  CRASH_POINTS.filter((point) => point.startsWith(`${part}.`));

function shuffled<Item>(draw: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: draw.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** What stands in tables: `random moment`, or the point. */
export const faultOf = (kill: PlannedKill): string =>
  kill.kind === 'random' ? 'random moment' : kill.point;
