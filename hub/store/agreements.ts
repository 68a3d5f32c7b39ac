import type { Query, Transaction } from './database.ts';

/** That the agency of a member agreed to a version of the terms of exchange. */
export interface AgreementRow {
  readonly member: string;
  readonly version: string;
  /** Opaque reference of who agreed for it, or `command`. */
  readonly agreed_by: string;
  readonly agreed_at: Date;
}

const INSERT_AGREEMENT = `
  INSERT INTO agreements (member, version, agreed_by, agreed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING member`;

/** False when the member agreed to that version before. */
export async function insertAgreement(tx: Transaction, row: AgreementRow): Promise<boolean> {
  const values = [row.member, row.version, row.agreed_by, row.agreed_at];
  return (await tx.query(INSERT_AGREEMENT, values)).length > 0;
}

const HAS_AGREED = `SELECT FROM agreements WHERE member = $1 LIMIT 1`;

/** To any version: one of before goes on counting while its member is asked again. */
export async function hasAgreed(query: Query, member: string): Promise<boolean> {
  return (await query(HAS_AGREED, [member])).length > 0;
}

const AGREEMENTS_OF = `SELECT * FROM agreements WHERE member = $1 ORDER BY agreed_at DESC, version DESC`;

/** The newest first. */
export function agreementsOf(query: Query, member: string): Promise<AgreementRow[]> {
  return query<AgreementRow>(AGREEMENTS_OF, [member]);
}

const LIST_AGREED = `SELECT DISTINCT member FROM agreements ORDER BY member`;

export async function agreedMembers(query: Query): Promise<string[]> {
  return (await query<{ readonly member: string }>(LIST_AGREED)).map(({ member }) => member);
}

/** A version of the terms and since when it is in force. */
export interface ExchangePolicyRow {
  readonly version: string;
  readonly policy_hash: string;
  readonly in_force_at: Date;
}

const NOTE_POLICY = `
  INSERT INTO exchange_policies (version, policy_hash, in_force_at) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING RETURNING version`;

/** True when it is in force from now on; false when it was before. */
export async function notePolicy(tx: Transaction, row: ExchangePolicyRow): Promise<boolean> {
  const values = [row.version, row.policy_hash, row.in_force_at];
  return (await tx.query(NOTE_POLICY, values)).length > 0;
}

const POLICY_IN_FORCE = `
  SELECT * FROM exchange_policies ORDER BY in_force_at DESC, version DESC LIMIT 1`;

/** Undefined before a hub has served. */
export async function policyInForce(query: Query): Promise<ExchangePolicyRow | undefined> {
  const [row] = await query<ExchangePolicyRow>(POLICY_IN_FORCE);
  return row;
}

// Who never agreed is not connected and owes nothing yet.
const BEHIND = `
  SELECT DISTINCT a.member, p.in_force_at
    FROM agreements a
    CROSS JOIN (SELECT version, in_force_at FROM exchange_policies
                 ORDER BY in_force_at DESC, version DESC LIMIT 1) AS p
   WHERE NOT EXISTS (SELECT FROM agreements b
                      WHERE b.member = a.member AND b.version = p.version)
   ORDER BY a.member`;

/** Members that agreed to an earlier version alone, and since when another is in force. */
export function membersBehind(
  query: Query,
): Promise<{ readonly member: string; readonly in_force_at: Date }[]> {
  return query(BEHIND);
}
