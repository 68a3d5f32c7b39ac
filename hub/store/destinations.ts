import type { Query, Transaction } from './database.ts';

/** The connection to one state as it is in force. */
export interface DestinationRow {
  readonly member: string;
  readonly endpoint: string | null;
  /** Encrypted under the member's key. */
  readonly credential: Buffer | null;
  /** By which an SFTP server proves itself: SHA256 fingerprints or lines of public keys. */
  readonly host_keys: readonly string[];
  readonly held_code: string | null;
  readonly held_since: Date | null;
  readonly held_until: Date | null;
  readonly changed_at: Date;
}

const FIND_DESTINATIONS = `
  SELECT member, endpoint, credential, host_keys, held_code, held_since, held_until, changed_at
    FROM destinations ORDER BY member`;

export function findDestinations(query: Query): Promise<DestinationRow[]> {
  return query<DestinationRow>(FIND_DESTINATIONS);
}

/** One way in which a member can be reached now. */
export interface ReachRow {
  readonly member: string;
  /** An address to push to, or a valid key of a system that may fetch. */
  readonly by: 'endpoint' | 'key';
}

const FIND_REACH = `
  SELECT member, 'endpoint' AS by FROM destinations WHERE endpoint IS NOT NULL
  UNION
  SELECT member, 'key' FROM principals
   WHERE kind = 'system' AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)`;

export function findReach(query: Query, now: Date): Promise<ReachRow[]> {
  return query<ReachRow>(FIND_REACH, [now]);
}

// A new address, credential or host key is a reason to try again: the hold ends with it. At the same
// address the credential stays unless another is given: a server changes its key without it.
const SET_DESTINATION = `
  INSERT INTO destinations (member, endpoint, credential, host_keys, changed_at)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (member) DO UPDATE
     SET endpoint = excluded.endpoint, host_keys = excluded.host_keys,
         credential = CASE WHEN destinations.endpoint = excluded.endpoint
                           THEN coalesce(excluded.credential, destinations.credential)
                           ELSE excluded.credential END,
         changed_at = excluded.changed_at,
         held_code = NULL, held_since = NULL, held_until = NULL`;

export async function setDestination(
  tx: Transaction,
  row: Pick<DestinationRow, 'member' | 'endpoint' | 'credential' | 'host_keys' | 'changed_at'>,
): Promise<void> {
  const { member, endpoint, credential, host_keys, changed_at } = row;
  await tx.query(SET_DESTINATION, [member, endpoint, credential, [...host_keys], changed_at]);
}

const HOLD_DESTINATION = `
  UPDATE destinations SET held_code = $2, held_since = coalesce(held_since, $3), held_until = $4
   WHERE member = $1`;
const RELEASE_DESTINATION = `
  UPDATE destinations SET held_code = NULL, held_since = NULL, held_until = NULL
   WHERE member = $1 AND held_code IS NOT NULL`;

export interface Hold {
  readonly member: string;
  readonly code: string;
  readonly since: Date;
  readonly until: Date;
}

/** Nothing more is sent to the member before `until`; one hold however many deliveries hit it. */
export async function holdDestination(tx: Transaction, hold: Hold): Promise<void> {
  await tx.query(HOLD_DESTINATION, [hold.member, hold.code, hold.since, hold.until]);
}

export async function releaseDestination(tx: Transaction, member: string): Promise<void> {
  await tx.query(RELEASE_DESTINATION, [member]);
}

const TAKE_RECEIVERS = `
  UPDATE destinations SET receiver = $2, receiver_until = $3
   WHERE member = ANY ($1::text[])
     AND (receiver = $2 OR receiver IS NULL OR receiver_until < $4)
  RETURNING member`;
const LEAVE_RECEIVERS = `
  UPDATE destinations SET receiver = NULL, receiver_until = NULL WHERE receiver = $1`;

/** Who fetches from a state, and until when unless it says so again (process clock). */
export interface ReceiverLease {
  readonly processId: string;
  readonly now: Date;
  readonly until: Date;
}

/** Takes or renews the receiver's place at these members; returns those where it is this process's. */
export async function takeReceivers(
  query: Query,
  members: readonly string[],
  { processId, now, until }: ReceiverLease,
): Promise<Set<string>> {
  const rows = await query<{ member: string }>(TAKE_RECEIVERS, [members, processId, until, now]);
  return new Set(rows.map(({ member }) => member));
}

/** Leaves every place that is this process's. */
export async function leaveReceivers(query: Query, processId: string): Promise<void> {
  await query(LEAVE_RECEIVERS, [processId]);
}
