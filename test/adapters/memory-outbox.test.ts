import { expect } from 'chai';
import { createMemoryOutbox } from '../../adapters/memory-outbox.ts';

describe('the outbox of a state in memory', () => {
  it('ends each of two readers by its own signal, while the other waits', async () => {
    const outbox = createMemoryOutbox();
    const [first, second] = [new AbortController(), new AbortController()];
    const endings = [first, second].map(async ({ signal }) => {
      for await (const item of outbox.offer(signal)) throw new Error(`left: ${item.kind}`);
      return 'ended';
    });
    first.abort();
    expect(await endings[0]).to.equal('ended');
    second.abort();
    expect(await endings[1]).to.equal('ended');
  });
});
