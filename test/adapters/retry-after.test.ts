import { expect } from 'chai';
import { retryAfterMs } from '../../adapters/retry-after.ts';

const now = new Date('2026-11-23T12:00:00Z');
const DAY_MS = 86_400_000;

describe('retry after', () => {
  const cases = [
    { value: '0', expected: 0 },
    { value: '120', expected: 120_000 },
    { value: ' 120 ', expected: 120_000 },
    { value: 'Mon, 23 Nov 2026 12:00:30 GMT', expected: 30_000 },
    { value: 'Mon, 23 Nov 2026 11:00:00 GMT', expected: 0 },
    { value: '99999999', expected: DAY_MS },
    { value: 'Fri, 31 Dec 9999 23:59:59 GMT', expected: DAY_MS },
    { value: undefined, expected: undefined },
    { value: '', expected: undefined },
    { value: '-5', expected: undefined },
    { value: '1.5', expected: undefined },
    { value: '1e9', expected: undefined },
    { value: '2026-11-23', expected: undefined },
    { value: 'Xxx, 99 Xxx 2026 12:00:30 GMT', expected: undefined },
  ];
  for (const { value, expected } of cases) {
    it(`${JSON.stringify(value)}: ${expected} ms`, () => {
      expect(retryAfterMs(value, now)).to.equal(expected);
    });
  }
});
