import type { JsonObject, JsonValue } from '../message/json.ts';
import { EMPTY, type Run, addProblem } from './run.ts';

/**
 * Compiled rules of one place (a record or the item of a list). The objects that rules reach on
 * either side are numbered once, so that a rule is one read, one conversion and one write.
 */
export interface Scope {
  readonly canonical: Side;
  readonly local: Side;
  readonly steps: readonly Step[];
}

export interface Side {
  /** Slot 0 is the place itself; a parent comes before its children. */
  readonly slots: readonly Slot[];
  /** For each slot the names that some rule reads: anything else would be lost in silence. */
  readonly known: readonly ReadonlySet<string>[];
}

export interface Slot {
  readonly parent: number;
  readonly key: string;
  /** JSON Pointer from the place. */
  readonly pointer: string;
}

export interface Step {
  readonly there: (frame: Frame) => void;
  readonly back: (frame: Frame) => void;
}

/** The objects of one place while its steps run, by slot. */
export interface Frame {
  readonly scope: Scope;
  readonly canonical: (JsonObject | undefined)[];
  readonly local: (JsonObject | undefined)[];
  /** JSON Pointers of the place. */
  readonly base: string;
  readonly localBase: string;
  readonly run: Run;
}

/** Where a place stands on both sides. */
export interface Position {
  readonly base: string;
  readonly localBase: string;
}

/** Canonical to local: the local object of the place. */
export function mapThere(scope: Scope, from: JsonObject, at: Position, run: Run): JsonObject {
  const to: JsonObject = {};
  const canonical = openSide(scope.canonical, from, at.base, 'FIELD_NOT_HELD', run);
  const frame = frameOf(scope, canonical, [to], at, run);
  for (const step of scope.steps) step.there(frame);
  return to;
}

/** Local to canonical: the canonical object of the place. */
export function mapBack(scope: Scope, from: JsonObject, at: Position, run: Run): JsonObject {
  const to: JsonObject = {};
  const local = openSide(scope.local, from, at.localBase, 'FIELD_UNKNOWN', run);
  const frame = frameOf(scope, [to], local, at, run);
  for (const step of scope.steps) step.back(frame);
  return to;
}

function frameOf(
  scope: Scope,
  canonical: Frame['canonical'],
  local: Frame['local'],
  { base, localBase }: Position,
  run: Run,
): Frame {
  return { scope, canonical, local, base, localBase, run };
}

type UnknownField = 'FIELD_NOT_HELD' | 'FIELD_UNKNOWN';

function openSide(
  side: Side,
  root: JsonObject,
  base: string,
  unknown: UnknownField,
  run: Run,
): (JsonObject | undefined)[] {
  const { slots, known } = side;
  const objects = new Array<JsonObject | undefined>(slots.length).fill(undefined);
  for (let index = 0; index < slots.length; index += 1) {
    const slot = slots[index] as Slot;
    const value = index === 0 ? root : objects[slot.parent]?.[slot.key];
    if (value === undefined || value === null) continue;
    const object = asObject(value, run.xml);
    if (object === undefined) {
      addProblem(run, 'VALUE_UNREADABLE', base + slot.pointer);
      continue;
    }
    objects[index] = object;
    const names = known[index] as ReadonlySet<string>;
    for (const name in object) {
      if (!names.has(name)) addProblem(run, unknown, `${base}${slot.pointer}/${escapeToken(name)}`);
    }
  }
  return objects;
}

/** The object that a value is; an empty XML element is one without content. */
export function asObject(value: JsonValue, xml: boolean): JsonObject | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  return xml && value === '' ? EMPTY : undefined;
}

/** The object of a slot, made with its parents when it is not there yet. */
export function place(
  objects: (JsonObject | undefined)[],
  slots: readonly Slot[],
  index: number,
): JsonObject {
  const present = objects[index];
  if (present !== undefined) return present;
  const { parent, key } = slots[index] as Slot;
  const made: JsonObject = {};
  place(objects, slots, parent)[key] = made;
  objects[index] = made;
  return made;
}

/** One reference token of a JSON Pointer (RFC 6901 section 3). */
export function escapeToken(token: string): string {
  return token.includes('~') || token.includes('/')
    ? token.replaceAll('~', '~0').replaceAll('/', '~1')
    : token;
}
