import { expect } from 'chai';
import type { StateAdapter } from '../../adapters/adapter.ts';
import {
  type MemoryBehaviour,
  type MemoryState,
  createMemoryState,
} from '../../adapters/memory-state.ts';
import { createMemoryAdapter } from '../../adapters/memory.ts';
import {
  CONTRACT,
  type FakeState,
  type StateFault,
  again,
  describeAdapter,
  parcelOf,
} from './adapter-contract.ts';

const BEHAVIOUR: Record<StateFault, MemoryBehaviour> = {
  none: 'take',
  'fail-before-storing': 'fail-before-storing',
  'fail-after-storing': 'fail-after-storing',
  slow: 'slow',
  hang: 'hang',
  'close-midway': 'fail-before-storing',
  busy: 'busy',
  'refuse-document': 'refuse-document',
  lie: 'lie',
};

interface FakeMemoryState extends FakeState {
  readonly memory: MemoryState;
}

function startMemoryState(): Promise<FakeMemoryState> {
  const memory = createMemoryState();
  return Promise.resolve({
    memory,
    stored: () =>
      memory.stored.map(({ deliveryId, caseId, caseSequence, attempt, body }) => ({
        deliveryId,
        caseId,
        caseSequence,
        attempt,
        body,
      })),
    arrivals: () => memory.arrivals.length,
    mostAtOnce: () => memory.mostAtOnce(),
    breakWith: (fault, onlyFor) => {
      memory.behave(({ deliveryId }) =>
        onlyFor === undefined || onlyFor.has(deliveryId) ? BEHAVIOUR[fault] : 'take',
      );
    },
    openConnections: () => 0,
    stop: () => Promise.resolve(),
  });
}

describeAdapter('memory', {
  start: startMemoryState,
  create: ({ memory }, { credential, totalMs }) => {
    if (credential === 'wrong') memory.behave('refuse-credentials');
    return createMemoryAdapter({ state: memory, totalMs, ...CONTRACT });
  },
});

describe('memory: a state that holds the hub to its rules', () => {
  const signal = new AbortController().signal;
  let state: MemoryState;
  let adapter: StateAdapter;

  beforeEach(() => {
    state = createMemoryState();
    adapter = createMemoryAdapter({ state });
  });

  async function rejection(sending: Promise<unknown>): Promise<string> {
    return sending.then(
      () => 'nothing was thrown',
      (error: unknown) => (error as Error).message,
    );
  }

  it('throws for other content under a known id', async () => {
    const parcel = parcelOf();
    await adapter.deliver([parcel], signal);
    const changed = { ...again(parcel), body: Buffer.from('other') };
    expect(await rejection(adapter.deliver([changed], signal))).to.match(/other content/);
  });

  it('throws for a first try of an earlier activity after a later one of the case', async () => {
    await adapter.deliver([parcelOf({ caseSequence: 2 })], signal);
    const early = parcelOf({ caseSequence: 1 });
    expect(await rejection(adapter.deliver([early], signal))).to.match(/1 came after 2/);
  });

  it('takes a replay of an earlier activity after a later one', async () => {
    await adapter.deliver([parcelOf({ caseSequence: 2 })], signal);
    const [outcome] = await adapter.deliver([parcelOf({ caseSequence: 1, attempt: 2 })], signal);
    expect(outcome?.kind).to.equal('handed-over');
  });

  it('cannot be reached when it is down', async () => {
    state.behave('down');
    const [outcome] = await adapter.deliver([parcelOf()], signal);
    expect(outcome).to.include({ kind: 'failed', code: 'CONNECTION_FAILED' });
    expect(await adapter.probe!('x', signal)).to.equal('not-held');
    expect(state.arrivals).to.deep.equal([]);
  });

  it('hands over without an acknowledgement where the state gives none', async () => {
    adapter = createMemoryAdapter({ state, acknowledges: false });
    const [outcome] = await adapter.deliver([parcelOf()], signal);
    expect(outcome).to.deep.equal({ kind: 'handed-over', bytesIn: 0 });
  });
});
