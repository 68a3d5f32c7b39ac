import { expect } from 'chai';
import { MOST_ITEMS, MOST_VALUES, excessOf } from '../../../hub/message/excess.ts';
import type { JsonValue } from '../../../hub/message/json.ts';
import { SCHEMA_FILES } from '../../support/test-http.ts';

const zeros = (count: number): number[] => Array<number>(count).fill(0);
const names = (count: number): Record<string, number> =>
  Object.fromEntries(zeros(count).map((zero, place) => [`n${place}`, zero]));

describe('what holds more than a document may', () => {
  const cases: readonly { name: string; value: JsonValue; pointer: string | undefined }[] = [
    { name: 'a text', value: 'x'.repeat(100_000), pointer: undefined },
    { name: 'the longest list', value: { a: zeros(MOST_ITEMS) }, pointer: undefined },
    { name: 'a longer list', value: { a: [{ b: zeros(MOST_ITEMS + 1) }] }, pointer: '/a/0/b' },
    { name: 'the most names', value: names(MOST_ITEMS), pointer: undefined },
    { name: 'more names', value: { a: names(MOST_ITEMS + 1) }, pointer: '/a' },
    {
      name: 'a name that may be content',
      value: { 'Zebulon Q.': zeros(MOST_ITEMS + 1) },
      pointer: '',
    },
    {
      name: 'the most values in all',
      value: zeros(MOST_VALUES / MOST_ITEMS - 1).map(() => zeros(MOST_ITEMS)),
      pointer: undefined,
    },
    {
      name: 'more values in all',
      value: { a: zeros(MOST_VALUES / MOST_ITEMS).map(() => zeros(MOST_ITEMS)) },
      pointer: '',
    },
  ];
  for (const { name, value, pointer } of cases) {
    it(`${name}: ${pointer === undefined ? 'none' : `at "${pointer}"`}`, () => {
      expect(excessOf(value)?.pointer).to.equal(pointer);
    });
  }

  it('is nothing that a schema of the compact allows', () => {
    const longest = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0;
      const { maxItems } = value as { maxItems?: unknown };
      const own = typeof maxItems === 'number' ? maxItems : 0;
      return Math.max(own, ...Object.values(value).map(longest));
    };
    expect(longest(SCHEMA_FILES.schemas)).to.be.at.most(MOST_ITEMS);
  });
});
