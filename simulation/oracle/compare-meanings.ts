import type { Meaning } from '../native/meaning.ts';

export interface Comparison {
  /** Values that were compared. */
  readonly compared: number;
  /** JSON Pointers of those that differ, at most 20. */
  readonly differences: readonly string[];
}

/** Only the hub knows it, so it may be there although the sender did not say it. */
const GIVEN_BY_HUB = '/data/supervisedIndividual/personId';

const MOST_DIFFERENCES = 20;

/**
 * Compares what arrived with what its sender meant, value by value: id, states, type, supervision
 * type, the moment of sending and all data. The reference to the case is the receiver's, not the
 * sender's, and is left out.
 */
export function compareMeanings(meant: Meaning, arrived: Meaning): Comparison {
  const expected = leavesOf(comparable(meant));
  const found = leavesOf(comparable(arrived));
  if (!expected.has(GIVEN_BY_HUB)) found.delete(GIVEN_BY_HUB);
  const pointers = new Set([...expected.keys(), ...found.keys()]);
  const differences = [...pointers].filter(
    (pointer) => expected.get(pointer) !== found.get(pointer),
  );
  return { compared: pointers.size, differences: differences.slice(0, MOST_DIFFERENCES) };
}

function comparable({ id, type, from, to, supervisionType, time, data }: Meaning): object {
  const sentAt = Math.floor(Date.parse(time) / 1000);
  return { id, type, from, to, supervisionType, sentAt, data };
}

/** Each scalar by its JSON Pointer; an empty list or object counts as a value. */
function leavesOf(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  walk(value, '', leaves);
  return leaves;
}

function walk(value: unknown, pointer: string, leaves: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) {
    leaves.set(pointer, JSON.stringify(value));
    return;
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (entries.length === 0) leaves.set(pointer, Array.isArray(value) ? '[]' : '{}');
  for (const [name, inner] of entries) {
    walk(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, leaves);
  }
}
