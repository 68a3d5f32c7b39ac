import { expect } from 'chai';
import { join } from 'node:path';
import { ACTIVITIES } from '../../hub/compact/activity-catalogue.ts';
import { MEMBER_CODES } from '../../hub/compact/members.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../hub/message/json.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { resolve } from '../hub/message/schema-view.ts';

const files = messageSchemasOf(loadSchemas(join(PROJECT_ROOT, 'schemas')));

interface Subschema {
  readonly at: string;
  readonly file: string;
  readonly name: string;
  readonly schema: JsonObject;
}

/** Every subschema that describes a value; conditions (`if`, `then`, `allOf`) only narrow it. */
function subschemasOf(file: string, schema: JsonObject, at = '', name = ''): Subschema[] {
  const below = ['properties', '$defs'].flatMap((group) => {
    const members = schema[group];
    return Object.entries(isJsonObject(members) ? members : {}).flatMap(([key, child]) =>
      isJsonObject(child) ? subschemasOf(file, child, `${at}/${group}/${key}`, key) : [],
    );
  });
  const items = schema['items'];
  const inItems = isJsonObject(items) ? subschemasOf(file, items, `${at}/items`, name) : [];
  return [{ at: `${file}#${at}`, file, name, schema }, ...below, ...inItems];
}

const all = Object.entries(files.schemas).flatMap(([file, schema]) => subschemasOf(file, schema));
const resolved = all.map((sub) => ({ ...sub, schema: resolve(files, sub).schema }));
const placesOf = (subs: readonly Subschema[]): string[] => subs.map(({ at }) => at);

describe('the schemas', () => {
  for (const [file, schema] of Object.entries(files.schemas)) {
    it(`${file} is JSON Schema 2020-12 under its own address`, () => {
      expect(schema['$schema']).to.equal('https://json-schema.org/draft/2020-12/schema');
      expect(schema['$id']).to.equal(`https://schemas.compact-hub.example/${file}`);
      expect(schema['title']).to.be.a('string');
      expect(schema['description']).to.be.a('string');
    });
  }

  it('describe every property in a sentence', () => {
    const silent = resolved.filter(({ schema, at }) => {
      const isValue = /(properties|\$defs)\/[^/]+$/.test(at);
      return isValue && !('const' in schema && at.startsWith('envelope')) && !schema['description'];
    });
    expect(placesOf(silent)).to.deep.equal([]);
  });

  it('bound every string', () => {
    const unbounded = resolved.filter(
      ({ schema }) => schema['type'] === 'string' && typeof schema['maxLength'] !== 'number',
    );
    expect(placesOf(unbounded)).to.deep.equal([]);
  });

  it('give every string a form: a pattern, a date or a code list', () => {
    const formless = resolved.filter(
      ({ schema }) =>
        schema['type'] === 'string' &&
        !['pattern', 'format', 'x-code-list', 'enum', 'const'].some((keyword) => keyword in schema),
    );
    expect(placesOf(formless)).to.deep.equal([]);
  });

  it('bound every array and every integer', () => {
    const unbounded = resolved.filter(({ schema }) => {
      if (schema['type'] === 'array') return typeof schema['maxItems'] !== 'number';
      return schema['type'] === 'integer' && !('minimum' in schema && 'maximum' in schema);
    });
    expect(placesOf(unbounded)).to.deep.equal([]);
  });

  it('let an optional array be absent, not empty: some formats cannot tell the two apart', () => {
    const ambiguous = resolved.flatMap(({ at, schema }) => {
      const required = Array.isArray(schema['required']) ? schema['required'] : [];
      const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
      return Object.entries(properties).flatMap(([name, property]) =>
        isJsonObject(property) &&
        property['type'] === 'array' &&
        !required.includes(name) &&
        property['minItems'] !== 1
          ? [`${at} ${name}`]
          : [],
      );
    });
    expect(ambiguous).to.deep.equal([]);
  });

  it('allow no property that they do not name, but for the data of an envelope', () => {
    const open = resolved.filter(
      ({ schema }) => schema['type'] === 'object' && schema['additionalProperties'] !== false,
    );
    expect(placesOf(open)).to.deep.equal(['envelope.v1.schema.json#/properties/data']);
  });

  it('ask for different items only where they are compared as text', () => {
    const compared = all.filter(({ schema }) => schema['uniqueItems'] === true);
    const slow = compared.filter(({ schema }) => {
      const items = schema['items'];
      return !isJsonObject(items) || items['type'] !== 'string';
    });
    expect(compared).to.have.length.at.least(1);
    expect(placesOf(slow)).to.deep.equal([]);
  });

  it('name properties in camelCase', () => {
    const names = all.filter(({ at }) => /properties\/[^/]+$/.test(at)).map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z][a-zA-Z0-9]*$/.test(name))).to.deep.equal([]);
  });

  it('require only properties that exist, also under a condition', () => {
    const missing = all.flatMap(({ at, schema }) =>
      namesRequired(schema)
        .filter((name) => !isJsonObject(schema['properties']) || !(name in schema['properties']))
        .map((name) => `${at} ${name}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('refer to code lists that exist, and to every one', () => {
    const used = new Set(all.flatMap(({ schema }) => schema['x-code-list'] ?? []));
    expect([...used].sort()).to.deep.equal(Object.keys(files.codeLists).sort());
  });

  it('bound every code by the length of the longest', () => {
    const tooShort = resolved.filter(({ schema }) => {
      const name = schema['x-code-list'];
      const list = typeof name === 'string' ? files.codeLists[name] : undefined;
      return list?.values.some(({ code }) => code.length > Number(schema['maxLength']));
    });
    expect(placesOf(tooShort)).to.deep.equal([]);
  });

  it('classify identifiers, names, victims and health', () => {
    const classes = new Set(all.flatMap(({ schema }) => schema['x-sensitive'] ?? []));
    expect([...classes].sort()).to.deep.equal(['health', 'identifier', 'name', 'victim']);
    const expected: readonly [name: string, sensitivity: string][] = [
      ['socialSecurityNumbers', 'identifier'],
      ['fbiNumber', 'identifier'],
      ['dateOfBirth', 'identifier'],
      ['lastName', 'name'],
      ['victims', 'victim'],
      ['mentalHealthHistory', 'health'],
    ];
    for (const [name, sensitivity] of expected) {
      const found = all.filter((sub) => sub.name === name && /properties\/[^/]+$/.test(sub.at));
      expect(found, name).to.have.length.at.least(1);
      for (const { schema } of found) expect(schema['x-sensitive'], name).to.equal(sensitivity);
    }
  });

  it('name elements of NIEM 6.0 Core or Justice', () => {
    const names = all.flatMap(({ schema }) => schema['x-niem'] ?? []);
    expect(names).to.have.length.at.least(100);
    for (const name of names) expect(name).to.match(/^(nc|j):[A-Z]\w+$/);
  });

  it('name the rule behind every activity, or that the Commission does so without one', () => {
    for (const { schemaFile } of ACTIVITIES) {
      expect(files.schemas[schemaFile]?.['x-source'], schemaFile).to.match(
        /^(Rules? \d|Commission practice$)/,
      );
    }
  });

  for (const { schemaFile, opensCase } of ACTIVITIES) {
    it(`${schemaFile} has the properties that all activities share`, () => {
      const schema = files.schemas[schemaFile]!;
      const names = Object.keys(schema['properties'] as JsonObject);
      const shared = ['submittedBy', 'releasedBy', 'senderCaseNumber', 'attachments', 'comments'];
      expect(names).to.include.members(shared);
      expect(schema['required']).to.include('submittedBy');
      expect(names.includes('supervisedIndividual')).to.equal(opensCase);
    });
  }
});

describe('the code lists', () => {
  for (const [key, { values, title, source }] of Object.entries(files.codeLists)) {
    it(`${key} has different codes, each with a label`, () => {
      expect(title).not.to.equal('');
      expect(source).not.to.equal('');
      expect(values).to.have.length.at.least(2);
      expect(new Set(values.map(({ code }) => code)).size).to.equal(values.length);
      for (const { code, label } of values) {
        expect(code).to.match(key.startsWith('attachment-media') ? /^[a-z./-]+$/ : /^[A-Z0-9_]+$/);
        expect(label).to.match(/\S/);
      }
    });
  }

  it('hold every member of the compact as a state of an address', () => {
    const states = files.codeLists['address-state.v1']!.values.map(({ code }) => code);
    expect(states).to.include.members([...MEMBER_CODES]);
  });
});

/** The names in `required` of a schema and of the conditions that narrow the same object. */
function namesRequired(schema: JsonObject): string[] {
  const own = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const allOf = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  const narrowed: (JsonValue | undefined)[] = [
    ...allOf,
    schema['if'],
    schema['then'],
    schema['else'],
  ];
  const below = narrowed.flatMap((part) => (isJsonObject(part) ? namesRequired(part) : []));
  return [...own, ...below];
}
