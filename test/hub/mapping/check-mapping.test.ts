import { expect } from 'chai';
import { checkMapping } from '../../../hub/mapping/check-mapping.ts';
import { shapeOfSchema } from '../../../hub/mapping/field-shape.ts';
import { shapesOfXsd } from '../../../hub/mapping/xsd-shape.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { shapesOfLayout } from '../../../hub/mapping/layout/layout-shape.ts';
import { layoutOf } from './layout/small-layout.ts';
import { type SmallDialect, TYPE, smallDialect } from './small-dialect.ts';

const text = (maxLength: number): JsonObject => ({ type: 'string', maxLength });
const object = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
});

interface Case {
  readonly name: string;
  readonly small: SmallDialect;
  readonly canonical: JsonObject;
  readonly local: JsonObject;
  readonly findings: readonly string[];
  readonly notes?: readonly string[];
}

const at = { canonical: '/a', local: '/A' };
const OTHERS = 'b c d e f g h i j'.split(' ');
const CODES = {
  kind: [
    ['X', 1],
    ['Y', 2],
  ] as [JsonValue, JsonValue][],
};
const copy = { rules: [{ op: 'copy', ...at }] };
const nested = {
  rules: [{ op: 'object', ...at, rules: [{ op: 'copy', canonical: '/b', local: '/B' }] }],
};

const cases: Case[] = [
  {
    name: 'nothing when all fits',
    small: nested,
    canonical: object({ a: object({ b: text(5) }, ['b']) }),
    local: object({ A: object({ B: text(5) }, ['B']) }),
    findings: [],
  },
  {
    name: 'a canonical path without a rule',
    small: copy,
    canonical: object({ a: text(5), b: text(5), c: object({ d: text(5) }) }),
    local: object({ A: text(5) }),
    findings: ['FIELD_LOST m.json#/b', 'FIELD_LOST m.json#/c/d'],
  },
  {
    name: 'a required path that is carried',
    small: { ...copy, carried: [{ path: '/b', kind: 'absent', why: 'test' }] },
    canonical: object({ a: text(5), b: text(5) }, ['b']),
    local: object({ A: text(5) }),
    findings: ['REQUIRED_CARRIED m.json#/carried', 'CARRIED_TOO_MUCH m.json#/carried'],
  },
  {
    name: 'a local field that is required and never written',
    small: copy,
    canonical: object({ a: text(5) }),
    local: object({ A: text(5), B: text(5) }, ['B']),
    findings: ['LOCAL_REQUIRED_UNFILLED m.json#/B'],
  },
  {
    name: 'a local field that is required and written at times',
    small: copy,
    canonical: object({ a: text(5) }),
    local: object({ A: text(5) }, ['A']),
    findings: ['LOCAL_REQUIRED_SOMETIMES m.json#/rules/0'],
  },
  {
    name: 'the same inside an object that both sides have',
    small: nested,
    canonical: object({ a: object({ b: text(5) }) }),
    local: object({ A: object({ B: text(5) }, ['B']) }),
    findings: ['LOCAL_REQUIRED_SOMETIMES m.json#/rules/0/rules/0'],
  },
  {
    name: 'nothing when a rule alone fills an object that it writes at times',
    small: { rules: [{ op: 'copy', canonical: '/a', local: '/A/B' }] },
    canonical: object({ a: text(5) }),
    local: object({ A: object({ B: text(5) }, ['B']) }),
    findings: [],
  },
  {
    name: 'an object that another rule may write without the required field',
    small: {
      rules: [
        { op: 'copy', canonical: '/a', local: '/A/B' },
        { op: 'copy', canonical: '/b', local: '/A/C' },
      ],
    },
    canonical: object({ a: text(5), b: text(5) }),
    local: object({ A: object({ B: text(5), C: text(5) }, ['B']) }),
    findings: ['LOCAL_REQUIRED_SOMETIMES m.json#/rules/0'],
  },
  {
    name: 'a required field of the items of a list that is written at times',
    small: {
      rules: [{ op: 'list', ...at, rules: [{ op: 'copy', canonical: '/b', local: '/B' }] }],
    },
    canonical: object({ a: { type: 'array', items: object({ b: text(5) }) } }),
    local: object({ A: { type: 'array', items: object({ B: text(5) }, ['B']) } }),
    findings: ['LOCAL_REQUIRED_SOMETIMES m.json#/rules/0/rules/0'],
  },
  {
    name: 'a local field that nothing reads',
    small: copy,
    canonical: object({ a: text(5) }),
    local: object({ A: text(5), B: text(5) }),
    findings: ['LOCAL_UNREAD m.json#/B'],
  },
  {
    name: 'a rule for a field that the local schema does not have',
    small: copy,
    canonical: object({ a: text(5) }),
    local: object({}),
    findings: ['LOCAL_FIELD_UNKNOWN m.json#/rules/0'],
  },
  {
    name: 'a rule for a path that the canonical schema does not have',
    small: copy,
    canonical: object({}),
    local: object({ A: text(5) }),
    findings: ['CANONICAL_FIELD_UNKNOWN m.json#/rules/0'],
  },
  {
    name: 'codes without a partner, on either side',
    small: { rules: [{ op: 'code', ...at, codes: 'kind' }], codes: CODES },
    canonical: object({ a: { enum: ['X', 'Y', 'Z'] } }),
    local: object({ A: { enum: [1, 2, 3, 4] } }),
    findings: [
      'CODE_WITHOUT_PARTNER m.json#/rules/0',
      'LOCAL_CODE_WITHOUT_PARTNER m.json#/rules/0',
    ],
  },
  {
    name: 'a local field that is too short',
    small: copy,
    canonical: object({ a: text(9) }),
    local: object({ A: text(5) }),
    findings: ['LENGTH_OVERFLOW m.json#/rules/0'],
  },
  {
    name: 'a rule that leaves more than the local field holds',
    small: {
      rules: [{ op: 'copy', ...at, maxLength: 6 }],
      carried: [{ path: '/a', kind: 'shortened', why: 'test' }],
    },
    canonical: object({
      a: text(9),
      ...Object.fromEntries(OTHERS.map((n) => [n, text(1)])),
    }),
    local: object({ A: text(5) }),
    findings: ['LENGTH_OVERFLOW m.json#/rules/0', ...OTHERS.map((n) => `FIELD_LOST m.json#/${n}`)],
  },
  {
    name: 'a looser local field, as a note',
    small: copy,
    canonical: object({ a: text(5) }),
    local: object({ A: text(50) }),
    findings: [],
    notes: ['LENGTH_LOOSER m.json#/rules/0'],
  },
  {
    name: 'a list that the local format holds shorter',
    small: { rules: [{ op: 'list', ...at, item: { op: 'copy' } }] },
    canonical: object({ a: { type: 'array', maxItems: 9, items: text(1) } }),
    local: object({ A: { type: 'array', maxItems: 3, items: text(1) } }),
    findings: ['ITEMS_OVERFLOW m.json#/rules/0'],
  },
  {
    name: 'a rule that leaves more items than the local list holds',
    small: {
      rules: [{ op: 'list', ...at, maxItems: 4, item: { op: 'copy' } }],
      carried: [{ path: '/a', kind: 'overflow', why: 'test' }],
    },
    canonical: object({ a: { type: 'array', maxItems: 9, items: text(1) } }),
    local: object({ A: { type: 'array', maxItems: 3, items: text(1) } }),
    findings: ['ITEMS_OVERFLOW m.json#/rules/0'],
  },
  {
    name: 'items that are carried, as a note',
    small: {
      rules: [{ op: 'list', ...at, maxItems: 3, item: { op: 'copy' } }],
      carried: [{ path: '/a', kind: 'overflow', why: 'test' }],
    },
    canonical: object({ a: { type: 'array', maxItems: 9, items: text(1) } }),
    local: object({ A: { type: 'array', maxItems: 3, items: text(1) } }),
    findings: [],
    notes: ['ITEMS_CARRIED m.json#/rules/0'],
  },
  {
    name: 'a template that is longer than the local field',
    small: { rules: [{ op: 'date', ...at, format: 'MM/DD/YYYY' }] },
    canonical: object({ a: text(10) }),
    local: object({ A: text(8) }),
    findings: ['LENGTH_OVERFLOW m.json#/rules/0'],
  },
  {
    name: 'codes and words that the local schema does not take',
    small: {
      rules: [
        { op: 'code', ...at, codes: 'kind' },
        { op: 'boolean', canonical: '/b', local: '/B', yes: 'Y', no: 'N' },
      ],
      codes: CODES,
    },
    canonical: object({ a: { enum: ['X', 'Y'] }, b: { type: 'boolean' } }),
    local: object({ A: { enum: [1] }, B: { enum: ['Y'] } }),
    findings: ['LOCAL_WORD_UNKNOWN m.json#/rules/0', 'LOCAL_WORD_UNKNOWN m.json#/rules/1'],
  },
];

describe('the static checker', () => {
  for (const { name, small, canonical, local, findings, notes = [] } of cases) {
    it(`finds ${name}`, () => {
      const dialect = smallDialect(small);
      const none = { schemas: {}, codeLists: {} };
      const withId = (schema: JsonObject): JsonObject => ({
        ...schema,
        properties: { id: {}, ...(schema['properties'] as JsonObject) },
      });
      const report = checkMapping({
        activity: dialect.activities.get(TYPE)!,
        codes: dialect.codes,
        canonical: shapeOfSchema(none, { file: '', schema: withId(canonical) }),
        local: shapeOfSchema(none, { file: '', schema: withId(local) }),
      });
      const named = (list: readonly { code: string; pointer: string }[]): string[] =>
        list.map(({ code, pointer }) => `${code} ${pointer}`);
      expect(named(report.findings)).to.have.members(findings);
      expect(named(report.notes)).to.deep.equal(notes);
    });
  }

  it('finds what lines hold less of: widths, places, several lines, empty lists', () => {
    const layout = layoutOf({
      fixed: { lineEnd: 'lf' },
      lines: {
        ACT: {
          columns: [
            { name: 'id', width: 9 },
            { name: 'A', width: 3 },
            { name: 'N', width: 9 },
            { group: 'L', prefix: 'L{n}', max: 2, value: { width: 1 } },
          ],
        },
      },
    });
    const small = smallDialect({
      rules: [
        { op: 'copy', canonical: '/a', local: '/A' },
        { op: 'copy', canonical: '/n', local: '/N' },
        { op: 'list', canonical: '/l', local: '/L', item: { op: 'copy' } },
      ],
      dialect: {
        recognise: [{ type: TYPE, mapping: 'm.json', when: [{ path: '/ACT' }], root: '/ACT' }],
      },
    });
    const canonical = object({
      id: text(9),
      a: text(5),
      n: { ...text(9), pattern: '^[^\\u0000]+$' },
      l: { type: 'array', maxItems: 3, items: text(1) },
    });
    const report = checkMapping({
      activity: small.activities.get(TYPE)!,
      codes: small.codes,
      canonical: shapeOfSchema({ schemas: {}, codeLists: {} }, { file: '', schema: canonical }),
      local: shapesOfLayout(layout).get('/ACT')!,
    });
    expect(report.findings.map(({ code, pointer }) => `${code} ${pointer}`)).to.deep.equal([
      'LENGTH_OVERFLOW m.json#/rules/0',
      'LINES_UNHELD m.json#/rules/1',
      'ITEMS_OVERFLOW m.json#/rules/2',
      'LIST_EMPTY_UNHELD m.json#/rules/2',
    ]);
  });

  it('reads what it needs of an XML Schema', () => {
    const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
      <xs:element name="R"><xs:complexType><xs:sequence>
        <xs:element name="A" type="t:Short"/>
        <xs:element name="L" minOccurs="0" maxOccurs="unbounded" type="t:Item"/>
      </xs:sequence><xs:attribute name="v" use="required" type="xs:boolean"/></xs:complexType></xs:element>
      <xs:complexType name="Item"><xs:simpleContent><xs:extension base="t:Short">
        <xs:attribute name="k" type="t:Kind"/></xs:extension></xs:simpleContent></xs:complexType>
      <xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Kind"><xs:restriction base="xs:string"><xs:enumeration value="a"/><xs:enumeration value="b"/></xs:restriction></xs:simpleType>
    </xs:schema>`;
    const shape = shapesOfXsd([Buffer.from(xsd)], { t: 'urn:t' }).get('/t:R')!;
    expect([...shape.values()]).to.have.deep.members([
      { path: '/t:R', kind: 'object', required: true },
      { path: '/t:R/@v', kind: 'value', required: true, codes: ['true', 'false'] },
      { path: '/t:R/t:A', kind: 'value', required: true, maxLength: 3 },
      { path: '/t:R/t:L', kind: 'list', required: false, minItems: 0 },
      { path: '/t:R/t:L/*', kind: 'object', required: true },
      { path: '/t:R/t:L/*/#text', kind: 'value', required: true, maxLength: 3 },
      { path: '/t:R/t:L/*/@k', kind: 'value', required: false, codes: ['a', 'b'] },
    ]);
  });
});
