import { expect } from 'chai';
import { countedForNothing, countedRules } from './counted-days.ts';

const LEAST = 12;

describe('due days', () => {
  for (const { row, lines } of countedRules()) {
    it(`${row.duty} by Rule ${row.rule} after ${row.type}: ${lines.length} counted by hand`, () => {
      expect(lines).to.have.length.at.least(LEAST);
      for (const { line, due, computed } of lines) expect(computed, line).to.equal(due);
    });
  }

  it('are counted for rules that there are', () => {
    expect(countedForNothing()).to.deep.equal([]);
  });
});
