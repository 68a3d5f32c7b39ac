import { code } from './codecs.ts';
import { EXTRACT_ACTIVITIES } from './csv-groups-activities.ts';
import { CODES } from './csv-groups-codes.ts';
import { readExtract, writeExtract } from './csv-groups-file.ts';
import type { Transaction } from './csv-groups-file.ts';
import { linesOf, localOf } from './csv-groups-lines.ts';
import { sentOfExtract } from './csv-groups-values.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';
import type { CutActivity, NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

/** Lists of which the extract holds the first items, by canonical path. */
const SHORT_LISTS: Readonly<Record<string, string>> = {
  '/data/supervisedIndividual/emails': 'CL_EML',
  '/data/changes/emails': 'EML',
};

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'TRNNO',
    time: ['TRNDT', sentOfExtract],
    from: ['SNDST', code(CODES.member)],
    to: ['RCVST', code(CODES.member)],
    supervisionType: ['JURC', code(CODES.supervisionPeriodType)],
    caseReference: 'CASNO',
  }),
  data: (type) => EXTRACT_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['HUBXTN'] = JSON.stringify(Object.fromEntries(carried));
  },
  readCarried: (local) => {
    const text = local['HUBXTN'];
    const held = typeof text === 'string' ? (JSON.parse(text) as Json) : {};
    if (!isObject(held)) throw new NativeError('HUBXTN is not an object');
    return new Map(
      Object.entries(held).map(([pointer, value]) => [pointer, wholeOf(local, pointer, value)]),
    );
  },
};

/** Of a list the first items stand in the columns, and the rest is what is carried. */
function wholeOf(local: JsonObject, pointer: string, value: Json): Json {
  const column = SHORT_LISTS[pointer];
  if (column === undefined) return value;
  return [...(local[column] as readonly Json[]), ...(value as readonly Json[])];
}

/** A nightly extract in CSV: a line for each transaction, what repeats in numbered columns. */
export const csvGroups: NativeDialect = {
  name: 'csv-groups',
  contentType: 'text/csv',
  ending: 'csv',
  write(meaning) {
    const { tag } = EXTRACT_ACTIVITIES[meaning.type];
    const [first = new Map<string, string>(), ...further] = linesOf(
      tag,
      writeLocal(TABLES, meaning),
    );
    return writeExtract([[first, ...further]]);
  },
  read(document) {
    const [transaction, ...others] = readExtract(document);
    if (transaction === undefined || others.length > 0) {
      throw new NativeError('the file has not one transaction');
    }
    const tag = transaction[0].get('RECTYP');
    const type = typeOf(EXTRACT_ACTIVITIES, (entry) => entry.tag === tag);
    return readLocal(TABLES, type, localOf(transaction));
  },
  batch: {
    join: (documents) => writeExtract(documents.flatMap(readExtract)),
    cut: (document) => readExtract(document).map(cutOff),
  },
};

function cutOff(transaction: Transaction): CutActivity {
  const [line] = transaction;
  const deliveryId = line.get('DLVNO');
  const sequence = line.get('DLVSEQ');
  return {
    document: writeExtract([transaction]),
    ...(deliveryId === undefined ? {} : { deliveryId }),
    ...(sequence === undefined ? {} : { caseSequence: Number(sequence) }),
  };
}
