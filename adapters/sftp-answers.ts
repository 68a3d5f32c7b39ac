import type { IncomingAnswer } from './adapter.ts';
import { plainText } from './plain-text.ts';
import { isDeliveryId } from './sftp-names.ts';

/** The state's word on one delivery, as a file says it. */
export type AnswerLine = Pick<IncomingAnswer, 'deliveryId' | 'said'>;

const REFERENCE_LENGTH = 128;
const REASON_LENGTH = 1_000;

/** `<deliveryId>.ack`: the first line is the state's own reference; the file may be empty. */
export function readAcknowledgement(deliveryId: string, bytes: Buffer): AnswerLine {
  return acknowledged(deliveryId, bytes.toString('utf8').split('\n')[0] ?? '');
}

/** `<deliveryId>.nak`: the text says why. */
export function readRefusal(deliveryId: string, bytes: Buffer): AnswerLine {
  return {
    deliveryId,
    said: { kind: 'refused', reason: plainText(bytes.toString('utf8'), REASON_LENGTH) },
  };
}

/** The lines of a list of acknowledgements, each with its number in the file; `undefined` for one that cannot be read. */
export interface AnswerList {
  readonly lines: readonly { readonly number: number; readonly answer: AnswerLine | undefined }[];
}

const HEADER = ['deliveryid', 'verdict', 'reference', 'reason'];
const VERDICTS: ReadonlyMap<string, 'acknowledged' | 'refused'> = new Map([
  ['ack', 'acknowledged'],
  ['acknowledged', 'acknowledged'],
  ['nak', 'refused'],
  ['refused', 'refused'],
]);

/** `*.acks.csv` (RFC 4180): a header line, then a delivery a line. Undefined where the header is another. */
export function readAnswerList(bytes: Buffer): AnswerList | undefined {
  const [header, ...rows] = readCsv(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  const names = header?.map((name) => name.trim().toLowerCase());
  if (names?.join() !== HEADER.join()) return undefined;
  return {
    lines: rows.flatMap((fields, index) => {
      const isEmpty = fields.length === 1 && fields[0] === '';
      return isEmpty ? [] : [{ number: index + 2, answer: readRow(fields) }];
    }),
  };
}

function readRow([id = '', verdict = '', reference = '', reason = '']: readonly string[]):
  AnswerLine | undefined {
  const deliveryId = id.trim();
  const kind = VERDICTS.get(verdict.trim().toLowerCase());
  if (kind === undefined || !isDeliveryId(deliveryId)) return undefined;
  return kind === 'acknowledged'
    ? acknowledged(deliveryId, reference)
    : { deliveryId, said: { kind: 'refused', reason: plainText(reason, REASON_LENGTH) } };
}

function acknowledged(deliveryId: string, text: string): AnswerLine {
  const reference = text.trim();
  const isLine = reference.length <= REFERENCE_LENGTH && /^[^\p{C}]+$/u.test(reference);
  return { deliveryId, said: { kind: 'acknowledged', ...(isLine ? { reference } : {}) } };
}

/** Fields of a CSV text. What no rule covers (a quote in the middle) is taken as it stands. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    } else if (field.lastIndex === text.length) {
      row.push('');
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
