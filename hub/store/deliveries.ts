import type { DeliveryState } from '../delivery/delivery-state.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { RECEIPT_COLUMNS, type ReceiptRow } from './deadlines.ts';
import { farthestLease } from './farthest-lease.ts';
import { PENDING_LEAF_COLUMNS, type PendingLeafRow } from './pending-leaves.ts';
import { RECORD_COLUMNS, type RecordRow } from './records.ts';
import { type RowSet, rowSet } from './row-set.ts';

export interface DeliveryRow {
  readonly delivery_id: string;
  readonly transmission_id: string;
  readonly from_member: string;
  readonly to_member: string;
  readonly case_id: string;
  readonly case_sequence: number;
  readonly type: string;
  readonly schema_hash: string;
  readonly state: DeliveryState;
  readonly blocking: boolean;
  readonly pulled: boolean;
  readonly due_at: Date;
  readonly attempt: number;
  /**
   * Workers that ended while they held it, as far as it can have been the cause; while nobody knows
   * whether it was taken, how often the state was asked.
   */
  readonly claims: number;
  readonly epoch: number;
  readonly lease_until: Date | null;
  readonly failure_code: string | null;
  readonly failure_detail: string | null;
  readonly peer_reference: string | null;
  readonly created_at: Date;
  readonly handed_over_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly profile_hash: string | null;
  readonly mapping_hash: string | null;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
}

export const insertDeliveries = bulkInsert<DeliveryRow>('deliveries', {
  delivery_id: 'uuid',
  transmission_id: 'uuid',
  from_member: 'text',
  to_member: 'text',
  case_id: 'text',
  case_sequence: 'integer',
  type: 'text',
  schema_hash: 'text',
  state: 'text',
  blocking: 'boolean',
  pulled: 'boolean',
  due_at: 'timestamptz',
  attempt: 'integer',
  claims: 'integer',
  epoch: 'integer',
  lease_until: 'timestamptz',
  failure_code: 'text',
  failure_detail: 'text',
  peer_reference: 'text',
  created_at: 'timestamptz',
  handed_over_at: 'timestamptz',
  acknowledged_at: 'timestamptz',
  profile_hash: 'text',
  mapping_hash: 'text',
  event_no: 'integer',
  last_leaf_hash: 'bytea',
});

/** How many deliveries a lane (one destination) may take now. */
export interface LaneSlots {
  readonly member: string;
  readonly slots: number;
  /** Activities that follow each other in a case are taken together: for a state that gets lists. */
  readonly lists?: boolean;
  /** False: only what was never tried before. */
  readonly retries?: boolean;
}

// No earlier delivery of its case and destination blocks it; that earlier one is visible in any
// snapshot, because the next sequence number is only given after its transaction. Asked for each row
// by itself: as a join (NOT EXISTS) PostgreSQL may read the whole backlog before it takes the first.
const FREE_IN_ITS_CASE = `(
         SELECT true FROM deliveries earlier
          WHERE earlier.to_member = d.to_member AND earlier.case_id = d.case_id
            AND earlier.case_sequence < d.case_sequence AND earlier.blocking LIMIT 1) IS NULL`;

const IS_DUE = `d.to_member = lane.member AND d.state IN ('queued', 'retry-wait')
          AND d.due_at <= $3 AND NOT d.pulled AND (lane.retries OR d.attempt = 0)`;

// One round for all lanes. SKIP LOCKED: a worker never waits for another worker's claim.
const CLAIM_DUE = `
  WITH due AS MATERIALIZED (
    SELECT found.delivery_id
      FROM unnest($1::text[], $2::integer[], $5::boolean[]) AS lane (member, slots, retries)
     CROSS JOIN LATERAL (
       SELECT d.delivery_id FROM deliveries d
        WHERE ${IS_DUE} AND ${FREE_IN_ITS_CASE}
        ORDER BY d.due_at LIMIT lane.slots FOR UPDATE OF d SKIP LOCKED) AS found)
  UPDATE deliveries SET state = 'claimed', epoch = epoch + 1, lease_until = $4
    FROM due WHERE deliveries.delivery_id = due.delivery_id
  RETURNING deliveries.*`;

// As above, for lists: what is free in its case, and with it what follows there. By the order of the first
// alone: one that was refused for now is due later than what follows it, which waits for it whatever it is
// due. Whatever the limit or another worker's lock left out, `whole` drops what would overtake it.
const CLAIM_LISTS = `
  WITH lanes AS (
    SELECT * FROM unnest($1::text[], $2::integer[], $5::boolean[]) AS lane (member, slots, retries)),
  heads AS MATERIALIZED (
    SELECT found.*
      FROM lanes AS lane
     CROSS JOIN LATERAL (
       SELECT d.to_member, d.case_id, d.case_sequence, d.due_at FROM deliveries d
        WHERE ${IS_DUE} AND ${FREE_IN_ITS_CASE}
        ORDER BY d.due_at LIMIT lane.slots FOR UPDATE OF d SKIP LOCKED) AS found),
  due AS MATERIALIZED (
    SELECT found.*
      FROM lanes AS lane
     CROSS JOIN LATERAL (
       SELECT d.delivery_id, d.to_member, d.case_id, d.case_sequence
         FROM heads JOIN deliveries d
           ON d.to_member = heads.to_member AND d.case_id = heads.case_id
          AND d.case_sequence >= heads.case_sequence
        WHERE ${IS_DUE}
        ORDER BY heads.due_at, d.case_id, d.case_sequence LIMIT lane.slots
          FOR UPDATE OF d SKIP LOCKED) AS found),
  whole AS (
    SELECT due.delivery_id FROM due
     WHERE NOT EXISTS (
       SELECT FROM deliveries earlier
        WHERE earlier.to_member = due.to_member AND earlier.case_id = due.case_id
          AND earlier.case_sequence < due.case_sequence AND earlier.blocking
          AND earlier.delivery_id NOT IN (SELECT delivery_id FROM due)))
  UPDATE deliveries SET state = 'claimed', epoch = epoch + 1, lease_until = $4
    FROM whole WHERE deliveries.delivery_id = whole.delivery_id
  RETURNING deliveries.*`;

/** Takes due deliveries under a lease; `now` is the business clock, `leaseUntil` the process clock. */
export async function claimDue(
  query: Query,
  lanes: readonly LaneSlots[],
  now: Date,
  leaseUntil: Date,
): Promise<DeliveryRow[]> {
  const claim = async (statement: string, some: readonly LaneSlots[]): Promise<DeliveryRow[]> =>
    some.length === 0
      ? []
      : query<DeliveryRow>(statement, [
          some.map(({ member }) => member),
          some.map(({ slots }) => slots),
          now,
          leaseUntil,
          some.map(({ retries }) => retries !== false),
        ]);
  const rows = [
    ...(await claim(
      CLAIM_DUE,
      lanes.filter(({ lists }) => lists !== true),
    )),
    ...(await claim(
      CLAIM_LISTS,
      lanes.filter(({ lists }) => lists === true),
    )),
  ];
  return rows.sort(
    (a, b) => a.due_at.getTime() - b.due_at.getTime() || a.case_sequence - b.case_sequence,
  );
}

/** A worker's change of one delivery that it claimed, or a person's of one that nobody holds. */
export interface DeliveryChange {
  readonly delivery_id: string;
  /** Fencing: the change is made only where the row still has this epoch and state. */
  readonly epoch: number;
  readonly from_state: DeliveryState;
  readonly state: DeliveryState;
  readonly blocking: boolean;
  readonly due_at: Date;
  readonly attempt: number;
  readonly claims: number;
  readonly lease_until: Date | null;
  readonly failure_code: string | null;
  readonly failure_detail: string | null;
  readonly peer_reference: string | null;
  readonly handed_over_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly profile_hash: string | null;
  readonly mapping_hash: string | null;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
}

const CHANGE_COLUMNS: Readonly<Record<keyof DeliveryChange, string>> = {
  delivery_id: 'uuid',
  epoch: 'integer',
  from_state: 'text',
  state: 'text',
  blocking: 'boolean',
  due_at: 'timestamptz',
  attempt: 'integer',
  claims: 'integer',
  lease_until: 'timestamptz',
  failure_code: 'text',
  failure_detail: 'text',
  peer_reference: 'text',
  handed_over_at: 'timestamptz',
  acknowledged_at: 'timestamptz',
  profile_hash: 'text',
  mapping_hash: 'text',
  event_no: 'integer',
  last_leaf_hash: 'bytea',
};
const CHANGES = rowSet(CHANGE_COLUMNS);
const NOT_WRITTEN: readonly string[] = ['delivery_id', 'epoch', 'from_state'];
const CHANGE_DELIVERIES = `
  UPDATE deliveries
     SET ${CHANGES.names
       .filter((name) => !NOT_WRITTEN.includes(name))
       .map((name) => `${name} = ${CHANGES.value(name)}`)
       .join(', ')}
    FROM ${CHANGES.from}
   WHERE deliveries.delivery_id = new.delivery_id AND deliveries.epoch = new.epoch
     AND deliveries.state = new.from_state
  RETURNING new.place`;

/** A change with what its transaction writes beside it: its evidence, and the copy of what is sent. */
export interface DeliveryWrite {
  readonly change: DeliveryChange;
  readonly leaves: readonly PendingLeafRow[];
  readonly record?: RecordRow;
  /** The deadlines that count from this receipt. */
  readonly receipts?: readonly ReceiptRow[];
}

/**
 * A row of another table, written when the change that owns it applies. The owner is the place of the
 * change among the writes, and not its delivery: a worker that was taken over and the one that took over
 * may write of the same delivery in one statement.
 */
type Owned<Row> = Row & { readonly owner: number };

const LEAVES = rowSet<Owned<PendingLeafRow>>(
  { ...PENDING_LEAF_COLUMNS, owner: 'bigint' },
  CHANGES.nextParameter,
);
const COPIES = rowSet<Owned<RecordRow>>(
  { ...RECORD_COLUMNS, owner: 'bigint' },
  LEAVES.nextParameter,
);
const RECEIPTS = rowSet<Owned<ReceiptRow>>(
  { ...RECEIPT_COLUMNS, owner: 'bigint' },
  COPIES.nextParameter,
);

function insertOwned<Row extends object>(table: string, set: RowSet<Owned<Row>>): string {
  const names = set.names.filter((name) => name !== 'owner');
  return `
    INSERT INTO ${table} (${names.join(', ')})
    SELECT ${names.map(set.value).join(', ')}
      FROM ${set.from} JOIN changed ON changed.place = new.owner ORDER BY new.place`;
}

const WRITE_DELIVERIES = `
  WITH changed AS (${CHANGE_DELIVERIES}),
       evidence AS (${insertOwned('pending_leaves', LEAVES)}),
       copies AS (${insertOwned('records', COPIES)}),
       received AS (
         UPDATE deadlines d
            SET received_at = new.received_at, received_due_on = new.received_due_on
           FROM ${RECEIPTS.from} JOIN changed ON changed.place = new.owner
          WHERE d.transmission_id = new.transmission_id AND d.duty = new.duty
            AND d.received_at IS NULL)
  SELECT place::integer FROM changed`;

/**
 * Writes the changes whose fence still holds, each with its leaves and record, in one statement, and
 * says of each in its place whether it does. Where it does not, the delivery was taken over: its worker
 * drops the work, and nothing of it is written. Atomic also outside of a transaction.
 */
export async function writeDeliveries(
  query: Query,
  writes: readonly DeliveryWrite[],
): Promise<boolean[]> {
  if (writes.length === 0) return [];
  const ownedBy = <Row>(rowsOf: (write: DeliveryWrite) => readonly Row[]): Owned<Row>[] =>
    writes.flatMap((write, index) => rowsOf(write).map((row) => ({ ...row, owner: index + 1 })));
  const rows = await query<{ place: number }>(WRITE_DELIVERIES, [
    ...CHANGES.parameters(writes.map(({ change }) => change)),
    ...LEAVES.parameters(ownedBy(({ leaves }) => leaves)),
    ...COPIES.parameters(ownedBy(({ record }) => (record === undefined ? [] : [record]))),
    ...RECEIPTS.parameters(ownedBy(({ receipts = [] }) => receipts)),
  ]);
  const written = new Set(rows.map(({ place }) => place));
  return writes.map((_write, index) => written.has(index + 1));
}

/** The change that leaves everything as it is; callers spread it and say what differs. */
export function unchanged(row: DeliveryRow): DeliveryChange {
  return {
    delivery_id: row.delivery_id,
    epoch: row.epoch,
    from_state: row.state,
    state: row.state,
    blocking: row.blocking,
    due_at: row.due_at,
    attempt: row.attempt,
    claims: row.claims,
    lease_until: row.lease_until,
    failure_code: row.failure_code,
    failure_detail: row.failure_detail,
    peer_reference: row.peer_reference,
    handed_over_at: row.handed_over_at,
    acknowledged_at: row.acknowledged_at,
    profile_hash: row.profile_hash,
    mapping_hash: row.mapping_hash,
    event_no: row.event_no,
    last_leaf_hash: row.last_leaf_hash,
  };
}

// The epoch goes up with the take-over, so that whoever held the lease can write no more.
const TAKE_EXPIRED = `
  UPDATE deliveries SET epoch = epoch + 1
   WHERE delivery_id IN (SELECT delivery_id FROM deliveries
                          WHERE state IN ('claimed', 'dispatching')
                            AND (lease_until < $1 OR lease_until > $3)
                          ORDER BY lease_until LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING *`;

/**
 * Deliveries whose worker is gone or paused beyond its lease, fenced against it.
 *
 * @param lease as one that is taken now.
 */
export function takeExpired(
  tx: Transaction,
  lease: { readonly now: Date; readonly until: Date },
  limit: number,
): Promise<DeliveryRow[]> {
  return tx.query<DeliveryRow>(TAKE_EXPIRED, [lease.now, limit, farthestLease(lease)]);
}

const BRING_DELIVERIES_FORWARD = `
  UPDATE deliveries SET due_at = greatest($1, due_at - $3 * interval '1 millisecond')
   WHERE state IN ('queued', 'retry-wait', 'held', 'outcome-unknown') AND due_at > $2`;
const BRING_DESTINATIONS_FORWARD = `
  UPDATE destinations SET held_until = greatest($1, held_until - $3 * interval '1 millisecond')
   WHERE held_until > $2`;

export interface BringForward {
  readonly now: Date;
  /** What waits for a time after this one waits for less. */
  readonly beyond: Date;
  /** By so many milliseconds, and never before now. */
  readonly byMs: number;
}

/** Deliveries and holds that clocks which were ahead put off wait no longer for it. */
export async function bringForward(
  query: Query,
  { now, beyond, byMs }: BringForward,
): Promise<void> {
  await query(BRING_DELIVERIES_FORWARD, [now, beyond, byMs]);
  await query(BRING_DESTINATIONS_FORWARD, [now, beyond, byMs]);
}

const TAKE_RESUMED = `
  SELECT d.* FROM deliveries d
   WHERE d.state = 'held'
     AND NOT EXISTS (SELECT FROM destinations WHERE member = d.to_member AND held_code IS NOT NULL)
   ORDER BY d.created_at LIMIT $1 FOR UPDATE OF d SKIP LOCKED`;

/** Held deliveries of destinations that are held no more, locked until the transaction ends. */
export function takeResumed(tx: Transaction, limit: number): Promise<DeliveryRow[]> {
  return tx.query<DeliveryRow>(TAKE_RESUMED, [limit]);
}

const TAKE_OLDEST_HELD = `
  SELECT found.* FROM unnest($1::text[]) AS lane (member)
   CROSS JOIN LATERAL (
     SELECT d.* FROM deliveries d
      WHERE d.to_member = lane.member AND d.state = 'held' AND ${FREE_IN_ITS_CASE}
      ORDER BY d.created_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED) AS found`;

/** Of each of these destinations the oldest held delivery, locked until the transaction ends. */
export function takeOldestHeld(
  tx: Transaction,
  members: readonly string[],
): Promise<DeliveryRow[]> {
  return tx.query<DeliveryRow>(TAKE_OLDEST_HELD, [members]);
}

// A person may act meanwhile, and any move ends the lease: what the asker writes names the state too.
const CLAIM_ASKED = `
  WITH due AS MATERIALIZED (
    SELECT found.delivery_id
      FROM unnest($1::text[], $2::integer[]) AS lane (member, slots)
     CROSS JOIN LATERAL (
       SELECT d.delivery_id FROM deliveries d
        WHERE d.to_member = lane.member AND d.state = 'outcome-unknown'
          AND d.due_at <= $3 AND d.created_at > $4
          AND (d.lease_until IS NULL OR d.lease_until < $5 OR d.lease_until > $7)
        ORDER BY d.due_at LIMIT lane.slots FOR UPDATE OF d SKIP LOCKED) AS found)
  UPDATE deliveries SET epoch = epoch + 1, claims = claims + 1, lease_until = $6
    FROM due WHERE deliveries.delivery_id = due.delivery_id
  RETURNING deliveries.*`;

/** When an outcome is asked for: times of the business clock but for the lease. */
export interface AskedWhen {
  readonly now: Date;
  /** Older deliveries are left to a person. */
  readonly createdAfter: Date;
  readonly lease: { readonly now: Date; readonly until: Date };
}

/** Takes deliveries of unknown outcome, of which their states are due to be asked, under a lease. */
export function claimAsked(
  query: Query,
  lanes: readonly LaneSlots[],
  when: AskedWhen,
): Promise<DeliveryRow[]> {
  return query<DeliveryRow>(CLAIM_ASKED, [
    lanes.map(({ member }) => member),
    lanes.map(({ slots }) => slots),
    when.now,
    when.createdAfter,
    when.lease.now,
    when.lease.until,
    farthestLease(when.lease),
  ]);
}

const EXTEND_LEASES = `
  UPDATE deliveries SET lease_until = $3
    FROM unnest($1::uuid[], $2::integer[]) AS mine (delivery_id, epoch)
   WHERE deliveries.delivery_id = mine.delivery_id AND deliveries.epoch = mine.epoch
     AND deliveries.state IN ('claimed', 'dispatching')
  RETURNING deliveries.delivery_id`;

/** Renews leases; returns the ids of those that are still this worker's. */
export async function extendLeases(
  query: Query,
  mine: readonly { deliveryId: string; epoch: number }[],
  leaseUntil: Date,
): Promise<Set<string>> {
  const rows = await query<{ delivery_id: string }>(EXTEND_LEASES, [
    mine.map(({ deliveryId }) => deliveryId),
    mine.map(({ epoch }) => epoch),
    leaseUntil,
  ]);
  return new Set(rows.map(({ delivery_id }) => delivery_id));
}

const FIND_OF_TRANSMISSION = `SELECT * FROM deliveries WHERE transmission_id = $1`;

/** The delivery of a transmission that crossed. */
export async function findDeliveryOf(
  query: Query,
  transmissionId: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await query<DeliveryRow>(FIND_OF_TRANSMISSION, [transmissionId]);
  return row;
}

/** An activity of which the latest of its type is asked for: by its case and destination, so by its sender. */
export interface TypeInCase {
  readonly caseId: string;
  readonly to: string;
  readonly type: string;
}

export type LatestOfType = Pick<
  DeliveryRow,
  'case_id' | 'to_member' | 'type' | 'state' | 'failure_code'
> & {
  /** The sender's own id of it. */
  readonly sender_message_id: string;
};

const LATEST_OF_TYPES = `
  SELECT latest.*, t.sender_message_id
    FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])) AS asked (case_id, member, type)
   CROSS JOIN LATERAL (
     SELECT transmission_id, case_id, to_member, type, state, failure_code FROM deliveries d
      WHERE d.to_member = asked.member AND d.case_id = asked.case_id AND d.type = asked.type
      ORDER BY d.case_sequence DESC LIMIT 1) AS latest
    JOIN transmissions t ON t.transmission_id = latest.transmission_id`;

/** Of each type the latest that crossed in the case to the member, and how its delivery stands. */
export function findLatestOfTypes(
  query: Query,
  asked: readonly TypeInCase[],
): Promise<LatestOfType[]> {
  if (asked.length === 0) return Promise.resolve([]);
  return query<LatestOfType>(LATEST_OF_TYPES, [
    asked.map(({ caseId }) => caseId),
    asked.map(({ to }) => to),
    asked.map(({ type }) => type),
  ]);
}

const FIND_FOR_UPDATE = `SELECT * FROM deliveries WHERE delivery_id = $1 FOR UPDATE`;

/** One delivery, locked until the transaction ends. */
export async function lockDelivery(
  tx: Transaction,
  deliveryId: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await tx.query<DeliveryRow>(FIND_FOR_UPDATE, [deliveryId]);
  return row;
}

const CLAIM_PULLED = `
  WITH oldest AS MATERIALIZED (
    SELECT d.delivery_id FROM deliveries d
     WHERE d.to_member = $1 AND d.pulled AND d.state IN ('queued', 'retry-wait') AND d.due_at <= $3
       AND ${FREE_IN_ITS_CASE}
     ORDER BY d.due_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED)
  UPDATE deliveries SET state = 'claimed', epoch = epoch + 1, lease_until = $4
    FROM oldest WHERE deliveries.delivery_id = oldest.delivery_id
  RETURNING deliveries.*`;

/** For a state that pulls: takes the oldest waiting delivery of each of its cases under a lease. */
export function claimPulled(
  query: Query,
  lane: LaneSlots,
  now: Date,
  leaseUntil: Date,
): Promise<DeliveryRow[]> {
  return query<DeliveryRow>(CLAIM_PULLED, [lane.member, lane.slots, now, leaseUntil]);
}

const FIND_GIVEN_OUT = `
  SELECT * FROM deliveries
   WHERE to_member = $1 AND pulled AND blocking AND state = 'dispatching'
   ORDER BY created_at, delivery_id LIMIT $2`;

/** What a state that pulls was given and has not acknowledged, oldest first. */
export function findGivenOut(query: Query, member: string, limit: number): Promise<DeliveryRow[]> {
  return query<DeliveryRow>(FIND_GIVEN_OUT, [member, limit]);
}

const NEXT_DUE = `
  SELECT min(due_at) AS due_at FROM deliveries
   WHERE state = 'retry-wait' AND due_at > $1`;

/** When the next postponed delivery is due, if any. */
export async function nextDue(query: Query, now: Date): Promise<Date | undefined> {
  const [row] = await query<{ due_at: Date | null }>(NEXT_DUE, [now]);
  return row?.due_at ?? undefined;
}

const OLDEST_UNDELIVERED = `SELECT min(created_at) AS oldest FROM deliveries WHERE blocking`;

/** When the oldest delivery was made that its state does not have; undefined when there is none. */
export async function oldestUndelivered(query: Query): Promise<Date | undefined> {
  const [row] = await query<{ oldest: Date | null }>(OLDEST_UNDELIVERED);
  return row?.oldest ?? undefined;
}
