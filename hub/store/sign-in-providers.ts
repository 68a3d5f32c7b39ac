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
