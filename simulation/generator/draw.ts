import { LENGTHS, LONGEST, RATES } from './rates.ts';
import type { LengthKey, RateKey } from './rates.ts';
import type { Random } from './random.ts';

/** What fills an open element: the table of rates, or always, or never. */
export type Fill = 'by-rate' | 'all' | 'none';

/** What every part of the generator draws from. */
export interface Draw {
  readonly random: Random;
  /** The day of the activity, ISO; the other days are counted from it. */
  readonly today: string;
  readonly fill: Fill;
  /** Elements that are never filled, whatever their rate. */
  readonly without: ReadonlySet<RateKey>;
}

type PropertyOf<Key> = Key extends `${string}.${infer Property}` ? Property : never;

/** An object to spread: the element, or nothing. */
type Opened<Key, Value> = { [Property in PropertyOf<Key>]?: Value };

/** The element as an object to spread, or nothing, as often as its rate says. */
export function optional<Key extends RateKey, Value>(
  draw: Draw,
  key: Key,
  make: () => Value,
): Opened<Key, Value> {
  return demanded(draw, key, false, make);
}

/** As `optional`, but always there when the activity demands it. */
export function demanded<Key extends RateKey, Value>(
  draw: Draw,
  key: Key,
  demand: boolean,
  make: () => Value,
): Opened<Key, Value> {
  const there = fills(draw, key) || demand;
  return (there ? { [propertyOf(key)]: make() } : {}) as Opened<Key, Value>;
}

/** Whether an open element is filled. */
export function fills(draw: Draw, key: RateKey): boolean {
  if (draw.without.has(key)) return false;
  // Drawn in every mode, so that the mode does not move the draws that follow.
  const drawn = draw.random.chance(RATES[key]);
  return draw.fill === 'by-rate' ? drawn : draw.fill === 'all';
}

function propertyOf(key: RateKey): string {
  return key.slice(key.indexOf('.') + 1);
}

/** How many items a list gets: one after another with a falling chance, now and then the most. */
export function lengthOf({ random }: Draw, key: LengthKey, atLeast = 0): number {
  const [least, usual, most] = LENGTHS[key];
  if (random.chance(LONGEST.list)) return most;
  const more = 1 - 1 / (1 + Math.max(usual - least, 0.05));
  let length = Math.max(least, atLeast);
  while (length < most && random.chance(more)) length += 1;
  return length;
}

/** A list of its usual length, each item made by itself. */
export function listOf<Item>(
  draw: Draw,
  key: LengthKey,
  make: (index: number) => Item,
  atLeast = 0,
): Item[] {
  return Array.from({ length: lengthOf(draw, key, atLeast) }, (_, index) => make(index));
}

/** The same draw from a stream of its own, so that one part's draws do not move another's. */
export function partOf(draw: Draw, label: string): Draw {
  return { ...draw, random: draw.random.fork(label) };
}

/** The same draw on another day. */
export function onDay(draw: Draw, today: string): Draw {
  return { ...draw, today };
}
