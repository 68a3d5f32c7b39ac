import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Circuit,
  NEW_CIRCUIT,
  type Seen,
  isTripped,
  withSend,
} from '../../../hub/delivery/circuit.ts';

const SEED = 2026;
const after = (sends: readonly Seen[]): Circuit => sends.reduce(withSend, NEW_CIRCUIT);
/** `x` failed, `.` taken, so many milliseconds apart. */
const sends = (text: string, apart = 100): Seen[] =>
  Array.from(text, (sign, place) => ({ at: place * apart, failed: sign === 'x' }));

const arbitrarySends = fc
  .array(fc.record({ apart: fc.integer({ min: 0, max: 30_000 }), failed: fc.boolean() }), {
    maxLength: 60,
  })
  .map((steps) => {
    let at = 0;
    return steps.map(({ apart, failed }) => ({ at: (at += apart), failed }));
  });

describe('a circuit', () => {
  const cases = [
    { text: '', tripped: false },
    { text: 'xxxx', tripped: false },
    { text: 'xxxxx', tripped: true },
    { text: '..........xxxxx', tripped: true },
    { text: 'xxxx.xxxx', tripped: false },
    { text: 'x.x.x.x.x.x.x.x.x.x', tripped: false },
    { text: 'x.x.x.x.x.x.x.x.x.x.', tripped: true },
    { text: 'x.x.x.x.x.x.x.x.x...', tripped: false },
    { text: 'xxxx................', tripped: false },
  ];
  for (const { text, tripped } of cases) {
    it(`after ${text === '' ? 'nothing' : text} ${tripped ? 'trips' : 'holds'}`, () => {
      expect(isTripped(after(sends(text)))).to.equal(tripped);
    });
  }

  it('forgets what is older than a minute', () => {
    expect(isTripped(after(sends('xxxxx', 15_000)))).to.equal(false);
    expect(isTripped(after(sends('xxxxx', 14_999)))).to.equal(true);
  });

  it('is tripped exactly by the rule, whatever came before', () => {
    fc.assert(
      fc.property(arbitrarySends, (all) => {
        const now = all.at(-1)?.at ?? 0;
        const last = all.filter(({ at }) => now - at < 60_000).slice(-20);
        const five = last.slice(-5);
        const inARow = five.length === 5 && five.every(({ failed }) => failed);
        const half = last.length === 20 && last.filter(({ failed }) => failed).length >= 10;
        expect(isTripped(after(all))).to.equal(inARow || half);
      }),
      { seed: SEED },
    );
  });

  it('never trips on a success that follows fewer than ten failures of the last twenty', () => {
    fc.assert(
      fc.property(arbitrarySends, fc.nat(30_000), (all, apart) => {
        const circuit = withSend(after(all), { at: (all.at(-1)?.at ?? 0) + apart, failed: false });
        const failures = circuit.filter(({ failed }) => failed).length;
        expect(isTripped(circuit)).to.equal(circuit.length === 20 && failures >= 10);
      }),
      { seed: SEED },
    );
  });

  it('remembers no more than it looks at', () => {
    fc.assert(
      fc.property(arbitrarySends, (all) => {
        expect(after(all).length).to.be.at.most(20);
      }),
      { seed: SEED },
    );
  });
});
