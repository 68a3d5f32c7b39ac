import { expect } from 'chai';
import {
  type DeliveryOutcome,
  FAILURE_CLASS,
  type FailureClass,
  type Parcel,
  type StateAdapter,
} from '../../adapters/adapter.ts';

/** What a state's system can be told to do with the next deliveries. */
export type StateFault =
  | 'none'
  | 'fail-before-storing'
  | 'fail-after-storing'
  | 'slow'
  | 'hang'
  | 'close-midway'
  | 'busy'
  | 'refuse-document'
  | 'lie';

/** A state's system under the test's hand. */
export interface FakeState {
  /** What had an effect, each delivery id once, in order. */
  stored(): StoredParcel[] | Promise<StoredParcel[]>;
  /** How many documents came, repeats and failures too. */
  arrivals(): number;
  /** The most that it had in hand at once. */
  mostAtOnce(): number;
  breakWith(fault: StateFault, onlyFor?: ReadonlySet<string>): void;
  openConnections(): number;
  stop(): Promise<void>;
}

export type StoredParcel = Pick<
  Parcel,
  'deliveryId' | 'caseId' | 'caseSequence' | 'attempt' | 'body'
>;

/** What `create` must build its adapter with, so that one test fits all. */
export const CONTRACT = {
  sizeLimitBytes: 300_000,
  concurrency: 8,
} as const;

/** Only a test that waits for a deadline has a short one: a busy machine must not bring it about. */
const SHORT_MS = 300;
const LONG_MS = 30_000;

export interface CreateOptions {
  readonly credential: 'right' | 'wrong';
  /** How long the whole of one delivery may take. */
  readonly totalMs: number;
}

export interface ContractParts<State extends FakeState> {
  readonly start: () => Promise<State>;
  readonly create: (state: State, options: CreateOptions) => StateAdapter;
  /**
   * Faults that this kind of other end cannot have: a queue takes whatever fits into it, and names no
   * delivery in its confirm, so it neither refuses a document nor lies about one.
   */
  readonly cannot?: ReadonlySet<StateFault>;
}

/** The contract of `StateAdapter`, held against a real other end. */
export function describeAdapter<State extends FakeState>(
  name: string,
  { start, create, cannot = new Set() }: ContractParts<State>,
): void {
  const can = (fault: StateFault): boolean => !cannot.has(fault);

  describe(`${name}: the contract of adapters`, () => {
    let state: State;
    let adapter: StateAdapter;
    const signal = new AbortController().signal;

    beforeEach(async () => {
      state = await start();
      adapter = create(state, { credential: 'right', totalMs: LONG_MS });
    });
    afterEach(async () => {
      await adapter.close();
      await state.stop();
    });

    async function deliverOne(parcel: Parcel): Promise<DeliveryOutcome> {
      const outcomes = await adapter.deliver([parcel], signal);
      expect(outcomes).to.have.length(1);
      return outcomes[0]!;
    }

    it('hands over one document byte for byte under its id', async () => {
      const parcel = parcelOf({ body: Buffer.from([0, 0xff, 0x0d, 0x0a, 0xc3, 0xa9]) });
      const outcome = await deliverOne(parcel);
      expect(outcome.kind).to.equal('handed-over');
      expect(await state.stored()).to.deep.equal([storedOf(parcel)]);
    });

    it('gives no outcomes for an empty list', async () => {
      expect(await adapter.deliver([], signal)).to.deep.equal([]);
    });

    it('is safe to call again with the same id', async () => {
      const parcel = parcelOf();
      const outcomes = [await deliverOne(parcel), await deliverOne(again(parcel))];
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['handed-over', 'handed-over']);
      expect(await state.stored()).to.deep.equal([storedOf(parcel)]);
    });

    for (const { fault, stores } of [
      { fault: 'fail-before-storing', stores: 0 },
      { fault: 'fail-after-storing', stores: 1 },
      { fault: 'close-midway', stores: 0 },
    ] as const) {
      it(`has one effect when it is called again after ${fault}`, async () => {
        const parcel = parcelOf({ body: Buffer.alloc(250_000, 'a') });
        state.breakWith(fault);
        expectFailure(await deliverOne(parcel), stores === 1 ? AMBIGUOUS : NOT_PERMANENT);
        expect(await state.stored()).to.have.length(stores);
        state.breakWith('none');
        expect((await deliverOne(again(parcel))).kind).to.equal('handed-over');
        expect((await state.stored()).map(({ deliveryId }) => deliveryId)).to.deep.equal([
          parcel.deliveryId,
        ]);
      });
    }

    it('waits for a slow state', async () => {
      state.breakWith('slow');
      expect((await deliverOne(parcelOf())).kind).to.equal('handed-over');
    });

    it('gives up on a state that never answers, at its deadline', async () => {
      await adapter.close();
      adapter = create(state, { credential: 'right', totalMs: SHORT_MS });
      state.breakWith('hang');
      const before = performance.now();
      expectFailure(await deliverOne(parcelOf()), AMBIGUOUS);
      expect(performance.now() - before).to.be.at.least(SHORT_MS - 5);
    });

    it('holds the destination for wrong credentials', async () => {
      await adapter.close();
      adapter = create(state, { credential: 'wrong', totalMs: LONG_MS });
      const outcome = await deliverOne(parcelOf());
      expectFailure(outcome, ['destination'], 'CREDENTIALS_REFUSED');
      expect(await state.stored()).to.deep.equal([]);
    });

    it('sends nothing of a document that is too large', async () => {
      const outcome = await deliverOne(
        parcelOf({ body: Buffer.alloc(CONTRACT.sizeLimitBytes + 1) }),
      );
      expectFailure(outcome, ['message'], 'DOCUMENT_TOO_LARGE');
      expect(state.arrivals()).to.equal(0);
      const largest = parcelOf({ body: Buffer.alloc(CONTRACT.sizeLimitBytes) });
      expect((await deliverOne(largest)).kind).to.equal('handed-over');
    });

    it('tries a busy state later', async () => {
      state.breakWith('busy');
      expectFailure(await deliverOne(parcelOf()), ['transient']);
    });

    if (can('refuse-document')) {
      it('leaves a refused document to a person', async () => {
        state.breakWith('refuse-document');
        expectFailure(await deliverOne(parcelOf()), ['message'], 'DOCUMENT_REFUSED');
      });
    }

    if (can('lie')) {
      it('does not believe an answer for another delivery', async () => {
        state.breakWith('lie');
        expectFailure(await deliverOne(parcelOf()), AMBIGUOUS);
      });
    }

    it('sends 500 in the order of each case, cases beside each other', async () => {
      const parcels = interleaved({ cases: 50, each: 10 });
      const outcomes = await adapter.deliver(parcels, signal);
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(parcels.map(() => 'handed-over'));
      expect(sequencesByCase(await state.stored())).to.deep.equal(sequencesByCase(parcels));
      expect(state.mostAtOnce()).to.be.at.most(CONTRACT.concurrency);
    });

    it('returns the rest of a case unsent after a failure in the middle', async () => {
      const parcels = interleaved({ cases: 50, each: 10 });
      const broken = parcels.find(
        ({ caseId, caseSequence }) => caseId === caseName(7) && caseSequence === 5,
      )!;
      const fault = can('refuse-document') ? 'refuse-document' : 'busy';
      state.breakWith(fault, new Set([broken.deliveryId]));
      const outcomes = await adapter.deliver(parcels, signal);
      const kinds = outcomes.map(({ kind }) => kind);
      expect(kinds).to.deep.equal(
        parcels.map(({ caseId, caseSequence }) => {
          if (caseId !== broken.caseId || caseSequence < 5) return 'handed-over';
          return caseSequence === 5 ? 'failed' : 'not-sent';
        }),
      );
      expect(await state.stored()).to.have.length(500 - 6);
      expect(state.arrivals()).to.equal(500 - 5);
    });

    it('sends nothing once the signal has aborted', async () => {
      const outcomes = await adapter.deliver(
        [parcelOf({ caseSequence: 1 }), parcelOf({ caseSequence: 2 })],
        AbortSignal.abort(),
      );
      expectFailure(outcomes[0]!, ['transient']);
      expect(outcomes[1]).to.deep.equal({ kind: 'not-sent' });
      expect(state.arrivals()).to.equal(0);
    });

    it('ends at once when the signal aborts under way, and does not claim to know', async () => {
      state.breakWith('hang');
      const abort = new AbortController();
      const delivering = adapter.deliver([parcelOf()], abort.signal);
      await until(() => state.arrivals() === 1);
      abort.abort();
      expectFailure((await delivering)[0]!, AMBIGUOUS);
    });

    it('closes with no connection left, under load too, and then fails without sending', async () => {
      state.breakWith('hang');
      const delivering = adapter.deliver(interleaved({ cases: 20, each: 1 }), signal);
      await until(() => state.arrivals() === CONTRACT.concurrency);
      expect(state.mostAtOnce()).to.equal(CONTRACT.concurrency);
      await adapter.close();
      for (const outcome of await delivering) expectFailure(outcome, NOT_PERMANENT);
      await until(() => state.openConnections() === 0);
      const arrived = state.arrivals();
      expectFailure(await deliverOne(parcelOf()), ['transient']);
      expect(state.arrivals()).to.equal(arrived);
      await adapter.close();
    });

    it('asks whether the state holds a delivery, where it can', async () => {
      const parcel = parcelOf();
      if (adapter.probe === undefined) return;
      expect(await adapter.probe(parcel.deliveryId, signal)).to.equal('not-held');
      state.breakWith('fail-after-storing');
      await deliverOne(parcel);
      state.breakWith('none');
      expect(await adapter.probe(parcel.deliveryId, signal)).to.equal('held');
    });
  });
}

const AMBIGUOUS: readonly FailureClass[] = ['ambiguous'];
const NOT_PERMANENT: readonly FailureClass[] = ['transient', 'ambiguous'];

let made = 0;

/** A parcel with an id of its own. */
export function parcelOf(facts: Partial<Parcel> = {}): Parcel {
  made += 1;
  return {
    deliveryId: `delivery-${made}`,
    transmissionId: `transmission-${made}`,
    destination: 'TX',
    caseId: caseName(1),
    caseSequence: 1,
    attempt: 1,
    possibleDuplicate: false,
    activityType: 'compact.transfer-request.v1',
    contentType: 'application/json',
    body: Buffer.from(`{"number":${made}}`),
    ...facts,
  };
}

export function again(parcel: Parcel): Parcel {
  return { ...parcel, attempt: parcel.attempt + 1, possibleDuplicate: true };
}

export function expectFailure(
  outcome: DeliveryOutcome,
  classes: readonly FailureClass[],
  code?: string,
): void {
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, not ${outcome.kind}`);
  expect(FAILURE_CLASS[outcome.code], outcome.code).to.be.oneOf(classes);
  if (code !== undefined) expect(outcome.code).to.equal(code);
}

/** Waits for what a test has caused already; the test's own time limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function caseName(number: number): string {
  return `C-${String(number).padStart(26, '0')}`;
}

/** First activities of all cases, then the second ones, and so on. */
function interleaved({ cases, each }: { cases: number; each: number }): Parcel[] {
  return Array.from({ length: cases * each }, (_, place) =>
    parcelOf({
      caseId: caseName(place % cases),
      caseSequence: Math.floor(place / cases) + 1,
    }),
  );
}

function sequencesByCase(
  parcels: readonly Pick<Parcel, 'caseId' | 'caseSequence'>[],
): Record<string, number[]> {
  const cases: Record<string, number[]> = {};
  for (const { caseId, caseSequence } of parcels) (cases[caseId] ??= []).push(caseSequence);
  return Object.fromEntries(Object.entries(cases).sort());
}

function storedOf({ deliveryId, caseId, caseSequence, attempt, body }: Parcel): StoredParcel {
  return { deliveryId, caseId, caseSequence, attempt, body };
}
