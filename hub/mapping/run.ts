import type { Problem } from '../errors.ts';
import type { JsonObject, JsonValue } from '../message/json.ts';

/** What the hub knows of the case under which an activity is delivered. */
export interface CrosswalkEntries {
  readonly caseId: string;
  /** The case's number in the system of the state that the document is for. */
  readonly ownCaseNumber?: string;
  /** Its number in the other state's system. */
  readonly otherCaseNumber?: string;
  readonly personId?: string;
  /** The delivery by which the hub knows the document, and its place in the case. */
  readonly deliveryId?: string;
  readonly caseSequence?: string;
}

export type MappingProblemCode =
  | 'FIELD_UNKNOWN'
  | 'FIELD_NOT_HELD'
  | 'VALUE_UNREADABLE'
  | 'VALUE_NOT_HELD'
  | 'VALUE_TOO_LONG'
  | 'CODE_UNKNOWN'
  | 'CODE_NOT_HELD'
  | 'CARRIED_UNKNOWN'
  | 'CARRIED_DISAGREES'
  | 'ITEMS_NOT_HELD';

const DETAIL: Record<MappingProblemCode, string> = {
  FIELD_UNKNOWN: 'the dialect has no such field here',
  FIELD_NOT_HELD: 'the local format has no field for this',
  VALUE_UNREADABLE: 'the value does not have the form that the dialect gives this field',
  VALUE_NOT_HELD: 'the local field cannot hold this value',
  VALUE_TOO_LONG: 'the value is longer than the local field',
  CODE_UNKNOWN: 'the code is not in the list of the dialect',
  CODE_NOT_HELD: 'the code has no partner in the list of the dialect',
  CARRIED_UNKNOWN: 'the extension names a path that is not carried here',
  CARRIED_DISAGREES: 'the extension has further items of a list that is not full',
  ITEMS_NOT_HELD: 'the local list holds fewer items',
};

const MAX_PROBLEMS = 100;

/** One document on its way through the rules. */
export interface Run {
  readonly problems: Problem[];
  /** Canonical pointer to value: what the extension slot carries. */
  readonly carried: Map<string, JsonValue>;
  /** Inbound: the carried pointers that a rule asked for. */
  readonly asked: Set<string>;
  /** XML has no lists and no empty objects: one item stands for itself, an empty element for all. */
  readonly xml: boolean;
  readonly crosswalk: CrosswalkEntries | undefined;
}

/** The state of a new document. */
export function startRun(xml: boolean, crosswalk?: CrosswalkEntries): Run {
  return { problems: [], carried: new Map(), asked: new Set(), xml, crosswalk };
}

export function addProblem(run: Run, code: MappingProblemCode, pointer: string): void {
  if (run.problems.length < MAX_PROBLEMS) {
    run.problems.push({ pointer, code, detail: DETAIL[code] });
  }
}

/** The value that the extension slot carries for a canonical path, in two parts. */
export function takeCarried(run: Run, base: string, pointer: string): JsonValue | undefined {
  if (run.carried.size === 0) return undefined;
  const path = base + pointer;
  run.asked.add(path);
  return run.carried.get(path);
}

/** An object that stands for an empty XML element; never written to. */
export const EMPTY: JsonObject = Object.freeze({});
