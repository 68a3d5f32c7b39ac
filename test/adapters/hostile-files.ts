import { execFile } from 'node:child_process';
import { appendFile, mkdir, open, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** Where a state does it: its own folders, and how it makes a document that would be accepted. */
export interface Drop {
  readonly at: (...names: string[]) => string;
  readonly good: () => string;
  /** The folder of another state's server on the same machine. */
  readonly neighbour: string;
}

/** What a state leaves in `out`, by whatever its own programs can do there. */
export interface HostileFile {
  readonly name: string;
  /** Its name in `out`; bytes where it is none of UTF-8. */
  readonly file: string | Buffer;
  readonly make: (drop: Drop, path: string | Buffer) => Promise<unknown>;
  /** What becomes of it: left where it is, accepted, or refused with a code. */
  readonly outcome: 'left' | 'accepted' | { readonly code: string };
}

/** An ordinary document; what is hostile is its name. */
const document = ({ good }: Drop, path: string | Buffer): Promise<void> => writeFile(path, good());
const linkTo =
  (target: (drop: Drop) => string) =>
  (drop: Drop, path: string | Buffer): Promise<void> =>
    symlink(target(drop), path);
const pipe = (_drop: Drop, path: string | Buffer): Promise<unknown> =>
  promisify(execFile)('mkfifo', [String(path)]);

/** An ordinary document with something other than a file under the name of its manifest. */
const besides =
  (make: HostileFile['make']) =>
  async (drop: Drop, path: string | Buffer): Promise<void> => {
    await make(drop, `${String(path)}.ok`);
    await document(drop, path);
  };

/** The places of a file of a terabyte; it takes none. */
async function sparse(_drop: Drop, path: string | Buffer): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 2 ** 40);
}

/** Grows at each look until it is taken away. */
async function growing(_drop: Drop, path: string | Buffer): Promise<void> {
  await writeFile(path, '{');
  const grow = (): void => {
    // Opened without being made: when it is gone, this ends.
    void open(path, 'r+')
      .then(async (file) => {
        await file.close();
        await appendFile(path, ' ');
        setTimeout(grow, 20);
      })
      .catch(() => undefined);
  };
  grow();
}

const LONGEST_NAME = 200;

// prettier-ignore
export const HOSTILE_FILES: readonly HostileFile[] = [
  { name: 'a link to a file of the machine', file: 'a.json', make: linkTo(() => '/etc/passwd'), outcome: 'left' },
  { name: 'a link to itself', file: 'a.json', make: linkTo(({ at }) => at('out', 'a.json')), outcome: 'left' },
  { name: "a link to another state's folder", file: 'a.json', make: linkTo(({ neighbour }) => join(neighbour, 'out')), outcome: 'left' },
  { name: "a link to another state's document", file: 'a.json', make: linkTo(({ neighbour }) => join(neighbour, 'in', 'b.json')), outcome: 'left' },
  { name: 'a link to nothing', file: 'a.json', make: linkTo(() => '/nowhere'), outcome: 'left' },
  { name: 'a folder', file: 'a.json', make: (_drop, path) => mkdir(path), outcome: 'left' },
  { name: 'a pipe that nobody writes to', file: 'a.json', make: pipe, outcome: 'left' },
  { name: 'a file that grows for ever', file: 'a.json', make: growing, outcome: 'left' },
  { name: 'a line break', file: 'a\nb.json', make: document, outcome: 'left' },
  { name: 'an escape of the terminal', file: 'a\u001b[2J.json', make: document, outcome: 'left' },
  { name: 'bytes that are no UTF-8', file: Buffer.from('61ff2e6a736f6e', 'hex'), make: document, outcome: 'left' },
  { name: 'a dash in front', file: '-rf.json', make: document, outcome: 'left' },
  { name: 'a dot in front', file: '.a.json', make: document, outcome: 'left' },
  { name: 'two dots in front', file: '...json', make: document, outcome: 'left' },
  { name: 'what looks like a path', file: '..\\..\\in\\a.json', make: document, outcome: 'left' },
  { name: 'what looks like an escaped path', file: '%2e%2e%2fin%2fa.json', make: document, outcome: 'left' },
  { name: 'a command', file: '$(reboot);a.json', make: document, outcome: 'left' },
  { name: 'a letter of another script', file: '\u0430.json', make: document, outcome: 'left' },
  { name: 'letters from right to left', file: 'a\u202enosj.json', make: document, outcome: 'left' },
  { name: '201 characters', file: `${'a'.repeat(LONGEST_NAME - 4)}.json`, make: document, outcome: 'left' },
  { name: '200 characters', file: `${'a'.repeat(LONGEST_NAME - 5)}.json`, make: document, outcome: 'accepted' },
  { name: 'blanks', file: 'a  b c.json', make: document, outcome: 'accepted' },
  { name: 'capitals', file: 'A.JSON', make: document, outcome: 'accepted' },
  { name: 'no ending', file: 'a', make: document, outcome: 'accepted' },
  { name: 'two dots at the end', file: 'a..', make: document, outcome: 'accepted' },
  { name: 'the name of the folder beside it', file: 'done', make: document, outcome: 'accepted' },
  { name: 'a pipe in the place of its manifest', file: 'a.json', make: besides(pipe), outcome: 'accepted' },
  { name: 'a folder in the place of its manifest', file: 'a.json', make: besides((_drop, path) => mkdir(path)), outcome: 'accepted' },
  { name: 'a link in the place of its manifest', file: 'a.json', make: besides(linkTo(() => '/etc/passwd')), outcome: 'accepted' },
  { name: 'nothing in it', file: 'a.json', make: (_drop, path) => writeFile(path, ''), outcome: { code: 'JSON_MALFORMED' } },
  { name: 'a terabyte', file: 'a.json', make: sparse, outcome: { code: 'FILE_TOO_LARGE' } },
  { name: 'an acknowledgement in capitals', file: '0197.ACK', make: (_drop, path) => writeFile(path, 'OR-1'), outcome: { code: 'JSON_MALFORMED' } },
  { name: 'an acknowledgement of no delivery', file: '0197.ack', make: (_drop, path) => writeFile(path, ''), outcome: { code: 'NOT_FOUND' } },
  { name: 'an acknowledgement of another state', file: '0197aaaa-0000-7000-8000-000000000000.nak', make: (_drop, path) => writeFile(path, 'no'), outcome: { code: 'NOT_FOUND' } },
  { name: 'a list of acknowledgements of no deliveries', file: 'a.acks.csv', make: (_drop, path) => writeFile(path, 'deliveryId,verdict,reference,reason\nD-1,ack,,\n'), outcome: { code: 'NOT_FOUND' } },
];

const SAMPLE = readFile(
  join(PROJECT_ROOT, 'mappings/dialects/csv-groups/samples/transfer-request.in.csv'),
  'utf8',
).then((text) => text.split(/\r?\n/).slice(0, 3) as [string, string, string]);

/** The lines of a batch of a state of the dialect `csv-groups`, each with a word of its own in it. */
export interface BatchLines {
  readonly header: string;
  readonly names: string;
  readonly records: readonly string[];
  readonly trailer: string;
}

/** A batch from CA to TX of so many transfer requests, whose ids nothing else has. */
export async function batchOf(count: number, id: string): Promise<BatchLines> {
  const [header, names, record] = await SAMPLE;
  const records = Array.from({ length: count }, (_, place) =>
    record.replace('CA-2026-000008', `${id}-${place}`).replace('CDC-K41277', `${id}/${place}`),
  );
  return { header, names, records, trailer: trailerOf(count) };
}

const trailerOf = (count: number): string => `TRL|${count}|${count}`;

/** The lines as a file. */
export function textOf({ header, names, records, trailer }: BatchLines): string {
  return [header, names, ...records, trailer, ''].join('\r\n');
}

/** What somebody who breaks off, counts wrongly or lies makes of a batch. */
export interface HostileBatch {
  readonly name: string;
  readonly count: number;
  readonly make: (lines: BatchLines) => string;
  /** Of the whole where it is refused whole; else of the records that are. */
  readonly codes: readonly string[];
  readonly accepted: number;
}

const whole = (code: string) => ({ codes: [code], accepted: 0 }) as const;
const withRecord =
  (place: number, change: (record: string) => string) =>
  (lines: BatchLines): string =>
    textOf({
      ...lines,
      records: lines.records.map((record, at) => (at === place ? change(record) : record)),
    });
const without =
  (part: 'header' | 'names' | 'trailer') =>
  (lines: BatchLines): string =>
    textOf(lines).replace(`${lines[part]}\r\n`, '');

// prettier-ignore
export const HOSTILE_BATCHES: readonly HostileBatch[] = [
  { name: 'broken off in the middle of a line', count: 3, make: (lines) => textOf(lines).slice(0, -(lines.records[2]!.length)), ...whole('NATIVE_INVALID') },
  { name: 'broken off at the end of a line', count: 3, make: without('trailer'), ...whole('NATIVE_INVALID') },
  { name: 'broken off in the trailer', count: 3, make: (lines) => textOf(lines).slice(0, -4), ...whole('NATIVE_INVALID') },
  { name: 'broken off in the names of the columns', count: 3, make: (lines) => textOf(lines).slice(0, 500), ...whole('NATIVE_INVALID') },
  { name: 'a record fewer than the trailer says', count: 3, make: (lines) => textOf({ ...lines, records: lines.records.slice(1) }), ...whole('NATIVE_INVALID') },
  { name: 'a record more than the trailer says', count: 3, make: (lines) => textOf({ ...lines, trailer: trailerOf(2) }), ...whole('NATIVE_INVALID') },
  { name: 'a count of no number', count: 3, make: (lines) => textOf({ ...lines, trailer: 'TRL|3e0|0x3' }), ...whole('NATIVE_INVALID') },
  { name: 'a count below none', count: 1, make: (lines) => textOf({ ...lines, trailer: 'TRL|-1|1' }), ...whole('NATIVE_INVALID') },
  { name: 'no header', count: 2, make: without('header'), ...whole('NATIVE_INVALID') },
  { name: 'no names of the columns', count: 2, make: without('names'), ...whole('NATIVE_INVALID') },
  { name: 'two headers', count: 2, make: (lines) => `${lines.header}\r\n${textOf(lines)}`, ...whole('NATIVE_INVALID') },
  { name: 'two trailers', count: 2, make: (lines) => `${textOf(lines)}${lines.trailer}\r\n`, ...whole('NATIVE_INVALID') },
  { name: 'two whole batches', count: 2, make: (lines) => textOf(lines) + textOf(lines), ...whole('NATIVE_INVALID') },
  { name: 'the header of another extract', count: 2, make: (lines) => textOf({ ...lines, header: lines.header.replace('INTERSTATE', 'INTRASTATE') }), ...whole('NATIVE_INVALID') },
  { name: "the file of another state's format", count: 1, make: () => 'HDRISC-INTERCHANGE 0720261103\r\nTRL0000000000000002\r\n', ...whole('NATIVE_INVALID') },
  { name: 'the names of two columns exchanged, and nothing else', count: 1, make: (lines) => textOf({ ...lines, names: lines.names.replace('SNDST|RCVST', 'RCVST|SNDST') }), ...whole('SOURCE_FOREIGN') },
  { name: 'a line feed too many', count: 2, make: (lines) => textOf(lines).replace(/\r\n$/, '\r\n\r\n'), ...whole('NATIVE_INVALID') },
  { name: 'NUL in it', count: 2, make: (lines) => textOf(lines).replace('Austin', 'Aus\u0000tin'), ...whole('DOCUMENT_UNREADABLE') },
  { name: 'a quote that does not end', count: 2, make: (lines) => textOf(lines).replace('|Austin', '|"Austin'), ...whole('DOCUMENT_UNREADABLE') },
  { name: 'all of it in one line', count: 2, make: (lines) => textOf(lines).replaceAll('\r\n', '|'), ...whole('DOCUMENT_UNREADABLE') },
  { name: 'no record', count: 0, make: textOf, ...whole('DOCUMENT_NOT_SINGLE') },
  { name: 'a record of another state among its own', count: 3, make: withRecord(1, (record) => record.replace('|CA|TX|', '|OR|TX|')), codes: ['SOURCE_FOREIGN'], accepted: 2 },
  { name: 'a record twice', count: 2, make: (lines) => textOf({ ...lines, records: [lines.records[0]!, lines.records[0]!] }), codes: [], accepted: 2 },
  { name: 'an id twice with other content', count: 2, make: (lines) => textOf({ ...lines, records: [lines.records[0]!, lines.records[0]!.replace('Austin', 'Dallas')] }), codes: ['ID_REUSE'], accepted: 1 },
  { name: 'one bad record of 500', count: 500, make: withRecord(250, (record) => record.replace('|02291988|', '|02301988|')), codes: ['SCHEMA_INVALID'], accepted: 499 },
];
