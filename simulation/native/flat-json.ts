import { code } from './codecs.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { FLAT_ACTIVITIES } from './flat-json-activities.ts';
import { CODES } from './flat-json-codes.ts';
import { dateTimeWithSlashes } from './flat-json-values.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'TXN_ID',
    time: ['TXN_TS', dateTimeWithSlashes],
    from: ['FROM_ST', code(CODES.member)],
    to: ['TO_ST', code(CODES.member)],
    supervisionType: ['TRACK_CD', code(CODES.supervisionPeriodType)],
    caseReference: 'CASE_REF',
  }),
  data: (type) => FLAT_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['HUB_EXT'] = [...carried].map(([pointer, value]) => ({
      EXT_PATH: pointer,
      EXT_JSON: JSON.stringify(value),
    }));
  },
  readCarried: (local) => {
    const entries = Array.isArray(local['HUB_EXT']) ? (local['HUB_EXT'] as readonly Json[]) : [];
    return new Map(entries.map(readEntry));
  },
};

/** Flat JSON, one field for each value, with letter codes and dates as `MM/DD/YYYY`. */
export const flatJson: NativeDialect = {
  name: 'flat-json',
  contentType: 'application/vnd.tdcj.flat+json',
  ending: 'json',
  write(meaning) {
    const { kind } = FLAT_ACTIVITIES[meaning.type];
    return Buffer.from(JSON.stringify({ TXN_CD: kind, ...writeLocal(TABLES, meaning) }));
  },
  read(document) {
    const local = JSON.parse(document.toString('utf8')) as Json;
    if (!isObject(local)) throw new NativeError('no object');
    const type = typeOf(FLAT_ACTIVITIES, ({ kind }) => kind === local['TXN_CD']);
    return readLocal(TABLES, type, local);
  },
};

function readEntry(entry: Json): [string, Json] {
  if (isObject(entry)) {
    const { EXT_PATH: pointer, EXT_JSON: text } = entry;
    if (typeof pointer === 'string' && typeof text === 'string') {
      return [pointer, JSON.parse(text) as Json];
    }
  }
  throw new NativeError('an entry of HUB_EXT is not a path and its JSON');
}
