import { code } from './codecs.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { RESOURCE_ACTIVITIES } from './resource-json-activities.ts';
import { CODES } from './resource-json-codes.ts';
import { coding, timeWithOffset } from './resource-json-values.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'meta/bundleId',
    time: ['meta/raisedAt', timeWithOffset],
    from: ['meta/origin', coding('member', CODES.member)],
    to: ['meta/recipientState', coding('member', CODES.member)],
    supervisionType: ['meta/regime', code(CODES.supervisionPeriodType)],
    caseReference: 'meta/matterRef',
  }),
  data: (type) => RESOURCE_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['extensions'] = [...carried].map(([element, value]) => ({
      element,
      valueText: JSON.stringify(value),
    }));
  },
  readCarried: (local) => {
    const { extensions } = local;
    return new Map(Array.isArray(extensions) ? (extensions as readonly Json[]).map(readEntry) : []);
  },
};

/** A JSON bundle of resources (mappings/dialects/resource-json, its schema). */
export const resourceJson: NativeDialect = {
  name: 'resource-json',
  contentType: 'application/vnd.wa-doc.bundle+json',
  ending: 'json',
  write(meaning) {
    const { meta, ...local } = writeLocal(TABLES, meaning);
    const { kind } = RESOURCE_ACTIVITIES[meaning.type];
    const head = { resourceType: 'bundle', meta: { eventKind: kind, ...(meta as JsonObject) } };
    return Buffer.from(JSON.stringify({ ...head, ...local }));
  },
  read(document) {
    const local = JSON.parse(document.toString('utf8')) as Json;
    if (!isObject(local) || local['resourceType'] !== 'bundle' || !isObject(local['meta'])) {
      throw new NativeError('no bundle');
    }
    const { eventKind } = local['meta'];
    return readLocal(
      TABLES,
      typeOf(RESOURCE_ACTIVITIES, ({ kind }) => kind === eventKind),
      local,
    );
  },
};

function readEntry(entry: Json): [string, Json] {
  if (isObject(entry)) {
    const { element, valueText } = entry;
    if (typeof element === 'string' && typeof valueText === 'string') {
      return [element, JSON.parse(valueText) as Json];
    }
  }
  throw new NativeError('an extension is not an element and its value');
}
