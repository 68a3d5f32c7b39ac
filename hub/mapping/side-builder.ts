import { type Side, type Slot, escapeToken } from './scope.ts';
import type { Field } from './steps.ts';

/** Numbers the objects of one side of a place as rules name them. */
export interface SideBuilder {
  /** The slot of an object, by its names from the place. */
  readonly slot: (path: readonly string[]) => number;
  /** The member at a path; undefined when an earlier rule has taken it. */
  readonly field: (path: readonly string[]) => Field | undefined;
  readonly build: () => Side;
}

export function createSideBuilder(): SideBuilder {
  const slots: Slot[] = [{ parent: -1, key: '', pointer: '' }];
  const known: Set<string>[] = [new Set()];
  const numbers = new Map<string, number>([['', 0]]);
  const fields = new Set<string>();

  const slot = (path: readonly string[]): number => {
    const pointer = pointerOf(path);
    const number = numbers.get(pointer);
    if (number !== undefined) return number;
    const parent = slot(path.slice(0, -1));
    const key = path.at(-1) ?? '';
    known[parent]?.add(key);
    slots.push({ parent, key, pointer });
    known.push(new Set());
    numbers.set(pointer, slots.length - 1);
    return slots.length - 1;
  };

  const field = (path: readonly string[]): Field | undefined => {
    const pointer = pointerOf(path);
    const parent = slot(path.slice(0, -1));
    const key = path.at(-1) ?? '';
    if (fields.has(pointer) || numbers.has(pointer)) return undefined;
    fields.add(pointer);
    known[parent]?.add(key);
    return { slot: parent, key, pointer };
  };

  return { slot, field, build: () => ({ slots, known }) };
}

export function pointerOf(path: readonly string[]): string {
  return path.map((token) => `/${escapeToken(token)}`).join('');
}

/** The reference tokens of a JSON Pointer. */
export function tokensOf(pointer: string): string[] {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
