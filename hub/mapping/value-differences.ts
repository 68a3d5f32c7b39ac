import { type JsonValue, isJsonObject } from '../message/json.ts';
import { escapeToken } from './scope.ts';

/** What became of one place of a document under two versions. */
export type Change = 'missing' | 'added' | 'changed';

export interface ValueDifference {
  /** JSON Pointer in which `*` stands for the index of an item. */
  readonly path: string;
  readonly change: Change;
}

/**
 * Where two documents differ, value by value; the order of members does not count, that of items does.
 * What stands only in the second is `added`. Each path and change is named once.
 */
export function valueDifferences(
  live: JsonValue | undefined,
  candidate: JsonValue | undefined,
): ValueDifference[] {
  const found = new Map<string, ValueDifference>();
  walk(live, candidate, '', (path, change) => found.set(`${change} ${path}`, { path, change }));
  return [...found.values()];
}

type Note = (path: string, change: Change) => void;

function walk(
  live: JsonValue | undefined,
  candidate: JsonValue | undefined,
  path: string,
  note: Note,
): void {
  const members = membersOf(live);
  const others = membersOf(candidate);
  const sameKind = Array.isArray(live) === Array.isArray(candidate);
  if (members !== undefined && others !== undefined && sameKind) {
    for (const name of new Set([...members.keys(), ...others.keys()])) {
      const below = `${path}/${Array.isArray(live) ? '*' : escapeToken(name)}`;
      walk(members.get(name), others.get(name), below, note);
    }
    return;
  }
  if (live === undefined || candidate === undefined) {
    everyValue(live ?? candidate, path, live === undefined ? 'added' : 'missing', note);
    return;
  }
  if (members !== undefined || others !== undefined || live !== candidate) note(path, 'changed');
}

/** A whole part that only one side has, by its values. */
function everyValue(value: JsonValue | undefined, path: string, change: Change, note: Note): void {
  const members = membersOf(value);
  if (members === undefined || members.size === 0) {
    if (value !== undefined) note(path, change);
    return;
  }
  for (const [name, member] of members) {
    const token = Array.isArray(value) ? '*' : escapeToken(name);
    everyValue(member, `${path}/${token}`, change, note);
  }
}

function membersOf(value: JsonValue | undefined): Map<string, JsonValue> | undefined {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index), item]));
  return isJsonObject(value) ? new Map(Object.entries(value)) : undefined;
}
