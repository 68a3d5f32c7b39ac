import type { Block } from './block.ts';
import { code } from './codecs.ts';
import { ENTRY_ACTIVITIES } from './entry-json-activities.ts';
import { gatherAnswers, listAnswers } from './entry-json-answers.ts';
import { CODES } from './entry-json-codes.ts';
import { signedAt } from './entry-json-values.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'serialNumber',
    time: ['signedAt', signedAt],
    from: ['stateOfOrigin', code(CODES.member)],
    to: ['stateAddressed', code(CODES.member)],
    supervisionType: ['branch', code(CODES.supervisionPeriodType)],
    caseReference: 'docketOfCase',
  }),
  data: (type) => answersOf(ENTRY_ACTIVITIES[type].data),
  writeCarried: (local, carried) => {
    local['annex'] = [...carried].map(([pertainsTo, value]) => ({
      pertainsTo,
      verbatim: JSON.stringify(value),
    }));
  },
  readCarried: ({ annex }) =>
    new Map(Array.isArray(annex) ? (annex as readonly Json[]).map(readEntry) : []),
};

/** A form of numbered answers (mappings/dialects/entry-json, its schema). */
export const entryJson: NativeDialect = {
  name: 'entry-json',
  contentType: 'application/vnd.il-doc.form+json',
  ending: 'json',
  write(meaning) {
    const { form } = ENTRY_ACTIVITIES[meaning.type];
    const local = writeLocal(TABLES, meaning);
    const answers = listAnswers(local['answers'] as JsonObject);
    return Buffer.from(JSON.stringify({ form, ...local, answers }));
  },
  read(document) {
    const local = JSON.parse(document.toString('utf8')) as Json;
    if (!isObject(local)) throw new NativeError('no form');
    const type = typeOf(ENTRY_ACTIVITIES, ({ form }) => form === local['form']);
    return readLocal(TABLES, type, { ...local, answers: gatherAnswers(local['answers']) });
  },
};

/** What the activity says is the answers of the form. */
function answersOf(items: Block): Block {
  return {
    write(value, local, place) {
      const answers: JsonObject = {};
      items.write(value, answers, place);
      local['answers'] = answers;
    },
    read: ({ answers }) => (isObject(answers) ? (items.read(answers, '') ?? {}) : undefined),
  };
}

function readEntry(entry: Json): [string, Json] {
  if (isObject(entry)) {
    const { pertainsTo, verbatim } = entry;
    if (typeof pertainsTo === 'string' && typeof verbatim === 'string') {
      return [pertainsTo, JSON.parse(verbatim) as Json];
    }
  }
  throw new NativeError('a part of the annex is not a path and its JSON');
}
