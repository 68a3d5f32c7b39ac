import { code } from './codecs.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { FILE_ACTIVITIES } from './fixed-width-activities.ts';
import { CODES } from './fixed-width-codes.ts';
import { readInterchange, writeInterchange } from './fixed-width-file.ts';
import type { RecordLines } from './fixed-width-file.ts';
import { linesOf, localOf } from './fixed-width-lines.ts';
import { sentOfFile } from './fixed-width-values.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';
import type { CutActivity, NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'XMIT-KEY',
    time: ['XMIT-STAMP', sentOfFile],
    from: ['ORIG-STATE', code(CODES.member)],
    to: ['DEST-STATE', code(CODES.member)],
    supervisionType: ['SUPV-TRACK', code(CODES.supervisionPeriodType)],
    caseReference: 'HUB-CASE',
  }),
  data: (type) => FILE_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['HUB-CARRY-TEXT'] = JSON.stringify(Object.fromEntries(carried));
  },
  readCarried: (local) => {
    const text = local['HUB-CARRY-TEXT'];
    const held = typeof text === 'string' ? (JSON.parse(text) as Json) : {};
    if (!isObject(held)) throw new NativeError('HUB-CARRY-TEXT is not an object');
    return new Map(Object.entries(held));
  },
};

/** A nightly file of fixed width: a record for each activity, with segments and lines of text below. */
export const fixedWidth: NativeDialect = {
  name: 'fixed-width',
  contentType: 'text/plain',
  ending: 'txt',
  write(meaning) {
    const { record } = FILE_ACTIVITIES[meaning.type];
    return writeInterchange([linesOf(record, writeLocal(TABLES, meaning))]);
  },
  read(document) {
    const [lines, ...others] = readInterchange(document);
    if (lines === undefined || others.length > 0)
      throw new NativeError('the file has not one record');
    const { record, local } = localOf(lines);
    return readLocal(
      TABLES,
      typeOf(FILE_ACTIVITIES, (entry) => entry.record === record),
      local,
    );
  },
  batch: {
    join: (documents) => writeInterchange(documents.flatMap(readInterchange)),
    cut: (document) => readInterchange(document).map(cutOff),
  },
};

function cutOff(lines: RecordLines): CutActivity {
  const { local } = localOf(lines);
  const { 'DELIVERY-KEY': deliveryId, 'DELIVERY-ORDER': order } = local;
  return {
    document: writeInterchange([lines]),
    ...(typeof deliveryId === 'string' ? { deliveryId } : {}),
    ...(order === undefined ? {} : { caseSequence: Number(order) }),
  };
}
