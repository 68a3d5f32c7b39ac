import type { Query, Transaction } from './database.ts';

/** What somebody was sent away to prove: with a security key, or at a provider of a state's own sign-in. */
export type ProofPurpose = 'add-key' | 'second-factor' | 'key-alone' | 'provider';

export interface ProofAttemptRow {
  /** SHA-256 of what only the browser has. */
  readonly secret_hash: Buffer;
  readonly purpose: ProofPurpose;
  /** Null but for the purpose `provider`. */
  readonly provider: string | null;
  /** Of the person who is known already; null where nobody is. */
  readonly session_id: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const FORGET_OVER = `DELETE FROM proof_attempts WHERE expires_at <= $1`;
const INSERT_ATTEMPT = `
  INSERT INTO proof_attempts (secret_hash, purpose, provider, session_id, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6)`;

/** Those from which nobody came back in time go when a new one comes. */
export async function insertProofAttempt(tx: Transaction, row: ProofAttemptRow): Promise<void> {
  await tx.query(FORGET_OVER, [row.created_at]);
  await tx.query(INSERT_ATTEMPT, [
    row.secret_hash,
    row.purpose,
    row.provider,
    row.session_id,
    row.created_at,
    row.expires_at,
  ]);
}

const TAKE_ATTEMPT = `DELETE FROM proof_attempts WHERE secret_hash = $1 RETURNING *`;

/** Takes an attempt away, so that whatever comes of its answer, there is no second one. */
export async function takeProofAttempt(
  query: Query,
  secretHash: Buffer,
): Promise<ProofAttemptRow | undefined> {
  const [row] = await query<ProofAttemptRow>(TAKE_ATTEMPT, [secretHash]);
  return row;
}
