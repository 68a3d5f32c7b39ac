import { expect } from 'chai';
import fc from 'fast-check';
import { ACTIVITIES } from '../../../hub/compact/activity-catalogue.ts';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { choicesOf } from '../../../hub/compact/case-choices.ts';
import {
  type LifecycleMove,
  type Refusal,
  allowedNow,
  moveCase,
} from '../../../hub/compact/case-lifecycle.ts';
import {
  type CaseState,
  NEW_CASE,
  REGION_NAMES,
  REGIONS,
} from '../../../hub/compact/case-state.ts';
import { LIFECYCLE } from '../../../hub/compact/lifecycle-rows.ts';
import { refusalTexts } from '../../../hub/compact/refusal-text.ts';
import * as codes from '../../../hub/generated/code-lists.ts';
import { type CaseGraph, EVERY_MOVE, caseGraph, keyOf } from '../../../scripts/case-graph.ts';
import { NAMED_STATES } from './lifecycle-cells.ts';
import { walkCells } from './walk-cells.ts';

const SIDES = ['sending', 'receiving'] as const;

describe('the table of the lifecycle', function () {
  this.timeout(120_000);
  let graph: CaseGraph;
  let reachable: ReadonlySet<string>;
  before(() => {
    graph = caseGraph();
    reachable = new Set(graph.states.map(keyOf));
  });

  it('numbers each row once, in the catalogue’s types and the regions’ words', () => {
    expect(new Set(LIFECYCLE.map(({ row }) => row))).to.have.property('size', LIFECYCLE.length);
    const types = new Set(LIFECYCLE.map(({ type }) => type));
    expect([...types].sort()).to.deep.equal(ACTIVITIES.map(({ type }) => type).sort());
  });

  it('decides every cell as its row says, and refuses by the row’s own guard', () => {
    const { cells, allowed, wrong } = walkCells(graph);
    expect(allowed).to.equal(graph.steps.length);
    console.log(`      ${cells} cells: ${graph.states.length} states, ${allowed} allowed`);
    expect(wrong.slice(0, 5)).to.deep.equal([]);
  });

  it('lets every row pass in some case, but for what is never taken back', () => {
    const passed = new Set(graph.steps.map(({ row }) => row));
    const never = LIFECYCLE.filter(({ row }) => !passed.has(row)).map(({ row }) => row);
    expect(never).to.deep.equal(['25n']);
  });

  it('has a row for all that a valid activity can say, whoever sends it', () => {
    for (const { type, data } of everySaying()) {
      for (const by of SIDES) {
        const verdict = moveCase(NEW_CASE, { type, facts: factsOf(type, data), by });
        expect(
          LIFECYCLE.filter(({ row }) => row === verdict.row).map((row) => row.type),
        ).to.include(type);
      }
    }
    const told = new Set(everySaying().flatMap(({ type, data }) => factsOf(type, data)));
    const asked = LIFECYCLE.flatMap(({ when }) => (when === undefined ? [] : [when]));
    expect([...told].sort()).to.deep.equal([...new Set(asked)].sort());
  });

  it('knows the states that are stated by hand', () => {
    const unknown = NAMED_STATES.filter(({ state }) => !reachable.has(keyOf(state)));
    expect(unknown).to.deep.equal([]);
  });

  it('allows what it says that it allows, and refuses the rest', () => {
    for (const state of graph.states) {
      for (const by of SIDES) {
        const moves = EVERY_MOVE.filter((move) => move.by === by);
        const moving = moves.filter((move) => moveCase(state, move).kind === 'moves');
        const types = new Set(moving.map(({ type }) => type));
        expect(allowedNow(state, by)).to.have.members([...types]);
      }
    }
  });

  it('keeps what must hold of every case, in every story', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVERY_MOVE), { maxLength: 60 }), (story) => {
        let state: CaseState = Object.freeze({ ...NEW_CASE });
        for (const move of story) {
          const verdict = moveCase(state, move);
          const next = verdict.kind === 'moves' ? verdict.state : state;
          expect(reachable.has(keyOf(next))).to.equal(true);
          expect(breachOf(state, next, verdict.row)).to.equal(undefined);
          state = Object.freeze(next);
        }
      }),
      { seed: 2026, numRuns: 500 },
    );
  });

  it('keeps it on every step that there is', () => {
    const breaches = graph.steps.flatMap(({ from, to, row }) => breachOf(from, to, row) ?? []);
    expect(breaches.slice(0, 5)).to.deep.equal([]);
  });

  describe('a refusal', () => {
    const refused = (state: CaseState, move: LifecycleMove): Refusal => {
      const verdict = moveCase(state, move);
      if (verdict.kind === 'moves') throw new Error('it was allowed');
      return verdict;
    };
    const stateNamed = (name: string): CaseState =>
      NAMED_STATES.find((named) => named.name === name)?.state ?? NEW_CASE;

    it('says the row and what it needs, how the case stands, and what may be sent', () => {
      const type = 'compact.case-closure-notice.v1';
      const state = stateNamed('response retakes');
      const refusal = refused(state, { type, facts: ['ends-otherwise'], by: 'receiving' });
      expect(refusalTexts(refusal, state, 'receiving')).to.deep.equal([
        'row 17a of the lifecycle needs retaking none',
        'the case has status accepted, reportingInstructions none, transfer accepted, location receiving, violation responded, retaking pending, returning none, closure none, supervising receiving',
        `allowed now to the receiving state: ${allowedNow(state, 'receiving').join(', ')}`,
      ]);
    });

    it('says each way that there is', () => {
      const state = stateNamed('instructions asked for');
      const type = 'compact.departure-notice.v1';
      const [needs] = refusalTexts(
        refused(state, { type, facts: ['outbound'], by: 'sending' }),
        state,
        'sending',
      );
      expect(needs).to.equal(
        'row 9 of the lifecycle needs transfer accepted, or reportingInstructions granted, or instructionsReason LIVING_IN_RS_AT_SENTENCING',
      );
    });

    it('says whose activity it is, or that it never passes', () => {
      const taken = { type: 'compact.activity-withdrawal.v1', by: 'sending' } as const;
      const [never] = refusalTexts(
        refused(NEW_CASE, { ...taken, facts: ['withdraws-what-stands'] }),
        NEW_CASE,
        'sending',
      );
      expect(never).to.equal('row 25n of the lifecycle never lets this activity pass');
      const reply = { type: 'compact.transfer-reply.v1', facts: ['accepted'] } as const;
      const [by] = refusalTexts(
        refused(NEW_CASE, { ...reply, by: 'sending' }),
        NEW_CASE,
        'sending',
      );
      expect(by).to.equal('row 6 of the lifecycle needs by receiving');
    });

    it('repeats nothing that an activity said', () => {
      const state: CaseState = { ...NEW_CASE, instructionsReason: 'Canary' };
      for (const move of EVERY_MOVE) {
        const verdict = moveCase(state, move);
        if (verdict.kind === 'moves') continue;
        expect(refusalTexts(verdict, state, move.by).join()).to.not.contain('Canary');
      }
    });
  });

  describe('the choices after a rejection', () => {
    const choicesIn = (name: string): string[] | undefined => {
      const state = NAMED_STATES.find((named) => named.name === name)?.state;
      return state && choicesOf(state)?.choices.map(({ choice, by }) => `${choice} ${by}`);
    };

    it('are a new request or the withdrawal of the case before the arrival', () => {
      expect(choicesIn('rejected')).to.deep.equal([
        'request-again sending',
        'withdraw-case sending',
      ]);
    });

    it('are a new request or the return of who arrived on instructions', () => {
      expect(choicesIn('there, rejected')).to.deep.equal([
        'request-again sending',
        'return receiving',
      ]);
    });

    it('are asked of rejected cases only, and each may be taken', () => {
      for (const state of graph.states) {
        const asked = choicesOf(state);
        if (asked === undefined) continue;
        expect(state.status).to.equal('rejected');
        expect(asked.asked).to.equal('sending');
        for (const { type, by } of asked.choices) expect(allowedNow(state, by)).to.include(type);
      }
      const asked = NAMED_STATES.filter(({ state }) => choicesOf(state) !== undefined);
      expect(asked.map(({ name }) => name)).to.deep.equal([
        'rejected',
        'there, rejected',
        'rejected, asked for',
        'departed, rejected',
      ]);
    });
  });
});

const ARRIVED: readonly CaseState['location'][] = [
  'receiving',
  'return-departed',
  'failed-to-return',
  'subsequent-departed',
];

/** Which of the things that must hold does not, after this step. */
function breachOf(from: CaseState, to: CaseState, row: string): string | undefined {
  const isThere = ARRIVED.includes(to.location);
  const held: Readonly<Record<string, boolean>> = {
    'answers in the words of the regions': REGION_NAMES.every((region) =>
      (REGIONS[region] as readonly string[]).includes(to[region]),
    ),
    'withdrawn is final': from.status !== 'withdrawn' || keyOf(from) === keyOf(to),
    'a case is never withdrawn after an arrival':
      to.status !== 'withdrawn' || (!isThere && to.location !== 'returned'),
    'the receiving state supervises from the arrival to the return': isThere
      ? to.supervising === 'receiving'
      : to.supervising === 'sending',
    'closed by a valid notice': (to.status === 'closed') === (to.closure === 'valid'),
    'closed after it was noticed':
      from.status === 'closed' || to.status !== 'closed' || from.closure === 'noticed',
    'opened again only': from.status !== 'closed' || to.status === 'closed' || row === '21',
    'nobody departs twice': from.location === 'sending' || to.location !== 'sending',
    'who is back stays back': from.location !== 'returned' || to.location === 'returned',
    'violations, retakings and returns are of persons who are there':
      isThere || (to.violation === 'none' && to.retaking === 'none' && to.returning === 'none'),
    'on the way back by instructions':
      !['return-departed', 'failed-to-return'].includes(to.location) || to.returning === 'granted',
    'noticed in spite of a retaking only for what ended it':
      from.closure === to.closure || row !== '17a' || from.retaking === 'none',
    'accepted by an acceptance or a reopening':
      from.status === 'accepted' || to.status !== 'accepted' || row === '6' || row === '21',
  };
  return Object.keys(held).find((name) => held[name] === false);
}

interface Saying {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Each type with every code that decides about its row. */
function everySaying(): Saying[] {
  const each = (name: string, property: string, values: readonly unknown[]): Saying[] =>
    values.map((value) => ({ type: `compact.${name}.v1`, data: { [property]: value } }));
  const withdrawn = codes.ACTIVITY_CODE.map((activity) => ({ activity, id: '1' }));
  const changes = [{ tolling: 1 }, { residence: 1 }, { supervision: 1, phones: 1 }];
  const duties = [undefined, ...codes.WARRANT_DUTY];
  const said = [
    ...each('reporting-instructions-reply', 'decision', codes.REPORTING_INSTRUCTIONS_DECISION),
    ...each('transfer-reply', 'decision', codes.TRANSFER_DECISION),
    ...each('departure-notice', 'direction', codes.DEPARTURE_DIRECTION),
    ...each('case-closure-notice', 'closureReason', codes.CASE_CLOSURE_REASON),
    ...each('case-closure-reply', 'outcome', codes.CASE_CLOSURE_OUTCOME),
    ...each('violation-response', 'action', codes.VIOLATION_RESPONSE_ACTION),
    ...each('violation-response-addendum', 'action', codes.VIOLATION_RESPONSE_ACTION),
    { type: 'compact.violation-response-addendum.v1', data: {} },
    ...each('activity-withdrawal', 'withdrawn', withdrawn),
    ...each('profile-update', 'changes', changes),
    ...codes.WARRANT_STAGE.flatMap((warrantStatus) =>
      duties.map((duty) => ({
        type: 'compact.warrant-status.v1',
        data: { warrantStatus, duty },
      })),
    ),
  ];
  const decided = new Set(said.map(({ type }) => type));
  const plain = ACTIVITIES.filter(({ type }) => !decided.has(type));
  return [...said, ...plain.map(({ type }) => ({ type, data: {} }))];
}
