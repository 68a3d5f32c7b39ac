import { same } from './block.ts';
import { code } from './codecs.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { NESTED_ACTIVITIES } from './nested-json-activities.ts';
import { CODES } from './nested-json-codes.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'header/message_number',
    time: ['header/sent_at', same],
    from: ['header/from_state', code(CODES.member)],
    to: ['header/to_state', code(CODES.member)],
    supervisionType: ['header/supervision_track', code(CODES.supervisionPeriodType)],
    caseReference: 'case/compact_case',
  }),
  data: (type) => NESTED_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['extension'] = { carried: Object.fromEntries(carried) };
  },
  readCarried: (local) => {
    const extension = local['extension'];
    const carried = isObject(extension) ? extension['carried'] : undefined;
    return new Map(isObject(carried) ? Object.entries(carried) : []);
  },
};

/** Nested JSON with numeric codes, last names first (mappings/dialects/nested-json, its schema). */
export const nestedJson: NativeDialect = {
  name: 'nested-json',
  contentType: 'application/vnd.or-doc.interchange+json',
  ending: 'json',
  write(meaning) {
    const { header, ...local } = writeLocal(TABLES, meaning);
    const { kind } = NESTED_ACTIVITIES[meaning.type];
    return Buffer.from(
      JSON.stringify({ header: { message_kind: kind, ...(header as JsonObject) }, ...local }),
    );
  },
  read(document) {
    const local = JSON.parse(document.toString('utf8')) as Json;
    if (!isObject(local) || !isObject(local['header'])) throw new NativeError('no header');
    const kind = local['header']['message_kind'];
    return readLocal(
      TABLES,
      typeOf(NESTED_ACTIVITIES, (entry) => entry.kind === kind),
      local,
    );
  },
};
