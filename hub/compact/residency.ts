import { type CalendarDay, addDays, addMonths } from './calendar-day.ts';
import { type Ask, worstOf } from './eligibility-asks.ts';
import type { CheckResult } from './finding.ts';
import {
  type EligibilityRequest,
  dayAt,
  instantOffenses,
  itemsAt,
  valueAt,
} from './request-facts.ts';

const RESIDENCES = '/supervisedIndividual/residences';
/** Before every day that the schemas take. */
const LONG_AGO: CalendarDay = '1000-01-01';

/** How long somebody lived in one place, and whether it was meant as the principal residence. */
interface Stay {
  readonly state: string;
  readonly from: CalendarDay | undefined;
  /** The first day after it; undefined while it lasts. */
  readonly end: CalendarDay | undefined;
  readonly intent: 'principal' | 'other' | 'unknown';
}

/**
 * Rule 1.101, resident: one year in the receiving state without a break, immediately before each
 * offense. A stay whose beginning or intent is not said may count, so it leaves the answer open.
 */
export const residentForAYear: Ask = (request) => {
  const { data, to } = request;
  const offenses = instantOffenses(request).map((offense) => `${offense}/offenseDate`);
  const stays = staysOf(request).filter(({ state }) => state === to);
  const results = offenses.map((place): CheckResult => {
    const offense = dayAt(data, place);
    return offense === undefined ? 'cannot-be-determined' : yearBefore(offense, stays);
  });
  return {
    result: results.length === 0 ? 'cannot-be-determined' : worstOf(results),
    pointers: [RESIDENCES, ...(offenses.length === 0 ? ['/offenses'] : offenses)],
  };
};

function yearBefore(offense: CalendarDay, stays: readonly Stay[]): CheckResult {
  if (stays.length === 0) return 'cannot-be-determined';
  const sure = stays.filter(({ intent, from }) => intent === 'principal' && from !== undefined);
  const possible = stays.filter(({ intent }) => intent !== 'other');
  if (isYear(beginBefore(offense, sure), offense)) return 'met';
  return isYear(beginBefore(offense, possible), offense) ? 'cannot-be-determined' : 'not-met';
}

function isYear(begin: CalendarDay, end: CalendarDay): boolean {
  return addMonths(begin, 12) <= end;
}

/** The first day of the unbroken residence that lasts until a day; the day itself when there is none. */
function beginBefore(day: CalendarDay, stays: readonly Stay[]): CalendarDay {
  let begin = day;
  for (;;) {
    const reaching = stays.filter(
      ({ from = LONG_AGO, end }) => from < begin && (end === undefined || end >= begin),
    );
    if (reaching.length === 0) return begin;
    begin = reaching.map(({ from = LONG_AGO }) => from).reduce((a, b) => (a < b ? a : b));
  }
}

/**
 * Rule 1.101, resident: since then no six months without a break in another state with the intent to
 * live there, but for incarceration.
 */
export const notMovedAway: Ask = (request) => {
  const { to, today } = request;
  const stays = staysOf(request);
  const begin = stays
    .filter(({ state, intent }) => state === to && intent !== 'other')
    .map(({ from }) => from ?? LONG_AGO)
    .reduce<CalendarDay | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  const elsewhere = stays.filter(({ state, intent }) => state !== to && intent !== 'other');
  const results = elsewhere.map((stay) => sixMonthsAway(stay, begin ?? LONG_AGO, today));
  const isUnknown = begin === undefined;
  return {
    result: isUnknown ? 'cannot-be-determined' : worstOf(results),
    pointers: [RESIDENCES],
  };
};

function sixMonthsAway(stay: Stay, begin: CalendarDay, today: CalendarDay): CheckResult {
  const end = stay.end ?? today;
  const since = stay.from ?? begin;
  const from = since < begin ? begin : since;
  if (addMonths(from, 6) > end) return 'met';
  // What is not known may have been shorter, or not meant to last.
  const isKnown = stay.intent === 'principal' && stay.from !== undefined && begin !== LONG_AGO;
  return isKnown ? 'not-met' : 'cannot-be-determined';
}

function staysOf({ data }: EligibilityRequest): Stay[] {
  return itemsAt(data, RESIDENCES).flatMap((place) => {
    const state = valueAt(data, `${place}/address/state`);
    if (typeof state !== 'string') return [];
    const to = dayAt(data, `${place}/to`);
    const intent = valueAt(data, `${place}/intent`);
    return {
      state,
      from: dayAt(data, `${place}/from`),
      end: to === undefined ? undefined : addDays(to, 1),
      intent: intent === undefined ? 'unknown' : intent === 'PRINCIPAL' ? 'principal' : 'other',
    };
  });
}
