import { expect } from 'chai';
import { dialectShares, pairsOf } from './dialect-shares.ts';
import { dialects } from './load.ts';

describe('any two dialects', () => {
  for (const [one, other] of pairsOf(dialects)) {
    it(`${one.name} and ${other.name} share few names and paths, and less than half of the structure`, () => {
      const { names, paths, structure } = dialectShares(one, other);
      expect(names, 'names').to.be.below(0.15);
      expect(paths, 'paths').to.be.below(0.15);
      expect(structure, 'structure').to.be.below(0.5);
    });
  }

  it('share everything when they are the same', () => {
    const [one] = dialects;
    expect(dialectShares(one!, one!)).to.deep.equal({ names: 1, paths: 1, structure: 1 });
  });
});
