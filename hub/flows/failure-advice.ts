import type { FailureCode } from '../../adapters/adapter.ts';
import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { HubFailureCode } from '../delivery/settlement.ts';

/** Whose turn it is, and what to do. */
export interface FailureAdvice {
  readonly owner: 'hub' | 'sending-state' | 'receiving-state';
  readonly next: NextStep;
}

/**
 * - `wait`: the hub tries again, or asks the state, by itself.
 * - `mend-connection`: address, credential or certificate is wrong; deliveries go on once it works.
 * - `ask-then-decide`: ask the receiving state whether it has it, then replay or cancel.
 * - `correct-and-send-again`: the document will not be taken as it is.
 * - `mend-mapping`: the document cannot be put into the receiving state's format.
 * - `replay`: nothing is wrong with the document; hand it over again.
 * - `cancel`: there is nothing left to deliver.
 */
export type NextStep =
  | 'wait'
  | 'mend-connection'
  | 'ask-then-decide'
  | 'correct-and-send-again'
  | 'mend-mapping'
  | 'replay'
  | 'cancel';

const CORRECT: FailureAdvice = { owner: 'sending-state', next: 'correct-and-send-again' };
const ASK: FailureAdvice = { owner: 'sending-state', next: 'ask-then-decide' };
const MEND: FailureAdvice = { owner: 'receiving-state', next: 'mend-connection' };
const REPLAY: FailureAdvice = { owner: 'sending-state', next: 'replay' };
const WAIT: FailureAdvice = { owner: 'hub', next: 'wait' };

const BY_CODE: Readonly<Record<FailureCode | HubFailureCode, FailureAdvice>> = {
  CONNECTION_FAILED: REPLAY,
  REMOTE_BUSY: REPLAY,
  REMOTE_ERROR: REPLAY,
  RETRIES_EXHAUSTED: REPLAY,
  NO_ANSWER: ASK,
  ANSWER_UNREADABLE: ASK,
  ID_CONFLICT: ASK,
  DOCUMENT_REFUSED: CORRECT,
  DOCUMENT_TOO_LARGE: CORRECT,
  CREDENTIALS_REFUSED: MEND,
  IDENTITY_MISMATCH: MEND,
  UNROUTABLE: MEND,
  UNTRANSLATABLE: { owner: 'hub', next: 'mend-mapping' },
  WORKER_KILLED: { owner: 'hub', next: 'replay' },
  ERASED: { owner: 'sending-state', next: 'cancel' },
  SEALED: { owner: 'sending-state', next: 'cancel' },
};

/** What of a failed delivery decides whose turn it is. */
export interface Failed {
  readonly state: DeliveryState;
  readonly code: string;
  /** The hub asks the state by itself whether it has it. */
  readonly asked: boolean;
}

/**
 * The receiving state's system has decided that it does not take the document, so that nothing of it is
 * there: a corrected one may take its place. Exactly then the advice is to send one.
 */
export function isNotTaken(state: DeliveryState, code: string | null): boolean {
  if (state !== 'refused' && state !== 'dead-letter') return false;
  return adviseFailure({ state, code: code ?? '', asked: false }).next === 'correct-and-send-again';
}

/** What the state of a delivery and its failure code ask for. */
export function adviseFailure({ state, code, asked }: Failed): FailureAdvice {
  if (code === 'ERASED' || code === 'SEALED') return BY_CODE[code];
  if (state === 'retry-wait' || state === 'queued') return WAIT;
  if (state === 'outcome-unknown' && asked) return WAIT;
  if (state === 'held') return MEND;
  if (state === 'refused') return CORRECT;
  return (BY_CODE as Readonly<Record<string, FailureAdvice | undefined>>)[code] ?? ASK;
}
