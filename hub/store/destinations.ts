import type { Query, Transaction } from './database.ts';

/** The connection to one state as it is in force. */
export interface DestinationRow {
  readonly member: string;
  readonly endpoint: string | null;
  /** Encrypted under the member's key. */
  readonly credential: Buffer | null;
  readonly held_code: string | null;
  readonly held_since: Date | null;
  readonly held_until: Date | null;
  readonly changed_at: Date;
}

const FIND_DESTINATIONS = `
  SELECT member, endpoint, credential, held_code, held_since, held_until, changed_at
    FROM destinations ORDER BY member`;

export function findDestinations(query: Query): Promise<DestinationRow[]> {
  return query<DestinationRow>(FIND_DESTINATIONS);
}

// A new address or credential is a reason to try again: the hold ends with it.
const SET_DESTINATION = `
  INSERT INTO destinations (member, endpoint, credential, changed_at)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (member) DO UPDATE
     SET endpoint = excluded.endpoint, credential = excluded.credential,
         changed_at = excluded.changed_at,
         held_code = NULL, held_since = NULL, held_until = NULL`;

export async function setDestination(
  tx: Transaction,
  row: Pick<DestinationRow, 'member' | 'endpoint' | 'credential' | 'changed_at'>,
): Promise<void> {
  await tx.query(SET_DESTINATION, [row.member, row.endpoint, row.credential, row.changed_at]);
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
