import { birthDatesOf, identifiersIn, namesOf } from '../../../hub/compact/person-traits.ts';
import type { SupervisedIndividual } from '../../../hub/generated/messages.ts';
import { createDraw } from '../../../simulation/generator/generate-activity.ts';
import { personName } from '../../../simulation/generator/person-name.ts';
import { createRandom } from '../../../simulation/generator/random.ts';

/** By a piece of JSON text: what says it of another person, who is the same for the same key. */
export type Renamed = ReadonlyMap<string, (key: string) => string>;

/** Every name, day of birth and identifier by which a person is found. */
export function renamed(person: SupervisedIndividual): Renamed {
  const others = new Map<string, (key: string) => string>();
  for (const name of namesOf(person)) {
    for (const part of ['lastName', 'firstName', 'middleName'] as const) {
      const value = name[part];
      if (value === undefined) continue;
      const text = member(part, value);
      others.set(text, (key) => member(part, otherName(part, `${key}/${text}`)));
    }
  }
  for (const day of birthDatesOf(person)) {
    others.set(JSON.stringify(day), (key) => JSON.stringify(otherBirth(day, key)));
  }
  for (const { value } of identifiersIn(person)) {
    others.set(JSON.stringify(value), (key) => JSON.stringify(otherNumber(value, key)));
  }
  return others;
}

const member = (name: string, value: string): string => `"${name}":${JSON.stringify(value)}`;

function otherName(part: 'lastName' | 'firstName' | 'middleName', seed: string): string {
  const name = personName(createDraw(seed, {}));
  return part === 'lastName' ? name.lastName : name.firstName;
}

/** Years of birth of adults. */
const FIRST_YEAR = 1955;
const YEARS = 52;
const LEAP = 4;

/** All days of one person by as many years: the birthday, from which registrations are due, stays. */
function otherBirth(day: string, key: string): string {
  const later = LEAP * createRandom(`${key}/birth`).integer(1, YEARS / LEAP - 1);
  const place = (Number(day.slice(0, 4)) - FIRST_YEAR + later + YEARS) % YEARS;
  return `${FIRST_YEAR + place}${day.slice(4)}`;
}

/** As long and of the same form: its first digit says what kind of a number it is. */
function otherNumber(value: string, key: string): string {
  const random = createRandom(`${key}/${value}`);
  const first = value.search(/\d/);
  return value.replace(/\d/g, (digit, at) => (at === first ? digit : `${random.integer(0, 9)}`));
}
