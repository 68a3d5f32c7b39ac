import { expect } from 'chai';
import { linesFrom, measureErasures } from './show-erasures.ts';

describe('the evidence of erasures', function slow() {
  this.timeout(300_000);

  it('holds for a few, before and after a restore', async () => {
    const figures = await measureErasures(6, { seed: 7, progress: () => undefined });
    const short = linesFrom(figures).filter(({ holds }) => !holds);
    expect(short, JSON.stringify(figures)).to.deep.equal([]);
    expect(figures.erased).to.be.greaterThan(5);
  });

  it('falls short for what is left', () => {
    const whole = {
      orders: 1,
      erased: 1,
      all: 2,
      proofs: 1,
      gone: 1,
      repeatsGone: 1,
      kept: 1,
      secrets: 3,
      leftovers: [],
      names: 0,
      persons: 0,
      files: 0,
      cameBack: 1,
      leftAfterRestore: 0,
      goneAfterRestore: 1,
    };
    expect(linesFrom(whole).every(({ holds }) => holds)).to.equal(true);
    for (const worse of [
      { proofs: 0 },
      { leftovers: ['salt'] },
      { names: 1 },
      { files: 1 },
      { leftAfterRestore: 1 },
    ]) {
      expect(linesFrom({ ...whole, ...worse }).every(({ holds }) => holds)).to.equal(false);
    }
  });
});
