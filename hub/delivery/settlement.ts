import { type DeliveryOutcome, FAILURE_CLASS } from '../../adapters/adapter.ts';
import type { DeliveryEventType } from '../ledger/event.ts';
import { type DeliveryEvent, type DeliveryState, nextState } from './delivery-state.ts';
import { LONGEST_WAIT_MS, RETRY_HORIZON_MS, holdDelay, retryDelay } from './retry-delay.ts';

/** What decides a settlement besides the outcome. */
export interface SettlementFacts {
  readonly attempt: number;
  /** When the delivery was made: the retry horizon counts from it (business clock). */
  readonly createdAt: Date;
  readonly now: Date;
  /** The far side takes the same delivery id twice without a second effect. */
  readonly idempotent: boolean;
  /** The far side is asked whether it holds a delivery of which that is not known. */
  readonly asked: boolean;
  /** The hold of the destination under which this was sent, alone, to try it. */
  readonly trialUnder?: HoldInForce | undefined;
  /** The destination failed so often by now that it is held (circuit.ts). */
  readonly tripped: boolean;
  /** In [0, 1), for the jitter. */
  readonly random: number;
}

/** Why and until when nothing is sent to a destination; after that, single deliveries try it. */
export interface HoldInForce {
  readonly code: string;
  readonly until: Date;
  /** How often it was tried in vain under this hold, the failure that began it included. */
  readonly trials: number;
}

/** The destination failed too often of late, whichever way. */
export const CIRCUIT_OPEN = 'CIRCUIT_OPEN';

/** One step of a settlement: the move in the table of states and the leaf that says so. */
export interface SettlementStep {
  readonly event: DeliveryEvent;
  readonly leaf: DeliveryEventType;
  readonly code?: string;
}

export interface Settlement {
  readonly steps: readonly SettlementStep[];
  readonly dueAt?: Date;
  readonly failure?: { readonly code: string; readonly detail: string | null };
  readonly reference?: string;
  /** What becomes of the destination; absent: nothing. */
  readonly hold?: HoldInForce | 'ends';
}

/** Not of a transport: a delivery that could not be made, or that was tried for too long. */
export type HubFailureCode =
  'RETRIES_EXHAUSTED' | 'UNTRANSLATABLE' | 'WORKER_KILLED' | 'ERASED' | 'SEALED';

/** What an outcome means for the delivery: by the class of its failure, never by a text. */
export function settle(outcome: DeliveryOutcome, facts: SettlementFacts): Settlement {
  switch (outcome.kind) {
    case 'handed-over':
      return { ...handedOver(outcome), ...answered(facts) };
    case 'not-sent':
      return { steps: [{ event: 'return-unsent', leaf: 'unsent' }], dueAt: facts.now };
    case 'failed':
      return failed(outcome, facts);
  }
}

/** Whatever a destination said of the document, it is there. */
function answered({ trialUnder }: SettlementFacts): Pick<Settlement, 'hold'> {
  return trialUnder === undefined ? {} : { hold: 'ends' };
}

/** Held for longer after each trial: 30 s, doubling to 10 minutes, and as long as it asks for. */
function heldFor(code: string, outcome: Failed, facts: SettlementFacts): HoldInForce {
  const trials = (facts.trialUnder?.trials ?? 0) + 1;
  const delay = Math.min(LONGEST_WAIT_MS, Math.max(holdDelay(trials), outcome.retryAfterMs ?? 0));
  return { code, trials, until: new Date(facts.now.getTime() + delay) };
}

function silent(outcome: Failed, facts: SettlementFacts): Pick<Settlement, 'hold'> {
  if (facts.trialUnder === undefined && !facts.tripped) return {};
  return { hold: heldFor(CIRCUIT_OPEN, outcome, facts) };
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
      return { ...postponed([], outcome, facts), ...silent(outcome, facts), failure };
    case 'ambiguous': {
      const lost = { event: 'lose-track', leaf: 'outcome-unknown', code } as const;
      if (!facts.idempotent) {
        const dueAt = new Date(facts.now.getTime() + retryDelay(1, facts.random));
        const asked = facts.asked ? { dueAt } : {};
        return { steps: [lost], failure, ...asked, ...silent(outcome, facts) };
      }
      return { ...postponed([lost], outcome, facts), ...silent(outcome, facts), failure };
    }
    case 'message':
      return {
        steps: [{ event: 'give-up', leaf: 'dead-letter', code }],
        failure,
        ...answered(facts),
      };
    case 'destination': {
      const hold = heldFor(code, outcome, facts);
      return { steps: [{ event: 'hold', leaf: 'held', code }], dueAt: hold.until, hold, failure };
    }
  }
}

function postponed(
  before: readonly SettlementStep[],
  outcome: Failed,
  facts: SettlementFacts,
): Pick<Settlement, 'steps' | 'dueAt'> {
  const age = facts.now.getTime() - facts.createdAt.getTime();
  // What only waited for a destination that is down, and was sent to try it, is not given up for that.
  const isLate = age > RETRY_HORIZON_MS && facts.trialUnder === undefined;
  if (isLate && before.length === 0) {
    return { steps: [{ event: 'give-up', leaf: 'dead-letter', code: 'RETRIES_EXHAUSTED' }] };
  }
  // Past the horizon an unknown outcome stays with a person: it was perhaps taken.
  if (isLate) return { steps: before };
  const delay = retryDelay(facts.attempt, facts.random, outcome.retryAfterMs);
  return {
    steps: [...before, { event: 'postpone', leaf: 'retry', code: outcome.code }],
    dueAt: new Date(facts.now.getTime() + delay),
  };
}

/** The destination decided on the document, one way or the other. */
export function isAnswer(outcome: DeliveryOutcome): boolean {
  if (outcome.kind === 'failed') return FAILURE_CLASS[outcome.code] === 'message';
  return outcome.kind === 'handed-over';
}

/** The destination was not there, or did not decide. */
export function isSilence(outcome: DeliveryOutcome): boolean {
  if (outcome.kind !== 'failed') return false;
  const failureClass = FAILURE_CLASS[outcome.code];
  return failureClass === 'transient' || failureClass === 'ambiguous';
}

/** The state after all steps; throws where the table has no such move. */
export function stateAfter(from: DeliveryState, steps: readonly SettlementStep[]): DeliveryState {
  return steps.reduce<DeliveryState>((state, { event }) => {
    const next = nextState(state, event);
    if (next === undefined) throw new Error(`a delivery that is ${state} cannot ${event}`);
    return next;
  }, from);
}
