import type { RuleEntry } from './compile-place.ts';
import type { MappedActivity } from './dialect.ts';

/** One rule as a person finds it: `file#/json/pointer` and its operation. */
export interface RuleAt {
  readonly rule: string;
  readonly op: RuleEntry['op'];
}

export type RuleSide = 'canonical' | 'local';

/** The paths that the rules of an activity know, and which rule stands at each. */
export interface RulePlaces {
  has(side: RuleSide, path: string): boolean;
  /** The rule of a value: at its path, or at an object around it that one rule maps whole. */
  ruleAt(side: RuleSide, path: string): RuleAt | undefined;
}

/** Rules that only open a place: a value in it is another rule's. */
const STRUCTURE: ReadonlySet<RuleEntry['op']> = new Set(['object', 'list', 'wrap']);

/** Of an activity that the version does not map there are none. */
export function rulePlaces(activity: MappedActivity | undefined): RulePlaces {
  const rules = { canonical: new Map<string, RuleAt>(), local: new Map<string, RuleAt>() };
  const known = { canonical: new Set(['']), local: new Set(['']) };
  for (const entry of activity?.entries ?? []) {
    for (const side of ['canonical', 'local'] as const) {
      for (const path of entry[side]) {
        const isInner = !STRUCTURE.has(entry.op);
        if (isInner || !rules[side].has(path)) {
          rules[side].set(path, { rule: entry.source, op: entry.op });
        }
        for (const around of pathsAround(path)) known[side].add(around);
      }
    }
  }
  return {
    has: (side, path) => known[side].has(path),
    ruleAt: (side, path) => {
      for (const around of pathsAround(path)) {
        const rule = rules[side].get(around);
        if (rule !== undefined && (around === path || !STRUCTURE.has(rule.op))) return rule;
      }
      return undefined;
    },
  };
}

/**
 * The nearest place around a path that one of these versions names. Whatever else a document has in
 * its pointers, such as a field that no rule knows, is its sender's word and is not repeated.
 */
export function knownPlace(places: readonly RulePlaces[], side: RuleSide, path: string): string {
  return pathsAround(path).find((around) => places.some((one) => one.has(side, around))) ?? '';
}

/** The path itself first, then each around it. */
function pathsAround(path: string): string[] {
  const paths: string[] = [];
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) paths.push(at);
  return paths;
}
