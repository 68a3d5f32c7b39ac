import { NAMES } from './csv-groups-lines.ts';
import type { Line } from './csv-groups-lines.ts';
import { readCsv, writeCsv } from './csv-text.ts';
import { NativeError } from './meaning.ts';

/** A line and those that continue it. */
export type Transaction = readonly [Line, ...Line[]];

const DELIMITER = '|';
const HEADER = ['HDR', 'INTERSTATE-XTRCT', '04'];

/** One file: first line, names, transactions, and a last line with their counts. */
export function writeExtract(transactions: readonly Transaction[]): Buffer {
  const details = transactions.flat();
  const lines = [
    [...HEADER, latestDay(transactions), ''],
    NAMES,
    ...details.map((line) => NAMES.map((name) => line.get(name) ?? '')),
    ['TRL', `${transactions.length}`, `${details.length}`],
  ];
  return Buffer.from(writeCsv(lines, DELIMITER));
}

/** `MMDDYYYY` of the latest transaction. */
function latestDay(transactions: readonly Transaction[]): string {
  const sent = transactions.map(([line]) => line.get('TRNDT') ?? '');
  const sortable = (text: string): string => text.slice(4, 8) + text.slice(0, 4) + text.slice(8);
  return sent
    .reduce((one, other) => (sortable(other) > sortable(one) ? other : one), '')
    .slice(0, 8);
}

/** The transactions of a file; throws NativeError when frame, columns or counts are wrong. */
export function readExtract(document: Buffer): Transaction[] {
  const lines = readCsv(document.toString('utf8').replace(/^\ufeff/, ''), DELIMITER);
  const [header = [], names = []] = lines;
  const details = lines.slice(2, -1).map((cells) => lineOf(names, cells));
  const [tag, transactionCount, lineCount] = lines.at(-1) ?? [];
  if (HEADER.some((text, index) => header[index] !== text)) throw new NativeError('no first line');
  if (NAMES.some((name) => !names.includes(name))) throw new NativeError('a column is missing');
  if (tag !== 'TRL') throw new NativeError('no last line');
  const transactions = gather(details);
  if (Number(transactionCount) !== transactions.length || Number(lineCount) !== details.length) {
    throw new NativeError('the last line counts otherwise');
  }
  return transactions;
}

function lineOf(names: readonly string[], cells: readonly string[]): Line {
  if (cells.length !== names.length) throw new NativeError('a line has other columns');
  return new Map(
    cells.flatMap((cell, index): [string, string][] => {
      return cell === '' ? [] : [[names[index] ?? '', cell]];
    }),
  );
}

/** A continuation follows the line that it continues, and says its number again. */
function gather(lines: readonly Line[]): Transaction[] {
  const transactions: [Line, ...Line[]][] = [];
  for (const line of lines) {
    if (line.get('RECTYP')?.endsWith('+') !== true) {
      transactions.push([line]);
      continue;
    }
    const current = transactions.at(-1);
    if (current === undefined || current[0].get('TRNNO') !== line.get('TRNNO')) {
      throw new NativeError('a continuation does not follow its line');
    }
    current.push(line);
  }
  return transactions;
}
