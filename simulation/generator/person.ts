import type { AddressState } from '../../hub/generated/code-lists.ts';
import type {
  Alias,
  Employment,
  MarkOnBody,
  SupervisedIndividual,
} from '../../hub/generated/messages.ts';
import { address, residence } from './address.ts';
import { addDays } from './calendar.ts';
import * as weights from './code-weights.ts';
import { emailAddress, phoneNumber } from './contact-lines.ts';
import { lengthOf, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { GANGS } from './name-parts.ts';
import { personName } from './person-name.ts';
import { companyName } from './prose.ts';
import { weightedSample } from './random.ts';
import type { Random, Weights } from './random.ts';
import { CHANCES } from './rates.ts';

const COUNTRIES: Weights<string> = [
  ['US', 88],
  ['MX', 5],
  ['CA', 1],
  ['GT', 2],
  ['VN', 2],
  ['CI', 2],
];
const BODY = ['left forearm', 'right hand', 'neck', 'upper back', 'L. ankle'] as const;
const FIGURES = [
  'a heron',
  'the word "Maldra"',
  'two dice',
  'a 3-inch line',
  'numerals XIV',
] as const;
const TRADES = [
  'cook',
  'roofer',
  'driver (CDL)',
  'nurse\u2019s aide',
  'warehouse',
  'welder',
] as const;

/** The states whose numbers and addresses a person may have. */
export interface Places {
  readonly sending: string;
  readonly receiving: string;
}

/** A supervised individual; made up, with no number that could be a person's (SSN area 900-999). */
export function supervisedIndividual(draw: Draw, places: Places): SupervisedIndividual {
  const { random } = draw;
  const dateOfBirth = addDays(draw.today, -random.integer(19 * 365, 71 * 365));
  return {
    ...optional(draw, 'supervised-individual.personId', () => personId(random)),
    name: personName(draw),
    ...optional(draw, 'supervised-individual.aliases', () =>
      listOf(draw, 'aliases', () => alias(draw)),
    ),
    dateOfBirth,
    ...optional(draw, 'supervised-individual.otherDatesOfBirth', () =>
      otherDates(draw, dateOfBirth),
    ),
    sex: random.weighted(weights.SEXES),
    race: random.weighted(weights.RACES),
    ...appearance(draw),
    ...identity(draw, places),
    ...affiliation(draw),
    ...dailyLife(draw, places),
  };
}

function appearance(draw: Draw): Partial<SupervisedIndividual> {
  const { random } = draw;
  return {
    ...optional(draw, 'supervised-individual.ethnicity', () =>
      random.weighted(weights.ETHNICITIES),
    ),
    ...optional(draw, 'supervised-individual.height', () => height(random)),
    ...optional(draw, 'supervised-individual.weight', () => random.integer(95, 390)),
    ...optional(draw, 'supervised-individual.eyeColor', () => random.weighted(weights.EYE_COLORS)),
    ...optional(draw, 'supervised-individual.hairColor', () =>
      random.weighted(weights.HAIR_COLORS),
    ),
    ...optional(draw, 'supervised-individual.marks', () => listOf(draw, 'marks', () => mark(draw))),
  };
}

function identity(draw: Draw, { sending, receiving }: Places): Partial<SupervisedIndividual> {
  const { random } = draw;
  const numbered = [sending, receiving] as AddressState[];
  return {
    ...optional(draw, 'supervised-individual.fbiNumber', () => fbiNumber(random)),
    ...optional(draw, 'supervised-individual.stateIdentifiers', () =>
      listOf(draw, 'stateIdentifiers', (index) => ({
        state: numbered[index] ?? random.pick(numbered),
        number: `${random.pick(['', 'S', 'K-'])}${random.integer(100_000, 99_999_999)}`,
      })),
    ),
    ...optional(draw, 'supervised-individual.socialSecurityNumbers', () =>
      distinct(listOf(draw, 'socialSecurityNumbers', () => socialSecurityNumber(random))),
    ),
    ...optional(draw, 'supervised-individual.identifiers', () =>
      listOf(draw, 'identifiers', () => ({
        scheme: random.pick(['icots-offender-number', 'doc-number', 'jail-booking-2']),
        value: `${random.integer(10_000, 9_999_999)}${random.pick(['', '-A', ' / 02'])}`,
      })),
    ),
    ...optional(draw, 'supervised-individual.citizenships', () =>
      distinct(listOf(draw, 'citizenships', () => random.weighted(COUNTRIES))),
    ),
    ...optional(draw, 'supervised-individual.immigrationStatus', () =>
      random.weighted(weights.IMMIGRATION_STATUSES),
    ),
  };
}

function affiliation(draw: Draw): Partial<SupervisedIndividual> {
  const { random } = draw;
  const known = random.chance(CHANCES.gangKnown) || (draw.fill === 'all' && random.chance(0.5));
  return {
    ...optional(draw, 'supervised-individual.gangAffiliation', () =>
      known
        ? { known, ...optional(draw, 'gangAffiliation.gang', () => random.pick(GANGS)) }
        : { known },
    ),
  };
}

function dailyLife(draw: Draw, { sending, receiving }: Places): Partial<SupervisedIndividual> {
  const { random } = draw;
  const somewhere = (): string => random.pick([sending, receiving]);
  return {
    ...optional(draw, 'supervised-individual.residences', () =>
      listOf(draw, 'residences', () => residence(draw, somewhere())),
    ),
    ...optional(draw, 'supervised-individual.employments', () =>
      listOf(draw, 'employments', () => employment(draw, somewhere())),
    ),
    ...optional(draw, 'supervised-individual.phones', () =>
      listOf(draw, 'phones', () => ({
        number: phoneNumber(random),
        kind: random.weighted(weights.PHONE_KINDS),
      })),
    ),
    ...optional(draw, 'supervised-individual.emails', () =>
      listOf(draw, 'emails', () => emailAddress(random)),
    ),
    ...optional(draw, 'supervised-individual.specialStatuses', () =>
      weightedSample(random, weights.SPECIAL_STATUSES, lengthOf(draw, 'specialStatuses')),
    ),
  };
}

/** A position, before or at the day of the activity. */
export function employment(draw: Draw, state: string): Employment {
  const { random } = draw;
  const from = addDays(draw.today, -random.integer(40, 4000));
  return {
    employer: companyName(random),
    ...optional(draw, 'employment.occupation', () => random.pick(TRADES)),
    ...optional(draw, 'employment.address', () => address(draw, state)),
    ...optional(draw, 'employment.phone', () => phoneNumber(random)),
    ...optional(draw, 'employment.from', () => from),
    ...optional(draw, 'employment.to', () => addDays(from, random.integer(1, 39))),
  };
}

function alias(draw: Draw): Alias {
  return {
    name: personName(draw),
    ...optional(draw, 'alias.kind', () => draw.random.weighted(weights.ALIAS_KINDS)),
  };
}

function mark(draw: Draw): MarkOnBody {
  return {
    kind: draw.random.weighted(weights.BODY_MARK_KINDS),
    ...optional(draw, 'markOnBody.location', () => draw.random.pick(BODY)),
    description: `shows ${draw.random.pick(FIGURES)}`,
  };
}

function otherDates(draw: Draw, dateOfBirth: string): string[] {
  const near = (): string => addDays(dateOfBirth, draw.random.integer(-900, 900));
  return distinct(listOf(draw, 'otherDatesOfBirth', near));
}

function height(random: Random): string {
  return `${random.weighted([
    [4, 4],
    [5, 78],
    [6, 17],
    [7, 1],
  ])}${`${random.integer(0, 11)}`.padStart(2, '0')}`;
}

function fbiNumber(random: Random): string {
  const letters = ['AA', 'KB', 'ZC', 'X'] as const;
  return `${random.integer(100, 999_999)}${random.pick(letters)}${random.integer(0, 9)}`.slice(
    0,
    9,
  );
}

function socialSecurityNumber(random: Random): string {
  return `${random.integer(900, 999)}${`${random.integer(1, 999_999)}`.padStart(6, '0')}`;
}

function personId(random: Random): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
  return `P-${Array.from({ length: 26 }, () => random.pick(letters)).join('')}`;
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
