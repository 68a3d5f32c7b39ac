import fc from 'fast-check';
import type { JsonObject } from '../../hub/message/json.ts';

/** Words that names and texts of people hold, and what formats of text trip over. */
const WORDS = [
  'O’Brien',
  "D'Angelo",
  'José',
  'Müller',
  'Nguyễn',
  'de la Cruz',
  'Smith-Jones',
  'X',
  'Jr.',
  'III',
  'a, b',
  'two  blanks',
  'R&D <b>"q"</b> \'s',
  ']]>',
  '&amp;',
  '\\n',
  '=1+1',
  '😀',
  '中文',
  '|',
  ';',
  '~1/',
];

const ADDRESSES = ['a@b.c', "o'brien+x@courts.example.gov", 'x_{|}~!#$%&*/=?^`@a-1.b.c.d.example'];

interface TextSchema {
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Texts that keep to a schema of type string, with what real names and hostile ones hold. */
export function arbitraryText(schema: JsonObject): fc.Arbitrary<string> {
  const { format, pattern = '', minLength = 0, maxLength = 64 } = schema as TextSchema;
  if (format === 'date') return dates();
  if (format === 'date-time') return moments();
  if (pattern.includes('@')) return fc.constantFrom(...ADDRESSES);
  const expression = new RegExp(pattern, 'u');
  const fits = (text: string): boolean =>
    expression.test(text) && text.length >= minLength && text.length <= maxLength;
  if (!pattern.startsWith('^[^')) {
    return fc.stringMatching(new RegExp(pattern)).filter(fits);
  }
  const separators = pattern.includes('\\u000b') ? [' ', '\n', '\t', ' \n '] : [' '];
  const words = fc.array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...separators)), {
    minLength: 1,
    maxLength: 6,
  });
  return fc
    .oneof(
      { weight: 5, arbitrary: words.map((parts) => joined(parts)) },
      { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }) },
      { weight: 1, arbitrary: fc.constantFrom('a', 'é').map((letter) => letter.repeat(maxLength)) },
    )
    .filter(fits);
}

function joined(parts: readonly (readonly [string, string])[]): string {
  return parts.map(([word, separator], i) => (i === 0 ? word : separator + word)).join('');
}

function dates(): fc.Arbitrary<string> {
  const min = new Date('1900-01-01T00:00:00Z');
  const max = new Date('2199-12-31T00:00:00Z');
  return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
}

function moments(): fc.Arbitrary<string> {
  return fc
    .date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`);
}
