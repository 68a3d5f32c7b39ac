/** Random choices that come again with the seed. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0, below the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** One of them; undefined of none. */
  pick<Item>(items: readonly Item[]): Item | undefined;
}

/** Mulberry32: 32 bits of state, enough to choose what happens next in a test. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
  };
}
