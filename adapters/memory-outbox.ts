import type {
  Incoming,
  IncomingAnswer,
  IncomingAttachment,
  IncomingDocument,
  IncomingVerdict,
} from './adapter.ts';

/** Something that a state leaves for the hub, without the way by which it is settled. */
export type Left =
  | Omit<IncomingDocument, 'settle'>
  | Omit<IncomingAttachment, 'settle'>
  | Omit<IncomingAnswer, 'settle'>;

/** What a state in memory leaves for the hub: offered in order, each until it is decided. */
export interface MemoryOutbox {
  /** Resolves with the decision; what is postponed is offered again. */
  leave(item: Left): Promise<IncomingVerdict>;
  /** Items with each verdict that they got, postponements too, in order. */
  readonly verdicts: readonly { readonly item: Left; readonly verdict: IncomingVerdict }[];
  waiting(): number;
  /** From the first that is not decided, until the signal aborts. */
  offer(signal: AbortSignal): AsyncIterable<Incoming>;
}

interface Waiting {
  readonly item: Left;
  readonly decide: (verdict: IncomingVerdict) => void;
}

export function createMemoryOutbox(): MemoryOutbox {
  const waiting: Waiting[] = [];
  const verdicts: { item: Left; verdict: IncomingVerdict }[] = [];
  /** Of the readers that wait: processes of one hub read in turn, and may overlap. */
  const wakes = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of wakes) wake();
    wakes.clear();
  };

  async function* offer(signal: AbortSignal): AsyncIterable<Incoming> {
    signal.addEventListener('abort', wakeAll);
    try {
      while (!signal.aborted) {
        const [next] = waiting;
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            wakes.add(resolve);
          });
          continue;
        }
        yield { ...next.item, settle: (verdict) => settle(next, verdict) };
      }
    } finally {
      signal.removeEventListener('abort', wakeAll);
    }
  }

  function settle(settled: Waiting, verdict: IncomingVerdict): Promise<void> {
    verdicts.push({ item: settled.item, verdict });
    if (verdict.kind === 'decided' && waiting[0] === settled) {
      waiting.shift();
      settled.decide(verdict);
    }
    return Promise.resolve();
  }

  return {
    verdicts,
    leave: (item) =>
      new Promise((resolve) => {
        waiting.push({ item, decide: resolve });
        wakeAll();
      }),
    waiting: () => waiting.length,
    offer,
  };
}
