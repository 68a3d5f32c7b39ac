import { createQueueAdapter } from '../../adapters/queue.ts';
import { type FakeQueueState, startFakeQueueState } from '../support/fake-queue-state.ts';
import { type TestBroker, testBroker } from '../support/rabbitmq.ts';
import { CONTRACT, describeAdapter } from './adapter-contract.ts';
import { loginOf, queueOptions } from './queue-options.ts';

describe('queue', function () {
  // Every message of 500 is on the disk before its confirm.
  this.timeout(120_000);
  let broker: TestBroker;

  before(async () => {
    broker = await testBroker();
  });

  describeAdapter<FakeQueueState>('queue', {
    start: () => startFakeQueueState(broker),
    create: (state, { credential, totalMs }) => {
      const full = broker.credentials.full;
      const login = loginOf(credential === 'right' ? full : 'full:wrong');
      return createQueueAdapter(queueOptions(state, { login, confirmMs: totalMs, ...CONTRACT }));
    },
    cannot: new Set(['refuse-document', 'lie'] as const),
  });
});
