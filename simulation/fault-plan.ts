import { createRandom } from './generator/random.ts';

/** What a receiving system does wrong with one delivery. */
export const RECEIVE_FAULTS = [
  /** Answers rightly, `ms` later. */
  'slow',
  'unavailable',
  'error-before-storing',
  'error-after-storing',
  'hang-before-storing',
  'hang-after-storing',
  'close-before-storing',
  'close-after-storing',
  /** Stores, then ends the connection in the middle of its answer. */
  'close-midway',
  'garbage-answer',
  /** Stores and acknowledges another delivery. */
  'wrong-answer',
  'refuse',
  'refuse-credentials',
  /** Acknowledges without storing: a system that lies. */
  'forget',
  /** Stores again what it has: a system that does not know repeats. */
  'store-twice',
] as const;

/** What a sending system does wrong with one submission. */
export const SUBMIT_FAULTS = [
  /** Sends the same document twice at the same time. */
  'submit-twice',
  /** Sends it once more after it has the receipt. */
  'submit-again',
  /** Ends the connection before the answer, then sends the same again. */
  'abandon-answer',
] as const;

export type ReceiveFault = (typeof RECEIVE_FAULTS)[number];
export type SubmitFault = (typeof SUBMIT_FAULTS)[number];
export type FaultKind = ReceiveFault | SubmitFault;

/** A fault for the next so many requests, or for each with a probability. */
export interface FaultRule<Kind extends FaultKind = FaultKind> {
  readonly kind: Kind;
  readonly next?: number;
  readonly probability?: number;
  /** How long `slow` waits. */
  readonly ms?: number;
}

export interface FaultPlan {
  /** Replaces all rules; counts begin anew. */
  set(rules: readonly FaultRule[]): void;
  /** The fault of the next delivery or submission, if it has one. */
  nextReceive(): FaultRule<ReceiveFault> | undefined;
  nextSubmit(): FaultRule<SubmitFault> | undefined;
}

/** Rules are tried in order, counted ones until they are used up; the seed decides the others. */
export function createFaultPlan(seed: string): FaultPlan {
  const random = createRandom(`${seed}/faults`);
  let left: { rule: FaultRule; count: number }[] = [];

  function draw<Kind extends FaultKind>(kinds: readonly Kind[]): FaultRule<Kind> | undefined {
    const found = left.find(({ rule, count }) => {
      if (!(kinds as readonly FaultKind[]).includes(rule.kind)) return false;
      return rule.next === undefined ? random.chance(rule.probability ?? 1) : count > 0;
    });
    if (found !== undefined) found.count -= 1;
    return found?.rule as FaultRule<Kind> | undefined;
  }

  return {
    set: (rules) => {
      left = rules.map((rule) => ({ rule, count: rule.next ?? 0 }));
    },
    nextReceive: () => draw(RECEIVE_FAULTS),
    nextSubmit: () => draw(SUBMIT_FAULTS),
  };
}

/** The rules in a JSON value; throws when it is no list of rules. */
export function readFaultRules(value: unknown): FaultRule[] {
  const kinds: readonly string[] = [...RECEIVE_FAULTS, ...SUBMIT_FAULTS];
  const isRule = (rule: unknown): rule is FaultRule =>
    typeof rule === 'object' &&
    rule !== null &&
    'kind' in rule &&
    typeof rule.kind === 'string' &&
    kinds.includes(rule.kind);
  if (Array.isArray(value) && value.every(isRule)) return value;
  throw new TypeError('faults are a list of {kind, next | probability, ms}');
}
