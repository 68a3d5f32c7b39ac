import { toHex } from '../../ledger-verifier/encoding.ts';
import { type EntryEvent, parseEntry } from '../../ledger-verifier/entry.ts';
import { DELIVERY_STEPS } from '../../ledger-verifier/event-steps.ts';
import { sha256 } from '../../ledger-verifier/node-crypto.ts';

/** What the hub's rows say, as SQL reads them, with every leaf in the order of the log. */
export interface StoredFacts {
  readonly transmissions: readonly StoredTransmission[];
  readonly deliveries: readonly StoredDelivery[];
  readonly records: readonly StoredRecord[];
  readonly principals: number;
  readonly entries: readonly Uint8Array[];
}

export interface StoredTransmission {
  readonly transmission_id: string;
  readonly to_member: string | null;
  readonly status: string;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
}

export interface StoredDelivery {
  readonly delivery_id: string;
  readonly transmission_id: string;
  readonly to_member: string;
  readonly case_id: string;
  readonly case_sequence: number;
  readonly state: string;
  readonly attempt: number;
  readonly handed_over: boolean;
  readonly acknowledged: boolean;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
}

export interface StoredRecord {
  readonly transmission_id: string;
  readonly delivery_id: string | null;
  readonly kind: 'canonical' | 'received' | 'sent';
  readonly commitment: Buffer;
}

interface Leaf {
  readonly event: EntryEvent;
  readonly hash: string;
}

/**
 * Holds the rows against the leaves: every fact has its leaf and every leaf its fact. Returns what
 * does not fit, in words that name ids only; empty when all does.
 */
export function checkModel(facts: StoredFacts): string[] {
  const leaves = facts.entries.map(readLeaf);
  const byTransmission = grouped(
    leaves.filter(({ event }) => event.deliveryId === undefined),
    ({ event }) => event.transmissionId ?? '',
  );
  const byDelivery = grouped(leaves, ({ event }) => event.deliveryId ?? '');
  const records = grouped(facts.records, ({ transmission_id }) => transmission_id);
  return [
    ...facts.transmissions.flatMap((row) => {
      const { transmission_id: id } = row;
      return checkTransmission(row, byTransmission.get(id) ?? [], records.get(id) ?? []);
    }),
    ...facts.deliveries.flatMap((row) => {
      const crossed = byTransmission
        .get(row.transmission_id)
        ?.find(({ event }) => event.type === 'transmitted');
      const sent = (records.get(row.transmission_id) ?? []).filter(({ kind }) => kind === 'sent');
      return checkDelivery(row, { crossed, sent, leaves: byDelivery.get(row.delivery_id) ?? [] });
    }),
    ...checkOwners(facts, leaves),
    ...checkSequences(facts),
  ];
}

function readLeaf(entry: Uint8Array): Leaf {
  const hash = toHex(sha256(Buffer.concat([Buffer.of(0), entry])));
  return { event: parseEntry(entry).event, hash };
}

function checkTransmission(
  row: StoredTransmission,
  leaves: readonly Leaf[],
  records: readonly StoredRecord[],
): string[] {
  const accepted = leaves.find(({ event }) => event.type === 'accepted')?.event;
  const hasCrossed = leaves.some(({ event }) => event.type === 'transmitted');
  const commitments = (kind: StoredRecord['kind']): string[] =>
    records.filter((record) => record.kind === kind).map(({ commitment }) => toHex(commitment));
  return failed(`transmission ${row.transmission_id}`, {
    'has no leaf that it was accepted': accepted !== undefined,
    'has other leaves than its row counts': leaves.length === row.event_no,
    'ends with another leaf than its row': leaves.at(-1)?.hash === toHex(row.last_leaf_hash),
    'crossed in its row or in its leaves only': (row.status === 'transmitted') === hasCrossed,
    'is shown to a state and did not cross': (row.to_member !== null) === hasCrossed,
    'has another document as received than its leaf commits to':
      commitments('received').join() === (accepted?.payloadCommit ?? ''),
    'has another canonical document than its leaf commits to':
      commitments('canonical').join() === (accepted?.envelopeCommit ?? ''),
  });
}

interface DeliveryEvidence {
  /** The leaf that its transmission crossed. */
  readonly crossed: Leaf | undefined;
  readonly leaves: readonly Leaf[];
  readonly sent: readonly StoredRecord[];
}

function checkDelivery(row: StoredDelivery, { crossed, leaves, sent }: DeliveryEvidence): string[] {
  const count = (type: string): number => leaves.filter(({ event }) => event.type === type).length;
  const dispatched = leaves.filter(({ event }) => event.type === 'dispatching');
  const promised = dispatched.map(({ event }) => event.payloadCommit ?? '').sort();
  const kept = sent.map(({ commitment }) => toHex(commitment)).sort();
  const state = leaves.reduce<string | undefined>(nextState, 'queued');
  return failed(`delivery ${row.delivery_id}`, {
    'belongs to a transmission that did not cross': crossed !== undefined,
    'has other leaves than its row counts': leaves.length === row.event_no,
    'ends with another leaf than its row':
      (leaves.at(-1) ?? crossed)?.hash === toHex(row.last_leaf_hash),
    'is something else in its row than after its leaves': isSameState(row.state, state),
    'was sent more or less often than its leaves say': dispatched.length === row.attempt,
    'keeps other documents as sent than its leaves commit to': promised.join() === kept.join(),
    'was handed over in its row or in its leaves only':
      row.handed_over === count('handed-over') > 0,
    'was acknowledged in its row or in its leaves only':
      row.acknowledged === count('acknowledged') > 0,
  });
}

function nextState(state: string | undefined, { event }: Leaf): string | undefined {
  const step = DELIVERY_STEPS[event.type];
  return state !== undefined && step?.from.includes(state) === true ? step.to : undefined;
}

/** A claim is no fact of the compact and has no leaf. */
function isSameState(row: string, leaves: string | undefined): boolean {
  if (row === 'claimed') return leaves === 'queued' || leaves === 'retry-wait';
  // A claim that lapsed puts what waited for its next attempt back into the queue.
  if (row === 'queued') return leaves === 'queued' || leaves === 'retry-wait';
  return row === leaves;
}

function checkOwners(facts: StoredFacts, leaves: readonly Leaf[]): string[] {
  const transmissions = new Set(facts.transmissions.map(({ transmission_id: id }) => id));
  const deliveries = new Set(facts.deliveries.map(({ delivery_id: id }) => id));
  const crossed = facts.transmissions.filter(({ status }) => status === 'transmitted').length;
  const ownerless = leaves.flatMap(({ event: { eventId, transmissionId, deliveryId } }) =>
    failed(`leaf ${eventId}`, {
      'names a transmission that is not there':
        transmissionId === undefined || transmissions.has(transmissionId),
      'names a delivery that is not there': deliveryId === undefined || deliveries.has(deliveryId),
    }),
  );
  const credentials = leaves.filter(({ event }) => event.type === 'credential-added').length;
  return [
    ...ownerless,
    ...failed('the hub', {
      'has other deliveries than transmissions that crossed': facts.deliveries.length === crossed,
      'has other credentials than leaves about them': facts.principals === credentials,
    }),
  ];
}

/** Of each case and destination the deliveries are numbered from 1 without a gap. */
function checkSequences({ deliveries }: StoredFacts): string[] {
  const lanes = grouped(deliveries, ({ to_member, case_id }) => `${case_id} to ${to_member}`);
  return [...lanes].flatMap(([lane, rows]) => {
    const numbers = rows.map(({ case_sequence }) => case_sequence).sort((a, b) => a - b);
    const isWhole = numbers.every((number, position) => number === position + 1);
    return failed(`case ${lane}`, { 'is not numbered without gaps': isWhole });
  });
}

/** The words of those that do not hold. */
function failed(subject: string, holds: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(holds)
    .filter(([, isSo]) => !isSo)
    .map(([words]) => `${subject} ${words}`);
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
