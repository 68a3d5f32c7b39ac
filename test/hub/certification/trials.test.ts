import { expect } from 'chai';
import { missingTrials, verdictOf } from '../../../hub/certification/certificate.ts';
import {
  type Answer,
  type TrialBench,
  type TrialResult,
  resultOf,
} from '../../../hub/certification/trial.ts';
import { TRIALS } from '../../../hub/certification/trials.ts';
import type { Capabilities, Profile } from '../../../hub/compact/profile.ts';

const TAKEN: Answer = { kind: 'taken', acknowledged: true, reference: 'R-1' };
const SILENT: Answer = { kind: 'unclear', code: 'CONNECTION_FAILED', detail: 'ECONNREFUSED' };
const CAPABILITIES = { acknowledgement: 'synchronous', idempotent: true, probe: true };

/** A bench with a clock of its own, whose state answers in this order and then as the last. */
function benchOf(answers: readonly Answer[], restart: TrialBench['restart']): TrialBench {
  let nowMs = 0;
  let sent = 0;
  const document = {
    activityType: 'compact.departure-notice.v1',
    variant: 'full',
    contentType: 'text/plain',
    body: Buffer.from('made up'),
  };
  return {
    capabilities: CAPABILITIES as Capabilities,
    golden: [document],
    repeats: 1,
    parcelOf: ({ activityType, contentType, body }, facts) => ({
      deliveryId: 'D-1',
      transmissionId: 'T-1',
      destination: 'VT',
      caseId: 'C-1',
      caseSequence: 1,
      attempt: 1,
      possibleDuplicate: false,
      activityType,
      contentType,
      body,
      ...facts,
    }),
    send: () => {
      const answer = answers[Math.min(sent, answers.length - 1)]!;
      sent += 1;
      return Promise.resolve(answer);
    },
    probe: () => Promise.resolve(undefined),
    sendSkewed: () => Promise.resolve(TAKEN),
    restart,
    now: () => new Date(nowMs),
    pause: (milliseconds) => {
      nowMs += milliseconds;
      return Promise.resolve();
    },
  };
}

describe('the trial of a restart', () => {
  const trial = TRIALS.find(({ name }) => name === 'restart')!;
  const restarted = () => Promise.resolve(undefined);

  it('waits until the system answers again, and says how long', async () => {
    const bench = benchOf([TAKEN, ...Array<Answer>(6).fill(SILENT), TAKEN], restarted);
    expect(await trial.run(bench)).to.deep.equal({
      verdict: 'passed',
      count: 1,
      findings: [],
      note: 'answered 3 s after the command',
    });
  });

  it('fails after a minute of silence, with the error and the delivery', async () => {
    const result = await trial.run(benchOf([TAKEN, SILENT], restarted));
    expect(result).to.deep.include({
      verdict: 'failed',
      findings: [
        'before: taken; 60 s after: unclear (CONNECTION_FAILED, ECONNREFUSED), delivery D-1',
      ],
    });
  });

  it('fails where the command itself does', async () => {
    const wrong = 'the restart command ended with 1';
    const result = await trial.run(benchOf([TAKEN], () => Promise.resolve(wrong)));
    expect(result).to.deep.include({ verdict: 'failed', findings: [wrong] });
  });

  it('is not run when nobody says how', async () => {
    const result = await trial.run(benchOf([TAKEN], undefined));
    expect(result.verdict).to.equal('not-run');
    expect(result.note).to.include('give --restart');
  });
});

describe('what trials come to', () => {
  const profile = (change: object = {}): Profile =>
    ({ capabilities: { ...CAPABILITIES, ...change } }) as Profile;
  const results = (change: Readonly<Record<string, TrialResult['verdict']>>) =>
    new Map(
      TRIALS.map(({ name }): [string, TrialResult] => [
        name,
        { verdict: change[name] ?? 'passed', count: 1, findings: [] },
      ]),
    );

  const cases: [string, Profile, Parameters<typeof results>[0], string, string[]][] = [
    ['everything passed', profile(), {}, 'certified', []],
    ['no restart', profile(), { restart: 'not-run' }, 'incomplete', ['restart']],
    [
      'a failure and no restart',
      profile(),
      { restart: 'not-run', golden: 'failed' },
      'falls-short',
      ['restart'],
    ],
    [
      'a conflict that the profile calls for',
      profile(),
      { conflict: 'not-run' },
      'incomplete',
      ['conflict'],
    ],
    [
      'a conflict that it does not',
      profile({ idempotent: false }),
      { conflict: 'not-run' },
      'certified',
      [],
    ],
    [
      'no answers to expect',
      profile({ acknowledgement: 'none' }),
      { negative: 'not-run' },
      'certified',
      [],
    ],
    [
      'a question that nobody answers',
      profile({ probe: false }),
      { probe: 'not-run' },
      'certified',
      [],
    ],
  ];
  for (const [name, of, change, verdict, missing] of cases) {
    it(`${name}: ${verdict}`, () => {
      expect(verdictOf(of, results(change))).to.equal(verdict);
      expect(missingTrials(of, results(change))).to.deep.equal(missing);
    });
  }

  it('counts what was found more than once, and names the first delivery', () => {
    const found = ['D-1', 'D-2'].map((deliveryId) => ({ what: 'refused', deliveryId }));
    expect(resultOf(2, found).findings).to.deep.equal(['refused (2 times), delivery D-1']);
  });
});
