import type { ProbeAnswer } from '../../adapters/adapter.ts';
import { retryDelay } from './retry-delay.ts';
import type { Settlement } from './settlement.ts';

/** What decides what follows from a state's answer besides the answer. */
export interface ProbeFacts {
  /** How often the state was asked by now, from 1. */
  readonly asked: number;
  readonly attempt: number;
  readonly now: Date;
  /** In [0, 1), for the jitter. */
  readonly random: number;
  /** Why the outcome is not known. */
  readonly failure: { readonly code: string; readonly detail: string };
}

/**
 * What a state's answer means for a delivery of which nobody knew whether it was taken: now it is
 * certain, and it is handed over, or tried again as one that was not taken; or the state is asked
 * again later.
 */
export function settleProbe(answer: ProbeAnswer, facts: ProbeFacts): Settlement {
  const { failure, now, random } = facts;
  const dueAfter = (tries: number): Date => new Date(now.getTime() + retryDelay(tries, random));
  switch (answer) {
    case 'held':
      return { steps: [{ event: 'hand-over', leaf: 'handed-over' }] };
    case 'not-held':
      return {
        steps: [{ event: 'postpone', leaf: 'retry', code: failure.code }],
        dueAt: dueAfter(facts.attempt),
        failure,
      };
    case 'unknown':
      return { steps: [], dueAt: dueAfter(facts.asked), failure };
  }
}
