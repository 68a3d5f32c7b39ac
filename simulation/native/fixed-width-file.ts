import { cellsOf, fill, strip } from './fixed-width-cells.ts';
import type { Column } from './fixed-width-cells.ts';
import { TAG_WIDTH, isRecord } from './fixed-width-lines.ts';
import { NativeError } from './meaning.ts';

/** The lines of one activity. */
export type RecordLines = readonly string[];

const HEADER = 'HDRISC-INTERCHANGE 07';
const TRAILER = 'TRL';
const END = '\r\n';

const DAY: Column = { name: 'FILE-DATE', width: 8, kind: 'day' };
const NOTE_WIDTH = 32;
const RECORD_COUNT: Column = { name: 'RECORD-COUNT', width: 7, kind: 'digits' };
const LINE_COUNT: Column = { name: 'LINE-COUNT', width: 9, kind: 'digits' };
const COUNTS = [RECORD_COUNT, LINE_COUNT];

/** Where the day of a record stands: behind its tag and its number. */
const STAMP_AT = TAG_WIDTH + 128;

/** One file: the first line, the records, and a last line with their counts. */
export function writeInterchange(records: readonly RecordLines[]): Buffer {
  const details = records.flat();
  const days = records.map(([line = '']) =>
    Array.from(line)
      .slice(STAMP_AT, STAMP_AT + DAY.width)
      .join(''),
  );
  const header = HEADER + fill(DAY, days.sort().at(-1)) + ' '.repeat(NOTE_WIDTH);
  const counts = [records.length, details.length + 2];
  const trailer = TRAILER + COUNTS.map((column, at) => fill(column, `${counts[at]}`)).join('');
  return Buffer.from([header, ...details, trailer].map((line) => line + END).join(''));
}

/** The records of a file; throws NativeError when its frame or its counts are wrong. */
export function readInterchange(document: Buffer): RecordLines[] {
  const lines = document
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const [header = '', ...rest] = lines;
  const trailer = rest.pop() ?? '';
  if (!header.startsWith(HEADER)) throw new NativeError('no first line');
  if (!trailer.startsWith(TRAILER)) throw new NativeError('no last line');
  const records = gather(rest);
  const stated = cellsOf(
    trailer.slice(TAG_WIDTH),
    COUNTS.map(({ width }) => width),
  );
  const [recordCount, lineCount] = COUNTS.map((column, at) => strip(column, stated[at] ?? ''));
  if (recordCount !== `${records.length}` || lineCount !== `${lines.length}`) {
    throw new NativeError('the last line counts otherwise');
  }
  return records;
}

function gather(lines: readonly string[]): string[][] {
  const records: string[][] = [];
  for (const line of lines) {
    const current = records.at(-1);
    if (isRecord(line)) records.push([line]);
    else if (current === undefined) throw new NativeError('a segment stands before any record');
    else current.push(line);
  }
  return records;
}
