import { expect } from 'chai';
import type { Incoming, IncomingVerdict, StateAdapter } from '../../adapters/adapter.ts';
import { createQueueAdapter } from '../../adapters/queue.ts';
import { type FakeQueueState, startFakeQueueState } from '../support/fake-queue-state.ts';
import { testBroker } from '../support/rabbitmq.ts';
import { loginOf, queueOptions } from './queue-options.ts';

const ACCEPTED: IncomingVerdict = {
  kind: 'decided',
  records: [{ kind: 'accepted', receipt: '{"transmissionId":"T-1"}' }],
};

describe('queue: a document about which the hub cannot decide for long', () => {
  let state: FakeQueueState;
  let adapter: StateAdapter;
  let items: AsyncIterator<Incoming, undefined>;

  beforeEach(async function () {
    this.timeout(120_000);
    const broker = await testBroker();
    state = await startFakeQueueState(broker);
    const login = loginOf(broker.credentials.full);
    adapter = createQueueAdapter(queueOptions(state, { login, postponeMs: 10, longestRestMs: 20 }));
    const signal = new AbortController().signal;
    items = adapter.receive!(signal)[Symbol.asyncIterator]() as typeof items;
  });
  afterEach(async () => {
    await adapter.close();
    await state.stop();
  });

  const queue = (role: string): string => `compact.${state.member}.${role}`;

  async function consumed(): Promise<void> {
    while ((await state.consumersOf(queue('submissions'))) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function settleNext(verdict: IncomingVerdict): Promise<string> {
    const { value } = await items.next();
    if (value?.kind !== 'document') throw new Error(`not a document: ${value?.kind}`);
    await value.settle(verdict);
    return value.body.toString();
  }

  it('is given back once, is offered on, and is taken again when it is decided', async () => {
    const first = settleNext({ kind: 'postponed' });
    await consumed();
    state.put('submissions', 'first', { messageId: 'M-1' });
    state.put('submissions', 'second', { messageId: 'M-2' });
    expect(await first).to.equal('first');
    // Many times as long as it would take to reach the limit of 20 by giving back.
    for (let time = 0; time < 100; time += 1) {
      expect(await settleNext({ kind: 'postponed' })).to.equal('first');
    }
    const waiting = await state.channel.checkQueue(queue('submissions'));
    expect(waiting).to.include({ messageCount: 2, consumerCount: 0 });
    expect(await settleNext(ACCEPTED)).to.equal('first');
    expect(await settleNext(ACCEPTED), 'the broker hands it out once more').to.equal('first');
    expect(await settleNext(ACCEPTED)).to.equal('second');
    const answered = [];
    for (let time = 0; time < 3; time += 1) {
      answered.push((await state.take('receipts')).properties.correlationId as string);
    }
    expect(answered).to.deep.equal(['M-1', 'M-1', 'M-2']);
    expect(await state.channel.checkQueue(queue('dead'))).to.include({ messageCount: 0 });
  });
});
