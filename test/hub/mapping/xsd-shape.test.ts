import { expect } from 'chai';
import type { FieldShape } from '../../../hub/mapping/field-shape.ts';
import { shapesOfXsd } from '../../../hub/mapping/xsd-shape.ts';

const NAMESPACES = { m: 'urn:message', c: 'urn:core' };

/** A message's own schema; it calls the core namespace otherwise than the dialect does. */
const message = (inside: string, more = ''): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:message" xmlns:k="urn:core" targetNamespace="urn:message">
    <xs:element name="R"><xs:complexType>${inside}</xs:complexType></xs:element>${more}
  </xs:schema>`;

const CORE = `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:core="urn:core" targetNamespace="urn:core">
  <s:element name="Name" type="core:Short"/>
  <s:element name="Part" type="core:PartType"/>
  <s:attribute name="uri" type="core:Short"/>
  <s:simpleType name="Short"><s:restriction base="s:string"><s:maxLength value="3"/></s:restriction></s:simpleType>
  <s:complexType name="Base"><s:sequence><s:element ref="core:Name"/></s:sequence><s:attribute ref="core:uri"/></s:complexType>
  <s:complexType name="PartType"><s:sequence><s:element ref="core:Part" minOccurs="0"/></s:sequence></s:complexType>
  <s:complexType name="TextType"><s:simpleContent><s:extension base="core:Short">
    <s:attribute name="lang"/></s:extension></s:simpleContent></s:complexType>
</s:schema>`;

interface Case {
  readonly name: string;
  readonly inside: string;
  readonly more?: string;
  readonly fields: Readonly<Record<string, Omit<FieldShape, 'path'>>>;
}

const value = (required: boolean, more: Partial<FieldShape> = {}): Omit<FieldShape, 'path'> => ({
  kind: 'value',
  required,
  ...more,
});
const object = (required: boolean): Omit<FieldShape, 'path'> => ({ kind: 'object', required });
const list = (minItems: number): Omit<FieldShape, 'path'> => ({
  kind: 'list',
  required: minItems > 0,
  minItems,
});

const cases: Case[] = [
  {
    name: 'a reference to an element of another namespace',
    inside: '<xs:sequence><xs:element ref="k:Name"/></xs:sequence>',
    fields: { '/c:Name': value(true, { maxLength: 3 }) },
  },
  {
    name: 'how often a reference may stand, not the element that it names',
    inside:
      '<xs:sequence><xs:element ref="k:Name" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>',
    fields: { '/c:Name': list(0), '/c:Name/*': value(true, { maxLength: 3 }) },
  },
  {
    name: 'a type of the own namespace without a prefix',
    inside: '<xs:sequence><xs:element name="A" type="Own"/></xs:sequence>',
    more: '<xs:simpleType name="Own"><xs:restriction base="xs:token"><xs:enumeration value="a"/></xs:restriction></xs:simpleType>',
    fields: { '/m:A': value(true, { codes: ['a'] }) },
  },
  {
    name: 'an extended type of another namespace: the base first, then what is added',
    inside:
      '<xs:complexContent><xs:extension base="k:Base"><xs:sequence><xs:element name="A"/></xs:sequence></xs:extension></xs:complexContent>',
    fields: {
      '/@c:uri': value(false, { maxLength: 3 }),
      '/c:Name': value(true, { maxLength: 3 }),
      '/m:A': value(true),
    },
  },
  {
    name: 'a restricted type: only what the restriction says',
    inside:
      '<xs:complexContent><xs:restriction base="k:Base"><xs:sequence><xs:element name="A"/></xs:sequence></xs:restriction></xs:complexContent>',
    fields: { '/m:A': value(true) },
  },
  {
    name: 'text of a type that extends text',
    inside:
      '<xs:simpleContent><xs:extension base="k:TextType"><xs:attribute name="b" use="required"/></xs:extension></xs:simpleContent>',
    fields: {
      '/#text': value(true, { maxLength: 3 }),
      '/@lang': value(false),
      '/@b': value(true),
    },
  },
  {
    name: 'members of a choice, none of which is required',
    inside:
      '<xs:sequence><xs:element name="A"/><xs:choice><xs:element name="B"/><xs:sequence><xs:element name="C"/></xs:sequence></xs:choice></xs:sequence>',
    fields: { '/m:A': value(true), '/m:B': value(false), '/m:C': value(false) },
  },
  {
    name: 'members of a group that may stand several times, as lists',
    inside: '<xs:choice maxOccurs="unbounded"><xs:element name="B"/></xs:choice>',
    fields: { '/m:B': list(0), '/m:B/*': value(true) },
  },
  {
    name: 'members of a group that may be left out',
    inside: '<xs:sequence minOccurs="0"><xs:element name="B"/></xs:sequence>',
    fields: { '/m:B': value(false) },
  },
  {
    name: 'members in any order',
    inside: '<xs:all><xs:element name="A"/><xs:element name="B" minOccurs="0"/></xs:all>',
    fields: { '/m:A': value(true), '/m:B': value(false) },
  },
  {
    name: 'a type inside itself once',
    inside: '<xs:sequence><xs:element ref="k:Part"/></xs:sequence>',
    fields: { '/c:Part': object(true), '/c:Part/c:Part': object(false) },
  },
];

describe('the fields of XML Schemas of several namespaces', () => {
  for (const { name, inside, more, fields } of cases) {
    it(`are read of ${name}`, () => {
      const documents = [message(inside, more), CORE].map((text) => Buffer.from(text));
      const shape = shapesOfXsd(documents, NAMESPACES).get('/m:R')!;
      const expected = Object.entries(fields).map(([path, field]) => ({
        path: `/m:R${path}`,
        ...field,
      }));
      expect([...shape.values()].filter(({ path }) => path !== '/m:R')).to.have.deep.members(
        expected,
      );
    });
  }

  it('begin at the elements of the first document alone', () => {
    const documents = [message('<xs:sequence/>'), CORE].map((text) => Buffer.from(text));
    expect([...shapesOfXsd(documents, NAMESPACES).keys()]).to.deep.equal(['/m:R']);
  });

  it('keep the namespace of a name that the dialect has no prefix for', () => {
    const documents = [Buffer.from(message('<xs:sequence/>')), Buffer.from(CORE)];
    const shapes = shapesOfXsd(documents, { c: 'urn:core' });
    expect([...shapes.keys()]).to.deep.equal(['/{urn:message}R']);
  });
});
