import { same } from './block.ts';
import { code } from './codecs.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { NIEM_ACTIVITIES } from './niem-xml-activities.ts';
import { CODES } from './niem-xml-codes.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';
import { readXml, writeXml } from './xml-text.ts';

const NIEM = 'https://docs.oasis-open.org/niemopen/ns/model';
const NAMESPACES = {
  '': 'https://fdc.florida.example/niem/compact/1.0/',
  nc: `${NIEM}/niem-core/6.0/`,
  j: `${NIEM}/domains/justice/6.0/`,
  structures: `${NIEM}/structures/6.0/`,
};

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'ExchangeMetadata/nc:DocumentIdentification/nc:IdentificationID',
    time: ['ExchangeMetadata/nc:DocumentCreationDate/nc:DateTime', same],
    from: ['ExchangeMetadata/SenderStateCode', code(CODES.member)],
    to: ['ExchangeMetadata/RecipientStateCode', code(CODES.member)],
    supervisionType: ['ExchangeMetadata/SupervisionRouteCode', code(CODES.supervisionPeriodType)],
    caseReference: 'CompactCase/nc:CaseTrackingID',
  }),
  data: (type) => NIEM_ACTIVITIES[type].data,
  writeCarried: (local, carried) => {
    local['ExchangeAugmentation'] = {
      CarriedValue: [...carried].map(([pointer, value]) => ({
        CarriedPathText: pointer,
        CarriedJSONText: JSON.stringify(value),
      })),
    };
  },
  readCarried: (local) => {
    const augmentation = local['ExchangeAugmentation'];
    const held: Json = (isObject(augmentation) ? augmentation['CarriedValue'] : undefined) ?? [];
    const entries = Array.isArray(held) ? (held as readonly Json[]) : [held];
    return new Map(entries.map(readEntry));
  },
};

/** NIEM XML: names of NIEM Core and Justice, and an exchange's own for what NIEM has no name for. */
export const niemXml: NativeDialect = {
  name: 'niem-xml',
  contentType: 'application/xml',
  ending: 'xml',
  write(meaning) {
    const { root } = NIEM_ACTIVITIES[meaning.type];
    return Buffer.from(writeXml(root, NAMESPACES, writeLocal(TABLES, meaning)));
  },
  read(document) {
    const { root, content } = readXml(document.toString('utf8'), NAMESPACES);
    const type = typeOf(NIEM_ACTIVITIES, (entry) => entry.root === root);
    return readLocal(TABLES, type, content);
  },
};

function readEntry(entry: Json): [string, Json] {
  if (isObject(entry)) {
    const { CarriedPathText: pointer, CarriedJSONText: text } = entry;
    if (typeof pointer === 'string' && typeof text === 'string') {
      return [pointer, JSON.parse(text) as Json];
    }
  }
  throw new NativeError('a carried value is not a path and its JSON');
}
