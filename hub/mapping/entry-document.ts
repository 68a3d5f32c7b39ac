import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { EntriesPlace } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { tokensOf } from './side-builder.ts';

/** `TR04.PN01`, `TR09[2].OF03`: members by dots, items of a list by their number from 1. */
const NAME =
  /^[A-Za-z]\w{0,59}(?:\[[1-9]\d{0,2}\])?(?:\.[A-Za-z]\w{0,59}(?:\[[1-9]\d{0,2}\])?){0,19}$/;

/** As many as a document is told. */
const MAX_PROBLEMS = 100;

const DETAIL = {
  ENTRIES_MISSING: 'the list of entries is missing',
  ENTRY_INVALID: 'an entry has exactly a name and a single value',
  ENTRY_NAME_INVALID: 'the name of the entry is not of its form',
  ENTRY_REPEATED: 'the entry says again, or otherwise, what stands before it',
  ENTRY_OUT_OF_ORDER: 'an item stands before the one that precedes it',
} as const;

type EntryProblem = keyof typeof DETAIL;
type Container = JsonObject | JsonValue[];
type Steps = readonly (string | number)[];

/**
 * The document with its list of entries turned into the object that they spell: `A.B[1]` is
 * `/A/B/0`. A value is a scalar, or `{}` or `[]` where nothing is inside; the items of a list come in
 * their order. Throws `NATIVE_INVALID` with pointers such as `/answers/17`. Linear in the entries.
 */
export function foldEntries(place: EntriesPlace, tree: JsonValue): JsonValue {
  const list = isJsonObject(tree) ? tree[memberOf(place)] : undefined;
  if (!isJsonObject(tree) || !Array.isArray(list)) {
    throw refusal([problemAt(place.path, 'ENTRIES_MISSING')]);
  }
  const folded: JsonObject = {};
  const empties = new WeakSet<Container>();
  const problems: Problem[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const code = addEntry(place, folded, list[at] ?? null, empties);
    if (code !== undefined) problems.push(problemAt(`${place.path}/${String(at)}`, code));
  }
  if (problems.length > 0) throw refusal(problems.slice(0, MAX_PROBLEMS));
  return { ...tree, [memberOf(place)]: folded };
}

/** The document with the object at the place of the entries spelled as a list of them. */
export function spreadEntries(place: EntriesPlace, tree: JsonObject): JsonObject {
  const entries: JsonObject[] = [];
  const spread = (value: JsonValue, name: string): void => {
    const inner = innerOf(value, name);
    if (inner.length === 0) entries.push({ [place.name]: name, [place.value]: value });
    else for (const [member, item] of inner) spread(item, member);
  };
  const held = tree[memberOf(place)];
  for (const [name, value] of isJsonObject(held) ? Object.entries(held) : []) spread(value, name);
  return { ...tree, [memberOf(place)]: entries };
}

/** Where a pointer into the folded document stands in it, by the entry's name: `/answers/TR09[2].OF03`. */
export function locateEntry(place: EntriesPlace, pointer: string): string {
  if (!pointer.startsWith(`${place.path}/`)) return pointer;
  const steps = tokensOf(pointer.slice(place.path.length));
  const named = steps.map((step) =>
    /^\d+$/.test(step) ? `[${String(Number(step) + 1)}]` : `.${step}`,
  );
  return `${place.path}/${named.join('').slice(1)}`;
}

function memberOf({ path }: EntriesPlace): string {
  return path.slice(1);
}

/** What is inside a value, by the names that entries give it; nothing for one that stands itself. */
function innerOf(value: JsonValue, name: string): (readonly [string, JsonValue])[] {
  if (Array.isArray(value)) return value.map((item, at) => [`${name}[${String(at + 1)}]`, item]);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([member, inner]) => [`${name}.${member}`, inner]);
}

function addEntry(
  { name: nameField, value: valueField }: EntriesPlace,
  root: JsonObject,
  entry: JsonValue,
  empties: WeakSet<Container>,
): EntryProblem | undefined {
  if (!isJsonObject(entry) || Object.keys(entry).length !== 2) return 'ENTRY_INVALID';
  const { [nameField]: name, [valueField]: value } = entry;
  if (value === undefined || !isSingle(value)) return 'ENTRY_INVALID';
  const steps = typeof name === 'string' ? stepsOf(name) : undefined;
  if (steps === undefined) return 'ENTRY_NAME_INVALID';
  const problem = put(root, steps, value, empties);
  if (typeof value === 'object' && value !== null) empties.add(value);
  return problem;
}

function isSingle(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** Names taken apart; a state says the same few hundred again and again. */
const known = new Map<string, Steps>();
const MOST_KNOWN = 10_000;

/** The members and, from 0, the items that a name leads through; undefined for one that is no name. */
function stepsOf(name: string): Steps | undefined {
  const before = known.get(name);
  if (before !== undefined || !NAME.test(name)) return before;
  const steps = name
    .split(/[.[]/)
    .map((step) => (step.endsWith(']') ? Number(step.slice(0, -1)) - 1 : step));
  if (known.size < MOST_KNOWN) known.set(name, steps);
  return steps;
}

/** Puts a value where the steps lead, with the containers it needs. */
function put(
  root: JsonObject,
  steps: Steps,
  value: JsonValue,
  empties: WeakSet<Container>,
): EntryProblem | undefined {
  let at: Container = root;
  for (let depth = 0; depth < steps.length; depth += 1) {
    const step = steps[depth] ?? '';
    if (Array.isArray(at) && Number(step) > at.length) return 'ENTRY_OUT_OF_ORDER';
    const members = at as Record<string | number, JsonValue>;
    const isLast = depth === steps.length - 1;
    if (!Object.hasOwn(members, step)) {
      members[step] = isLast ? value : typeof steps[depth + 1] === 'number' ? [] : {};
    } else if (isLast) return 'ENTRY_REPEATED';
    const next: JsonValue | undefined = members[step];
    if (isLast) return undefined;
    if (!isContainer(next, steps[depth + 1]) || empties.has(next)) return 'ENTRY_REPEATED';
    at = next;
  }
  return undefined;
}

/** Whether the value holds what the next step names. */
function isContainer(
  value: JsonValue | undefined,
  next: string | number | undefined,
): value is Container {
  return typeof next === 'number'
    ? Array.isArray(value)
    : value !== undefined && isJsonObject(value);
}

function problemAt(pointer: string, code: EntryProblem): Problem {
  return { pointer, code, detail: DETAIL[code] };
}

function refusal(problems: readonly Problem[]): MappingError {
  return new MappingError('NATIVE_INVALID', { problems });
}
