import { expect } from 'chai';
import { compileDialect } from '../../../hub/mapping/dialect.ts';
import { readNative } from '../../../hub/mapping/map-inbound.ts';
import { MappingError } from '../../../hub/mapping/mapping-error.ts';
import type { DialectFiles } from '../../../hub/mapping/stored-documents.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { type SmallDialect, TYPE, smallDialect } from './small-dialect.ts';

const at = { canonical: '/a', local: '/A' };
const codes = {
  kind: [
    ['X', 1],
    ['Y', 1],
  ] as [JsonValue, JsonValue][],
};
const carried = (path: string, kind: string) => [{ path, kind, why: 'test' }];

function problemsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    expect(error.code).to.equal('DIALECT_INVALID');
    return error.problems.map(({ code, pointer }) => `${code} ${pointer}`);
  }
  return [];
}

describe('a dialect whose documents do not fit together', () => {
  const cases: { name: string; small: SmallDialect; problems: string[] }[] = [
    {
      name: 'a code list that is not there',
      small: { rules: [{ op: 'code', ...at, codes: 'none' }] },
      problems: ['CODES_UNKNOWN m.json#/rules/0'],
    },
    {
      name: 'a block that is not there',
      small: { rules: [{ op: 'object', ...at, block: 'none' }] },
      problems: ['BLOCK_UNKNOWN m.json#/rules/0'],
    },
    {
      name: 'a block that includes itself',
      small: {
        rules: [{ op: 'object', ...at, block: 'b' }],
        blocks: { b: [{ op: 'object', canonical: '/c', local: '/C', block: 'b' }] },
      },
      problems: ['BLOCK_UNKNOWN blocks/b.json#/rules/0'],
    },
    {
      name: 'two rules for one field, on either side',
      small: {
        rules: [
          { op: 'copy', ...at },
          { op: 'copy', canonical: '/b', local: '/A' },
          { op: 'copy', canonical: '/a', local: '/B' },
        ],
      },
      problems: ['PATH_REPEATED m.json#/rules/1', 'PATH_REPEATED m.json#/rules/2'],
    },
    {
      name: 'two blocks that meet in one place without a prefix',
      small: {
        rules: [
          { op: 'object', canonical: '/a', local: '', block: 'b' },
          { op: 'object', canonical: '/c', local: '', block: 'b' },
        ],
        blocks: { b: [{ op: 'copy', canonical: '/t', local: '/T' }] },
      },
      problems: ['PATH_REPEATED blocks/b.json#/rules/0'],
    },
    {
      name: 'a template that leaves out the year',
      small: { rules: [{ op: 'date', ...at, format: 'MM/DD' }] },
      problems: ['FORMAT_INVALID m.json#/rules/0'],
    },
    {
      name: 'a template that asks for what a day does not say',
      small: { rules: [{ op: 'date', ...at, format: 'YYYY-MM-DD hh' }] },
      problems: ['FORMAT_INVALID m.json#/rules/0'],
    },
    {
      name: 'numbers in a format of text',
      small: {
        format: 'xml',
        rules: [
          { op: 'number', ...at, canonicalAs: 'integer', localAs: 'number' },
          { op: 'boolean', canonical: '/b', local: '/B', yes: true, no: false },
          { op: 'code', canonical: '/c', local: '/C', codes: 'kind' },
        ],
        codes: { kind: [['X', 1]] },
      },
      problems: [0, 1, 2].map((index) => `FORMAT_INVALID m.json#/rules/${index}`),
    },
    {
      name: 'a coarser code that is not listed',
      small: { rules: [{ op: 'code', ...at, codes: 'kind' }], codes },
      problems: ['CARRIED_UNLISTED m.json#/rules/0'],
    },
    {
      name: 'a name in one text that is not listed',
      small: { rules: [{ op: 'personName', ...at, style: 'FIRST MIDDLE LAST, SUFFIX' }] },
      problems: ['CARRIED_UNLISTED m.json#/rules/0'],
    },
    {
      name: 'a rule listed as what it is not',
      small: { rules: [{ op: 'copy', ...at }], carried: carried('/a', 'coarser') },
      problems: ['CARRIED_KIND m.json#/rules/0'],
    },
    {
      name: 'a path listed as absent that a rule holds',
      small: { rules: [{ op: 'copy', ...at }], carried: carried('/a', 'absent') },
      problems: ['PATH_REPEATED m.json#/rules/0'],
    },
    {
      name: 'a listed path below a list that is not there',
      small: { rules: [{ op: 'copy', ...at }], carried: carried('/b/*/c', 'absent') },
      problems: ['CARRIED_UNUSED m.json#/carried'],
    },
    {
      name: 'a row without its mapping, and a type twice',
      small: {
        rules: [{ op: 'copy', ...at }],
        dialect: {
          recognise: [
            { type: 'compact.other.v1', mapping: 'm.json', when: [{ path: '/x' }], root: '' },
            { type: TYPE, mapping: 'm.json', when: [{ path: '/id' }], root: '' },
            { type: TYPE, mapping: 'm.json', when: [{ path: '/y' }], root: '' },
          ],
        },
      },
      problems: [
        'MAPPING_MISSING dialect.json#/recognise/0',
        'TYPE_REPEATED dialect.json#/recognise/2',
      ],
    },
  ];
  for (const { name, small, problems } of cases) {
    it(`is refused with every problem and its place: ${name}`, () => {
      expect(problemsOf(() => smallDialect(small))).to.have.members(problems);
    });
  }

  it('is refused with the problems of all its documents together', () => {
    const small: SmallDialect = {
      rules: [
        { op: 'code', ...at, codes: 'none' },
        { op: 'object', canonical: '/b', local: '/B', block: 'none' },
      ],
    };
    expect(problemsOf(() => smallDialect(small))).to.have.length(2);
  });
});

describe('a compiled dialect', () => {
  const files: DialectFiles = {
    name: 'two',
    dialect: {
      dialect: 'two',
      format: 'json',
      contentType: 'application/json',
      records: { cut: 'whole' },
      recognise: [
        { type: 'compact.a.v1', mapping: 'a.json', when: [{ path: '/a' }], root: '' },
        { type: 'compact.b.v1', mapping: 'b.json', when: [{ path: '/b' }], root: '' },
      ],
      envelope: [{ op: 'copy', canonical: '/id', local: '/id' }],
      extension: { path: '/ext', as: 'object' },
    },
    mappings: {
      'a.json': mapping('compact.a.v1', [{ op: 'object', ...at, block: 'used' }]),
      'b.json': mapping('compact.b.v1', [{ op: 'copy', ...at }]),
    },
    blocks: { used: block('used'), other: block('other') },
    codes: {},
  };

  function mapping(type: string, rules: object[]): JsonObject {
    return { type, title: type, rules } as unknown as JsonObject;
  }
  function block(name: string): JsonObject {
    return { block: name, title: name, rules: [{ op: 'copy', canonical: '/x', local: '/X' }] };
  }
  const hashesOf = (changed: Partial<DialectFiles>): string[] =>
    [...compileDialect({ ...files, ...changed }).activities.values()].map((a) => a.mappingHash);

  it('refuses a record that two rows match', () => {
    const dialect = compileDialect(files);
    const both = Buffer.from('{"a":1,"b":2}');
    expect(() => readNative(dialect, 'application/json', both))
      .to.throw(MappingError)
      .with.property('code', 'RECORD_AMBIGUOUS');
  });

  it('names what reads an activity by one hash: another when a document that it uses is another', () => {
    const [a, b] = hashesOf({});
    const blocks = { used: { ...block('used'), title: 'changed' }, other: block('other') };
    expect(hashesOf({ blocks })[0]).to.not.equal(a);
    expect(hashesOf({ blocks })[1]).to.equal(b);
    const unused = { used: block('used'), other: { ...block('other'), title: 'changed' } };
    expect(hashesOf({ blocks: unused })).to.deep.equal([a, b]);
    expect(hashesOf({ dialect: { ...files.dialect, title: 'changed' } }))
      .to.not.include(a)
      .and.not.include(b);
  });

  it('gives every document for the store, the hash from the canonical text', () => {
    const { documents, activities } = compileDialect(files);
    expect(documents.map(({ name }) => name)).to.include.members([
      'two/dialect.json',
      'two/a.json',
      'two/blocks/used.json',
      'two/compact.a.v1',
    ]);
    const hashes = new Map(documents.map(({ hash, text }) => [hash, text]));
    for (const { mappingHash } of activities.values()) {
      const bundle = JSON.parse(hashes.get(mappingHash)!) as { dialect: string; mapping: string };
      expect(hashes.has(bundle.dialect)).to.equal(true);
      expect(hashes.has(bundle.mapping)).to.equal(true);
    }
  });
});
