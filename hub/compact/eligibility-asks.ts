import { type CalendarDay, addDays, addMonths } from './calendar-day.ts';
import { isFederalHoliday } from './federal-holidays.ts';
import type { CheckResult } from './finding.ts';
import { isMemberCode } from './members.ts';
import {
  type EligibilityRequest,
  centsOf,
  dayAt,
  instantOffenses,
  isAttached,
  isGiven,
  itemsAt,
  valueAt,
} from './request-facts.ts';
import { type TimeLimit, lastDayOf } from './time-limit.ts';

/** What a check comes to, and the places of the data that it looked at. */
export interface Answer {
  readonly result: CheckResult;
  readonly pointers: readonly string[];
}

/** A question to a request. It answers whatever the data is, and never throws. */
export type Ask = (request: EligibilityRequest) => Answer;

/** The result of several questions that must all be met. */
export function worstOf(results: readonly CheckResult[]): CheckResult {
  if (results.includes('not-met')) return 'not-met';
  return results.includes('cannot-be-determined') ? 'cannot-be-determined' : 'met';
}

function resultOf(isMet: boolean | undefined): CheckResult {
  if (isMet === undefined) return 'cannot-be-determined';
  return isMet ? 'met' : 'not-met';
}

/** All of these places say yes. */
export function saysYes(...places: readonly string[]): Ask {
  return ({ data }) => {
    const results = places.map((place) => {
      const value = valueAt(data, place);
      return resultOf(typeof value === 'boolean' ? value : undefined);
    });
    return { result: worstOf(results), pointers: places };
  };
}

/** Any of these places holds something, or a file of one of these kinds is named. */
function given(absent: CheckResult, places: readonly string[], kinds: readonly string[]): Ask {
  const pointers = kinds.length === 0 ? places : [...places, '/attachments'];
  return ({ data }) => {
    const isThere = places.some((place) => isGiven(data, place)) || isAttached(data, kinds);
    return { result: isThere ? 'met' : absent, pointers };
  };
}

/** What every such request must hold: without it the check is not met. */
export function required(places: readonly string[], ...kinds: readonly string[]): Ask {
  return given('not-met', places, kinds);
}

/** What a request holds where it exists: without it nobody can tell whether it does. */
export function whereItExists(places: readonly string[], ...kinds: readonly string[]): Ask {
  return given('cannot-be-determined', places, kinds);
}

/** The code at a place is one of these. */
export function oneOf(place: string, codes: readonly string[]): Ask {
  return ({ data }) => {
    const code = valueAt(data, place);
    return {
      result: resultOf(typeof code === 'string' ? codes.includes(code) : undefined),
      pointers: [place],
    };
  };
}

/** The state of the address is a member of the compact. */
export function isInCompact(place: string): Ask {
  return ({ data }) => {
    const state = valueAt(data, place);
    return {
      result: resultOf(typeof state === 'string' ? isMemberCode(state) : undefined),
      pointers: [place],
    };
  };
}

/** The state of the address is the one that is asked. */
export function isInReceivingState(place: string): Ask {
  return ({ data, to }) => {
    const state = valueAt(data, place);
    return {
      result: resultOf(typeof state === 'string' ? state === to : undefined),
      pointers: [place],
    };
  };
}

/** The day at a place is not later than so many days after the request. */
export function notLaterThan(place: string, days: number): Ask {
  return ({ data, today }) => {
    const day = dayAt(data, place);
    const result = resultOf(day === undefined ? undefined : day <= addDays(today, days));
    return { result, pointers: [place] };
  };
}

const PERIODS = '/supervision/periods';

/** More than so many days of supervision are left, or no end is set. */
export function moreThanDaysLeft(days: number): Ask {
  return ({ data, today }) => {
    const periods = itemsAt(data, PERIODS);
    const ends = periods.map((period) =>
      valueAt(data, `${period}/indefinite`) === true ? 'never' : dayAt(data, `${period}/endDate`),
    );
    const lasts = ends.some((end) => end === 'never' || isAfter(end, addDays(today, days)));
    const isUnknown = ends.length === 0 || ends.includes(undefined);
    return {
      result: lasts ? 'met' : resultOf(isUnknown ? undefined : false),
      pointers: [PERIODS],
    };
  };
}

function isAfter(day: CalendarDay | undefined, other: CalendarDay): boolean {
  return day !== undefined && day > other;
}

/** One period of supervision is of so many months or more; several shorter ones may add up to it. */
export function periodOfMonths(months: number): Ask {
  return ({ data }) => {
    const periods = itemsAt(data, PERIODS);
    const results = periods.map((period) => {
      if (valueAt(data, `${period}/indefinite`) === true) return 'met';
      const start = dayAt(data, `${period}/startDate`);
      const end = dayAt(data, `${period}/endDate`);
      if (start === undefined || end === undefined) return 'cannot-be-determined';
      // The last day belongs to the period.
      return resultOf(addMonths(start, months) <= addDays(end, 1));
    });
    const isOneShort = results.length === 1 && results[0] === 'not-met';
    const result = results.includes('met')
      ? 'met'
      : isOneShort
        ? 'not-met'
        : 'cannot-be-determined';
    return { result, pointers: [PERIODS] };
  };
}

/** Some instant offense states a criterion of an eligible misdemeanor, or that registration is due. */
export const misdemeanorCriterion: Ask = (request) => {
  const { data } = request;
  const offenses = instantOffenses(request);
  const pointers = offenses.flatMap((offense) => [
    `${offense}/misdemeanorCriteria`,
    `${offense}/registrable`,
  ]);
  const isMet = offenses.some(
    (offense) =>
      isGiven(data, `${offense}/misdemeanorCriteria`) ||
      valueAt(data, `${offense}/registrable`) === true,
  );
  return {
    result: isMet ? 'met' : 'cannot-be-determined',
    pointers: pointers.length === 0 ? ['/offenses'] : pointers,
  };
};

/** A member of the family, as the rules count it, has lived in the receiving state for so many days. */
export function familyResidentFor(days: number): Ask {
  const since = notLaterThan('/sponsor/residentSince', -days);
  const address = isInReceivingState('/sponsor/address/state');
  return (request) => {
    const there = address(request);
    const long = since(request);
    return {
      // Where the sponsor lives is said by the date already: of the receiving state it speaks.
      result: there.result === 'not-met' ? 'not-met' : long.result,
      pointers: [...long.pointers, ...there.pointers],
    };
  };
}

const EVENT = '/qualifyingEvent/date';

/** The request comes within a limit that begins with the sentencing, disposition or release. */
export function withinLimitOfEvent(limit: TimeLimit): Ask {
  return ({ data, today }) => {
    const event = dayAt(data, EVENT);
    // Which days a state's courts and offices keep besides the federal ones is not known.
    const isInTime =
      event === undefined ? undefined : today <= lastDayOf(limit, event, isFederalHoliday);
    return { result: resultOf(isInTime), pointers: [EVENT] };
  };
}

/** A release came within so much time of the sentence. */
export function releasedSoonAfterSentence(latest: (sentence: CalendarDay) => CalendarDay): Ask {
  return (request) => {
    const { data } = request;
    const places = instantOffenses(request).map((offense) => `${offense}/sentenceDate`);
    const sentences = places.map((place) => dayAt(data, place)).filter((day) => day !== undefined);
    const last = sentences.sort().at(-1);
    const event = dayAt(data, EVENT);
    const isSoon = last === undefined || event === undefined ? undefined : event <= latest(last);
    return { result: resultOf(isSoon), pointers: [EVENT, ...places] };
  };
}

/** No travel permit was given yet. */
export const noTravelPermit: Ask = ({ data }) => {
  const issued = valueAt(data, '/travelPermit/issued');
  return {
    result: resultOf(typeof issued === 'boolean' ? !issued : undefined),
    pointers: ['/travelPermit/issued'],
  };
};

const FEE = ['/applicationFee/amount', '/applicationFee/status'] as const;

/** What the sending state asks of a person who applies; undefined where it is not known to. */
export function applicationFeeOf({
  fees,
}: EligibilityRequest): { readonly cents: number } | undefined {
  const fee = fees.find(({ kind, payer }) => kind === 'application' && payer === 'person-leaving');
  return fee && { cents: centsOf(fee.amount) ?? 0 };
}

/** The fee is recorded in full. For what was reduced or waived the activity has no place for grounds. */
export const feeRecorded: Ask = (request) => {
  const { data } = request;
  const cents = centsOf(valueAt(data, FEE[0]));
  const status = valueAt(data, FEE[1]);
  const isWhole =
    cents !== undefined &&
    cents >= (applicationFeeOf(request)?.cents ?? 0) &&
    typeof status === 'string' &&
    status !== 'WAIVED';
  return { result: isWhole ? 'met' : 'cannot-be-determined', pointers: FEE };
};

/** The fee is reduced by no more than half and not waived. */
export const feeReducedByHalfAtMost: Ask = (request) => {
  const { data } = request;
  const asked = applicationFeeOf(request)?.cents;
  const cents = centsOf(valueAt(data, FEE[0]));
  if (valueAt(data, FEE[1]) === 'WAIVED') return { result: 'not-met', pointers: FEE };
  const isEnough = asked === undefined || cents === undefined ? undefined : cents * 2 >= asked;
  return { result: resultOf(isEnough), pointers: FEE };
};
