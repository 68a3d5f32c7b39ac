import type { PersonName, SupervisedIndividual } from '../generated/messages.ts';
import { nameParts, plainWords, soundsOf } from './name-parts.ts';

/** What a person is found by. */
export type TraitKind =
  | 'identifier'
  | 'family-name'
  | 'family-sound'
  | 'given-name'
  | 'given-sound'
  | 'birth-date'
  | 'birth-year';

export interface Trait {
  readonly kind: TraitKind;
  readonly value: string;
}

/** Kinds of identifiers with a field of their own; any other kind is the scheme of an identifier. */
export const FBI_NUMBER = 'fbi-number';
export const SOCIAL_SECURITY_NUMBER = 'social-security-number';
export const STATE_IDENTIFIER = 'state-identifier';

export interface PersonIdentifier {
  readonly kind: string;
  readonly value: string;
  /** Of a state identifier: which state gave it. */
  readonly state?: string;
}

/** Whom a caller looks for. */
export interface PersonQuery {
  readonly identifiers?: readonly PersonIdentifier[];
  readonly name?: { readonly first?: string; readonly middle?: string; readonly last?: string };
  readonly dateOfBirth?: string;
  readonly birthYear?: string;
}

/** Every identifier that an activity gives of a person. */
export function identifiersIn(person: SupervisedIndividual): PersonIdentifier[] {
  const { fbiNumber, socialSecurityNumbers = [], stateIdentifiers = [], identifiers = [] } = person;
  return [
    ...(fbiNumber === undefined ? [] : [{ kind: FBI_NUMBER, value: fbiNumber }]),
    ...stateIdentifiers.map(({ state, number }) => ({
      kind: STATE_IDENTIFIER,
      state,
      value: number,
    })),
    ...socialSecurityNumbers.map((value) => ({ kind: SOCIAL_SECURITY_NUMBER, value })),
    ...identifiers.map(({ scheme, value }) => ({ kind: scheme, value })),
  ];
}

/**
 * Identifiers as they are compared: however they are cut up by blanks and hyphens, in either case.
 * One without any letter or digit says nothing.
 */
export function plainIdentifiers(identifiers: readonly PersonIdentifier[]): string[] {
  return identifiers
    .map(({ kind, value, state = '' }) => ({
      kind: `${kind} ${state.toUpperCase()}`,
      plain: plainWords(value).join(''),
    }))
    .filter(({ plain }) => plain !== '')
    .map(({ kind, plain }) => `${kind} ${plain}`);
}

/** What a person can be found by, under every name and date of birth that the activity gives. */
export function traitsOfPerson(person: SupervisedIndividual): Trait[] {
  const names = namesOf(person);
  return traitsOf({
    identifiers: identifiersIn(person),
    family: names.map(({ lastName }) => lastName),
    given: names.flatMap(({ firstName, middleName = '' }) => [firstName, middleName]),
    dates: birthDatesOf(person),
    years: birthDatesOf(person).map(yearOf),
  });
}

/** The same of whom a caller looks for. */
export function traitsOfQuery(query: PersonQuery): Trait[] {
  const { identifiers = [], name = {}, dateOfBirth } = query;
  const birthYear = yearAsked(query);
  return traitsOf({
    identifiers,
    family: [name.last ?? ''],
    given: [name.first ?? '', name.middle ?? ''],
    dates: dateOfBirth === undefined ? [] : [dateOfBirth],
    years: birthYear === undefined ? [] : [birthYear],
  });
}

/** The present name, then the others. */
export function namesOf({ name, aliases = [] }: SupervisedIndividual): PersonName[] {
  return [name, ...aliases.map((alias) => alias.name)];
}

/** The primary date of birth, then the others. */
export function birthDatesOf(person: SupervisedIndividual): string[] {
  return [person.dateOfBirth, ...(person.otherDatesOfBirth ?? [])];
}

/** The year of birth that a caller gives, by itself or in the date. */
export function yearAsked({ dateOfBirth, birthYear }: PersonQuery): string | undefined {
  return birthYear ?? (dateOfBirth === undefined ? undefined : yearOf(dateOfBirth));
}

/** Of a day in ISO 8601. */
export function yearOf(day: string): string {
  return day.slice(0, 4);
}

function traitsOf(given: {
  readonly identifiers: readonly PersonIdentifier[];
  readonly family: readonly string[];
  readonly given: readonly string[];
  readonly dates: readonly string[];
  readonly years: readonly string[];
}): Trait[] {
  const family = given.family.flatMap(nameParts);
  const first = given.given.flatMap(nameParts);
  const traits = (kind: TraitKind, values: readonly string[]): Trait[] =>
    [...new Set(values)].map((value) => ({ kind, value }));
  return [
    ...traits('identifier', plainIdentifiers(given.identifiers)),
    ...traits('family-name', family),
    ...traits('family-sound', soundsOf(family)),
    ...traits('given-name', first),
    ...traits('given-sound', soundsOf(first)),
    ...traits('birth-date', given.dates),
    ...traits('birth-year', given.years),
  ];
}
