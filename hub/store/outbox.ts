import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { farthestLease } from './farthest-lease.ts';

export type OutboxChannel = 'mail' | 'link' | 'hook';
export type OutboxEnd = 'sent' | 'given-up' | 'dropped';

/** Something that is to be sent once, and is tried until it is. */
export interface OutboxRow {
  readonly outbox_id: string;
  readonly channel: OutboxChannel;
  readonly member: string;
  /** Of a mail: whose mailbox, looked up when it is sent. */
  readonly recipient: string | null;
  readonly hook_id: string | null;
  /** Null once it is over. */
  readonly content: Buffer | null;
  readonly created_at: Date;
  readonly due_at: Date;
  readonly expires_at: Date;
  /** Tries begun, the one under way included. */
  readonly attempt: number;
  /** Fencing: of each claim its own. */
  readonly epoch: number;
}

export type NewOutboxRow = Omit<OutboxRow, 'attempt' | 'epoch'>;

const insertRows = bulkInsert<OutboxRow & { readonly state: 'waiting' }>('outbox', {
  outbox_id: 'uuid',
  channel: 'text',
  member: 'text',
  recipient: 'text',
  hook_id: 'uuid',
  content: 'bytea',
  created_at: 'timestamptz',
  due_at: 'timestamptz',
  expires_at: 'timestamptz',
  attempt: 'integer',
  epoch: 'integer',
  state: 'text',
});

export async function insertOutbox(tx: Transaction, rows: readonly NewOutboxRow[]): Promise<void> {
  const begun = { attempt: 0, epoch: 0, state: 'waiting' } as const;
  await insertRows(
    tx,
    rows.map((row) => ({ ...row, ...begun })),
  );
}

export interface OutboxClaim {
  readonly channels: readonly OutboxChannel[];
  /** Business clock. */
  readonly now: Date;
  /** Nothing waits beyond it: what does was put there under a clock that was ahead. */
  readonly farthest: Date;
  /** Process clock. */
  readonly lease: { readonly now: Date; readonly until: Date };
  readonly limit: number;
  /** At most so many of one hook. */
  readonly perHook: number;
}

// A hook that does not answer takes no more than its share of a claim.
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT o.outbox_id FROM outbox o
     WHERE o.state = 'waiting' AND o.channel = ANY ($1) AND (o.due_at <= $2 OR o.due_at > $3)
       AND (o.lease_until IS NULL OR o.lease_until <= $4 OR o.lease_until > $6)
       AND (o.hook_id IS NULL OR (
         SELECT count(*) FROM (
           SELECT FROM outbox earlier
            WHERE earlier.hook_id = o.hook_id AND earlier.state = 'waiting'
              AND (earlier.due_at, earlier.outbox_id) < (o.due_at, o.outbox_id) LIMIT $8) AS before) < $8)
     ORDER BY o.due_at, o.outbox_id LIMIT $7 FOR UPDATE OF o SKIP LOCKED)
  UPDATE outbox SET attempt = attempt + 1, epoch = epoch + 1, lease_until = $5
    FROM due WHERE outbox.outbox_id = due.outbox_id
  RETURNING outbox.outbox_id, channel, member, recipient, hook_id, content, created_at, due_at,
            expires_at, attempt, epoch`;

/** Takes what is due under a lease, the try counted. */
export function claimOutbox(query: Query, claim: OutboxClaim): Promise<OutboxRow[]> {
  const { channels, now, farthest, lease, limit, perHook } = claim;
  return query<OutboxRow>(CLAIM, [
    channels,
    now,
    farthest,
    lease.now,
    lease.until,
    farthestLease(lease),
    limit,
    perHook,
  ]);
}

type Claimed = Pick<OutboxRow, 'outbox_id' | 'epoch'>;

const END = `
  UPDATE outbox SET state = $3, code = $4, ended_at = $5, content = NULL, lease_until = NULL
   WHERE outbox_id = $1 AND epoch = $2 AND state = 'waiting' RETURNING outbox_id`;

/** False where another process has it by now. */
export async function endOutbox(
  tx: Transaction,
  { outbox_id, epoch }: Claimed,
  how: { readonly state: OutboxEnd; readonly code: string | null; readonly at: Date },
): Promise<boolean> {
  const rows = await tx.query(END, [outbox_id, epoch, how.state, how.code, how.at]);
  return rows.length > 0;
}

const POSTPONE = `
  UPDATE outbox SET due_at = $3, code = $4, lease_until = NULL
   WHERE outbox_id = $1 AND epoch = $2 AND state = 'waiting' RETURNING outbox_id`;

export async function postponeOutbox(
  tx: Transaction,
  { outbox_id, epoch }: Claimed,
  until: { readonly dueAt: Date; readonly code: string },
): Promise<boolean> {
  const rows = await tx.query(POSTPONE, [outbox_id, epoch, until.dueAt, until.code]);
  return rows.length > 0;
}

const DROP_OF_HOOK = `
  UPDATE outbox SET state = 'dropped', code = $2, ended_at = $3, content = NULL, lease_until = NULL
   WHERE hook_id = $1 AND state = 'waiting'`;

/** What waits for a hook that is called no more. */
export async function dropOfHook(
  tx: Transaction,
  hookId: string,
  how: { readonly code: string; readonly at: Date },
): Promise<void> {
  await tx.query(DROP_OF_HOOK, [hookId, how.code, how.at]);
}

const FORGET = `DELETE FROM outbox WHERE ended_at < $1`;

export async function forgetOutbox(query: Query, before: Date): Promise<void> {
  await query(FORGET, [before]);
}

const OLDEST = `
  SELECT min(created_at) AS oldest FROM outbox WHERE state = 'waiting' AND channel = ANY ($1)`;

/** When the oldest that waits was written; null when nothing does. */
export async function oldestInOutbox(
  query: Query,
  channels: readonly OutboxChannel[],
): Promise<Date | null> {
  const [row] = await query<{ oldest: Date | null }>(OLDEST, [channels]);
  return row?.oldest ?? null;
}
