import type { Query, Transaction } from './database.ts';

/** A security key or passkey of a person. */
export interface SecurityKeyRow {
  readonly key_id: string;
  readonly account_id: string;
  /** As the authenticator names it: base64url. */
  readonly credential_id: string;
  /** COSE. */
  readonly public_key: Buffer;
  readonly sign_count: number;
  readonly transports: readonly string[];
  /** By the person. */
  readonly name: string;
  readonly added_at: Date;
  readonly last_used_at: Date | null;
  /** Since its count did not grow; it counts for nothing from then on. */
  readonly blocked_at: Date | null;
}

export type NewSecurityKeyRow = Omit<SecurityKeyRow, 'last_used_at' | 'blocked_at'>;

const COLUMNS = `key_id, account_id, credential_id, public_key, sign_count::float8 AS sign_count,
  transports, name, added_at, last_used_at, blocked_at`;

const INSERT_KEY = `
  INSERT INTO security_keys (key_id, account_id, credential_id, public_key, sign_count, transports,
                             name, added_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential_id) DO NOTHING
  RETURNING key_id`;

/** False where the key is known already, of whomever. */
export async function insertSecurityKey(tx: Transaction, row: NewSecurityKeyRow): Promise<boolean> {
  const inserted = await tx.query(INSERT_KEY, [
    row.key_id,
    row.account_id,
    row.credential_id,
    row.public_key,
    row.sign_count,
    row.transports,
    row.name,
    row.added_at,
  ]);
  return inserted.length > 0;
}

const KEYS_OF = `
  SELECT ${COLUMNS} FROM security_keys WHERE account_id = $1 ORDER BY added_at, key_id`;

/** The keys of an account, the oldest first, blocked ones too. */
export function securityKeysOf(query: Query, accountId: string): Promise<SecurityKeyRow[]> {
  return query<SecurityKeyRow>(KEYS_OF, [accountId]);
}

const FIND_KEY = `SELECT ${COLUMNS} FROM security_keys WHERE credential_id = $1`;

export async function findSecurityKey(
  query: Query,
  credentialId: string,
): Promise<SecurityKeyRow | undefined> {
  const [row] = await query<SecurityKeyRow>(FIND_KEY, [credentialId]);
  return row;
}

const USE_KEY = `
  UPDATE security_keys SET sign_count = $2, last_used_at = $3
   WHERE key_id = $1 AND blocked_at IS NULL
     AND (sign_count < $2 OR (sign_count = 0 AND $2::bigint = 0))
  RETURNING key_id`;

/** False for a key that is gone or blocked, and for a count that did not grow. */
export async function useSecurityKey(
  tx: Transaction,
  keyId: string,
  used: { readonly signCount: number; readonly at: Date },
): Promise<boolean> {
  return (await tx.query(USE_KEY, [keyId, used.signCount, used.at])).length > 0;
}

const BLOCK_KEY = `
  UPDATE security_keys SET blocked_at = $2 WHERE key_id = $1 AND blocked_at IS NULL
  RETURNING key_id`;

/** False when it was blocked before, or is gone. */
export async function blockSecurityKey(tx: Transaction, keyId: string, at: Date): Promise<boolean> {
  return (await tx.query(BLOCK_KEY, [keyId, at])).length > 0;
}

const DELETE_KEY = `
  DELETE FROM security_keys WHERE key_id = $1 AND account_id = $2 RETURNING key_id`;

/** False where the account has no such key. */
export async function deleteSecurityKey(
  tx: Transaction,
  accountId: string,
  keyId: string,
): Promise<boolean> {
  return (await tx.query(DELETE_KEY, [keyId, accountId])).length > 0;
}
