import type { Role } from '../access/actor.ts';
import type { Query, Transaction } from './database.ts';

/** One credential and who acts with it. Only the SHA-256 of the credential is kept. */
export interface PrincipalRow {
  readonly principal_id: string;
  readonly kind: 'system' | 'person';
  readonly member: string;
  readonly roles: readonly Role[];
  readonly reference: string;
  /** Of a system: its name within its member; of a person: what the administrator calls the token. */
  readonly label: string;
  readonly credential_hash: Buffer;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const FIND_PRINCIPALS = `
  SELECT principal_id, kind, member, roles, reference, label, credential_hash, created_at,
         expires_at, revoked_at
    FROM principals WHERE credential_hash = ANY ($1)`;

/** The principals that these credentials belong to, revoked and expired ones included. */
export function findPrincipals(query: Query, hashes: readonly Buffer[]): Promise<PrincipalRow[]> {
  if (hashes.length === 0) return Promise.resolve([]);
  return query<PrincipalRow>(FIND_PRINCIPALS, [hashes]);
}

const INSERT_PRINCIPAL = `
  INSERT INTO principals (principal_id, kind, member, roles, reference, label, credential_hash,
                          created_at, expires_at, revoked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

export async function insertPrincipal(tx: Transaction, row: PrincipalRow): Promise<void> {
  await tx.query(INSERT_PRINCIPAL, [
    row.principal_id,
    row.kind,
    row.member,
    row.roles,
    row.reference,
    row.label,
    row.credential_hash,
    row.created_at,
    row.expires_at,
    row.revoked_at,
  ]);
}

const LOCK_SYSTEM = `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`;
const COUNT_VALID_KEYS = `
  SELECT count(*)::integer AS count FROM principals
   WHERE kind = 'system' AND member = $1 AND label = $2 AND revoked_at IS NULL
     AND (expires_at IS NULL OR expires_at > $3)`;

/**
 * How many keys of this system are valid now. Until the transaction ends nobody else counts those
 * of the same system, so that two who add a key at once do not both find room.
 */
export async function lockAndCountSystemKeys(
  tx: Transaction,
  system: { readonly member: string; readonly label: string },
  now: Date,
): Promise<number> {
  await tx.query(LOCK_SYSTEM, [`principals:${system.member}:${system.label}`]);
  const [row] = await tx.query<{ count: number }>(COUNT_VALID_KEYS, [
    system.member,
    system.label,
    now,
  ]);
  return row?.count ?? 0;
}

const REVOKE_PRINCIPAL = `
  UPDATE principals SET revoked_at = $2 WHERE reference = $1 AND revoked_at IS NULL
  RETURNING member`;

/** Ends a credential; the member it belonged to, or undefined when there is no valid one. */
export async function revokePrincipal(
  tx: Transaction,
  reference: string,
  now: Date,
): Promise<string | undefined> {
  const [row] = await tx.query<{ member: string }>(REVOKE_PRINCIPAL, [reference, now]);
  return row?.member;
}

const FIND_KEY_EXPIRIES = `
  SELECT member, max(expires_at) AS expires_at FROM principals
   WHERE kind = 'system' AND revoked_at IS NULL
   GROUP BY member, label HAVING bool_and(expires_at IS NOT NULL)`;

/** When each system loses its last key; those that have one without an end are left out. */
export function findKeyExpiries(
  query: Query,
): Promise<{ readonly member: string; readonly expires_at: Date }[]> {
  return query(FIND_KEY_EXPIRIES);
}

const LIST_PRINCIPALS = `
  SELECT principal_id, kind, member, roles, reference, label, credential_hash, created_at,
         expires_at, revoked_at
    FROM principals ORDER BY member, kind, created_at, reference`;

/** All of them, by member; revoked ones stay, for a reference is never given again. */
export function listPrincipals(query: Query): Promise<PrincipalRow[]> {
  return query<PrincipalRow>(LIST_PRINCIPALS);
}
