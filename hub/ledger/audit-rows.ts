import { toHex } from '../../ledger-verifier/encoding.ts';
import type { EntryEvent } from '../../ledger-verifier/entry.ts';
import { DELIVERY_STEPS } from '../../ledger-verifier/event-steps.ts';

/** A leaf as an audit reads it; `index` is undefined while the sequencer has not given it one. */
export interface AuditedLeaf {
  readonly index: number | undefined;
  /** Leaf hash in hexadecimal. */
  readonly hash: string;
  readonly event: AuditedEvent;
}

/** What an event says beyond what a verifier reads of it. */
export type AuditedEvent = EntryEvent &
  Readonly<Partial<Record<TextField, string>>> & { readonly attempt?: number };
type TextField =
  | 'actor'
  | 'channel'
  | 'schema'
  | 'profileHash'
  | 'mappingHash'
  | 'subject'
  | 'subjectHash'
  | 'role'
  | 'outcome';

/** A row or record that says something else than its leaves, in words that name ids only. */
export interface AuditFinding {
  /** Of the first leaf that says otherwise; undefined where there is none. */
  readonly index: number | undefined;
  readonly subject: string;
  readonly says: string;
}

/** What a row of a transmission says that its leaves say too. */
export interface AuditedTransmission {
  readonly transmission_id: string;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly destination: string;
  readonly type: string;
  readonly status: string;
  readonly channel: string;
  readonly actor: string;
  readonly accepted_at: Date;
  readonly transmitted_at: Date | null;
  readonly schema_hash: string;
  readonly profile_hash: string | null;
  readonly mapping_hash: string | null;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
  readonly content: string;
}

export interface AuditedDelivery {
  readonly delivery_id: string;
  readonly transmission_id: string;
  readonly from_member: string;
  readonly to_member: string;
  readonly type: string;
  readonly schema_hash: string;
  readonly state: string;
  readonly attempt: number;
  readonly handed_over_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
}

export interface AuditedRecord {
  readonly delivery_id: string | null;
  readonly kind: 'canonical' | 'received' | 'sent';
  readonly commitment: Buffer;
}

/** That somebody was shown something of a transmission. */
export interface AuditedViewing {
  readonly viewing_id: string;
  readonly leaf_hash: Buffer;
  readonly member: string;
  readonly actor: string;
  readonly role: string;
  readonly what: string;
  readonly reason_code: string | null;
  readonly viewed_at: Date;
}

/** All that the hub's rows say of one transmission, with every leaf that names it in the log's order. */
export interface AuditedRows {
  readonly transmission: AuditedTransmission;
  readonly deliveries: readonly AuditedDelivery[];
  readonly records: readonly AuditedRecord[];
  readonly viewings: readonly AuditedViewing[];
  readonly leaves: readonly AuditedLeaf[];
  /** Whether its content key is there. */
  readonly hasKey: boolean;
}

/** What each event leaves of the content; one that was done again after a restore says it by its code. */
const CONTENT_AFTER: Readonly<Record<string, string>> = {
  expunged: 'expunged',
  purged: 'expunged',
  sealed: 'sealed',
  unsealed: 'kept',
  'erasure-reapplied expunge': 'expunged',
  'erasure-reapplied seal': 'sealed',
  'erasure-reapplied unseal': 'kept',
};

function contentAfter(leaves: readonly AuditedLeaf[]): string {
  return leaves.reduce((content, { event: { type, code } }) => {
    if (content === 'expunged') return content;
    const name = type === 'erasure-reapplied' ? `${type} ${code ?? ''}` : type;
    return CONTENT_AFTER[name] ?? content;
  }, 'kept');
}

export const isErased = ({ leaves }: Pick<AuditedRows, 'leaves'>): boolean =>
  contentAfter(leaves) === 'expunged';

/** Holds one transmission's rows against its leaves, both ways. */
export function auditRows(rows: AuditedRows): AuditFinding[] {
  const own = rows.leaves.filter(({ event }) => event.deliveryId === undefined);
  const crossed = own.find(({ event }) => event.type === 'transmitted');
  const known = new Set(rows.deliveries.map(({ delivery_id }) => delivery_id));
  const nobodys = rows.leaves.filter(
    ({ event: { deliveryId } }) => deliveryId !== undefined && !known.has(deliveryId),
  );
  return [
    ...auditTransmission(rows, own, crossed),
    ...auditViewings(rows, own),
    ...rows.deliveries.flatMap((row) => auditDelivery(row, rows, crossed)),
    ...nobodys.map(({ index, event }) => ({
      index,
      subject: `delivery ${event.deliveryId ?? ''}`,
      says: 'is named by a leaf and is not there',
    })),
  ];
}

/** Words, the leaf that says otherwise, and whether the row says the same. */
type Rule = readonly [says: string, leaf: AuditedLeaf | undefined, holds: boolean];

function auditTransmission(
  { transmission: row, deliveries, records, leaves, hasKey }: AuditedRows,
  own: readonly AuditedLeaf[],
  crossed: AuditedLeaf | undefined,
): AuditFinding[] {
  const accepted = own.find(({ event }) => event.type === 'accepted');
  const said = accepted?.event;
  const [first, last] = [own[0], own.at(-1)];
  const kept = (kind: AuditedRecord['kind']): string => commitmentsOf(records, kind);
  const holdsContent = hasKey || records.length > 0;
  const isKept = holdsContent || !isErased({ leaves });
  const rules: readonly Rule[] = [
    ['has no leaf that it was accepted', first, accepted !== undefined],
    ['has other leaves than its row counts', last, own.length === row.event_no],
    ['ends with another leaf than its row', last, last?.hash === toHex(row.last_leaf_hash)],
    ['has another sender', accepted, said?.from === row.from_member],
    ['has another type', accepted, said?.activityType === row.type],
    ['has another schema', accepted, said?.schema === row.schema_hash],
    ['has another profile', accepted, (said?.profileHash ?? null) === row.profile_hash],
    ['has another mapping', accepted, (said?.mappingHash ?? null) === row.mapping_hash],
    ['came by another way', accepted, said?.channel === row.channel],
    ['was sent by somebody else', accepted, said?.actor === row.actor],
    ['was accepted at another time', accepted, isAt(row.accepted_at, accepted)],
    ['crossed at another time', crossed ?? accepted, isAt(row.transmitted_at, crossed)],
    [
      'is shown to another state',
      crossed ?? accepted,
      (crossed?.event.to ?? null) === row.to_member,
    ],
    [
      'is for another state',
      crossed,
      crossed === undefined || crossed.event.to === row.destination,
    ],
    ['has another status', last, statusesAfter(own).includes(row.status)],
    [
      'has other deliveries',
      crossed ?? accepted,
      deliveries.length === (crossed === undefined ? 0 : 1),
    ],
    ['says otherwise of its content', last, contentAfter(own) === row.content],
    ['lost its content key without a leaf that says so', accepted, hasKey || isErased({ leaves })],
    [
      'has another document as received than its leaf commits to',
      accepted,
      !isKept || kept('received') === (said?.payloadCommit ?? ''),
    ],
    [
      'has another canonical document than its leaf commits to',
      accepted,
      !isKept || kept('canonical') === (said?.envelopeCommit ?? ''),
    ],
  ];
  return failed(`transmission ${row.transmission_id}`, rules);
}

/** Each row has its leaf; each leaf that says by which role has its row, for earlier versions kept none. */
function auditViewings({ viewings }: AuditedRows, own: readonly AuditedLeaf[]): AuditFinding[] {
  const told = own.filter(({ event }) => event.type === 'viewed' && event.role !== undefined);
  const kept = new Set(viewings.map(({ leaf_hash }) => toHex(leaf_hash)));
  const rowless = told.filter(({ hash }) => !kept.has(hash));
  return [
    ...viewings.flatMap((row) => auditViewing(row, told)),
    ...rowless.map(({ index, event }) => ({
      index,
      subject: `viewing of event ${event.eventId}`,
      says: 'has a leaf and is not there',
    })),
  ];
}

function auditViewing(row: AuditedViewing, told: readonly AuditedLeaf[]): AuditFinding[] {
  const leaf = told.find(({ hash }) => hash === toHex(row.leaf_hash));
  const said = leaf?.event;
  const rules: readonly Rule[] = [
    ['has no leaf', leaf, leaf !== undefined],
    ['was of another member', leaf, said?.subject === row.member],
    ['was by somebody else', leaf, said?.actor === row.actor],
    ['was by another role', leaf, said?.role === row.role],
    ['was of something else', leaf, said?.outcome === row.what],
    ['was for another reason', leaf, (said?.code ?? null) === row.reason_code],
    ['was at another time', leaf, isAt(row.viewed_at, leaf)],
  ];
  return failed(`viewing ${row.viewing_id}`, rules);
}

function auditDelivery(
  row: AuditedDelivery,
  { records, leaves, hasKey }: AuditedRows,
  crossed: AuditedLeaf | undefined,
): AuditFinding[] {
  const own = leaves.filter(({ event }) => event.deliveryId === row.delivery_id);
  const last = own.at(-1) ?? crossed;
  const latest = (type: string) => own.findLast(({ event }) => event.type === type);
  const sent = own.filter(({ event }) => event.type === 'dispatching');
  const promised = sent.map(({ event }) => event.payloadCommit ?? '').sort();
  const kept = commitmentsOf(
    records.filter(({ delivery_id }) => delivery_id === row.delivery_id),
    'sent',
  );
  const isKept = hasKey || !isErased({ leaves });
  const rules: readonly Rule[] = [
    ['belongs to a transmission that did not cross', last, crossed !== undefined],
    ['is another one than crossed', crossed, crossed?.event.subject === row.delivery_id],
    ['has other leaves than its row counts', last, own.length === row.event_no],
    ['ends with another leaf than its row', last, last?.hash === toHex(row.last_leaf_hash)],
    ['has another sender', crossed, crossed?.event.from === row.from_member],
    ['goes to another state', crossed, crossed?.event.to === row.to_member],
    ['has another type', crossed, crossed?.event.activityType === row.type],
    ['has another schema', crossed, crossed?.event.schema === row.schema_hash],
    ['is something else than after its leaves', last, statesAfter(own).includes(row.state)],
    ['was sent more or less often', sent.at(-1) ?? last, sent.length === row.attempt],
    [
      'was handed over at another time',
      latest('handed-over') ?? last,
      isAt(row.handed_over_at, latest('handed-over')),
    ],
    [
      'was acknowledged at another time',
      latest('acknowledged') ?? last,
      isAt(row.acknowledged_at, latest('acknowledged')),
    ],
    [
      'keeps other documents as sent than its leaves commit to',
      sent[0] ?? last,
      !isKept || promised.join() === kept,
    ],
  ];
  return failed(`delivery ${row.delivery_id}`, rules);
}

function commitmentsOf(records: readonly AuditedRecord[], kind: AuditedRecord['kind']): string {
  return records
    .filter((record) => record.kind === kind)
    .map(({ commitment }) => toHex(commitment))
    .sort()
    .join();
}

function isAt(time: Date | null, leaf: AuditedLeaf | undefined): boolean {
  return (time?.toISOString() ?? undefined) === leaf?.event.occurredAt;
}

const WAITING = ['awaiting-release', 'awaiting-attachments'];
const STATUSES: Readonly<Record<string, readonly string[]>> = {
  accepted: WAITING,
  released: ['awaiting-attachments'],
  transmitted: ['transmitted'],
  returned: ['returned'],
};

/** What a transmission may be after its leaves; those that leave it as it is are passed over. */
function statusesAfter(own: readonly AuditedLeaf[]): readonly string[] {
  const step = own.findLast(({ event }) => event.type in STATUSES);
  return STATUSES[step?.event.type ?? ''] ?? [];
}

/** A claim is no fact of the compact and has no leaf, nor has one that lapsed. */
const WITHOUT_A_LEAF: Readonly<Record<string, readonly string[]>> = {
  queued: ['queued', 'claimed'],
  'retry-wait': ['retry-wait', 'claimed', 'queued'],
};

function statesAfter(own: readonly AuditedLeaf[]): readonly string[] {
  let state: string | undefined = 'queued';
  for (const { event } of own) {
    const step = DELIVERY_STEPS[event.type];
    state = state !== undefined && step?.from.includes(state) === true ? step.to : undefined;
  }
  return state === undefined ? [] : (WITHOUT_A_LEAF[state] ?? [state]);
}

function failed(subject: string, rules: readonly Rule[]): AuditFinding[] {
  return rules
    .filter(([, , holds]) => !holds)
    .map(([says, leaf]) => ({ index: leaf?.index, subject, says }));
}
