import type { Actor } from '../access/actor.ts';
import type { EventBatch, LedgerEventView, Reads } from './reads.ts';

/** Live events of what each subscriber may see, in the order of the ledger. */
export interface EventFeed {
  /** Tells the listener of the events after the index, as they come; the returned function ends it. */
  subscribe(actor: Actor, after: number, listener: EventListener): () => void;
  subscribers(): number;
  /** Ends for every listener. */
  close(): void;
}

export interface EventListener {
  push(events: readonly LedgerEventView[]): void;
  /** The feed is closed: nothing comes any more. */
  end(): void;
}

interface Subscriber {
  readonly actor: Actor;
  readonly listener: EventListener;
  after: number;
}

interface EventFeedParts {
  readonly reads: Pick<Reads, 'events'>;
  readonly everyMs: number;
  /** Called when the store could not be asked; the feed goes on at the next turn. */
  readonly onError: (error: unknown) => void;
}

/**
 * Asks the store once a turn for each member of whom somebody listens at the same place, each time
 * under that member's own row-level security, and only while anybody listens at all.
 */
export function createEventFeed({ reads, everyMs, onError }: EventFeedParts): EventFeed {
  const subscribers = new Set<Subscriber>();
  let timer: NodeJS.Timeout | undefined;
  let isTurning = false;

  async function turn(): Promise<void> {
    isTurning = true;
    let more = false;
    try {
      for (const group of groupsOf(subscribers)) more = (await serve(group)) || more;
    } catch (error) {
      onError(error);
    }
    isTurning = false;
    schedule(more ? 0 : everyMs);
  }

  async function serve(group: Group): Promise<boolean> {
    const batch: EventBatch = await reads.events(group.actor, group.after);
    for (const subscriber of group.subscribers) {
      subscriber.after = batch.last;
      // Who left while the store was asked gets nothing more.
      if (batch.events.length === 0 || !subscribers.has(subscriber)) continue;
      subscriber.listener.push(batch.events);
    }
    return batch.more;
  }

  function schedule(delay: number): void {
    if (isTurning || timer !== undefined || subscribers.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void turn();
    }, delay);
  }

  return {
    subscribe: (actor, after, listener) => {
      const subscriber: Subscriber = { actor, listener, after };
      subscribers.add(subscriber);
      schedule(0);
      return () => subscribers.delete(subscriber);
    },
    subscribers: () => subscribers.size,
    close: () => {
      for (const { listener } of subscribers) listener.end();
      subscribers.clear();
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

interface Group {
  readonly actor: Actor;
  readonly after: number;
  readonly subscribers: Subscriber[];
}

/** Those who see the same and stand at the same place share one question. */
function groupsOf(subscribers: ReadonlySet<Subscriber>): Group[] {
  const groups = new Map<string, Group>();
  for (const subscriber of subscribers) {
    const { actor, after } = subscriber;
    const key = `${actor.member} ${after}`;
    const group = groups.get(key) ?? { actor, after, subscribers: [] };
    group.subscribers.push(subscriber);
    groups.set(key, group);
  }
  return [...groups.values()];
}
