/** States of one delivery, as rows, leaves, API and console write them (docs/protocol.md). */
export const DELIVERY_STATES = [
  /** Waits for a worker. */
  'queued',
  /** A worker holds it under a lease; no byte has left. */
  'claimed',
  /** Committed before the first byte leaves: from here a crash means "maybe sent". */
  'dispatching',
  /** The transport took it. */
  'handed-over',
  /** The state's system answered with our delivery id. */
  'acknowledged',
  /** The state's system answered that it will not take it. */
  'refused',
  /** Certainly not taken; due again later. */
  'retry-wait',
  /** May have been taken; probed, resent where that is safe, else left to a person. */
  'outcome-unknown',
  /** The destination is at fault; waits until it is mended. */
  'held',
  /** This document will never be taken as it is; in the failure inbox. */
  'dead-letter',
  'superseded',
  'skipped',
  'cancelled',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type DeliveryEvent =
  | 'claim'
  | 'dispatch'
  | 'hand-over'
  | 'acknowledge'
  | 'refuse'
  | 'postpone'
  | 'lose-track'
  | 'hold'
  | 'give-up'
  | 'return-unsent'
  | 'resume'
  | 'replay'
  | 'supersede'
  | 'skip'
  | 'cancel';

type Row = Partial<Record<DeliveryEvent, DeliveryState>>;

const BY_A_PERSON = {
  replay: 'queued',
  supersede: 'superseded',
  skip: 'skipped',
  cancel: 'cancelled',
} as const satisfies Row;

// prettier-ignore
export const TRANSITIONS: Record<DeliveryState, Row> = {
  'queued':          { 'claim': 'claimed', 'hold': 'held', 'cancel': 'cancelled', 'supersede': 'superseded', 'give-up': 'dead-letter' },
  'claimed':         { 'dispatch': 'dispatching', 'return-unsent': 'queued', 'hold': 'held', 'give-up': 'dead-letter' },
  'dispatching':     { 'hand-over': 'handed-over', 'postpone': 'retry-wait', 'lose-track': 'outcome-unknown', 'hold': 'held', 'give-up': 'dead-letter', 'return-unsent': 'queued', 'acknowledge': 'acknowledged', 'refuse': 'refused' },
  'handed-over':     { 'acknowledge': 'acknowledged', 'refuse': 'refused', 'replay': 'queued' },
  'outcome-unknown': { 'hand-over': 'handed-over', 'acknowledge': 'acknowledged', 'refuse': 'refused', 'postpone': 'retry-wait', ...BY_A_PERSON },
  'retry-wait':      { 'claim': 'claimed', 'hold': 'held', 'give-up': 'dead-letter', 'acknowledge': 'acknowledged', ...BY_A_PERSON },
  'held':            { 'resume': 'queued', 'acknowledge': 'acknowledged', ...BY_A_PERSON },
  'dead-letter':     { 'acknowledge': 'acknowledged', ...BY_A_PERSON },
  'refused':         { ...BY_A_PERSON },
  'acknowledged':    {},
  'superseded':      {},
  'skipped':         {},
  'cancelled':       {},
};

/** The state after an event, or undefined where the table has no such exit. */
export function nextState(from: DeliveryState, event: DeliveryEvent): DeliveryState | undefined {
  return TRANSITIONS[from][event];
}

/**
 * States in which a delivery keeps the later ones of its case and destination waiting.
 * A pulled delivery waits for the acknowledgement too: until then the state may not have it.
 */
export function blocksItsCase(state: DeliveryState, pulled: boolean): boolean {
  if (state === 'handed-over') return pulled;
  return BLOCKING.has(state);
}

const BLOCKING: ReadonlySet<DeliveryState> = new Set([
  'queued',
  'claimed',
  'dispatching',
  'retry-wait',
  'outcome-unknown',
  'held',
  'dead-letter',
]);
