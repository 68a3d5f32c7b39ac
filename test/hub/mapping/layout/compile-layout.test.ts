import { expect } from 'chai';
import { FIXED, ROWS, TYPED, WIDE, layoutOf } from './small-layout.ts';

const TAG = { name: 'REC', is: 'tag' };
const csv = { delimiter: ',' };
const plain = [{ name: 'A', required: true }, { name: 'B' }];
const line = (columns: object[], others: object = {}): object => ({
  csv,
  lines: { ACT: { columns, ...others } },
});
const typed = (types: Record<string, object>): object => ({
  csv,
  lines: { ACT: { tag: 'A', columns: [TAG, ...plain] }, ...types },
});
const fixed = (columns: object[], others: object = {}): object => ({
  fixed: { lineEnd: 'lf', ...others },
  lines: { ACT: { columns } },
});

const wrong: [string, object, string][] = [
  ['both forms', { ...line(plain), fixed: { lineEnd: 'lf' } }, 'either csv or fixed'],
  ['a column twice', line([...plain, { name: 'A' }]), 'stands twice'],
  ['one column', line([{ name: 'A' }]), 'two columns or more'],
  ['a width in CSV', line([...plain, { name: 'C', width: 3 }]), 'a width'],
  ['no width', fixed([{ name: 'A' }]), 'a width'],
  [
    'another position',
    fixed([
      { name: 'A', width: 3 },
      { name: 'B', width: 1, at: 5 },
    ]),
    'begins at 4',
  ],
  [
    'no length of lines that run together',
    fixed([{ name: 'A', width: 3 }], { lineEnd: 'none' }),
    'need a length',
  ],
  [
    'columns beyond the line',
    fixed([{ name: 'A', width: 9 }], { length: 8 }),
    'longer than the line',
  ],
  ['zeros before text', fixed([{ name: 'A', width: 3, pad: '0' }]), 'only digits'],
  [
    'a date without its format',
    line([...plain, { name: 'C', type: 'date' }]),
    'a date has a format',
  ],
  [
    'a format that says nothing',
    line([...plain, { name: 'C', type: 'date', format: '-' }]),
    'format is none',
  ],
  [
    'an escape that is not named',
    line([...plain, { name: 'C', escaped: true }]),
    'names no escape',
  ],
  ['several types without tags', typed({ X: { columns: plain } }), 'a tag'],
  [
    'a tag twice',
    typed({ X: { tag: 'A', columns: [TAG, ...plain] } }),
    'another line type has the tag',
  ],
  ['a tag in another column', typed({ X: { tag: 'X', columns: [{ name: 'A' }, TAG] } }), 'another'],
  [
    'a parent that is not there',
    typed({ X: { tag: 'X', parents: ['Y'], columns: [TAG, { name: 'A' }] } }),
    'no line type',
  ],
  [
    'a circle of parents',
    typed({
      X: { tag: 'X', parents: ['Y'], columns: [TAG, { name: 'A' }] },
      Y: { tag: 'Y', parents: ['X'], columns: [TAG, { name: 'A' }] },
    }),
    'lead to no activity',
  ],
  [
    'two parents of which one stands below the other',
    typed({
      X: { tag: 'X', parents: ['ACT'], columns: [TAG, { name: 'A' }] },
      Y: { tag: 'Y', parents: ['ACT', 'X'], columns: [TAG, { name: 'A' }] },
    }),
    'attach by key',
  ],
  [
    'a key of a column that may be empty',
    typed({
      X: { tag: 'X', parents: ['ACT'], columns: [TAG, { name: 'K', key: 'B' }, { name: 'A' }] },
    }),
    'no required column',
  ],
  [
    'a list of the name of a column',
    typed({ X: { tag: 'X', parents: ['ACT'], list: 'A', columns: [TAG, { name: 'A' }] } }),
    'that name already',
  ],
  [
    'a further line of a group that is not there',
    typed({
      X: {
        tag: 'X',
        continues: ['ACT'],
        columns: [TAG, { group: 'G', prefix: 'G{n}', max: 2, value: {} }],
      },
    }),
    'no such group',
  ],
  [
    'repeated columns without what holds them together',
    line([...plain, { repeat: 'R', max: 2, value: { name: 'R' } }]),
    'together',
  ],
  [
    'a text without its piece',
    typed({
      X: { tag: 'X', parents: ['ACT'], text: 'T', columns: [TAG, { name: 'K', is: 'sequence' }] },
    }),
    'one piece',
  ],
  [
    'a column of a header that nothing fills',
    { ...line(plain), header: { columns: [...plain] } },
    'derived columns only',
  ],
  ['a column that is free on a line', line([...plain, { name: 'C', is: 'free' }]), 'free'],
];

describe('a record layout', () => {
  it('compiles when it fits together', () => {
    for (const layout of [WIDE, TYPED, ROWS, FIXED])
      expect(layoutOf(layout).types.size).to.be.above(0);
  });

  for (const [name, layout, detail] of wrong) {
    it(`is refused with ${name}`, () => {
      expect(() => layoutOf(layout)).to.throw(detail);
    });
  }
});
