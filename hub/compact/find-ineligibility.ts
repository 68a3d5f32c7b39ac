import type { CalendarDay } from './calendar-day.ts';
import type { Answer } from './eligibility-asks.ts';
import { ELIGIBILITY_CHECKS, type EligibilityCheck, REQUEST_TYPES } from './eligibility-rows.ts';
import type { CheckAnswer, Finding } from './finding.ts';
import { type EligibilityRequest, dayAt, valueAt } from './request-facts.ts';

const BY_TYPE: ReadonlyMap<string, readonly EligibilityCheck[]> = new Map(
  REQUEST_TYPES.map((type) => [
    type,
    ELIGIBILITY_CHECKS.filter(({ types }) => types.includes(type)),
  ]),
);

/** Whether activities of the type are asked anything. */
export function isChecked(type: string): boolean {
  return BY_TYPE.has(type);
}

/**
 * Asks every check that is for this request and in force, in the order of the table
 * (docs/compact-rules.md, eligibility and completeness). For other activities there is none. Never
 * throws, whatever the data is, and repeats nothing of it.
 */
export function askChecks(request: EligibilityRequest): CheckAnswer[] {
  const checks = BY_TYPE.get(request.type);
  if (checks === undefined) return [];
  const { today } = request;
  const event = dayAt(request.data, '/qualifyingEvent/date') ?? today;
  return checks
    .filter(
      (check) => isFor(check, request) && isInForce(check, check.dated === 'event' ? event : today),
    )
    .flatMap((check) => {
      const answer = askOne(check, request);
      if (answer === undefined) return [];
      const { code, rule, weight } = check;
      const pointers = answer.pointers.map((pointer) => `/data${pointer}`);
      return [{ code, rule, result: answer.result, weight, pointers }];
    });
}

/** The checks that are not met, or for which the request does not say enough; each at most once. */
export function findIneligibility(request: EligibilityRequest): Finding[] {
  return askChecks(request).filter((answer): answer is Finding => answer.result !== 'met');
}

/** Whether a finding keeps the request from crossing: what cannot be determined never does. */
export function refuses({ weight, result }: Finding): boolean {
  return weight === 'refusing' && result === 'not-met';
}

/** What a refusing finding's check asks, in words. */
export function askedBy(finding: Finding): string {
  const { code } = finding;
  const check = ELIGIBILITY_CHECKS.find((each) => each.code === code && each.weight === 'refusing');
  return check?.asks ?? '';
}

function isFor(check: EligibilityCheck, { data, from }: EligibilityRequest): boolean {
  const { reasons, sending } = check;
  if (sending !== undefined && !sending.some((member) => member === from)) return false;
  if (reasons === undefined) return true;
  const reason = valueAt(data, '/transferReason') ?? valueAt(data, '/reason');
  return reasons.some((each) => each === reason);
}

function isInForce({ from, until }: EligibilityCheck, day: CalendarDay): boolean {
  return (from === undefined || day >= from) && (until === undefined || day < until);
}

/** Undefined for a request of which it is not asked. */
function askOne({ when, ask }: EligibilityCheck, request: EligibilityRequest): Answer | undefined {
  const holds = when === undefined ? true : when.holds(request);
  if (holds === false) return undefined;
  if (when === undefined || holds === true) return ask(request);
  return { result: 'cannot-be-determined', pointers: when.places };
}
