import { expect } from 'chai';
import fc from 'fast-check';
import {
  type DeliveryOutcome,
  FAILURE_CLASS,
  type FailureCode,
} from '../../../adapters/adapter.ts';
import {
  DELIVERY_STATES,
  TRANSITIONS,
  blocksItsCase,
  nextState,
} from '../../../hub/delivery/delivery-state.ts';
import { RETRY_HORIZON_MS, holdDelay, retryDelay } from '../../../hub/delivery/retry-delay.ts';
import {
  type Settlement,
  type SettlementFacts,
  settle,
  stateAfter,
} from '../../../hub/delivery/settlement.ts';

const CREATED = new Date('2026-03-02T12:00:00Z');
const facts = (change: Partial<SettlementFacts> = {}): SettlementFacts => ({
  attempt: 1,
  createdAt: CREATED,
  now: new Date(CREATED.getTime() + 1_000),
  idempotent: true,
  asked: false,
  tripped: false,
  random: 0.5,
  ...change,
});
const failed = (code: FailureCode, retryAfterMs?: number): DeliveryOutcome => ({
  kind: 'failed',
  code,
  detail: '503',
  bytesIn: 0,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const LATE = new Date(CREATED.getTime() + RETRY_HORIZON_MS + 1);

interface Case {
  readonly name: string;
  readonly outcome: DeliveryOutcome;
  readonly given?: Partial<SettlementFacts>;
  readonly state: string;
  readonly leaves: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'what the transport took is handed over, and no more',
    outcome: { kind: 'handed-over', bytesIn: 2 },
    state: 'handed-over',
    leaves: ['handed-over'],
  },
  {
    name: 'an answer with our id is two facts',
    outcome: { kind: 'handed-over', acknowledgement: { reference: 'TX-1' }, bytesIn: 2 },
    state: 'acknowledged',
    leaves: ['handed-over', 'acknowledged'],
  },
  {
    name: 'a transient failure is tried again',
    outcome: failed('REMOTE_BUSY'),
    state: 'retry-wait',
    leaves: ['retry'],
  },
  {
    name: 'a transient failure is given up after the horizon',
    outcome: failed('CONNECTION_FAILED'),
    given: { now: LATE },
    state: 'dead-letter',
    leaves: ['dead-letter'],
  },
  {
    name: 'an ambiguous one is sent again where the state takes an id twice without effect',
    outcome: failed('NO_ANSWER'),
    state: 'retry-wait',
    leaves: ['outcome-unknown', 'retry'],
  },
  {
    name: 'an ambiguous one is left to a person elsewhere',
    outcome: failed('NO_ANSWER'),
    given: { idempotent: false },
    state: 'outcome-unknown',
    leaves: ['outcome-unknown'],
  },
  {
    name: 'an ambiguous one is left until the state was asked, where it can be',
    outcome: failed('NO_ANSWER'),
    given: { idempotent: false, asked: true },
    state: 'outcome-unknown',
    leaves: ['outcome-unknown'],
  },
  {
    name: 'an ambiguous one is never given up by itself',
    outcome: failed('ANSWER_UNREADABLE'),
    given: { now: LATE },
    state: 'outcome-unknown',
    leaves: ['outcome-unknown'],
  },
  {
    name: 'a refused document goes to the failure inbox at once',
    outcome: failed('DOCUMENT_REFUSED'),
    state: 'dead-letter',
    leaves: ['dead-letter'],
  },
  {
    name: 'a destination at fault holds and dead-letters nothing',
    outcome: failed('CREDENTIALS_REFUSED'),
    given: { now: LATE },
    state: 'held',
    leaves: ['held'],
  },
  {
    name: 'what was not sent goes back',
    outcome: { kind: 'not-sent' },
    state: 'queued',
    leaves: ['unsent'],
  },
];

describe('settlement of a delivery', () => {
  for (const { name, outcome, given, state, leaves } of CASES) {
    it(name, () => {
      const settlement = settle(outcome, facts(given));
      expect(stateAfter('dispatching', settlement.steps)).to.equal(state);
      expect(settlement.steps.map(({ leaf }) => leaf)).to.deep.equal(leaves);
    });
  }

  it('gives every failure code a way that the table of states allows', () => {
    for (const code of Object.keys(FAILURE_CLASS) as FailureCode[]) {
      for (const idempotent of [true, false]) {
        for (const now of [facts().now, LATE]) {
          const { steps } = settle(failed(code), facts({ idempotent, now }));
          expect(() => stateAfter('dispatching', steps), code).not.to.throw();
        }
      }
    }
  });

  it('waits at least as long as the peer asks', () => {
    const { dueAt } = settle(failed('REMOTE_BUSY', 90_000), facts());
    expect(dueAt?.getTime()).to.equal(facts().now.getTime() + 90_000);
  });

  it('holds the destination as long as the delivery', () => {
    const { dueAt, hold } = settle(failed('IDENTITY_MISMATCH'), facts());
    expect(hold).to.deep.equal({ code: 'IDENTITY_MISMATCH', until: dueAt, trials: 1 });
  });

  describe('and its destination', () => {
    const trial = (trials: number) => ({
      trialUnder: { code: 'CIRCUIT_OPEN', until: facts().now, trials },
    });
    const after = (ms: number, code: string, trials: number) => ({
      code,
      until: new Date(facts().now.getTime() + ms),
      trials,
    });
    const refused = failed('DOCUMENT_REFUSED');
    const down = failed('CONNECTION_FAILED');
    const lost = failed('NO_ANSWER');
    const taken: DeliveryOutcome = { kind: 'handed-over', bytesIn: 0 };
    const destinations: readonly {
      name: string;
      outcome: DeliveryOutcome;
      given: Partial<SettlementFacts>;
      hold: Settlement['hold'];
    }[] = [
      { name: 'nothing with a failure', outcome: down, given: {}, hold: undefined },
      { name: 'nothing with a success', outcome: taken, given: { tripped: true }, hold: undefined },
      {
        name: 'a hold of 30 s with the failure that is one too many',
        outcome: down,
        given: { tripped: true },
        hold: after(30_000, 'CIRCUIT_OPEN', 1),
      },
      {
        name: 'a hold also where the outcome is left to a person',
        outcome: lost,
        given: { tripped: true, idempotent: false },
        hold: after(30_000, 'CIRCUIT_OPEN', 1),
      },
      {
        name: 'a hold for as long as it asks for',
        outcome: failed('REMOTE_BUSY', 90_000),
        given: { tripped: true },
        hold: after(90_000, 'CIRCUIT_OPEN', 1),
      },
      {
        name: 'twice as long a hold after a trial in vain',
        outcome: lost,
        given: trial(1),
        hold: after(60_000, 'CIRCUIT_OPEN', 2),
      },
      {
        name: 'ten minutes at most',
        outcome: failed('CREDENTIALS_REFUSED'),
        given: trial(40),
        hold: after(600_000, 'CREDENTIALS_REFUSED', 41),
      },
      { name: 'no hold after a trial it took', outcome: taken, given: trial(3), hold: 'ends' },
      { name: 'no hold after a trial it refused', outcome: refused, given: trial(3), hold: 'ends' },
    ];
    for (const { name, outcome, given, hold } of destinations) {
      it(`get ${name}`, () => {
        expect(settle(outcome, facts(given)).hold).to.deep.equal(hold);
      });
    }

    it('is never the reason to give up what tried it', () => {
      const { steps } = settle(down, facts({ now: LATE, ...trial(9) }));
      expect(stateAfter('dispatching', steps)).to.equal('retry-wait');
    });
  });
});

describe('delays', () => {
  const table = [
    { name: 'the first retry comes after a second at least', got: retryDelay(1, 0), is: 1_000 },
    { name: 'its jitter is five seconds', got: retryDelay(1, 1), is: 6_000 },
    { name: 'the jitter doubles', got: retryDelay(3, 1), is: 21_000 },
    { name: 'and is capped at 30 minutes', got: retryDelay(300, 1), is: 1_801_000 },
    { name: 'the first hold is 30 seconds', got: holdDelay(1), is: 30_000 },
    { name: 'holds double to ten minutes', got: holdDelay(9), is: 600_000 },
  ];
  for (const { name, got, is } of table) it(name, () => expect(got).to.equal(is));
});

describe('states of a delivery', () => {
  it('lead only to states, and every state can be reached from the first', () => {
    const reached = new Set<string>(['queued']);
    for (let grown = 0; grown !== reached.size;) {
      grown = reached.size;
      for (const state of DELIVERY_STATES) {
        if (reached.has(state)) Object.values(TRANSITIONS[state]).forEach((to) => reached.add(to));
      }
    }
    expect([...reached].sort()).to.deep.equal([...DELIVERY_STATES].sort());
  });

  it('never leave a final state', () => {
    for (const state of ['acknowledged', 'superseded', 'skipped', 'cancelled'] as const) {
      expect(TRANSITIONS[state]).to.deep.equal({});
      expect(nextState(state, 'replay')).to.equal(undefined);
    }
  });

  it('never move from dispatching to queued but for what was not sent', () => {
    const back = Object.entries(TRANSITIONS.dispatching).filter(([, to]) => to === 'queued');
    expect(back.map(([event]) => event)).to.deep.equal(['return-unsent']);
  });

  it('block their case until the state has the delivery', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DELIVERY_STATES), fc.boolean(), (state, pulled) => {
        const open = !['acknowledged', 'refused', 'superseded', 'skipped', 'cancelled'].includes(
          state,
        );
        const expected = state === 'handed-over' ? pulled : open;
        expect(blocksItsCase(state, pulled)).to.equal(expected);
      }),
      { seed: 2026 },
    );
  });
});
