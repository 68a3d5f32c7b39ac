import type { PersonName, SupervisedIndividual } from '../generated/messages.ts';
import { nameParts, soundsOf, wholeName } from './name-parts.ts';
import {
  type PersonQuery,
  birthDatesOf,
  identifiersIn,
  namesOf,
  plainIdentifiers,
  yearAsked,
  yearOf,
} from './person-traits.ts';

/** What each agreement is worth; of a group the first that holds counts alone. */
export const MATCH_WEIGHTS = {
  identifier: 70,
  'last-name': 20,
  'last-name-part': 14,
  'last-name-sound': 10,
  'first-name': 14,
  'first-name-part': 10,
  'first-name-sound': 8,
  'middle-name': 4,
  'birth-date': 22,
  'birth-date-transposed': 14,
  'birth-year': 5,
  /** The name is not the present one. */
  alias: -3,
} as const;

export type MatchCode = keyof typeof MATCH_WEIGHTS;

export const MATCH_CODES = Object.keys(MATCH_WEIGHTS) as readonly MatchCode[];

export interface PersonMatch {
  /** From 0 to 100. */
  readonly score: number;
  readonly matchedBy: readonly MatchCode[];
}

/** How well a person is the one looked for. */
export function matchPerson(query: PersonQuery, person: SupervisedIndividual): PersonMatch {
  const byName = namesOf(person)
    .map((name, position) => nameCodes(query, name, position > 0))
    .reduce((best, codes) => (worthOf(codes) > worthOf(best) ? codes : best));
  const matchedBy = [...identifierCodes(query, person), ...byName, ...birthCodes(query, person)];
  return { score: Math.min(100, worthOf(matchedBy)), matchedBy };
}

function worthOf(codes: readonly MatchCode[]): number {
  return codes.reduce((sum, code) => sum + MATCH_WEIGHTS[code], 0);
}

function identifierCodes(
  { identifiers = [] }: PersonQuery,
  person: SupervisedIndividual,
): MatchCode[] {
  const known = plainIdentifiers(identifiersIn(person));
  return meet(plainIdentifiers(identifiers), known) ? ['identifier'] : [];
}

function nameCodes({ name = {} }: PersonQuery, known: PersonName, isAlias: boolean): MatchCode[] {
  const { lastName, firstName, middleName = '' } = known;
  const { first = '', middle = '', last = '' } = name;
  const ofLast = agreement(last, [lastName]);
  const ofFirst = agreement(first, [firstName, middleName]);
  const codes: MatchCode[] = [
    ...(ofLast === undefined ? [] : [LAST_NAME[ofLast]]),
    ...(ofFirst === undefined ? [] : [FIRST_NAME[ofFirst]]),
    ...(agreement(middle, [middleName, firstName]) === undefined ? [] : ['middle-name' as const]),
  ];
  return isAlias && codes.length > 0 ? [...codes, 'alias'] : codes;
}

type Agreement = 'whole' | 'part' | 'sound';

const LAST_NAME: Readonly<Record<Agreement, MatchCode>> = {
  whole: 'last-name',
  part: 'last-name-part',
  sound: 'last-name-sound',
};
const FIRST_NAME: Readonly<Record<Agreement, MatchCode>> = {
  whole: 'first-name',
  part: 'first-name-part',
  sound: 'first-name-sound',
};

/** How a name agrees with the first of these, or with a word of any. */
function agreement(
  asked: string,
  [first = '', ...others]: readonly string[],
): Agreement | undefined {
  const whole = wholeName(asked);
  if (whole === '') return undefined;
  if (whole === wholeName(first)) return 'whole';
  const parts = nameParts(asked);
  const known = [first, ...others].flatMap(nameParts);
  if (meet(parts, known)) return 'part';
  return meet(soundsOf(parts), soundsOf(known)) ? 'sound' : undefined;
}

function meet(one: readonly string[], other: readonly string[]): boolean {
  return one.some((value) => other.includes(value));
}

function birthCodes(query: PersonQuery, person: SupervisedIndividual): MatchCode[] {
  const { dateOfBirth } = query;
  const known = birthDatesOf(person);
  if (dateOfBirth !== undefined) {
    if (known.includes(dateOfBirth)) return ['birth-date'];
    if (known.includes(transposed(dateOfBirth))) return ['birth-date-transposed'];
  }
  return known.some((day) => yearOf(day) === yearAsked(query)) ? ['birth-year'] : [];
}

/** With day and month in each other's place. */
function transposed(day: string): string {
  const [year = '', month = '', ofMonth = ''] = day.split('-');
  return [year, ofMonth, month].join('-');
}
