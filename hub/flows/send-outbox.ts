import { after, type Clocks } from '../clock.ts';
import { LONGEST_WAIT_MS, retryDelay } from '../delivery/retry-delay.ts';
import type { Transaction } from '../store/database.ts';
import type * as outbox from '../store/outbox.ts';
import type { OutboxChannel, OutboxRow } from '../store/outbox.ts';
import { type Cause, type IncidentParts, closeCauses, reportCauses } from './report-incidents.ts';

export interface SendParts extends IncidentParts {
  readonly store: IncidentParts['store'] &
    Pick<typeof outbox, 'claimOutbox' | 'endOutbox' | 'postponeOutbox'> & {
      readonly query: Transaction['query'];
      readonly withTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
    };
  readonly clocks: Pick<Clocks, 'process' | 'business'>;
  /** In [0, 1). */
  readonly jitter: () => number;
  /** The process ends: nothing more is taken. */
  readonly signal: AbortSignal;
}

/** What became of one try. */
export type Tried =
  | { readonly kind: 'sent' }
  /** There is nobody to send it to any more. */
  | { readonly kind: 'dropped'; readonly code: string }
  /** No other try will do better. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string; readonly retryAfterMs?: number };

/** How one kind of thing is sent. */
export interface Channel {
  readonly channels: readonly OutboxChannel[];
  /** Never throws for what the other side does. */
  readonly send: (row: OutboxRow) => Promise<Tried>;
  /** The causes of trouble that a success ends. */
  readonly endedBy: (row: OutboxRow) => readonly Ended[];
  /** What goes wrong by this failure; `last`: no other try comes. */
  readonly causesOf: (row: OutboxRow, failure: { code: string; last: boolean }) => readonly Cause[];
  /** Locks what `settled` changes, before anything else of the transaction. */
  readonly lock?: (tx: Transaction, row: OutboxRow) => Promise<void>;
  /** What else is written with the outcome, in its transaction. */
  readonly settled?: (tx: Transaction, row: OutboxRow, tried: Tried) => Promise<void>;
}

export type Ended = Pick<Cause, 'member'> & { readonly codes: readonly string[] };

/** So many are under way at once, in one process. */
const MOST_AT_ONCE = 8;
const MOST_OF_A_HOOK = 4;
/** Longer than any try takes: whoever holds a row longer is gone. */
const LEASE_MS = 120_000;
/** So many claims in one round: other rounds and the end of the process come in between. */
const MOST_CLAIMS = 50;

/**
 * Sends what is due, each under the id that it has had from the start. A crash between the sending
 * and its mark lets another process send it once more under the same id.
 */
export async function sendOutbox(parts: SendParts, channel: Channel): Promise<void> {
  for (let claim = 0; claim < MOST_CLAIMS && !parts.signal.aborted; claim += 1) {
    const rows = await claimRows(parts, channel);
    await Promise.all(rows.map((row) => sendOne(parts, channel, row)));
    if (rows.length < MOST_AT_ONCE) return;
  }
}

function claimRows({ store, clocks }: SendParts, { channels }: Channel): Promise<OutboxRow[]> {
  const now = clocks.business.now();
  const leaseNow = clocks.process.now();
  return store.claimOutbox(store.query, {
    channels,
    now,
    farthest: after(now, LONGEST_WAIT_MS),
    lease: { now: leaseNow, until: after(leaseNow, LEASE_MS) },
    limit: MOST_AT_ONCE,
    perHook: MOST_OF_A_HOOK,
  });
}

async function sendOne(parts: SendParts, channel: Channel, row: OutboxRow): Promise<void> {
  const { store, clocks } = parts;
  // Links end by the clock by which they were made.
  const clock = row.channel === 'link' ? clocks.process : clocks.business;
  const isLate = row.expires_at <= clock.now();
  // A last try would only tell again what is known: it was tried until its end.
  const tried = isLate ? expired(row) : await channel.send(row);
  await store.withTransaction(async (tx) => {
    await channel.lock?.(tx, row);
    if (!(await settle(parts, tx, { channel, row, tried }))) return;
    await channel.settled?.(tx, row, tried);
  });
}

const expired = (row: OutboxRow): Tried => ({
  kind: 'refused',
  code: row.channel === 'hook' ? 'HOOK_GIVEN_UP' : 'MAIL_GIVEN_UP',
});

interface Outcome {
  readonly channel: Channel;
  readonly row: OutboxRow;
  readonly tried: Tried;
}

/** False where another process took the row over meanwhile: what it finds counts. */
async function settle(
  parts: SendParts,
  tx: Transaction,
  { channel, row, tried }: Outcome,
): Promise<boolean> {
  const { store, clocks } = parts;
  const at = clocks.business.now();
  switch (tried.kind) {
    case 'sent': {
      if (!(await store.endOutbox(tx, row, { state: 'sent', code: null, at }))) return false;
      for (const { member, codes } of channel.endedBy(row)) {
        await closeCauses(parts, tx, { member, kind: 'notification', codes }, at);
      }
      return true;
    }
    case 'dropped':
      return store.endOutbox(tx, row, { state: 'dropped', code: tried.code, at });
    case 'refused': {
      const how = { state: 'given-up', code: tried.code, at } as const;
      if (!(await store.endOutbox(tx, row, how))) return false;
      await reportCauses(parts, tx, channel.causesOf(row, { code: tried.code, last: true }), at);
      return true;
    }
    case 'failed': {
      const { code, retryAfterMs = 0 } = tried;
      const dueAt = after(at, retryDelay(row.attempt, parts.jitter(), retryAfterMs));
      if (!(await store.postponeOutbox(tx, row, { dueAt, code }))) return false;
      await reportCauses(parts, tx, channel.causesOf(row, { code, last: false }), at);
      return true;
    }
  }
}
