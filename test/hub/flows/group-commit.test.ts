import { expect } from 'chai';
import { type GroupAnswer, createGroupCommit } from '../../../hub/flows/group-commit.ts';

/** A promise and the function that settles it. */
function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

const done = (items: readonly string[]): GroupAnswer<string>[] =>
  items.map((item) => ({ kind: 'done', value: item.toUpperCase() }));

describe('group commit', () => {
  it('gives what arrives in one turn of the event loop to one group, in order', async () => {
    const groups: string[][] = [];
    const commit = createGroupCommit<string, string>({
      run: (items) => {
        groups.push([...items]);
        return Promise.resolve(done(items));
      },
      maxItems: 10,
      maxGroups: 2,
    });
    const answers = await Promise.all(['a', 'b', 'c'].map((item) => commit.submit(item)));
    expect(answers).to.deep.equal(['A', 'B', 'C']);
    expect(groups).to.deep.equal([['a', 'b', 'c']]);
    expect(commit.depth()).to.equal(0);
  });

  it('gathers what arrives while its groups are under way', async () => {
    const groups: string[][] = [];
    const first = gate();
    const commit = createGroupCommit<string, string>({
      run: async (items) => {
        groups.push([...items]);
        if (items.includes('a')) await first.passed;
        return done(items);
      },
      maxItems: 2,
      maxGroups: 1,
    });
    const a = commit.submit('a');
    await new Promise((resolve) => setImmediate(resolve));
    const later = ['b', 'c', 'd'].map((item) => commit.submit(item));
    first.open();
    expect(await Promise.all([a, ...later])).to.deep.equal(['A', 'B', 'C', 'D']);
    expect(groups).to.deep.equal([['a'], ['b', 'c'], ['d']]);
  });

  it('tries the items of a failed group one by one, so that one bad item fails alone', async () => {
    const commit = createGroupCommit<string, string>({
      run: (items) =>
        items.includes('bad') ? Promise.reject(new Error('broken')) : Promise.resolve(done(items)),
      maxItems: 10,
      maxGroups: 1,
    });
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((item) => commit.submit(item)));
    expect(results.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('tries an item whose group failed alone, when it waits for its locks and reads under them', async () => {
    const calls: boolean[] = [];
    const commit = createGroupCommit<string, string>({
      run: (items, alone) => {
        calls.push(alone);
        return alone
          ? Promise.resolve(done(items))
          : Promise.reject(new Error('another transaction entered the same number'));
      },
      maxItems: 10,
      maxGroups: 1,
    });
    expect(await commit.submit('a')).to.equal('A');
    expect(calls).to.deep.equal([false, true]);
  });

  it('puts an item off three times, then sends it alone to wait for its locks', async () => {
    const calls: { items: readonly string[]; alone: boolean }[] = [];
    const commit = createGroupCommit<string, string>({
      run: (items, alone) => {
        calls.push({ items, alone });
        return Promise.resolve(
          items.map((item) =>
            item === 'locked' && !alone ? { kind: 'later' } : { kind: 'done', value: item },
          ),
        );
      },
      maxItems: 10,
      maxGroups: 1,
    });
    const both = await Promise.all([commit.submit('locked'), commit.submit('free')]);
    expect(both).to.deep.equal(['locked', 'free']);
    expect(calls).to.deep.equal([
      { items: ['locked', 'free'], alone: false },
      { items: ['locked'], alone: false },
      { items: ['locked'], alone: false },
      { items: ['locked'], alone: true },
    ]);
  });

  it('fails an item whose group answered for fewer than it had', async () => {
    const commit = createGroupCommit<string, string>({
      run: () => Promise.resolve([]),
      maxItems: 10,
      maxGroups: 1,
    });
    const [result] = await Promise.allSettled([commit.submit('a')]);
    expect(result.status).to.equal('rejected');
  });
});
