import type { EntryEvent } from './entry.ts';

/** What may happen to a delivery: from which states an event leads, and to which. */
interface Step {
  readonly from: readonly string[];
  readonly to: string;
}

const WAITS_FOR_A_PERSON = ['outcome-unknown', 'retry-wait', 'held', 'dead-letter', 'refused'];

// prettier-ignore
export const DELIVERY_STEPS: Readonly<Record<string, Step>> = {
  'dispatching':     { from: ['queued', 'retry-wait'], to: 'dispatching' },
  'staged':          { from: ['dispatching'], to: 'dispatching' },
  'unsent':          { from: ['dispatching'], to: 'queued' },
  'handed-over':     { from: ['dispatching', 'outcome-unknown'], to: 'handed-over' },
  'acknowledged':    { from: ['dispatching', 'handed-over', 'outcome-unknown', 'retry-wait', 'held', 'dead-letter'], to: 'acknowledged' },
  'refused':         { from: ['dispatching', 'handed-over', 'outcome-unknown'], to: 'refused' },
  'retry':           { from: ['dispatching', 'outcome-unknown'], to: 'retry-wait' },
  'outcome-unknown': { from: ['dispatching'], to: 'outcome-unknown' },
  'held':            { from: ['queued', 'dispatching', 'retry-wait'], to: 'held' },
  'resumed':         { from: ['held'], to: 'queued' },
  'dead-letter':     { from: ['queued', 'dispatching', 'retry-wait'], to: 'dead-letter' },
  'replayed':        { from: ['handed-over', ...WAITS_FOR_A_PERSON], to: 'queued' },
  'superseded':      { from: ['queued', ...WAITS_FOR_A_PERSON], to: 'superseded' },
  'skipped':         { from: WAITS_FOR_A_PERSON, to: 'skipped' },
  'cancelled':       { from: ['queued', ...WAITS_FOR_A_PERSON], to: 'cancelled' },
  'expired':         { from: ['queued', 'retry-wait', 'held'], to: 'expired' },
};

/** A transmission's own steps; an empty `to` leaves it as it is. */
// prettier-ignore
export const TRANSMISSION_STEPS: Readonly<Record<string, Step>> = {
  'accepted':    { from: [''], to: 'accepted' },
  'released':    { from: ['accepted'], to: 'released' },
  'returned':    { from: ['accepted', 'released'], to: 'returned' },
  'transmitted': { from: ['accepted', 'released'], to: 'transmitted' },
};
const ACCESS_AND_ERASURE = new Set([
  'viewed',
  'exported',
  'sealed',
  'unsealed',
  'expunged',
  'purged',
  'erasure-reapplied',
]);

const STANDING_ALONE = new Set([
  'rejected',
  'configuration-changed',
  'role-changed',
  'credential-added',
  'credential-revoked',
  'key-rotated',
  'statement-signed',
  'clock-alarm',
  'epoch-start',
  'epoch-end',
]);

/** Where a chain stands: its last entry, and what the transmission or delivery has become. */
interface Chain {
  readonly state: string;
  readonly eventNo: number;
  readonly lastHash: string | undefined;
  readonly transmissionId: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Why an entry cannot follow those before it; undefined when it can. */
export type ChainCheck = (event: EntryEvent, leafHash: string) => string | undefined;

/**
 * Follows the events of each transmission and delivery in the order of the log: each names the leaf
 * hash (lower-case hexadecimal) of the one before it, counts on by one, and is a legal next step.
 */
export function createChainCheck(): ChainCheck {
  const transmissions = new Map<string, Chain>();
  const deliveries = new Map<string, Chain>();
  /** Where a delivery begins: at the `transmitted` entry of its transmission. */
  const crossed = new Map<string, Chain>();

  return (event, leafHash) => {
    const { transmissionId, deliveryId } = event;
    if (transmissionId === undefined) return aloneProblem(event);
    const isDelivery = deliveryId !== undefined;
    const chains = isDelivery ? deliveries : transmissions;
    const id = isDelivery ? deliveryId : transmissionId;
    const before =
      chains.get(id) ?? (isDelivery ? crossed.get(transmissionId) : newTransmission(event));
    if (before === undefined) return 'delivery of a transmission that was not transmitted';
    const to = nextState(isDelivery, before.state, event.type);
    const problem = to === undefined ? stepProblem(before, event) : linkProblem(before, event);
    const chain = { ...before, to: event.to, ...advance(before, event, leafHash, to) };
    chains.set(id, chain);
    if (!isDelivery && event.type === 'transmitted') {
      crossed.set(transmissionId, { ...chain, state: 'queued', eventNo: 0 });
    }
    return problem;
  };
}

function aloneProblem(event: EntryEvent): string | undefined {
  if (!STANDING_ALONE.has(event.type)) return `a ${event.type} event names no transmission`;
  return event.deliveryId === undefined ? undefined : `a ${event.type} event names a delivery`;
}

function newTransmission({ transmissionId = '', from, to }: EntryEvent): Chain {
  return { state: '', eventNo: 0, lastHash: undefined, transmissionId, from, to };
}

function nextState(isDelivery: boolean, state: string, type: string): string | undefined {
  if (!isDelivery && ACCESS_AND_ERASURE.has(type)) return state === '' ? undefined : state;
  const step = (isDelivery ? DELIVERY_STEPS : TRANSMISSION_STEPS)[type];
  return step?.from.includes(state) === true ? step.to : undefined;
}

function stepProblem({ state }: Chain, { type }: EntryEvent): string {
  return `${type} cannot follow ${state === '' ? 'nothing' : state}`;
}

function linkProblem(before: Chain, event: EntryEvent): string | undefined {
  if (event.prevEventHash !== before.lastHash) return 'does not name the entry before it';
  if (event.eventNo !== before.eventNo + 1) return 'is not the next by its number';
  if (event.transmissionId !== before.transmissionId) return 'changed its transmission';
  if (event.from !== before.from) return 'changed its sender';
  if (before.to !== undefined && event.to !== before.to) return 'changed its destination';
  return undefined;
}

// After a problem the chain goes on from the entry as it is: one wrong entry is named once.
function advance(
  before: Chain,
  event: EntryEvent,
  leafHash: string,
  state: string | undefined,
): Pick<Chain, 'state' | 'eventNo' | 'lastHash'> {
  return {
    state: state ?? before.state,
    eventNo: event.eventNo ?? before.eventNo + 1,
    lastHash: leafHash,
  };
}
