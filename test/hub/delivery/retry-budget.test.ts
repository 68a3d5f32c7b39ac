import { expect } from 'chai';
import fc from 'fast-check';
import {
  NEW_BUDGET,
  type RetryBudget,
  retriesLeft,
  withSends,
} from '../../../hub/delivery/retry-budget.ts';

const SEED = 2026;

interface Step {
  readonly at: number;
  readonly successes: number;
  readonly wasted: number;
}

const after = (steps: readonly Step[]): RetryBudget =>
  steps.reduce((budget, { at, ...counts }) => withSends(budget, at, counts), NEW_BUDGET);

const steps = fc
  .array(
    fc.record({
      apart: fc.integer({ min: 0, max: 20_000 }),
      successes: fc.nat(400),
      wasted: fc.nat(20),
    }),
    { maxLength: 60 },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ apart, ...counts }) => ({ at: (at += apart), ...counts }));
  });

describe('the budget of retries', () => {
  it('is ten where nothing was taken, and a tenth of what was', () => {
    expect(retriesLeft(NEW_BUDGET, 0, 0)).to.equal(10);
    expect(retriesLeft(after([{ at: 0, successes: 1_000, wasted: 0 }]), 1_000, 0)).to.equal(110);
  });

  it('is used up by retries in vain and under way, and comes back after a minute', () => {
    const used = after([{ at: 0, successes: 0, wasted: 7 }]);
    expect(retriesLeft(used, 1_000, 0)).to.equal(3);
    expect(retriesLeft(used, 1_000, 3)).to.equal(0);
    expect(retriesLeft(used, 60_000, 3)).to.equal(7);
  });

  it('never gives more than ten and a tenth of the successes of the last minute', () => {
    fc.assert(
      fc.property(steps, fc.nat(30), (list, underWay) => {
        const now = list.at(-1)?.at ?? 0;
        // A slice counts from its beginning: at most five seconds too few are remembered.
        const recent = list.filter(({ at }) => now - at < 60_000);
        const successes = recent.reduce((sum, step) => sum + step.successes, 0);
        const left = retriesLeft(after(list), now, underWay);
        expect(left).to.be.at.least(0);
        expect(left).to.be.at.most(Math.max(0, 10 + successes * 0.1 - underWay));
      }),
      { seed: SEED },
    );
  });

  it('remembers what a minute holds, whatever comes', () => {
    fc.assert(
      fc.property(steps, (list) => {
        expect(after(list).length).to.be.at.most(13);
      }),
      { seed: SEED },
    );
  });
});
