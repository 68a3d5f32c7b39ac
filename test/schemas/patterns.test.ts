import { expect } from 'chai';
import { ATTACKS, PATTERNS, isSlow } from './pattern-attacks.ts';

describe('the patterns of the schemas', () => {
  it('are found', () => {
    expect(PATTERNS).to.have.length.at.least(15);
  });

  for (const pattern of PATTERNS) {
    it(`${pattern.slice(0, 60)} is anchored and never slow`, () => {
      expect(pattern).to.match(/^\^.*\$$/);
      const expression = new RegExp(pattern, 'u');
      expression.test('warm');
      const slow = ATTACKS.filter(({ text }) => isSlow(expression, text));
      expect(slow.map(({ piece, ending }) => `${piece} … ${ending}`)).to.deep.equal([]);
    });
  }
});
