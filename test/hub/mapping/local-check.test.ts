import { expect } from 'chai';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { refusal } from './layout/small-layout.ts';
import { type SmallDialect, TYPE, smallDialect } from './small-dialect.ts';

const RULES = [
  { op: 'copy', canonical: '/subject', local: '/no' },
  {
    op: 'list',
    canonical: '/data',
    local: '/tags',
    rules: [{ op: 'copy', canonical: '/v', local: '/v' }],
  },
];

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'no'],
  properties: {
    id: { type: 'string', maxLength: 5 },
    no: { type: 'string', pattern: '^[0-9]+$' },
    tags: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', properties: { v: { enum: ['a', 'b'] } } },
    },
  },
};
const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="R"><xs:complexType><xs:sequence>
    <xs:element name="id"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="no"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="tags" minOccurs="0" maxOccurs="2"><xs:complexType><xs:sequence>
      <xs:element name="v" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="a"/><xs:enumeration value="b"/></xs:restriction></xs:simpleType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element></xs:schema>`;

const FORMS: Record<
  string,
  { small: Partial<SmallDialect>; wrap: (inner: Inner) => string; root: string }
> = {
  'JSON Schema': {
    small: { format: 'json', local: { kind: 'json-schema', value: SCHEMA } },
    wrap: ({ id, no, tags = [] }) => JSON.stringify({ id, no, tags: tags.map((v) => ({ v })) }),
    root: '',
  },
  XSD: {
    small: { format: 'xml', local: { kind: 'xsd', bytes: Buffer.from(XSD) } },
    wrap: ({ id, no, tags = [] }) =>
      `<R><id>${id}</id>${no === undefined ? '' : `<no>${no}</no>`}` +
      `${tags.map((v) => `<tags><v>${v}</v></tags>`).join('')}</R>`,
    root: '/R',
  },
};

interface Inner {
  readonly id: string;
  readonly no?: string;
  readonly tags?: readonly string[];
}

const departures: [string, Inner, string, string][] = [
  ['a text that is too long', { id: '123456', no: '1' }, 'maxLength', '/id'],
  ['a value of another form', { id: '1', no: 'x' }, 'pattern', '/no'],
  ['a code of no list', { id: '1', no: '1', tags: ['c'] }, 'enum', '/tags/0/v'],
  ['too many items', { id: '1', no: '1', tags: ['a', 'a', 'b'] }, 'maxItems', '/tags'],
  ['a required field that is missing', { id: '1' }, 'required', '/no'],
];

for (const [name, { small, wrap, root }] of Object.entries(FORMS)) {
  describe(`a state’s own ${name}`, () => {
    const dialect = smallDialect({ rules: RULES, ...small });
    const read = (inner: Inner): JsonObject => {
      const [record] = readNative(dialect, dialect.contentType, Buffer.from(wrap(inner)));
      return mapInbound(dialect, record!, { member: 'OR' });
    };
    const write = ({ id, no, tags = [] }: Inner): unknown => {
      const envelope = {
        specversion: '1.0',
        type: TYPE,
        dataschema: 'https://schemas.compact-hub.example/departure-notice.v1.schema.json',
        datacontenttype: 'application/json',
        id,
        ...(no === undefined ? {} : { subject: no }),
        ...(tags.length === 0 ? {} : { data: tags.map((v) => ({ v })) }),
      };
      return mapOutbound(dialect, envelope, { caseId: 'C-1' });
    };

    it('lets pass what keeps to it, both ways', () => {
      const inner = { id: '1', no: '1', tags: ['a', 'b'] };
      expect(read(inner)).to.include({ id: '1', subject: '1' });
      expect(refusal(() => write(inner))).to.equal('taken');
    });

    const CANONICAL: Record<string, string> = { '/no': '/subject', '/tags': '/data' };
    for (const [what, inner, code, at] of departures) {
      it(`refuses ${what} from the state, and does not send it`, () => {
        expect(refusal(() => read(inner))).to.equal(`NATIVE_INVALID; ${code} ${root}${at}`);
        const canonical = at.replace(/^\/(no|tags)/, (path) => CANONICAL[path] ?? path);
        expect(refusal(() => write(inner))).to.equal(`NOT_HELD; ${code} ${canonical}`);
      });
    }
  });
}
