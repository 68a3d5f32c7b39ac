import type { ToldAccessType } from '../ledger/event.ts';
import type { Query, Transaction } from './database.ts';
import type { PagePosition } from './message-log.ts';

/** What happened to an account or a session; its leaf says the same, without the address. */
export interface AccessEventRow {
  readonly event_id: string;
  /** Of the leaf that says it. */
  readonly leaf_hash: Buffer;
  /** Whose account; `national` where it is nobody's. */
  readonly member: string;
  readonly type: ToldAccessType;
  readonly outcome: string | null;
  readonly code: string | null;
  /** Reference of the account. */
  readonly subject: string | null;
  readonly actor: string;
  /** Address it came from; null for what a command or the hub did. */
  readonly source: string | null;
  /** Of what was opened. */
  readonly transmission_id: string | null;
  readonly occurred_at: Date;
}

const INSERT_EVENT = `
  INSERT INTO access_events (event_id, leaf_hash, member, type, outcome, code, subject, actor,
                             source, transmission_id, occurred_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

export async function insertAccessEvent(tx: Transaction, row: AccessEventRow): Promise<void> {
  await tx.query(INSERT_EVENT, [
    row.event_id,
    row.leaf_hash,
    row.member,
    row.type,
    row.outcome,
    row.code,
    row.subject,
    row.actor,
    row.source,
    row.transmission_id,
    row.occurred_at,
  ]);
}

export interface AccessEventQuery {
  readonly member: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

const LIST_EVENTS = `
  SELECT * FROM access_events
   WHERE ($1::text IS NULL OR member = $1) AND ($2::text IS NULL OR type = $2)
     AND ($3::text IS NULL OR subject = $3)
     AND ($4::timestamptz IS NULL OR occurred_at >= $4)
     AND ($5::timestamptz IS NULL OR occurred_at < $5)
     AND (occurred_at, event_id) < ($6::timestamptz, $7::uuid)
   ORDER BY occurred_at DESC, event_id DESC LIMIT $8`;

/** A page, newest first, as far as the reader may see them. */
export function listAccessEvents(query: Query, asked: AccessEventQuery): Promise<AccessEventRow[]> {
  return query<AccessEventRow>(LIST_EVENTS, [
    asked.member,
    asked.type,
    asked.subject,
    asked.since,
    asked.until,
    asked.after?.at ?? 'infinity',
    asked.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    asked.limit,
  ]);
}
