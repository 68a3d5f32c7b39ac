import type { Query, Transaction } from './database.ts';

/** Who a person is at a provider. */
export interface ProviderSubjectRow {
  readonly issuer: string;
  /** The provider's own name of the person. */
  readonly subject: string;
  readonly account_id: string;
  readonly bound_at: Date;
  readonly last_used_at: Date | null;
}

const INSERT_SUBJECT = `
  INSERT INTO provider_subjects (issuer, subject, account_id, bound_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING account_id`;

/** False where the person is somebody's already, or the account is bound to another at this provider. */
export async function insertProviderSubject(
  tx: Transaction,
  row: Omit<ProviderSubjectRow, 'last_used_at'>,
): Promise<boolean> {
  const values = [row.issuer, row.subject, row.account_id, row.bound_at];
  return (await tx.query(INSERT_SUBJECT, values)).length > 0;
}

const SUBJECTS_OF = `SELECT * FROM provider_subjects WHERE account_id = $1 ORDER BY bound_at, issuer`;

export function providerSubjectsOf(query: Query, accountId: string): Promise<ProviderSubjectRow[]> {
  return query<ProviderSubjectRow>(SUBJECTS_OF, [accountId]);
}

const FIND_SUBJECT = `SELECT * FROM provider_subjects WHERE issuer = $1 AND subject = $2`;

export async function findProviderSubject(
  query: Query,
  issuer: string,
  subject: string,
): Promise<ProviderSubjectRow | undefined> {
  const [row] = await query<ProviderSubjectRow>(FIND_SUBJECT, [issuer, subject]);
  return row;
}

const USE_SUBJECT = `
  UPDATE provider_subjects SET last_used_at = $4
   WHERE issuer = $1 AND subject = $2 AND account_id = $3 RETURNING account_id`;

/** False where it was taken away meanwhile. */
export async function useProviderSubject(
  tx: Transaction,
  { issuer, subject, account_id }: ProviderSubjectRow,
  at: Date,
): Promise<boolean> {
  return (await tx.query(USE_SUBJECT, [issuer, subject, account_id, at])).length > 0;
}

const DELETE_SUBJECT = `
  DELETE FROM provider_subjects WHERE account_id = $1 AND issuer = $2 RETURNING account_id`;

/** False where the account is not bound there. */
export async function deleteProviderSubject(
  tx: Transaction,
  accountId: string,
  issuer: string,
): Promise<boolean> {
  return (await tx.query(DELETE_SUBJECT, [accountId, issuer])).length > 0;
}

/** A way to a provider that is under way. */
export interface ProviderAttemptRow {
  /** SHA-256 of the secret in the browser's cookie. */
  readonly attempt_hash: Buffer;
  readonly provider: string;
  /** Of the person who binds the own account; null for signing in. */
  readonly session_id: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const FORGET_OVER = `DELETE FROM provider_attempts WHERE expires_at <= $1`;
const INSERT_ATTEMPT = `
  INSERT INTO provider_attempts (attempt_hash, provider, session_id, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5)`;

/** Those from which nobody came back in time go when a new one comes. */
export async function insertProviderAttempt(
  tx: Transaction,
  row: ProviderAttemptRow,
): Promise<void> {
  await tx.query(FORGET_OVER, [row.created_at]);
  await tx.query(INSERT_ATTEMPT, [
    row.attempt_hash,
    row.provider,
    row.session_id,
    row.created_at,
    row.expires_at,
  ]);
}

const TAKE_ATTEMPT = `DELETE FROM provider_attempts WHERE attempt_hash = $1 RETURNING *`;

/** Takes an attempt away, so that whatever comes of its answer, there is no second one. */
export async function takeProviderAttempt(
  query: Query,
  attemptHash: Buffer,
): Promise<ProviderAttemptRow | undefined> {
  const [row] = await query<ProviderAttemptRow>(TAKE_ATTEMPT, [attemptHash]);
  return row;
}
