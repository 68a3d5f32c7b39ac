import { expect } from 'chai';
import { playRandomCases } from './random-cases.ts';

const SEEDS = [4, 2026, 53];
const STEPS = 200;

describe('cases after any activities, several at once', function () {
  this.timeout(120_000);

  for (const seed of SEEDS) {
    it(`are as the table can make them, and as what crossed tells them again (seed ${seed})`, async () => {
      const played = await playRandomCases(seed, STEPS);
      expect(played).to.deep.include({ unreachable: [], differing: [] });
      expect(played.cases).to.be.at.least(10);
      expect(played.deadlines).to.be.at.least(20);
    });
  }
});
