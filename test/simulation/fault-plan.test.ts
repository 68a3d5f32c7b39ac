import { expect } from 'chai';
import { createFaultPlan, readFaultRules } from '../../simulation/fault-plan.ts';

describe('a fault plan', () => {
  it('has no fault before it is set', () => {
    const plan = createFaultPlan('seed');
    expect([plan.nextReceive(), plan.nextSubmit()]).to.deep.equal([undefined, undefined]);
  });

  it('counts down the next requests, deliveries and submissions apart', () => {
    const plan = createFaultPlan('seed');
    plan.set([
      { kind: 'slow', next: 2 },
      { kind: 'submit-twice', next: 1 },
      { kind: 'unavailable', next: 1 },
    ]);
    const received = Array.from({ length: 4 }, () => plan.nextReceive()?.kind);
    expect(received).to.deep.equal(['slow', 'slow', 'unavailable', undefined]);
    const submitted = Array.from({ length: 2 }, () => plan.nextSubmit()?.kind);
    expect(submitted).to.deep.equal(['submit-twice', undefined]);
  });

  it('draws by probability, the same for the same seed', () => {
    const draw = (seed: string): boolean[] => {
      const plan = createFaultPlan(seed);
      plan.set([{ kind: 'close-midway', probability: 0.25 }]);
      return Array.from({ length: 400 }, () => plan.nextReceive() !== undefined);
    };
    expect(draw('one')).to.deep.equal(draw('one'));
    expect(draw('one')).not.to.deep.equal(draw('two'));
    expect(draw('one').filter(Boolean).length).to.be.within(70, 130);
  });

  it('forgets its rules when others are set', () => {
    const plan = createFaultPlan('seed');
    plan.set([{ kind: 'refuse', next: 9 }]);
    plan.set([]);
    expect(plan.nextReceive()).to.equal(undefined);
  });

  for (const value of [null, {}, [{ kind: 'explode' }], ['slow']]) {
    it(`is not read from ${JSON.stringify(value)}`, () => {
      expect(() => readFaultRules(value)).to.throw(TypeError);
    });
  }
});
