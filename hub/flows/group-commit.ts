/** What one item of a group came to. `later`: another transaction holds what it needs. */
export type GroupAnswer<Result> =
  | { readonly kind: 'done'; readonly value: Result }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'later' };

export interface GroupCommitParts<Item, Result> {
  /**
   * Does the items' work in one transaction and answers for each, in order. With `alone` there is
   * one item, and it waits for its locks. A throw means that nothing of the group was committed.
   */
  readonly run: (items: readonly Item[], alone: boolean) => Promise<GroupAnswer<Result>[]>;
  readonly maxItems: number;
  /** Transactions open at once. */
  readonly maxGroups: number;
}

export interface GroupCommit<Item, Result> {
  /** Resolves with the item's own result after the commit that holds it. */
  submit(item: Item): Promise<Result>;
  /** Items that wait or are being worked on. */
  readonly depth: () => number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (value: Result) => void;
  readonly reject: (error: unknown) => void;
  tries: number;
}

/** After so many groups in which its locks were taken, an item goes alone and waits for them. */
const TRIES_BEFORE_ALONE = 3;

/**
 * Many requests, one transaction: what arrives while a commit is under way goes with the next one
 * (docs/performance.md). Items keep their order of arrival within and between groups, except those
 * that are put off; a group that fails is tried again item by item, each waiting for its locks.
 */
export function createGroupCommit<Item, Result>(
  parts: GroupCommitParts<Item, Result>,
): GroupCommit<Item, Result> {
  const queue: Waiting<Item, Result>[] = [];
  let open = 0;
  let working = 0;
  let asked = false;

  function start(): void {
    asked = false;
    if (open >= parts.maxGroups || queue.length === 0) return;
    // Beside open groups none begins that is smaller than they are: a commit costs the same for one
    // item as for many, and when one of them ends everything that waits goes.
    if (queue.length < Math.min(working / Math.max(open, 1), parts.maxItems)) return;
    const group = takeGroup(queue, parts.maxItems);
    open += 1;
    working += group.length;
    void settle(group);
    start();
  }

  async function settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    const answers = await answersOf(group);
    const putOff = group.filter((_, position) => answers[position]?.kind === 'later');
    for (const waiting of putOff) waiting.tries += 1;
    queue.unshift(...putOff);
    open -= 1;
    working -= group.length;
    start();
    // By then the next group is on its way: the database works while these answers are worked on.
    process.nextTick(() => {
      for (const [position, waiting] of group.entries()) tell(waiting, answers[position]);
    });
  }

  async function answersOf(
    group: readonly Waiting<Item, Result>[],
  ): Promise<GroupAnswer<Result>[]> {
    if ((group[0]?.tries ?? 0) >= TRIES_BEFORE_ALONE) return eachAlone(group);
    try {
      return await parts.run(
        group.map(({ item }) => item),
        false,
      );
    } catch {
      // One bad item fails by itself. And what failed because another transaction wrote the same
      // between the group's snapshot and its locks is decided by what stands there now.
      return eachAlone(group);
    }
  }

  async function eachAlone(
    group: readonly Waiting<Item, Result>[],
  ): Promise<GroupAnswer<Result>[]> {
    const answers: GroupAnswer<Result>[] = [];
    for (const { item } of group) {
      try {
        answers.push(...(await parts.run([item], true)));
      } catch (error) {
        answers.push({ kind: 'failed', error });
      }
    }
    return answers;
  }

  return {
    submit: (item) =>
      new Promise<Result>((resolve, reject) => {
        queue.push({ item, resolve, reject, tries: 0 });
        // Everything that arrives in this turn of the event loop shares the commit.
        if (!asked) setImmediate(start);
        asked = true;
      }),
    depth: () => queue.length + working,
  };
}

/** The next group: one that must go alone by itself, else as many as fit up to the next such. */
function takeGroup<Item, Result>(
  queue: Waiting<Item, Result>[],
  maxItems: number,
): Waiting<Item, Result>[] {
  const mustGoAlone = queue.findIndex(({ tries }) => tries >= TRIES_BEFORE_ALONE);
  if (mustGoAlone === 0) return queue.splice(0, 1);
  const limit = mustGoAlone === -1 ? maxItems : Math.min(mustGoAlone, maxItems);
  return queue.splice(0, limit);
}

/** Gives the item its answer, unless it was put off to a later group. */
function tell<Item, Result>(
  { resolve, reject }: Waiting<Item, Result>,
  answer: GroupAnswer<Result> | undefined,
): void {
  if (answer?.kind === 'done') resolve(answer.value);
  else if (answer?.kind === 'failed') reject(answer.error);
  else if (answer === undefined) reject(new Error('a group gave fewer answers than it has items'));
}
