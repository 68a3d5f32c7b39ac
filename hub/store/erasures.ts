import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import type { PagePosition } from './message-log.ts';

export type ErasureAction = 'expunge' | 'seal' | 'unseal';
export type ErasureScope = 'transmission' | 'case' | 'person';
export type ErasureState = 'proposed' | 'withdrawn' | 'done';

/** An order to erase or seal content, as one person of a state proposed it. */
export interface ErasureRow {
  readonly erasure_id: string;
  readonly action: ErasureAction;
  readonly scope: ErasureScope;
  /** The hub's own id of the transmission, case or person. */
  readonly subject: string;
  readonly member: string;
  /** Reference of the order. */
  readonly authority: string;
  /** Sealed under the member's key; null once it is decided. */
  readonly reason: Buffer | null;
  readonly state: ErasureState;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  /** How many it concerned. */
  readonly transmissions: number;
  readonly scrubbed_at: Date | null;
}

export const insertErasures = bulkInsert<ErasureRow>('erasures', {
  erasure_id: 'uuid',
  action: 'text',
  scope: 'text',
  subject: 'text',
  member: 'text',
  authority: 'text',
  reason: 'bytea',
  state: 'text',
  proposed_by: 'text',
  proposed_at: 'timestamptz',
  decided_by: 'text',
  decided_at: 'timestamptz',
  transmissions: 'integer',
  scrubbed_at: 'timestamptz',
});

const FIND_ERASURE = `SELECT * FROM erasures WHERE erasure_id = $1`;
const LOCK_ERASURE = `${FIND_ERASURE} FOR UPDATE`;

export async function findErasure(
  query: Query,
  erasureId: string,
): Promise<ErasureRow | undefined> {
  const [row] = await query<ErasureRow>(FIND_ERASURE, [erasureId]);
  return row;
}

/** One order, locked until the transaction ends. */
export async function lockErasure(
  tx: Transaction,
  erasureId: string,
): Promise<ErasureRow | undefined> {
  const [row] = await tx.query<ErasureRow>(LOCK_ERASURE, [erasureId]);
  return row;
}

const FIND_OPEN = `
  SELECT * FROM erasures
   WHERE member = $1 AND scope = $2 AND subject = $3 AND action = $4 AND state = 'proposed'`;

/** The same order, proposed before and not decided. */
export async function findOpenErasure(
  query: Query,
  order: Pick<ErasureRow, 'member' | 'scope' | 'subject' | 'action'>,
): Promise<ErasureRow | undefined> {
  const [row] = await query<ErasureRow>(FIND_OPEN, [
    order.member,
    order.scope,
    order.subject,
    order.action,
  ]);
  return row;
}

// The reason may name the person, and is of no use once it is decided.
const DECIDE = `
  UPDATE erasures
     SET state = $2, decided_by = $3, decided_at = $4, transmissions = $5, reason = NULL,
         done_xid = CASE WHEN $2 = 'done' THEN pg_current_xact_id() END
   WHERE erasure_id = $1`;

export async function decideErasure(
  tx: Transaction,
  row: Pick<ErasureRow, 'erasure_id' | 'state' | 'decided_by' | 'decided_at' | 'transmissions'>,
): Promise<void> {
  await tx.query(DECIDE, [
    row.erasure_id,
    row.state,
    row.decided_by,
    row.decided_at,
    row.transmissions,
  ]);
}

const PUT_DONE = `
  INSERT INTO erasures (erasure_id, action, scope, subject, member, authority, state, proposed_by,
                        proposed_at, decided_by, decided_at, transmissions, done_xid)
  VALUES ($1, $2, $3, $4, $5, $6, 'done', $7, $9, $8, $9, $10, pg_current_xact_id())
  ON CONFLICT (erasure_id) DO UPDATE
    SET state = 'done', decided_by = excluded.decided_by, decided_at = excluded.decided_at,
        reason = NULL, done_xid = excluded.done_xid, scrubbed_at = NULL`;

/** An order that a copy of the ledger tells of: as done, whatever was known of it before. */
export async function putDoneErasure(
  tx: Transaction,
  row: Pick<
    ErasureRow,
    'erasure_id' | 'action' | 'scope' | 'subject' | 'member' | 'authority' | 'transmissions'
  > & { readonly approvers: readonly string[]; readonly at: Date },
): Promise<void> {
  const [proposer = '', approver = proposer] = row.approvers;
  await tx.query(PUT_DONE, [
    row.erasure_id,
    row.action,
    row.scope,
    row.subject,
    row.member,
    row.authority,
    proposer,
    approver,
    row.at,
    row.transmissions,
  ]);
}

export interface ErasureQuery {
  /** Null: of every state. */
  readonly member: string | null;
  readonly state: ErasureState | null;
  /** Only what was proposed before this one. */
  readonly after: PagePosition | null;
  readonly limit: number;
}

const LIST = `
  SELECT * FROM erasures
   WHERE ($1::text IS NULL OR member = $1) AND ($2::text IS NULL OR state = $2)
     AND (proposed_at, erasure_id) < ($3::timestamptz, $4::uuid)
   ORDER BY proposed_at DESC, erasure_id DESC LIMIT $5`;

/** A page of orders, newest first. */
export function listErasures(query: Query, asked: ErasureQuery): Promise<ErasureRow[]> {
  return query<ErasureRow>(LIST, [
    asked.member,
    asked.state,
    asked.after?.at ?? 'infinity',
    asked.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    asked.limit,
  ]);
}

const UNSCRUBBED = `
  SELECT erasure_id, done_xid::text AS transaction FROM erasures
   WHERE state = 'done' AND scrubbed_at IS NULL
   ORDER BY done_xid`;

/** Orders that were carried out, by which transaction, and whose leftovers no rewrite has taken yet. */
export function findUnscrubbed(
  query: Query,
): Promise<{ readonly erasure_id: string; readonly transaction: string }[]> {
  return query(UNSCRUBBED);
}

const SET_SCRUBBED = `UPDATE erasures SET scrubbed_at = $2 WHERE erasure_id = ANY ($1)`;

export async function setScrubbed(
  query: Query,
  erasureIds: readonly string[],
  at: Date,
): Promise<void> {
  await query(SET_SCRUBBED, [erasureIds, at]);
}
