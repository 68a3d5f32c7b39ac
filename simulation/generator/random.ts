/** A stream of draws that its seed determines; streams of different labels are independent. */
export interface Random {
  /** In [0, 1), 32 bits fine. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** An item of a table, as often as its weight says. */
  weighted<Item>(table: Weights<Item>): Item;
  /** Different items in random order; fewer when there are not so many. */
  sample<Item>(items: readonly Item[], count: number): Item[];
  /** A stream of its own: draws from one do not move the other. */
  fork(label: string): Random;
}

export type Weights<Item> = readonly (readonly [Item, number])[];

/** Small fast counter generator (sfc32, Chris Doty-Humphrey's PractRand), seeded by hashing the text. */
export function createRandom(seed: string): Random {
  const next = sfc32(hash128(seed));
  const integer = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  const pick = <Item>(items: readonly Item[]): Item => at(items, integer(0, items.length - 1));
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    weighted: (table) => weightedItem(table, next()),
    sample: (items, count) => sampleItems(items, count, integer),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/** Different codes, drawn by weight; all of them when as many are asked for. */
export function weightedSample<Code>(random: Random, table: Weights<Code>, count: number): Code[] {
  const rest = [...table];
  const taken: Code[] = [];
  while (taken.length < count && rest.length > 0) {
    const code = random.weighted(rest);
    taken.push(code);
    rest.splice(
      rest.findIndex(([candidate]) => candidate === code),
      1,
    );
  }
  return taken;
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function weightedItem<Item>(table: Weights<Item>, draw: number): Item {
  let left = draw * table.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of table) {
    left -= weight;
    if (left < 0) return item;
  }
  return at(table, table.length - 1)[0];
}

function sampleItems<Item>(
  items: readonly Item[],
  count: number,
  integer: Random['integer'],
): Item[] {
  const rest = [...items];
  const taken: Item[] = [];
  while (taken.length < count && rest.length > 0) {
    taken.push(...rest.splice(integer(0, rest.length - 1), 1));
  }
  return taken;
}

type Words = readonly [number, number, number, number];

function sfc32([first, second, third, fourth]: Words): () => number {
  let [a, b, c, counter] = [first, second, third, fourth];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first draws still show the seed.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** Four FNV-1a hashes of the text, each from an offset of its own, finished as in MurmurHash3. */
function hash128(text: string): Words {
  const word = (offset: number): number => {
    let hash = offset;
    for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x243f6a88), word(0xb7e15162)];
}
