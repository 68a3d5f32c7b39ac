import type { EntryEvent } from './entry.ts';
import { WITHOUT_STEP, DELIVERY_STEPS, STANDING_ALONE, TRANSMISSION_STEPS } from './event-steps.ts';

/** Where a chain stands: its last entry, and what the transmission or delivery has become. */
interface Chain {
  readonly state: string;
  readonly index: number;
  readonly eventNo: number;
  readonly lastHash: string | undefined;
  readonly transmissionId: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Why an entry cannot follow those before it. Something from `index` on up to the entry is wrong. */
export interface ChainProblem {
  readonly index: number;
  readonly reason: string;
}

/** Takes the entries in the order of the log; undefined when one follows from those before it. */
export type ChainCheck = (
  event: EntryEvent,
  at: { readonly index: number; readonly leafHash: string },
) => ChainProblem | undefined;

/**
 * Follows the events of each transmission and delivery in the order of the log: each names the leaf
 * hash (lower-case hexadecimal) of the one before it, counts on by one, and is a legal next step.
 */
export function createChainCheck(): ChainCheck {
  const transmissions = new Map<string, Chain>();
  const deliveries = new Map<string, Chain>();
  /** Where a delivery begins: at the `transmitted` entry of its transmission. */
  const crossed = new Map<string, Chain>();
  /** A log that goes on in the place of another one holds the rest of chains that began there. */
  let goesOn = false;

  return (event, at) => {
    const { transmissionId, deliveryId } = event;
    if (at.index === 0 && event.type === 'epoch-start') goesOn = true;
    if (transmissionId === undefined) return problemAt(at.index, aloneProblem(event));
    const isDelivery = deliveryId !== undefined;
    const chains = isDelivery ? deliveries : transmissions;
    const id = isDelivery ? deliveryId : transmissionId;
    const known = chains.get(id) ?? (isDelivery ? crossed.get(transmissionId) : undefined);
    const beganBefore = goesOn && known === undefined && (isDelivery || event.eventNo !== 1);
    const before = beganBefore
      ? takenOver(event, transmissionId)
      : (known ?? (isDelivery ? undefined : newTransmission(event, at)));
    if (before === undefined) {
      return { index: at.index, reason: 'is of a transmission that was not transmitted' };
    }
    const state = nextState(isDelivery, before.state, event.type);
    // After a problem the chain goes on from the entry as it is: one wrong entry is named once.
    const chain: Chain = {
      transmissionId: before.transmissionId,
      from: before.from,
      to: event.to,
      state: state ?? before.state,
      index: at.index,
      eventNo: event.eventNo ?? before.eventNo + 1,
      lastHash: at.leafHash,
    };
    chains.set(id, chain);
    if (!isDelivery && event.type === 'transmitted') {
      crossed.set(transmissionId, { ...chain, state: 'queued', eventNo: 0 });
    }
    return (
      linkProblem(before, event, at.index) ?? problemAt(at.index, ownProblem(before, event, state))
    );
  };
}

const problemAt = (index: number, reason: string | undefined): ChainProblem | undefined =>
  reason === undefined ? undefined : { index, reason };

function aloneProblem(event: EntryEvent): string | undefined {
  if (!STANDING_ALONE.has(event.type)) return 'names no transmission';
  return event.deliveryId === undefined ? undefined : 'names a delivery and no transmission';
}

function newTransmission(
  { transmissionId = '', from, to }: EntryEvent,
  { index }: { readonly index: number },
): Chain {
  return { state: '', index, eventNo: 0, lastHash: undefined, transmissionId, from, to };
}

/** Of a chain whose beginning lies in the log before: any state, and what its next event says. */
const UNSEEN = 'unseen';

function takenOver(event: EntryEvent, transmissionId: string): Chain {
  const { from, to, eventNo = 0, prevEventHash } = event;
  const state = UNSEEN;
  return {
    transmissionId,
    from,
    to,
    state,
    index: 0,
    eventNo: eventNo - 1,
    lastHash: prevEventHash,
  };
}

function nextState(isDelivery: boolean, state: string, type: string): string | undefined {
  if (!isDelivery && WITHOUT_STEP.has(type)) return state === '' ? undefined : state;
  const step = (isDelivery ? DELIVERY_STEPS : TRANSMISSION_STEPS)[type];
  return state === UNSEEN || step?.from.includes(state) === true ? step?.to : undefined;
}

/** An entry is missing between the two, or one of the two is not what it was. */
function linkProblem(before: Chain, event: EntryEvent, index: number): ChainProblem | undefined {
  if (event.eventNo !== before.eventNo + 1) {
    const first =
      event.eventNo === undefined || event.eventNo <= before.eventNo ? index : before.index + 1;
    return { index: Math.min(first, index), reason: 'is not the next by its number' };
  }
  if (event.prevEventHash === before.lastHash) return undefined;
  return { index: before.index, reason: 'does not name the hash of the entry before it' };
}

function ownProblem(
  before: Chain,
  event: EntryEvent,
  state: string | undefined,
): string | undefined {
  if (state === undefined) {
    return `is ${event.type}, which cannot follow ${before.state === '' ? 'nothing' : before.state}`;
  }
  if (event.transmissionId !== before.transmissionId) return 'changed its transmission';
  if (event.from !== before.from) return 'changed its sender';
  if (before.to !== undefined && event.to !== before.to) return 'changed its destination';
  return undefined;
}
