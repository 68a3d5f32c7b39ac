import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '../../../hub/access/actor.ts';
import { type EventFeed, createEventFeed } from '../../../hub/flows/follow-events.ts';
import type { EventBatch } from '../../../hub/flows/reads.ts';

const actor = (member: string): Actor => ({
  principalId: member,
  kind: 'person',
  member,
  roles: ['compact-office'],
  reference: 'U-1',
});

/** A ledger whose entries belong to one member each, and a feed that looks at it all the time. */
function openLedger(owners: string[] = []) {
  const questions: string[] = [];
  const errors: unknown[] = [];
  let failure: Error | undefined;
  let most = 500;
  const feed: EventFeed = createEventFeed({
    everyMs: 5,
    onError: (error) => errors.push(error),
    reads: {
      events: ({ member }, after): Promise<EventBatch> => {
        questions.push(`${member} ${after}`);
        if (failure !== undefined) return Promise.reject(failure);
        const events = owners
          .map((owner, index) => ({ index, event: { owner } }))
          .filter(({ index, event }) => index > after && event.owner === member)
          .slice(0, most);
        const isFull = events.length === most;
        const last = isFull ? events.at(-1)!.index : owners.length - 1;
        return Promise.resolve({ events, last, more: last < owners.length - 1 });
      },
    },
  });
  return {
    feed,
    owners,
    questions,
    errors,
    fail: (error?: Error) => {
      failure = error;
    },
    limit: (count: number) => {
      most = count;
    },
    listen: (member: string, after: number) => {
      const seen: number[] = [];
      const ended = { count: 0 };
      const stop = feed.subscribe(actor(member), after, {
        push: (events) => {
          seen.push(...events.map(({ index }) => index));
        },
        end: () => {
          ended.count += 1;
        },
      });
      return { seen, stop, ended };
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; looks < 400 && !holds(); looks += 1) await wait(5);
  expect(holds()).to.equal(true);
}

describe('live events', () => {
  it('come from the place that each names', async () => {
    const { feed, owners, listen } = openLedger(['OR', 'OR', 'OR']);
    const live = listen('OR', 2);
    const resumed = listen('OR', 0);
    await until(() => resumed.seen.length === 2);
    owners.push('OR');
    await until(() => live.seen.length === 1 && resumed.seen.length === 3);
    expect([live.seen, resumed.seen]).to.deep.equal([[3], [1, 2, 3]]);
    feed.close();
  });

  it('show each member its own, once and in order', async () => {
    const { feed, owners, listen } = openLedger();
    const oregon = listen('OR', -1);
    const texas = listen('TX', -1);
    for (let index = 0; index < 100; index += 1) {
      owners.push(index % 3 === 0 ? 'TX' : 'OR');
      if (index % 10 === 0) await wait(1);
    }
    await until(() => oregon.seen.length + texas.seen.length === 100);
    expect(texas.seen).to.deep.equal(Array.from({ length: 34 }, (_, index) => index * 3));
    expect(oregon.seen.every((index) => index % 3 !== 0)).to.equal(true);
    expect(oregon.seen).to.deep.equal([...oregon.seen].sort((a, b) => a - b));
    feed.close();
  });

  it('ask once for all who stand at the same place', async () => {
    const { feed, owners, questions, listen } = openLedger(['OR']);
    const many = Array.from({ length: 50 }, () => listen('OR', 0));
    owners.push('OR');
    await until(() => questions.length > 0);
    owners.push('OR');
    await until(() => many.every(({ seen }) => seen.includes(2)));
    expect(new Set(questions).size).to.be.at.most(3);
    feed.close();
  });

  it('ask on at once while there is more', async () => {
    const { feed, limit, listen } = openLedger(Array.from({ length: 1000 }, () => 'OR'));
    limit(10);
    const behind = listen('OR', -1);
    await until(() => behind.seen.length === 1000);
    expect(behind.seen).to.deep.equal(Array.from({ length: 1000 }, (_, index) => index));
    feed.close();
  });

  it('go on after a store that was away, without a gap', async () => {
    const { feed, owners, errors, fail, listen } = openLedger(['OR']);
    const listener = listen('OR', -1);
    await until(() => listener.seen.length === 1);
    fail(new Error('away'));
    owners.push('OR', 'OR');
    await until(() => errors.length > 1);
    fail(undefined);
    await until(() => listener.seen.length === 3);
    expect(listener.seen).to.deep.equal([0, 1, 2]);
    feed.close();
  });

  it('end for everybody who still listens when the feed is closed', () => {
    const { feed, listen } = openLedger(['OR']);
    const gone = listen('OR', 0);
    const here = listen('OR', 0);
    gone.stop();
    feed.close();
    expect([gone.ended.count, here.ended.count, feed.subscribers()]).to.deep.equal([0, 1, 0]);
  });

  it('ask nothing when nobody listens', async () => {
    const { feed, questions, listen } = openLedger(['OR']);
    const { stop } = listen('OR', -1);
    await until(() => questions.length > 0);
    stop();
    await wait(20);
    const asked = questions.length;
    await wait(40);
    expect(questions.length).to.equal(asked);
    expect(feed.subscribers()).to.equal(0);
  });
});
