import type { PersonName } from '../../hub/generated/messages.ts';
import { optional } from './draw.ts';
import type { Draw } from './draw.ts';
import * as parts from './name-parts.ts';
import type { Random, Weights } from './random.ts';
import { LONGEST } from './rates.ts';

type FamilyForm =
  | 'plain'
  | 'hyphenated'
  | 'prefixed'
  | 'accented'
  | 'with particle'
  | 'two names'
  | 'many parts'
  | 'one letter'
  | 'lower case'
  | 'longest';

const FAMILY_FORMS: Weights<FamilyForm> = [
  ['plain', 70],
  ['hyphenated', 7],
  ['prefixed', 8],
  ['accented', 5],
  ['with particle', 4],
  ['two names', 3],
  ['many parts', 1],
  ['one letter', 0.7],
  ['lower case', 0.7],
  ['longest', 100 * LONGEST.text],
];

/** A person's name in its parts; made up, in every form that a register must hold. */
export function personName(draw: Draw): PersonName {
  return {
    lastName: familyName(draw.random),
    firstName: givenName(draw.random),
    ...optional(draw, 'personName.middleName', () => middleName(draw.random)),
    ...optional(draw, 'personName.suffix', () => draw.random.pick(parts.SUFFIXES)),
  };
}

/** A name on one line, as an officer, a sponsor or a resident is named. */
export function fullName(draw: Draw): string {
  const initial = draw.random.chance(0.2) ? ` ${draw.random.pick('ABCDEFGHJKLMR'.split(''))}.` : '';
  return `${givenName(draw.random)}${initial} ${familyName(draw.random)}`.slice(0, 120).trim();
}

/** A made-up family name, also for streets and towns when it is plain. */
export function plainFamilyName(random: Random): string {
  return random.pick(parts.FAMILY_START) + random.pick(parts.FAMILY_END);
}

function familyName(random: Random): string {
  const plain = (): string => plainFamilyName(random);
  const particle = (): string => random.pick(parts.PARTICLES);
  switch (random.weighted(FAMILY_FORMS)) {
    case 'plain':
      return plain();
    case 'hyphenated':
      return `${plain()}-${plain()}`;
    case 'prefixed':
      return random.pick(parts.FAMILY_PREFIX) + plain();
    case 'accented':
      return random.pick(parts.FAMILY_ACCENTED);
    case 'with particle':
      return `${particle()} ${plain()}`;
    case 'two names':
      return `${plain()} ${random.pick(parts.FAMILY_ACCENTED)}`;
    case 'many parts':
      return `${particle()} ${plain()} y ${random.pick(parts.FAMILY_ACCENTED)}-${plain()} ${plain()}`;
    case 'one letter':
      return random.pick(['E', 'O', 'Q', 'Ö', 'X']);
    case 'lower case':
      return plain().toLowerCase();
    case 'longest':
      return `${plain()} ${plain()}-${plain()} `.repeat(9).slice(0, 79) + 'a';
  }
}

function givenName(random: Random): string {
  return random.chance(0.12) ? random.pick(parts.GIVEN_UNUSUAL) : random.pick(parts.GIVEN);
}

function middleName(random: Random): string {
  if (random.chance(0.35)) return `${random.pick('ABCDEFGHIJKLMNOPRSTW'.split(''))}.`;
  if (random.chance(0.1)) return `${givenName(random)} ${givenName(random)}`;
  return givenName(random);
}
