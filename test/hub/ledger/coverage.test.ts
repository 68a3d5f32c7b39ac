import { expect } from 'chai';
import fc from 'fast-check';
import { type Uncovered, observeCoverage } from '../../../hub/ledger/coverage.ts';

const SECOND = 1_000;
const at = (seconds: number): Date => new Date(seconds * SECOND);

describe('coverage of the ledger', () => {
  it('counts from the first look at a leaf that waits, until it is covered', () => {
    const waits = { signedSize: 7, isCovered: false };
    const first = observeCoverage(undefined, waits, at(10));
    expect(first).to.deep.equal({ index: 7, since: at(10) });
    expect(observeCoverage(first, waits, at(900))).to.deep.equal(first);
    expect(observeCoverage(first, { signedSize: 9, isCovered: false }, at(11))).to.deep.equal({
      index: 9,
      since: at(11),
    });
    expect(observeCoverage(first, { signedSize: 9, isCovered: true }, at(11))).to.equal(undefined);
  });

  it('never says that a leaf waits longer than it does', () => {
    const looks = fc.array(
      fc.record({
        arrives: fc.nat(3),
        signs: fc.boolean(),
        seconds: fc.integer({ min: 1, max: 60 }),
      }),
    );
    fc.assert(
      fc.property(looks, (steps) => {
        const arrived: number[] = [];
        let signed = 0;
        let now = 0;
        let known: Uncovered;
        for (const { arrives, signs, seconds } of steps) {
          for (let leaf = 0; leaf < arrives; leaf += 1) arrived.push(now);
          if (signs) signed = arrived.length;
          now += seconds;
          const isCovered = signed === arrived.length;
          known = observeCoverage(known, { signedSize: signed, isCovered }, at(now));
          expect(known === undefined).to.equal(isCovered);
          const oldest = arrived[signed];
          if (known === undefined || oldest === undefined) continue;
          expect(known.index).to.equal(signed);
          expect(known.since.getTime()).to.be.at.least(oldest * SECOND);
        }
      }),
      { seed: 2026 },
    );
  });
});
