import { type DeliveryOutcome, FAILURE_CLASS } from '../../adapters/adapter.ts';
import type { DeliveryEventType } from '../ledger/event.ts';
import { type DeliveryEvent, type DeliveryState, nextState } from './delivery-state.ts';
import { RETRY_HORIZON_MS, holdDelay, retryDelay } from './retry-delay.ts';

/** What decides a settlement besides the outcome. */
export interface SettlementFacts {
  readonly attempt: number;
  /** When the delivery was made: the retry horizon counts from it (business clock). */
  readonly createdAt: Date;
  readonly now: Date;
  /** The far side takes the same delivery id twice without a second effect. */
  readonly idempotent: boolean;
  /** In [0, 1), for the jitter. */
  readonly random: number;
}

/** One step of a settlement: the move in the table of states and the leaf that says so. */
export interface SettlementStep {
  readonly event: DeliveryEvent;
  readonly leaf: DeliveryEventType;
  readonly code?: string;
}

export interface Settlement {
  readonly steps: readonly SettlementStep[];
  readonly dueAt?: Date;
  readonly failure?: { readonly code: string; readonly detail: string };
  readonly reference?: string;
  /** The destination itself is at fault until then at least. */
  readonly holdDestinationUntil?: Date;
}

/** Not of a transport: a delivery that could not be made, or that was tried for too long. */
export type HubFailureCode = 'RETRIES_EXHAUSTED' | 'UNTRANSLATABLE' | 'WORKER_KILLED' | 'ERASED';

/** What an outcome means for the delivery: by the class of its failure, never by a text. */
export function settle(outcome: DeliveryOutcome, facts: SettlementFacts): Settlement {
  switch (outcome.kind) {
    case 'handed-over':
      return handedOver(outcome);
    case 'not-sent':
      return { steps: [{ event: 'return-unsent', leaf: 'unsent' }], dueAt: facts.now };
    case 'failed':
      return failed(outcome, facts);
  }
}

function handedOver(outcome: DeliveryOutcome & { kind: 'handed-over' }): Settlement {
  const step = { event: 'hand-over', leaf: 'handed-over' } as const;
  const { acknowledgement } = outcome;
  if (acknowledgement === undefined) return { steps: [step] };
  return {
    steps: [step, { event: 'acknowledge', leaf: 'acknowledged' }],
    ...(acknowledgement.reference === undefined ? {} : { reference: acknowledgement.reference }),
  };
}

type Failed = DeliveryOutcome & { kind: 'failed' };

function failed(outcome: Failed, facts: SettlementFacts): Settlement {
  const failure = { code: outcome.code, detail: outcome.detail };
  const { code } = outcome;
  switch (FAILURE_CLASS[outcome.code]) {
    case 'transient':
      return { ...postponed([], outcome, facts), failure };
    case 'ambiguous': {
      const lost = { event: 'lose-track', leaf: 'outcome-unknown', code } as const;
      if (!facts.idempotent) return { steps: [lost], failure };
      return { ...postponed([lost], outcome, facts), failure };
    }
    case 'message':
      return { steps: [{ event: 'give-up', leaf: 'dead-letter', code }], failure };
    case 'destination': {
      const until = new Date(facts.now.getTime() + holdDelay(facts.attempt));
      return {
        steps: [{ event: 'hold', leaf: 'held', code }],
        dueAt: until,
        holdDestinationUntil: until,
        failure,
      };
    }
  }
}

function postponed(
  before: readonly SettlementStep[],
  outcome: Failed,
  facts: SettlementFacts,
): Pick<Settlement, 'steps' | 'dueAt'> {
  const age = facts.now.getTime() - facts.createdAt.getTime();
  if (age > RETRY_HORIZON_MS && before.length === 0) {
    return { steps: [{ event: 'give-up', leaf: 'dead-letter', code: 'RETRIES_EXHAUSTED' }] };
  }
  // Past the horizon an unknown outcome stays with a person: it was perhaps taken.
  if (age > RETRY_HORIZON_MS) return { steps: before };
  const delay = retryDelay(facts.attempt, facts.random, outcome.retryAfterMs);
  return {
    steps: [...before, { event: 'postpone', leaf: 'retry', code: outcome.code }],
    dueAt: new Date(facts.now.getTime() + delay),
  };
}

/** The state after all steps; throws where the table has no such move. */
export function stateAfter(from: DeliveryState, steps: readonly SettlementStep[]): DeliveryState {
  return steps.reduce<DeliveryState>((state, { event }) => {
    const next = nextState(state, event);
    if (next === undefined) throw new Error(`a delivery that is ${state} cannot ${event}`);
    return next;
  }, from);
}
