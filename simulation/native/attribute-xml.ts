import { ATTRIBUTE_ACTIVITIES } from './attribute-xml-activities.ts';
import { CODES } from './attribute-xml-codes.ts';
import { solidMoment } from './attribute-xml-values.ts';
import { code } from './codecs.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';
import { readXml, writeXml } from './xml-text.ts';

const NAMESPACES = { '': 'https://doccs.newyork.example/ics/v4' };

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: '@MsgNbr',
    time: ['@MsgTs', solidMoment],
    from: ['@OrgJur', code(CODES.member)],
    to: ['@DstJur', code(CODES.member)],
    supervisionType: ['@SupTrk', code(CODES.supervisionPeriodType)],
    caseReference: '@CasRef',
  }),
  data: (type) => ATTRIBUTE_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['Xtn'] = {
      Itm: [...carried].map(([pointer, value]) => ({
        '@Ptr': pointer,
        '#': JSON.stringify(value),
      })),
    };
  },
  readCarried: (local) => {
    const extension = local['Xtn'];
    const held: Json = (isObject(extension) ? extension['Itm'] : undefined) ?? [];
    const entries = Array.isArray(held) ? (held as readonly Json[]) : [held];
    return new Map(entries.map(readEntry));
  },
};

/** XML of attributes with terse names; elements only for what repeats, is long or has both inside. */
export const attributeXml: NativeDialect = {
  name: 'attribute-xml',
  contentType: 'text/xml',
  ending: 'xml',
  write(meaning) {
    const { root } = ATTRIBUTE_ACTIVITIES[meaning.type];
    return Buffer.from(writeXml(root, NAMESPACES, writeLocal(TABLES, meaning)));
  },
  read(document) {
    const { root, content } = readXml(document.toString('utf8'), NAMESPACES);
    const type = typeOf(ATTRIBUTE_ACTIVITIES, (entry) => entry.root === root);
    return readLocal(TABLES, type, content);
  },
};

function readEntry(entry: Json): [string, Json] {
  if (isObject(entry)) {
    const { '@Ptr': pointer, '#': text } = entry;
    if (typeof pointer === 'string' && typeof text === 'string') {
      return [pointer, JSON.parse(text) as Json];
    }
  }
  throw new NativeError('an item of the extension is not a pointer and its JSON');
}
