import { expect } from 'chai';
import { HubError } from '../../../hub/errors.ts';
import { checkMapping } from '../../../hub/mapping/check-mapping.ts';
import { explain } from '../../../hub/mapping/explain.ts';
import { shapeOfSchema } from '../../../hub/mapping/field-shape.ts';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { checkSharedUnread } from '../../../hub/mapping/unread.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { TYPE, smallDialect } from './small-dialect.ts';

const why = 'the compact has no place for it';
const text: JsonObject = { type: 'string', maxLength: 5 };
const LOCAL: JsonObject = {
  type: 'object',
  properties: {
    id: text,
    A: text,
    B: text,
    own: { type: 'object', properties: { district: text, clerk: text }, required: ['clerk'] },
    list: { type: 'array', items: { type: 'object', properties: { C: text, own: text } } },
    ext: { type: 'object', additionalProperties: true },
  },
  required: ['A'],
};
const RULES = [
  { op: 'copy', canonical: '/a', local: '/A' },
  {
    op: 'list',
    canonical: '/l',
    local: '/list',
    rules: [{ op: 'copy', canonical: '/c', local: '/C' }],
  },
];

function dialectWith(paths: readonly string[], shared: readonly string[] = []) {
  const listed = (all: readonly string[]) => all.map((path) => ({ path, why }));
  return smallDialect({
    rules: RULES,
    unread: listed(paths),
    dialect: { unread: listed(shared) },
    local: { kind: 'json-schema', value: LOCAL },
  });
}

describe('fields of the state’s own', () => {
  const document = {
    id: '1',
    A: 'x',
    B: 'y',
    own: { district: 'd', clerk: 'c' },
    list: [{ C: '1', own: 'z' }, { C: '2' }],
  };
  const ALL = ['/own', '/list/*/own'];

  function read(dialect: ReturnType<typeof dialectWith>, value: object): JsonObject {
    const [record] = readNative(dialect, 'application/json', Buffer.from(JSON.stringify(value)));
    return mapInbound(dialect, record!, { member: 'VT' });
  }

  it('are accepted and go no further where the dialect or the mapping lists them', () => {
    const { a, l } = read(dialectWith(ALL, ['/B']), document);
    expect({ a, l }).to.deep.equal({ a: 'x', l: [{ c: '1' }, { c: '2' }] });
  });

  it('are still held against the state’s own schema', () => {
    const dialect = dialectWith(ALL, ['/B']);
    const refused = problemsOf(() => read(dialect, { ...document, B: 'too long for it' }));
    expect(refused).to.deep.equal(['maxLength /B']);
  });

  it('are refused where nothing lists them', () => {
    expect(problemsOf(() => read(dialectWith(ALL), document))).to.deep.equal(['FIELD_UNKNOWN /B']);
  });

  it('are explained as what no rule reads', () => {
    const activity = dialectWith(ALL, ['/B']).activities.get(TYPE)!;
    const explained = explain(activity, {}, document).filter(({ op }) => op === 'unread');
    expect(
      explained.map(({ rule, local }) => [rule, local.map(({ pointer }) => pointer)]),
    ).to.deep.equal([
      ['dialect.json#/unread/0', ['/B']],
      ['m.json#/unread/0', ['/own']],
      ['m.json#/unread/1', ['/list/0/own']],
    ]);
  });

  const checks: [name: string, own: string[], shared: string[], findings: string[]][] = [
    ['nothing where all is listed', ALL, ['/B'], []],
    [
      'what is not listed',
      [],
      ['/B'],
      [
        'LOCAL_UNREAD m.json#/own/district',
        'LOCAL_REQUIRED_UNFILLED m.json#/own/clerk',
        'LOCAL_UNREAD m.json#/list/*/own',
      ],
    ],
    ['a path that a rule reads', [...ALL, '/A'], ['/B'], ['UNREAD_READ m.json#/unread/2']],
    [
      'an object in which a rule reads',
      [...ALL, '/list'],
      ['/B'],
      ['UNREAD_READ m.json#/unread/2'],
    ],
    ['a path that is not there', [...ALL, '/no'], ['/B'], ['LOCAL_FIELD_UNKNOWN m.json#/unread/2']],
    ['nothing where another activity has a shared path', ALL, ['/B', '/no'], []],
    [
      'a part that its object requires',
      ['/own/district', '/own/clerk', '/list/*/own'],
      ['/B'],
      ['LOCAL_REQUIRED_UNFILLED m.json#/unread/1'],
    ],
  ];
  for (const [name, own, shared, findings] of checks) {
    it(`the checker finds ${name}`, () => {
      const dialect = dialectWith(own, shared);
      const shape = (schema: JsonObject) =>
        shapeOfSchema({ schemas: {}, codeLists: {} }, { file: '', schema });
      const canonical = shape({
        properties: {
          id: text,
          a: text,
          l: { type: 'array', items: { properties: { c: text } } },
        },
        required: ['a'],
      });
      const activity = dialect.activities.get(TYPE)!;
      const report = checkMapping({
        activity,
        codes: dialect.codes,
        canonical,
        local: shape(LOCAL),
      });
      expect(report.findings.map(({ code, pointer }) => `${code} ${pointer}`)).to.deep.equal(
        findings,
      );
    });
  }

  it('that no record has are found once for the dialect', () => {
    const shape = shapeOfSchema({ schemas: {}, codeLists: {} }, { file: '', schema: LOCAL });
    const { document: listed } = dialectWith([], ['/B', '/no']);
    expect(
      checkSharedUnread(listed!, [shape]).map(({ code, pointer }) => `${code} ${pointer}`),
    ).to.deep.equal(['LOCAL_FIELD_UNKNOWN dialect.json#/unread/1']);
  });
});

function problemsOf(attempt: () => unknown): string[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof HubError) return error.problems.map((p) => `${p.code} ${p.pointer}`);
    throw error;
  }
  return [];
}
