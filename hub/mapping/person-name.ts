import type { JsonObject, JsonValue } from '../message/json.ts';
import type { PersonNameStyle } from './mapping-document.ts';

/** The parts of a name as schemas/blocks.v1 names them. */
export const NAME_PARTS = ['lastName', 'firstName', 'middleName', 'suffix'] as const;

/**
 * A person's name in one text and back. `readName` takes the text apart by fixed rules (the first
 * word of the given names is the first name; one comma before a suffix), so a name that
 * does not come back as it was has to be carried in its parts.
 */
export function writeName(style: PersonNameStyle, name: JsonObject): string {
  const { lastName = '', firstName = '', middleName = '', suffix = '' } = name as NameParts;
  const given = middleName === '' ? firstName : `${firstName} ${middleName}`;
  const tail = suffix === '' ? '' : `, ${suffix}`;
  return style === 'LAST, FIRST MIDDLE, SUFFIX'
    ? `${lastName}, ${given}${tail}`
    : `${given} ${lastName}${tail}`;
}

/** The parts of a name; undefined when the text is not one. */
export function readName(style: PersonNameStyle, text: JsonValue): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  return style === 'LAST, FIRST MIDDLE, SUFFIX' ? readLastFirst(text) : readFirstLast(text);
}

/** Whether two names have the same parts. */
export function sameName(one: JsonObject, other: JsonObject): boolean {
  return NAME_PARTS.every((part) => one[part] === other[part]);
}

type NameParts = Partial<Record<(typeof NAME_PARTS)[number], string>>;

function readLastFirst(text: string): JsonObject | undefined {
  const [lastName = '', given = '', ...suffix] = text.split(', ');
  const space = given.indexOf(' ');
  const firstName = space < 0 ? given : given.slice(0, space);
  const middleName = space < 0 ? '' : given.slice(space + 1).trim();
  return present({ lastName, firstName, middleName, suffix: suffix.join(', ') });
}

function readFirstLast(text: string): JsonObject | undefined {
  const [whole = '', ...suffix] = text.split(', ');
  const words = whole.split(' ');
  const lastName = words.at(-1) ?? '';
  const firstName = words.length > 1 ? (words[0] ?? '') : '';
  const middleName = words.slice(1, -1).join(' ');
  return present({ lastName, firstName, middleName, suffix: suffix.join(', ') });
}

function present(parts: Required<NameParts>): JsonObject | undefined {
  if (parts.lastName === '' || parts.firstName === '') return undefined;
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
}
