import { expect } from 'chai';
import { settleProbe } from '../../../hub/delivery/probe-settlement.ts';
import { stateAfter } from '../../../hub/delivery/settlement.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const failure = { code: 'NO_ANSWER', detail: 'timeout' };
const facts = { asked: 1, attempt: 1, now: NOW, random: 1, failure };

describe('settlement of an outcome that was asked for', () => {
  const cases = [
    { answer: 'held', state: 'handed-over', leaves: ['handed-over'], wait: undefined },
    { answer: 'not-held', state: 'retry-wait', leaves: ['retry'], wait: 6_000 },
    { answer: 'unknown', state: 'outcome-unknown', leaves: [], wait: 6_000 },
  ] as const;
  for (const { answer, state, leaves, wait } of cases) {
    it(`${answer} makes it ${state}`, () => {
      const { steps, dueAt } = settleProbe(answer, facts);
      expect(stateAfter('outcome-unknown', steps)).to.equal(state);
      expect(steps.map(({ leaf }) => leaf)).to.deep.equal(leaves);
      expect(dueAt && dueAt.getTime() - NOW.getTime()).to.equal(wait);
    });
  }

  it('asks ever more rarely, and keeps why the outcome is not known', () => {
    const waits = [1, 2, 3].map((asked) => {
      const settlement = settleProbe('unknown', { ...facts, asked });
      expect(settlement.failure).to.deep.equal(failure);
      return (settlement.dueAt?.getTime() ?? 0) - NOW.getTime();
    });
    expect(waits).to.deep.equal([6_000, 11_000, 21_000]);
  });
});
