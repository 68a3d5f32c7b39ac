import { expect } from 'chai';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { back, smallDialect, there } from './small-dialect.ts';

const at = { canonical: '/a', local: '/A' };
const COARSE = {
  kind: [
    ['X', 1],
    ['Y', 2],
    ['Z', 2],
  ] as [JsonValue, JsonValue][],
};
const listed = (path: string, kind: string) => [{ path, kind, why: 'test' }];

describe('what a local format cannot hold', () => {
  const cases = [
    {
      name: 'a path without a rule',
      rules: [{ op: 'copy', ...at }],
      canonical: { a: 'x', b: 'y', 'c/d': 1 },
      problems: ['FIELD_NOT_HELD /b', 'FIELD_NOT_HELD /c~1d'],
    },
    {
      name: 'a text that is too long',
      rules: [{ op: 'copy', ...at, maxLength: 3 }],
      canonical: { a: 'xxxx' },
      problems: ['VALUE_TOO_LONG /a'],
    },
    {
      name: 'a code without a partner',
      rules: [{ op: 'code', ...at, codes: 'exact' }],
      canonical: { a: 'Q' },
      problems: ['CODE_NOT_HELD /a'],
    },
    {
      name: 'a day that is none',
      rules: [{ op: 'date', ...at, format: 'MM/DD/YYYY' }],
      canonical: { a: '2026-13-01' },
      problems: ['VALUE_NOT_HELD /a'],
    },
    {
      name: 'a fraction of a cent',
      rules: [{ op: 'number', ...at, canonicalAs: 'money', localAs: 'number', shift: 2 }],
      canonical: { a: '1.005' },
      problems: ['VALUE_NOT_HELD /a'],
    },
    {
      name: 'parts that hold the separator',
      rules: [{ op: 'join', canonical: ['/a', '/b'], local: '/A', separator: '|' }],
      canonical: { a: 'x|y', b: 'z' },
      problems: ['VALUE_NOT_HELD /a'],
    },
    {
      name: 'a value inside a list',
      rules: [
        { op: 'list', ...at, rules: [{ op: 'copy', canonical: '/t', local: '/T', maxLength: 1 }] },
      ],
      canonical: { a: [{ t: 'x' }, { t: 'yy', u: 1 }] },
      problems: ['FIELD_NOT_HELD /a/1/u', 'VALUE_TOO_LONG /a/1/t'],
    },
    {
      name: 'another constant',
      rules: [{ op: 'constant', canonical: '/a', value: 'X' }],
      canonical: { a: 'Y' },
      problems: ['VALUE_NOT_HELD /a'],
    },
  ];
  for (const { name, rules, canonical, problems } of cases) {
    it(`is a problem with its place: ${name}`, () => {
      const dialect = smallDialect({ rules, codes: { exact: [['X', 1]] } });
      expect(there(dialect, canonical).problems).to.have.members(problems);
    });
  }
});

interface BackCase {
  readonly name: string;
  readonly rules: readonly object[];
  readonly local: object;
  readonly problems: readonly string[];
}

describe('what a document must not hold', () => {
  const cases: readonly BackCase[] = [
    {
      name: 'a field that no rule reads',
      rules: [
        {
          op: 'object',
          canonical: '/a',
          local: '/A',
          rules: [{ op: 'copy', canonical: '/b', local: '/B' }],
        },
      ],
      local: { A: { B: 'x', C: 1 }, D: null, constructor: 'x' },
      problems: ['FIELD_UNKNOWN /A/C', 'FIELD_UNKNOWN /D', 'FIELD_UNKNOWN /constructor'],
    },
    {
      name: 'a code that is in no list',
      rules: [{ op: 'code', ...at, codes: 'exact' }],
      local: { A: 7 },
      problems: ['CODE_UNKNOWN /A'],
    },
    {
      name: 'a value of another form',
      rules: [{ op: 'date', ...at, format: 'MM/DD/YYYY' }],
      local: { A: '2026-11-02' },
      problems: ['VALUE_UNREADABLE /A'],
    },
    {
      name: 'an object where a value belongs',
      rules: [{ op: 'copy', ...at }],
      local: { A: { B: 1 } },
      problems: ['VALUE_UNREADABLE /A'],
    },
    {
      name: 'a value where an object belongs',
      rules: [{ op: 'object', ...at, rules: [{ op: 'copy', canonical: '/b', local: '/B' }] }],
      local: { A: 'x' },
      problems: ['VALUE_UNREADABLE /A'],
    },
    {
      name: 'one item where a list belongs',
      rules: [{ op: 'list', ...at, rules: [{ op: 'copy', canonical: '/b', local: '/B' }] }],
      local: { A: { B: 'x' } },
      problems: ['VALUE_UNREADABLE /A'],
    },
    {
      name: 'two items where one is wrapped',
      rules: [{ op: 'wrap', ...at, rules: [{ op: 'copy', canonical: '/b', local: '/B' }] }],
      local: { A: [{ B: 'x' }, { B: 'y' }] },
      problems: ['VALUE_UNREADABLE /A'],
    },
    {
      name: 'something wrong deep in a list',
      rules: [
        {
          op: 'list',
          ...at,
          rules: [{ op: 'boolean', canonical: '/b', local: '/B', yes: 'Y', no: 'N' }],
        },
      ],
      local: { A: [{ B: 'Y' }, { B: 'maybe', E: 1 }, null] },
      problems: ['VALUE_UNREADABLE /A/1/B', 'FIELD_UNKNOWN /A/1/E', 'VALUE_UNREADABLE /A/2'],
    },
    {
      name: 'another constant',
      rules: [{ op: 'constant', local: '/A', value: 3 }],
      local: { A: 4 },
      problems: ['VALUE_UNREADABLE /A'],
    },
  ];
  for (const { name, rules, local, problems } of cases) {
    it(`is a problem with its place: ${name}`, () => {
      const dialect = smallDialect({ rules, codes: { exact: [['X', 1]] } });
      expect(back(dialect, local as JsonObject).problems).to.have.members(problems);
    });
  }

  it('is listed a hundred times at most', () => {
    const dialect = smallDialect({ rules: [{ op: 'copy', ...at }] });
    const local = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`X${i}`, 1]));
    expect(back(dialect, local).problems).to.have.length(100);
  });
});

describe('what is carried', () => {
  const coarse = smallDialect({
    rules: [{ op: 'code', ...at, codes: 'kind' }],
    codes: COARSE,
    carried: listed('/a', 'coarser'),
  });
  const short = smallDialect({
    rules: [{ op: 'copy', ...at, maxLength: 4 }],
    carried: listed('/a', 'shortened'),
  });

  it('stands beside a coarser code, and only where it says more', () => {
    expect(there(coarse, { a: 'Z' })).to.deep.include({ value: { A: 2 }, carried: { '/a': 'Z' } });
    expect(there(coarse, { a: 'Y' })).to.deep.include({ value: { A: 2 }, carried: {} });
  });

  it('refines the local code, which counts where the two disagree', () => {
    expect(back(coarse, { A: 2 }, { '/a': 'Z' }).value).to.deep.equal({ a: 'Z' });
    expect(back(coarse, { A: 2 }).value).to.deep.equal({ a: 'Y' });
    expect(back(coarse, { A: 1 }, { '/a': 'Z' }).value).to.deep.equal({ a: 'X' });
    expect(back(coarse, {}, { '/a': 'Z' }).value).to.deep.equal({});
  });

  it('is the whole of a shortened text, cut between characters and without a blank at its end', () => {
    const whole = 'ab 😀cd';
    expect(there(short, { a: whole })).to.deep.include({
      value: { A: 'ab 😀' },
      carried: { '/a': whole },
    });
    expect(there(short, { a: 'abc d' }).value).to.deep.equal({ A: 'abc' });
    expect(back(short, { A: 'abc' }, { '/a': 'abc d' }).value).to.deep.equal({ a: 'abc d' });
    expect(back(short, { A: 'new' }, { '/a': 'abc d' }).value).to.deep.equal({ a: 'new' });
  });

  it('is a whole subtree where there is no local field', () => {
    const dialect = smallDialect({
      rules: [{ op: 'list', ...at, rules: [{ op: 'copy', canonical: '/b', local: '/B' }] }],
      carried: listed('/a/*/c', 'absent'),
    });
    const canonical = { a: [{ b: '1' }, { b: '2', c: { d: [1] } }] };
    const mapped = there(dialect, canonical);
    expect(mapped).to.deep.equal({
      value: { A: [{ B: '1' }, { B: '2' }] },
      carried: { '/a/1/c': { d: [1] } },
      problems: [],
    });
    expect(back(dialect, mapped.value, mapped.carried).value).to.deep.equal(canonical);
  });

  it('keeps the parts of a name that one text does not tell apart', () => {
    const dialect = smallDialect({
      rules: [{ op: 'personName', ...at, style: 'LAST, FIRST MIDDLE, SUFFIX' }],
      carried: listed('/a', 'coarser'),
    });
    const names = [
      { lastName: "O'Neil", firstName: 'Al' },
      { lastName: 'de la Cruz', firstName: 'José', middleName: 'M. N.', suffix: 'Jr.' },
      { lastName: 'X', firstName: 'Mary Ann', middleName: 'Lee' },
      { lastName: 'A, B', firstName: 'C' },
      { lastName: 'X', firstName: 'Y', suffix: 'a, b' },
    ];
    for (const name of names) {
      const mapped = there(dialect, { a: name });
      expect(mapped.problems).to.deep.equal([]);
      expect(back(dialect, mapped.value, mapped.carried).value).to.deep.equal({ a: name });
    }
    expect(there(dialect, { a: names[1]! }).carried).to.deep.equal({});
    expect(there(dialect, { a: names[2]! }).carried).to.deep.equal({ '/a': names[2] });
  });
});
