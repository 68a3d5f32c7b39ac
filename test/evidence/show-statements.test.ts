import { expect } from 'chai';
import { measureStatements, statementLines } from './show-statements.ts';

describe('the evidence of statements', function slow() {
  this.timeout(300_000);

  it('holds for two days, before and after a restore', async () => {
    const draw = { days: 2, casesADay: 6, orders: 4 };
    const options = { seed: 7, defect: undefined, progress: () => undefined };
    const figures = await measureStatements(draw, options);
    const short = statementLines(figures).filter(({ holds }) => !holds);
    expect(short, JSON.stringify(figures)).to.deep.equal([]);
    expect(figures.erased).to.be.greaterThan(3);
  });

  it('falls short for a gap, for what is not counted, and for a lie that nobody finds', () => {
    const compared = { made: 4, held: 6, missing: 0, extra: 0, otherwise: 0 };
    const whole = {
      days: 2,
      casesADay: 1,
      orders: 1,
      crossed: 3,
      erased: 1,
      pairs: 2,
      statements: 3,
      counted: 3,
      gaps: 0,
      afterErasures: compared,
      afterRestore: compared,
      leftOut: { told: 2, found: 2 },
      added: { told: 2, found: 2 },
      unsigned: { told: 2, found: 2 },
    };
    expect(statementLines(whole).filter(({ holds }) => !holds)).to.deep.equal([]);
    for (const worse of [
      { gaps: 1 },
      { counted: 2 },
      { afterErasures: { ...compared, missing: 1, otherwise: 1 } },
      { afterRestore: { ...compared, held: 5 } },
      { leftOut: { told: 2, found: 1 } },
      { added: { told: 0, found: 0 } },
    ]) {
      expect(statementLines({ ...whole, ...worse }).filter(({ holds }) => !holds)).to.have.length(
        1,
      );
    }
  });
});
