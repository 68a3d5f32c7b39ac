import type { Query, Transaction } from './database.ts';
import { farthestLease } from './farthest-lease.ts';

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
  /** Tries that failed under the hold. */
  readonly held_trials: number;
  /** Whether an incident of its deliveries lasts: the next success ends it. */
  readonly has_incidents: boolean;
  /** A person of the state paused its deliveries. */
  readonly is_paused: boolean;
  /** Its agency agreed to the terms of exchange. */
  readonly is_agreed: boolean;
  /** When the credential stops working, where somebody said so. */
  readonly credential_expires_at: Date | null;
  readonly changed_at: Date;
}

const FIND_DESTINATIONS = `
  SELECT member, endpoint, credential, host_keys, held_code, held_since, held_until, held_trials,
         credential_expires_at, changed_at,
         EXISTS (SELECT FROM incidents
                  WHERE incidents.member = destinations.member AND kind = 'delivery'
                    AND closed_at IS NULL) AS has_incidents,
         EXISTS (SELECT FROM delivery_pauses
                  WHERE delivery_pauses.member = destinations.member
                    AND resumed_at IS NULL) AS is_paused,
         EXISTS (SELECT FROM agreements
                  WHERE agreements.member = destinations.member) AS is_agreed
    FROM destinations ORDER BY member`;

export function findDestinations(query: Query): Promise<DestinationRow[]> {
  return query<DestinationRow>(FIND_DESTINATIONS);
}

/** One way in which a member whose agency agreed to the terms can be reached now. */
export interface ReachRow {
  readonly member: string;
  /** An address to push to, or a valid key of a system that may fetch. */
  readonly by: 'endpoint' | 'key';
}

const FIND_REACH = `
  SELECT member, by
    FROM (SELECT member, 'endpoint' AS by FROM destinations WHERE endpoint IS NOT NULL
          UNION
          SELECT member, 'key' FROM principals
           WHERE kind = 'system' AND revoked_at IS NULL
             AND (expires_at IS NULL OR expires_at > $1)) AS reached
   WHERE EXISTS (SELECT FROM agreements WHERE agreements.member = reached.member)`;

export function findReach(query: Query, now: Date): Promise<ReachRow[]> {
  return query<ReachRow>(FIND_REACH, [now]);
}

// A new address, credential or host key is a reason to try again: the hold ends with it. At the same
// address the credential stays unless another is given: a server changes its key without it.
const SET_DESTINATION = `
  INSERT INTO destinations (member, endpoint, credential, host_keys, changed_at,
                            credential_expires_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (member) DO UPDATE
     SET endpoint = excluded.endpoint, host_keys = excluded.host_keys,
         credential = CASE WHEN destinations.endpoint = excluded.endpoint
                           THEN coalesce(excluded.credential, destinations.credential)
                           ELSE excluded.credential END,
         credential_expires_at =
           CASE WHEN destinations.endpoint = excluded.endpoint AND excluded.credential IS NULL
                THEN coalesce(excluded.credential_expires_at, destinations.credential_expires_at)
                ELSE excluded.credential_expires_at END,
         changed_at = excluded.changed_at,
         held_code = NULL, held_since = NULL, held_until = NULL, held_trials = 0`;

export async function setDestination(
  tx: Transaction,
  row: Pick<
    DestinationRow,
    'member' | 'endpoint' | 'credential' | 'host_keys' | 'changed_at' | 'credential_expires_at'
  >,
): Promise<void> {
  const { member, endpoint, credential, host_keys, changed_at, credential_expires_at } = row;
  const values = [member, endpoint, credential, [...host_keys], changed_at, credential_expires_at];
  await tx.query(SET_DESTINATION, values);
}

// What began before the hold, and fails after it, makes it neither shorter nor new.
const HOLD_DESTINATION = `
  UPDATE destinations
     SET held_code = $2, held_since = coalesce(held_since, $3),
         held_until = greatest(held_until, $4), held_trials = greatest(held_trials, $5)
   WHERE member = $1`;
const RELEASE_DESTINATION = `
  UPDATE destinations SET held_code = NULL, held_since = NULL, held_until = NULL, held_trials = 0
   WHERE member = $1 AND held_code IS NOT NULL`;

export interface Hold {
  readonly member: string;
  readonly code: string;
  readonly since: Date;
  readonly until: Date;
  readonly trials: number;
}

/** Nothing more is sent to the member before `until`; one hold however many deliveries hit it. */
export async function holdDestination(tx: Transaction, hold: Hold): Promise<void> {
  await tx.query(HOLD_DESTINATION, [hold.member, hold.code, hold.since, hold.until, hold.trials]);
}

export async function releaseDestination(tx: Transaction, member: string): Promise<void> {
  await tx.query(RELEASE_DESTINATION, [member]);
}

// Whoever moves the end of the hold has the trial; who comes second finds that it is not over yet.
const TAKE_TRIALS = `
  UPDATE destinations SET held_until = $3
   WHERE member = ANY ($1::text[]) AND held_code IS NOT NULL AND held_until <= $2
     AND (EXISTS (SELECT FROM deliveries
                   WHERE to_member = member AND state IN ('queued', 'retry-wait')
                     AND due_at <= $2 AND NOT pulled)
          OR EXISTS (SELECT FROM deliveries WHERE to_member = member AND state = 'held'))
  RETURNING member, held_code AS code, held_until AS until, held_trials AS trials`;

/** A hold that one process tries to end. */
export interface TrialRow {
  readonly member: string;
  readonly code: string;
  readonly until: Date;
  readonly trials: number;
}

/** Which destinations are tried, and until when nobody else does. */
export interface Trials {
  readonly members: readonly string[];
  readonly now: Date;
  readonly until: Date;
}

/** Of these, the held destinations whose hold is over, for which something waits, and that nobody tries. */
export function takeTrials(tx: Transaction, trials: Trials): Promise<TrialRow[]> {
  const { members, now, until } = trials;
  return tx.query<TrialRow>(TAKE_TRIALS, [members, now, until]);
}

const TAKE_RECEIVERS = `
  UPDATE destinations SET receiver = $2, receiver_until = $3
   WHERE member = ANY ($1::text[])
     AND (receiver = $2 OR receiver IS NULL OR receiver_until < $4 OR receiver_until > $5)
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
  lease: ReceiverLease,
): Promise<Set<string>> {
  const { processId, now, until } = lease;
  const values = [members, processId, until, now, farthestLease(lease)];
  const rows = await query<{ member: string }>(TAKE_RECEIVERS, values);
  return new Set(rows.map(({ member }) => member));
}

/** Leaves every place that is this process's. */
export async function leaveReceivers(query: Query, processId: string): Promise<void> {
  await query(LEAVE_RECEIVERS, [processId]);
}
