import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';

interface Format {
  readonly member: string;
  readonly dialect: string;
  readonly contentType: string;
  readonly sample: string;
}

const sampleOf = (dialect: string, ending: string): string =>
  readFileSync(
    join(PROJECT_ROOT, 'mappings/dialects', dialect, 'samples', `transfer-request.in.${ending}`),
    'utf8',
  );

const FORMATS: readonly Format[] = [
  {
    member: 'NV',
    dialect: 'nested-json',
    contentType: 'application/json',
    sample: sampleOf('nested-json', 'json'),
  },
  {
    member: 'CA',
    dialect: 'csv-groups',
    contentType: 'text/csv',
    sample: sampleOf('csv-groups', 'csv'),
  },
  {
    member: 'AL',
    dialect: 'fixed-width',
    contentType: 'text/plain',
    sample: sampleOf('fixed-width', 'txt'),
  },
];

/** Whatever is wrong with it, a broken document of a state's own format is refused as one of these. */
const BROKEN: readonly Verdict[] = [
  'refuse:NATIVE_INVALID',
  'refuse:DOCUMENT_UNREADABLE',
  'refuse:RECORD_UNRECOGNISED',
  'refuse:RECORD_AMBIGUOUS',
  'refuse:DOCUMENT_TOO_LARGE',
  'refuse:DOCUMENT_TOO_DEEP',
  'refuse:DOCUMENT_NOT_SINGLE',
  'refuse:SCHEMA_INVALID',
  'refuse:ENVELOPE_INVALID',
  'refuse:SOURCE_FOREIGN',
  'refuse:TEXT_INVALID',
  'refuse:JSON_MALFORMED',
  'refuse:JSON_NUMBER_UNSAFE',
  'refuse:JSON_DUPLICATE_KEY',
  'refuse:JSON_FORBIDDEN_KEY',
  'refuse:JSON_TOO_DEEP',
];

/** Documents in the formats of states: JSON, separated columns, columns of a fixed width. */
export const NATIVE_FORMATS: HostileCategory = {
  name: 'formats of states',
  least: 90,
  cases: (seed) =>
    FORMATS.flatMap((format, place) => [
      ...CHANGES.map(([name, change]) => caseOf(format, name, change)),
      ...cuts(format, seed + place),
    ]),
};

type Change = (sample: string) => Buffer | string;

function caseOf(
  { member, dialect, contentType }: Format,
  name: string,
  change: Change,
): HostileCase {
  const { sample } = FORMATS.find((format) => format.dialect === dialect)!;
  return {
    name: `${dialect}: ${name}`,
    expected: BROKEN,
    play: (lab) => lab.post(member, contentType, change(sample)),
  };
}

const middle = (sample: string): number => Math.floor(sample.length / 2);
const put =
  (text: string): Change =>
  (sample) =>
    sample.slice(0, middle(sample)) + text + sample.slice(middle(sample));

const CHANGES: readonly (readonly [string, Change])[] = [
  ['nothing', () => ''],
  ['blanks', () => ' \r\n \t'],
  ['one letter', () => 'x'],
  ['null', () => 'null'],
  ['a list', () => '[]'],
  ['XML', () => '<a/>'],
  ['a mark of UTF-16', (sample) => Buffer.from(`\ufeff${sample}`, 'utf16le')],
  ['UTF-16 without a mark', (sample) => Buffer.from(sample, 'utf16le')],
  [
    'bytes that are no UTF-8',
    (sample) => Buffer.concat([Buffer.from(sample), Buffer.from([0xff, 0xfe])]),
  ],
  ['an overlong byte', (sample) => Buffer.concat([Buffer.from([0xc0, 0xaf]), Buffer.from(sample)])],
  ['NUL in it', put('\u0000')],
  ['an escape of the terminal', put('\u001b[2J')],
  ['a quote in the middle', put('"')],
  ['a line break in the middle', put('\r\n')],
  ['a megabyte less a little in the middle', put('x'.repeat(900_000))],
  ['300,000 lines', (sample) => sample + '\r\n'.repeat(300_000)],
  ['400,000 separators', (sample) => `${sample}${'|'.repeat(400_000)}`],
  ['400,000 quotes', (sample) => `${sample}${'"'.repeat(400_000)}`],
  ['twice', (sample) => sample + sample],
  ['backwards', (sample) => Array.from(sample).reverse().join('')],
  ['another format', () => FORMATS[0]!.sample.slice(1)],
  ['an archive', () => Buffer.from('504b0304140000000800ff00ff00', 'hex')],
];

/** Cut off somewhere: half a document is never taken for a whole one. */
function cuts(format: Format, seed: number): HostileCase[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: 10 }, () => {
    const share = 0.05 + random.next() * 0.85;
    return caseOf(format, `cut off at ${Math.round(share * 100)} of 100`, (sample) =>
      sample.slice(0, Math.floor(sample.length * share)),
    );
  });
}
