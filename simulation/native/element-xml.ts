import { code } from './codecs.ts';
import { ELEMENT_ACTIVITIES } from './element-xml-activities.ts';
import { CODES } from './element-xml-codes.ts';
import { packedDateTime } from './element-xml-values.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';
import { readXml, writeXml } from './xml-text.ts';

const NAMESPACES = { '': 'https://dcs.georgia.example/compact/2' };

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'Control/@messageId',
    time: ['Control/@created', packedDateTime],
    from: ['Control/@from', code(CODES.member)],
    to: ['Control/@to', code(CODES.member)],
    supervisionType: ['Control/@phase', code(CODES.supervisionPeriodType)],
    caseReference: 'CaseReference/@hubCase',
  }),
  data: (type) => ELEMENT_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['Extension'] = {
      Carried: [...carried].map(([pointer, value]) => ({
        '@path': pointer,
        '#': JSON.stringify(value),
      })),
    };
  },
  readCarried: (local) => {
    const extension = local['Extension'];
    const held: Json = (isObject(extension) ? extension['Carried'] : undefined) ?? [];
    const entries = Array.isArray(held) ? (held as readonly Json[]) : [held];
    return new Map(entries.map(readEntry));
  },
};

/** XML with elements and attributes of one namespace, its order that of the XSD. */
export const elementXml: NativeDialect = {
  name: 'element-xml',
  contentType: 'application/xml',
  ending: 'xml',
  write(meaning) {
    const { root } = ELEMENT_ACTIVITIES[meaning.type];
    return Buffer.from(writeXml(root, NAMESPACES, writeLocal(TABLES, meaning)));
  },
  read(document) {
    const { root, content } = readXml(document.toString('utf8'), NAMESPACES);
    const type = typeOf(ELEMENT_ACTIVITIES, (entry) => entry.root === root);
    return readLocal(TABLES, type, content);
  },
};

function readEntry(entry: Json): [string, Json] {
  if (isObject(entry)) {
    const { '@path': pointer, '#': text } = entry;
    if (typeof pointer === 'string' && typeof text === 'string') {
      return [pointer, JSON.parse(text) as Json];
    }
  }
  throw new NativeError('an entry of the extension is not a path and its JSON');
}
