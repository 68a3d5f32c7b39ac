import { addDays } from './calendar-day.ts';
import { applicationFeeOf } from './eligibility-asks.ts';
import {
  type EligibilityRequest,
  dayAt,
  instantOffenses,
  isGiven,
  itemsAt,
  valueAt,
} from './request-facts.ts';

/** On which requests a check is asked at all. */
export interface Circumstance {
  readonly words: string;
  /** Undefined where the request does not say enough. */
  readonly holds: (request: EligibilityRequest) => boolean | undefined;
  /** The places that say so. */
  readonly places: readonly string[];
}

export const REGISTRABLE: Circumstance = {
  words: 'the person must register as a sex offender',
  places: ['/registrable'],
  holds: ({ data }) => {
    const registrable = valueAt(data, '/registrable');
    return typeof registrable === 'boolean' ? registrable : undefined;
  },
};

export const MISDEMEANORS_ONLY: Circumstance = {
  words: 'no offense of the case is a felony',
  places: ['/offenses'],
  holds: (request) => {
    const degrees = instantOffenses(request).map((offense) =>
      valueAt(request.data, `${offense}/degree`),
    );
    if (degrees.includes('FELONY')) return false;
    const isKnown = degrees.length > 0 && degrees.every((degree) => degree === 'MISDEMEANOR');
    return isKnown ? true : undefined;
  },
};

export const INCARCERATED: Circumstance = {
  words: 'the person is incarcerated',
  places: ['/supervision/incarcerated'],
  holds: ({ data }) => valueAt(data, '/supervision/incarcerated') === true,
};

export const FROM_PRISON: Circumstance = {
  words: 'the person is on parole or incarcerated',
  places: ['/supervision/type', '/supervision/incarcerated'],
  holds: (request) => {
    if (INCARCERATED.holds(request) === true) return true;
    const type = valueAt(request.data, '/supervision/type');
    if (type === 'PROBATION') return false;
    return type === 'PAROLE' || type === 'BOTH' ? true : undefined;
  },
};

export const MONTH_ON_SUPERVISION: Circumstance = {
  words: 'the person has been on supervision for more than 30 days',
  places: ['/supervision/periods'],
  holds: ({ data, today }) => {
    const periods = itemsAt(data, '/supervision/periods');
    const starts = periods.map((period) => dayAt(data, `${period}/startDate`));
    const isLong = starts.some((start) => start !== undefined && start < addDays(today, -30));
    if (isLong) return true;
    return starts.length === 0 || starts.includes(undefined) ? undefined : false;
  },
};

export const RELEASED: Circumstance = {
  words: 'the limit begins with a release',
  places: ['/qualifyingEvent/kind'],
  holds: ({ data }) => {
    const kind = valueAt(data, '/qualifyingEvent/kind');
    return typeof kind === 'string' ? kind === 'RELEASE' : undefined;
  },
};

export const FEE_ASKED: Circumstance = {
  words: 'the sending state asks for a fee',
  places: [],
  holds: (request) => applicationFeeOf(request) !== undefined,
};

export const FEE_STATED: Circumstance = {
  words: 'a fee is stated',
  places: ['/applicationFee'],
  holds: ({ data }) => isGiven(data, '/applicationFee'),
};
