import { createHash } from 'node:crypto';
import type { Parcel, ProbeAnswer } from './adapter.ts';
import { type MemoryOutbox, createMemoryOutbox } from './memory-outbox.ts';

/** What a memory state does with the next parcels. */
export type MemoryBehaviour =
  | 'take'
  /** Takes nothing and gives no answer. */
  | 'fail-before-storing'
  /** Takes it and gives no answer. */
  | 'fail-after-storing'
  /** Takes it, and answers late. */
  | 'slow'
  /** Never answers, takes nothing. */
  | 'hang'
  /** Cannot be reached. */
  | 'down'
  | 'busy'
  | 'refuse-document'
  | 'refuse-credentials'
  /** Takes it, and answers with another id. */
  | 'lie';

/** The end of a memory adapter: a state's system that holds what it was given, by delivery id. */
export interface MemoryState {
  /** What had an effect, in order: each delivery id once. */
  readonly stored: readonly Parcel[];
  /** Everything that came, repeats too. */
  readonly arrivals: readonly Parcel[];
  /** Sets the behaviour for all parcels, or for those that the function names. */
  behave(next: MemoryBehaviour | ((parcel: Parcel) => MemoryBehaviour)): void;
  behaviourFor(parcel: Parcel): MemoryBehaviour;
  /** What it answers when it is asked; by what it stored unless `answerProbes` says another. */
  answerTo(deliveryId: string): ProbeAnswer;
  /** Undefined: by what it stored. */
  answerProbes(answer: ProbeAnswer | undefined): void;
  /** The ids of which it was asked, in order. */
  readonly asked: readonly string[];
  /** What it leaves for the hub to fetch. */
  readonly outbox: MemoryOutbox;
  /** The most parcels that it had in hand at once. */
  mostAtOnce(): number;
  /** A parcel has come; the function that is returned says that its answer has left. */
  arrive(parcel: Parcel): () => void;
  /**
   * Stores a parcel, or does nothing for a repeat. Throws where the sender broke a rule: other
   * content under a stored id, or an earlier activity of a case after a later one at its first try.
   */
  store(parcel: Parcel): void;
}

export function createMemoryState(): MemoryState {
  const stored: Parcel[] = [];
  const arrivals: Parcel[] = [];
  const digests = new Map<string, string>();
  const lastOfCase = new Map<string, number>();
  const asked: string[] = [];
  let probeAnswer: ProbeAnswer | undefined;
  let atOnce = 0;
  let most = 0;
  let behaviour: (parcel: Parcel) => MemoryBehaviour = () => 'take';

  return {
    stored,
    arrivals,
    outbox: createMemoryOutbox(),
    behave: (next) => {
      behaviour = typeof next === 'function' ? next : () => next;
    },
    behaviourFor: (parcel) => behaviour(parcel),
    answerTo: (deliveryId) => {
      asked.push(deliveryId);
      return probeAnswer ?? (digests.has(deliveryId) ? 'held' : 'not-held');
    },
    answerProbes: (answer) => {
      probeAnswer = answer;
    },
    asked,
    mostAtOnce: () => most,
    arrive: (parcel) => {
      arrivals.push(parcel);
      atOnce += 1;
      most = Math.max(most, atOnce);
      return () => {
        atOnce -= 1;
      };
    },
    store: (parcel) => {
      const digest = createHash('sha256').update(parcel.body).digest('hex');
      const before = digests.get(parcel.deliveryId);
      if (before !== undefined) {
        if (before !== digest) throw new Error(`${parcel.deliveryId} came with other content`);
        return;
      }
      const last = lastOfCase.get(parcel.caseId) ?? 0;
      // A replay after a refusal may be earlier than what followed it: only a first try is judged.
      if (parcel.attempt === 1 && parcel.caseSequence <= last) {
        throw new Error(`${parcel.caseId}: ${parcel.caseSequence} came after ${last}`);
      }
      lastOfCase.set(parcel.caseId, Math.max(last, parcel.caseSequence));
      digests.set(parcel.deliveryId, digest);
      stored.push(parcel);
    },
  };
}
