import { expect } from 'chai';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { back, smallDialect, there } from './small-dialect.ts';

const CODES = {
  sex: [
    ['M', 1],
    ['F', 2],
    ['U', 9],
  ] as [JsonValue, JsonValue][],
};
const BLOCKS = {
  address: [
    { op: 'copy', canonical: '/line1', local: '/STREET' },
    { op: 'copy', canonical: '/city', local: '/CITY' },
  ],
};

interface Case {
  readonly name: string;
  readonly rule: object;
  readonly canonical: JsonObject;
  readonly local: JsonObject;
}

const value = (canonical: JsonValue, local: JsonValue) => ({
  canonical: { a: canonical },
  local: { A: local },
});
const at = { canonical: '/a', local: '/A' };

const cases: Case[] = [
  { name: 'copies', rule: { op: 'copy', ...at }, ...value('x', 'x') },
  { name: 'copies what fits', rule: { op: 'copy', ...at, maxLength: 2 }, ...value('é😀', 'é😀') },
  {
    name: 'strips what only the canonical value has',
    rule: { op: 'copy', ...at, strip: 'urn:x:' },
    ...value('urn:x:OR', 'OR'),
  },
  { name: 'changes codes', rule: { op: 'code', ...at, codes: 'sex' }, ...value('F', 2) },
  {
    name: 're-orders days',
    rule: { op: 'date', ...at, format: 'MM/DD/YYYY' },
    ...value('2026-11-02', '11/02/2026'),
  },
  {
    name: 'writes days without separators',
    rule: { op: 'date', ...at, format: 'YYYYMMDD' },
    ...value('2026-11-02', '20261102'),
  },
  ...(
    [
      ['00:05', '12:05 AM'],
      ['09:30', '09:30 AM'],
      ['12:00', '12:00 PM'],
      ['23:59', '11:59 PM'],
    ] as const
  ).map(([time, local]) => ({
    name: `writes ${time} on a twelve-hour clock`,
    rule: { op: 'time', ...at, format: 'II:mm A' },
    ...value(time, local),
  })),
  {
    name: 'keeps fraction and offset of a moment',
    rule: { op: 'dateTime', ...at, format: 'DD.MM.YYYY hh:mm:ssf (o)' },
    ...value('2026-11-02T15:04:05.120-05:00', '02.11.2026 15:04:05.120 (-0500)'),
  },
  {
    name: 'writes a moment in UTC',
    rule: { op: 'moment', ...at, format: 'YYYYMMDDThhmmssZ' },
    ...value('2026-11-02T15:04:05Z', '20261102T150405Z'),
  },
  ...(
    [
      ['0.00', 0],
      ['0.05', 5],
      ['1250.00', 125_000],
      ['999999999.99', 99_999_999_999],
    ] as const
  ).map(([money, cents]) => ({
    name: `writes ${money} in cents`,
    rule: { op: 'number', ...at, canonicalAs: 'money', localAs: 'number', shift: 2 },
    ...value(money, cents),
  })),
  {
    name: 'writes money as a number of dollars',
    rule: { op: 'number', ...at, canonicalAs: 'money', localAs: 'number' },
    ...value('1250.10', 1250.1),
  },
  {
    name: 'writes whole numbers as text',
    rule: { op: 'number', ...at, canonicalAs: 'integer', localAs: 'text' },
    ...value(180, '180'),
  },
  {
    name: 'says yes and no in local words',
    rule: { op: 'boolean', ...at, yes: 'Y', no: 'N' },
    ...value(false, 'N'),
  },
  {
    name: 'joins',
    rule: { op: 'join', canonical: ['/a', '/b', '/c'], local: '/A', separator: '|' },
    canonical: { a: 'x', c: 'z' },
    local: { A: 'x||z' },
  },
  {
    name: 'splits by width',
    rule: { op: 'split', canonical: '/a', local: ['/FT', '/IN'], widths: [1, 2] },
    canonical: { a: '511' },
    local: { FT: '5', IN: '11' },
  },
  {
    name: 'splits at a separator',
    rule: { op: 'split', canonical: '/a', local: ['/ZIP', '/PLUS4'], separator: '-' },
    canonical: { a: '97301-1234' },
    local: { ZIP: '97301', PLUS4: '1234' },
  },
  {
    name: 'splits what has one part',
    rule: { op: 'split', canonical: '/a', local: ['/ZIP', '/PLUS4'], separator: '-' },
    canonical: { a: '97301' },
    local: { ZIP: '97301' },
  },
  {
    name: 'moves an object into another',
    rule: { op: 'object', canonical: '/home', local: '/WHERE/AT', block: 'address' },
    canonical: { home: { line1: '1 A St', city: 'Salem' } },
    local: { WHERE: { AT: { STREET: '1 A St', CITY: 'Salem' } } },
  },
  {
    name: 'flattens an object under a prefix',
    rule: { op: 'object', canonical: '/home', local: '', prefix: 'HOME_', block: 'address' },
    canonical: { home: { line1: '1 A St', city: 'Salem' } },
    local: { HOME_STREET: '1 A St', HOME_CITY: 'Salem' },
  },
  {
    name: 'flattens objects into attributes under the prefixes of both',
    rule: {
      op: 'object',
      canonical: '/home',
      local: '',
      prefix: 'Hm',
      rules: [
        { op: 'copy', canonical: '/phone', local: '/@Tel' },
        {
          op: 'object',
          canonical: '/place',
          local: '',
          prefix: 'Pl',
          rules: [{ op: 'copy', canonical: '/city', local: '/@Cty' }],
        },
      ],
    },
    canonical: { home: { phone: '5035550101', place: { city: 'Salem' } } },
    local: { '@HmTel': '5035550101', '@HmPlCty': 'Salem' },
  },
  {
    name: 'maps lists of objects',
    rule: { op: 'list', canonical: '/a', local: '/A', block: 'address' },
    canonical: {
      a: [
        { line1: '1', city: 'x' },
        { line1: '2', city: 'y' },
      ],
    },
    local: {
      A: [
        { STREET: '1', CITY: 'x' },
        { STREET: '2', CITY: 'y' },
      ],
    },
  },
  { name: 'keeps an empty list', rule: { op: 'list', ...at, block: 'address' }, ...value([], []) },
  {
    name: 'maps lists of values',
    rule: { op: 'list', ...at, item: { op: 'code', codes: 'sex' } },
    ...value(['F', 'M'], [2, 1]),
  },
  {
    name: 'wraps an object in a list',
    rule: { op: 'wrap', canonical: '/home', local: '/HOMES', block: 'address' },
    canonical: { home: { line1: '1', city: 'x' } },
    local: { HOMES: [{ STREET: '1', CITY: 'x' }] },
  },
  {
    name: 'fills a local constant',
    rule: { op: 'constant', local: '/VERSION', value: 3 },
    canonical: {},
    local: { VERSION: 3 },
  },
  {
    name: 'fills a canonical constant',
    rule: { op: 'constant', canonical: '/kind', value: 'X' },
    canonical: { kind: 'X' },
    local: {},
  },
];

describe('an operation', () => {
  for (const { name, rule, canonical, local } of cases) {
    it(`${name}, there and back`, () => {
      const dialect = smallDialect({ rules: [rule], codes: CODES, blocks: BLOCKS });
      expect(there(dialect, canonical)).to.deep.equal({ value: local, carried: {}, problems: [] });
      expect(back(dialect, local)).to.deep.equal({ value: canonical, carried: {}, problems: [] });
    });
  }

  it('writes a number of the crosswalk and never reads one', () => {
    const rules = [{ op: 'crosswalk', identifier: 'ownCaseNumber', local: '/OWN' }];
    const dialect = smallDialect({ rules });
    expect(there(dialect, {}).value).to.deep.equal({ OWN: '77' });
    expect(back(dialect, { OWN: '78' }).value).to.deep.equal({});
  });

  it('takes null and empty text for nothing', () => {
    const dialect = smallDialect({ rules: [{ op: 'copy', ...at }] });
    for (const local of [{ A: null }, { A: '' }, {}]) {
      expect(back(dialect, local).value).to.deep.equal({});
    }
  });

  it('reads every local code of a canonical one and writes the first', () => {
    const codes = {
      kind: [
        ['HOUSE', 10],
        ['HOUSE', 11],
      ] as [JsonValue, JsonValue][],
    };
    const dialect = smallDialect({ rules: [{ op: 'code', ...at, codes: 'kind' }], codes });
    expect(back(dialect, { A: 11 }).value).to.deep.equal({ a: 'HOUSE' });
    expect(there(dialect, { a: 'HOUSE' }).value).to.deep.equal({ A: 10 });
  });
});
