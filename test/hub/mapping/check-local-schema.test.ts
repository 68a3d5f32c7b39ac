import { expect } from 'chai';
import { problemsOfLocalSchema } from '../../../hub/mapping/check-local-schema.ts';
import { HubError } from '../../../hub/errors.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { type SmallDialect, smallDialect } from './small-dialect.ts';

const text = { type: 'string', maxLength: 5 };
const record = (a: JsonObject): JsonObject => ({
  type: 'object',
  properties: { a, id: { type: 'string' } },
});

describe('a state’s own JSON Schema', () => {
  const right: [string, JsonObject][] = [
    ['says what a record holds', record(text)],
    ['may use definitions', { ...record({ $ref: '#/$defs/t' }), $defs: { t: text } }],
    ['may be a reference', { $ref: '#/$defs/r', $defs: { r: record(text) } }],
    [
      'may have a branch for each activity',
      { oneOf: [record(text), { $ref: '#/$defs/r' }], $defs: { r: record(text) } },
    ],
    ['may ask for a date', record({ type: 'string', format: 'date' })],
    ['may have null beside a type', record({ type: ['string', 'null'], maxLength: 5 })],
    ['may have a name of its own', { $id: 'https://state.example/s.json', ...record(text) }],
    [
      'may have fields called as keywords are',
      record({ type: 'object', properties: { allOf: text } }),
    ],
  ];
  for (const [name, schema] of right) {
    it(name, () => {
      expect(problemsOfLocalSchema(schema)).to.deep.equal([]);
    });
  }

  const INVALID = 'LOCAL_SCHEMA_INVALID local.schema.json#';
  const UNREAD = 'LOCAL_KEYWORD_UNREAD local.schema.json#';
  const wrong: [string, JsonObject, string[]][] = [
    [
      'a reference to nothing',
      record({ $ref: '#/$defs/nothing' }),
      [`${INVALID}/properties/a/$ref`],
    ],
    [
      'a reference to another file',
      record({ $ref: 'other.json' }),
      [`${INVALID}/properties/a/$ref`],
    ],
    [
      'definitions of draft 07, once',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        ...record({ $ref: '#/definitions/t' }),
        definitions: { t: text },
      },
      [`${INVALID}/$schema`, `${INVALID}/definitions`],
    ],
    ['a length in words', record({ maxLength: 'long' }), [`${INVALID}/properties/a/maxLength`]],
    ['a type that is none', record({ type: 'text' }), [`${INVALID}/properties/a/type`]],
    ['an unknown format', record({ format: 'fax' }), [`${INVALID}/properties/a/format`]],
    ['a pattern that is none', record({ pattern: '(' }), [`${INVALID}/properties/a/pattern`]],
    ['a list of no values', record({ enum: [] }), [`${INVALID}/properties/a/enum`]],
    ['allOf', record({ allOf: [text] }), [`${UNREAD}/properties/a/allOf`]],
    ['anyOf at the root', { anyOf: [record(text)] }, [`${UNREAD}/anyOf`]],
    ['oneOf of a field', record({ oneOf: [text] }), [`${UNREAD}/properties/a/oneOf`]],
    ['a mistyped keyword', record({ maxLenght: 5 }), [`${UNREAD}/properties/a/maxLenght`]],
    [
      'fields beside branches',
      { oneOf: [record(text)], properties: { b: text } },
      [`${UNREAD}/properties`],
    ],
    ['items as a list', record({ items: [text] }), [`${INVALID}/properties/a/items`]],
    ['true for a schema', { properties: { a: true } }, [`${INVALID}/properties/a`]],
    [
      'definitions in a circle',
      {
        ...record({ $ref: '#/$defs/t' }),
        $defs: { t: { properties: { u: { $ref: '#/$defs/t' } } } },
      },
      [`${INVALID}/$defs/t`],
    ],
    [
      'two wrong things at once',
      record({ maxLength: 'long', allOf: [] }),
      [`${UNREAD}/properties/a/allOf`, `${INVALID}/properties/a/maxLength`],
    ],
  ];
  for (const [name, schema, problems] of wrong) {
    it(`is not right with ${name}`, () => {
      const found = problemsOfLocalSchema(schema);
      expect(found.map(({ code, pointer }) => `${code} ${pointer}`)).to.deep.equal(problems);
      expect(found.every(({ detail }) => detail !== '')).to.equal(true);
      expect(codesOf({ kind: 'json-schema', value: schema })).to.include.members(
        found.map(({ code }) => code),
      );
    });
  }

  it('says which keywords are read where one is not', () => {
    const [found] = problemsOfLocalSchema(record({ allOf: [text] }));
    expect(found?.detail).to.include('properties').and.to.include('additionalProperties');
  });

  it('asks documents for the form of a date', () => {
    const dialect = smallDialect({
      rules: [{ op: 'copy', canonical: '/a', local: '/a' }],
      local: { kind: 'json-schema', value: record({ type: 'string', format: 'date' }) },
    });
    const [activity] = dialect.activities.values();
    const check = activity!.localCheck!;
    expect(check({ id: '1', a: '2026-01-31' })).to.deep.equal([]);
    expect(check({ id: '1', a: '31.1.2026' }).map(({ code }) => code)).to.deep.equal(['format']);
  });
});

describe('a state’s own XML Schema', () => {
  const broken: [string, string][] = [
    ['no XML', '<xs:schema'],
    ['nothing', ''],
  ];
  for (const [name, content] of broken) {
    it(`is not right as ${name}`, () => {
      const local = { kind: 'xsd', bytes: Buffer.from(content) };
      expect(codesOf(local, 'xml')).to.deep.equal(['LOCAL_SCHEMA_INVALID']);
    });
  }
});

function codesOf(local: object, format: SmallDialect['format'] = 'json'): string[] {
  try {
    smallDialect({ rules: [{ op: 'copy', canonical: '/a', local: '/a' }], local, format });
  } catch (error) {
    if (error instanceof HubError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}
