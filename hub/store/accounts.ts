import type { PersonRole } from '../access/actor.ts';
import type { Query, Transaction } from './database.ts';
import type { PagePosition } from './message-log.ts';

export type AccountState = 'invited' | 'active' | 'locked' | 'deactivated';

/** A person who may sign in, without what proves it. */
export interface AccountRow {
  readonly account_id: string;
  readonly reference: string;
  /** USPS code, or `national`. */
  readonly member: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly PersonRole[];
  readonly office_staff: boolean;
  readonly office_confirmed_at: Date | null;
  /** `2026-11-29`. */
  readonly training_completed_on: string;
  readonly training_recorded_by: string;
  readonly policy_version: string | null;
  readonly policy_accepted_at: Date | null;
  readonly state: AccountState;
  readonly created_at: Date;
  readonly invited_at: Date;
  readonly last_sign_in_at: Date | null;
}

const COLUMNS = `account_id, reference, member, name, email, roles, office_staff, office_confirmed_at,
  training_completed_on::text AS training_completed_on, training_recorded_by, policy_version,
  policy_accepted_at, state, created_at, invited_at, last_sign_in_at`;

const INSERT_ACCOUNT = `
  WITH secrets AS (INSERT INTO account_secrets (account_id) SELECT $1::uuid)
  INSERT INTO accounts (account_id, reference, member, name, email, roles, office_staff,
                        office_confirmed_at, training_completed_on, training_recorded_by, state,
                        created_at, invited_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'invited', $11, $11)`;

export type NewAccountRow = Pick<
  AccountRow,
  | 'account_id'
  | 'reference'
  | 'member'
  | 'name'
  | 'email'
  | 'roles'
  | 'office_staff'
  | 'office_confirmed_at'
  | 'training_completed_on'
  | 'training_recorded_by'
  | 'created_at'
>;

const LOCK_ADDRESS = `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`;
const EMAIL_TAKEN = `SELECT FROM accounts WHERE lower(email) = lower($1)`;

/** False where the address is another account's already, in whatever case it is written. */
export async function insertAccount(tx: Transaction, row: NewAccountRow): Promise<boolean> {
  await tx.query(LOCK_ADDRESS, [`accounts:${row.email.toLowerCase()}`]);
  if ((await tx.query(EMAIL_TAKEN, [row.email])).length > 0) return false;
  await tx.query(INSERT_ACCOUNT, [
    row.account_id,
    row.reference,
    row.member,
    row.name,
    row.email,
    row.roles,
    row.office_staff,
    row.office_confirmed_at,
    row.training_completed_on,
    row.training_recorded_by,
    row.created_at,
  ]);
  return true;
}

/** An account with what proves who somebody is. */
export interface AccountWithSecrets extends AccountRow {
  /** argon2id in the form of a PHC string; null until it is set. */
  readonly password_hash: string | null;
  /** Sealed under the member's key; null until it is enrolled. */
  readonly totp: Buffer | null;
  readonly totp_last_step: string | null;
}

const WITH_SECRETS = `
  SELECT ${COLUMNS}, password_hash, totp, totp_last_step::text AS totp_last_step
    FROM accounts JOIN account_secrets USING (account_id)`;
const FIND_BY_EMAIL = `${WITH_SECRETS} WHERE lower(email) = lower($1)`;
const LOCK_BY_ID = `${WITH_SECRETS} WHERE account_id = $1 FOR UPDATE OF accounts`;
const LOCK_BY_REFERENCE = `${WITH_SECRETS} WHERE reference = $1 FOR UPDATE OF accounts`;

export async function findAccountByEmail(
  query: Query,
  email: string,
): Promise<AccountWithSecrets | undefined> {
  const [row] = await query<AccountWithSecrets>(FIND_BY_EMAIL, [email]);
  return row;
}

const FIND_BY_ID = `${WITH_SECRETS} WHERE account_id = $1`;

export async function findAccount(
  query: Query,
  accountId: string,
): Promise<AccountWithSecrets | undefined> {
  const [row] = await query<AccountWithSecrets>(FIND_BY_ID, [accountId]);
  return row;
}

/** Locked until the transaction ends; whatever changes an account or its secrets comes by here. */
export async function lockAccount(
  tx: Transaction,
  accountId: string,
): Promise<AccountWithSecrets | undefined> {
  const [row] = await tx.query<AccountWithSecrets>(LOCK_BY_ID, [accountId]);
  return row;
}

export async function lockAccountByReference(
  tx: Transaction,
  reference: string,
): Promise<AccountWithSecrets | undefined> {
  const [row] = await tx.query<AccountWithSecrets>(LOCK_BY_REFERENCE, [reference]);
  return row;
}

const FIND_BY_REFERENCE = `SELECT ${COLUMNS} FROM accounts WHERE reference = $1`;

export async function findAccountByReference(
  query: Query,
  reference: string,
): Promise<AccountRow | undefined> {
  const [row] = await query<AccountRow>(FIND_BY_REFERENCE, [reference]);
  return row;
}

const NAMES_OF = `SELECT reference, name FROM accounts WHERE reference = ANY ($1::text[])`;

/** Names of persons by their references, of whom the reader may know. */
export async function accountNames(
  query: Query,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (references.length === 0) return new Map();
  const rows = await query<Pick<AccountRow, 'reference' | 'name'>>(NAMES_OF, [references]);
  return new Map(rows.map(({ reference, name }) => [reference, name]));
}

const TAKE_UNCONFIRMED = `
  UPDATE accounts SET confirmation_told = coalesce(office_confirmed_at, '-infinity')
   WHERE account_id IN (
     SELECT account_id FROM accounts
      WHERE office_staff AND state <> 'deactivated'
        AND coalesce(office_confirmed_at, '-infinity') <= $1
        AND confirmation_told IS DISTINCT FROM coalesce(office_confirmed_at, '-infinity')
      ORDER BY member, created_at LIMIT 500 FOR UPDATE SKIP LOCKED)
  RETURNING reference, member`;

/** Staff of compact offices last confirmed then or before, of whom nobody was told since: each is given once. */
export function takeUnconfirmed(
  tx: Transaction,
  confirmedUntil: Date,
): Promise<Pick<AccountRow, 'reference' | 'member'>[]> {
  return tx.query(TAKE_UNCONFIRMED, [confirmedUntil]);
}

const SET_STATE = `UPDATE accounts SET state = $2 WHERE account_id = $1`;

export async function setAccountState(
  tx: Transaction,
  accountId: string,
  state: AccountState,
): Promise<void> {
  await tx.query(SET_STATE, [accountId, state]);
}

const SET_ROLES = `
  UPDATE accounts SET roles = $2, office_staff = $3, office_confirmed_at = $4 WHERE account_id = $1`;

export async function setRoles(
  tx: Transaction,
  accountId: string,
  to: Pick<AccountRow, 'roles' | 'office_staff' | 'office_confirmed_at'>,
): Promise<void> {
  await tx.query(SET_ROLES, [accountId, to.roles, to.office_staff, to.office_confirmed_at]);
}

const SIGNED_IN = `UPDATE accounts SET last_sign_in_at = $2 WHERE account_id = $1`;

export async function setSignedIn(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx.query(SIGNED_IN, [accountId, at]);
}

const ACCEPT_POLICY = `
  UPDATE accounts SET policy_version = $2, policy_accepted_at = $3 WHERE account_id = $1`;

export async function setPolicyAccepted(
  tx: Transaction,
  accountId: string,
  accepted: { readonly version: string; readonly at: Date },
): Promise<void> {
  await tx.query(ACCEPT_POLICY, [accountId, accepted.version, accepted.at]);
}

const REINVITE = `
  UPDATE accounts SET state = 'invited', invited_at = $2, training_completed_on = $3,
                      training_recorded_by = $4
   WHERE account_id = $1`;
const FORGET_SECRETS = `
  UPDATE account_secrets SET password_hash = NULL, totp = NULL WHERE account_id = $1`;
const FORGET_CODES = `DELETE FROM recovery_codes WHERE account_id = $1`;
const FORGET_PROVIDERS = `DELETE FROM provider_subjects WHERE account_id = $1`;
const FORGET_KEYS = `DELETE FROM security_keys WHERE account_id = $1`;

/** Back to the beginning: nothing that proved who it is counts any more. */
export async function setInvited(
  tx: Transaction,
  accountId: string,
  by: { readonly at: Date; readonly training: string; readonly recordedBy: string },
): Promise<void> {
  await tx.query(REINVITE, [accountId, by.at, by.training, by.recordedBy]);
  await tx.query(FORGET_SECRETS, [accountId]);
  await tx.query(FORGET_CODES, [accountId]);
  await tx.query(FORGET_KEYS, [accountId]);
  await tx.query(FORGET_PROVIDERS, [accountId]);
}

const SET_PASSWORD = `UPDATE account_secrets SET password_hash = $2 WHERE account_id = $1`;

export async function setPassword(tx: Transaction, accountId: string, hash: string): Promise<void> {
  await tx.query(SET_PASSWORD, [accountId, hash]);
}

const SET_TOTP = `UPDATE account_secrets SET totp = $2 WHERE account_id = $1`;
const INSERT_CODES = `
  INSERT INTO recovery_codes (account_id, code_hash) SELECT $1, unnest($2::bytea[])`;

/** The second factor, with the codes for who loses it; those of before are gone. */
export async function setSecondFactor(
  tx: Transaction,
  accountId: string,
  factor: { readonly totp: Buffer; readonly codeHashes: readonly Buffer[] },
): Promise<void> {
  await tx.query(SET_TOTP, [accountId, factor.totp]);
  await setRecoveryCodes(tx, accountId, factor.codeHashes);
}

/** Others in the place of those that there were, used or not. */
export async function setRecoveryCodes(
  tx: Transaction,
  accountId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query(FORGET_CODES, [accountId]);
  await tx.query(INSERT_CODES, [accountId, hashes]);
}

const USE_STEP = `
  UPDATE account_secrets SET totp_last_step = $2
   WHERE account_id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2) RETURNING account_id`;

/** Uses a step of the second factor up; false when it, or a later one, was used before. */
export async function useTotpStep(
  tx: Transaction,
  accountId: string,
  step: number,
): Promise<boolean> {
  return (await tx.query(USE_STEP, [accountId, step])).length > 0;
}

const USE_CODE = `
  UPDATE recovery_codes SET used_at = $3
   WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING account_id`;

/** Uses a recovery code up; false when it is none of the account, or was used before. */
export async function useRecoveryCode(
  tx: Transaction,
  accountId: string,
  code: { readonly hash: Buffer; readonly at: Date },
): Promise<boolean> {
  return (await tx.query(USE_CODE, [accountId, code.hash, code.at])).length > 0;
}

const INSERT_FAILURE = `
  INSERT INTO sign_in_failures (account_id, failed_at)
  SELECT account_id, $2 FROM accounts WHERE account_id = $1`;
const COUNT_FAILURES = `
  SELECT count(*)::integer AS count FROM sign_in_failures WHERE account_id = $1 AND failed_at > $2`;
const FORGET_FAILURES = `DELETE FROM sign_in_failures WHERE account_id = $1`;

/** One more failure, and how many there are since; 0 for an account that there is not. */
export async function countFailure(
  tx: Transaction,
  accountId: string,
  at: { readonly now: Date; readonly since: Date },
): Promise<number> {
  await tx.query(INSERT_FAILURE, [accountId, at.now]);
  const [row] = await tx.query<{ count: number }>(COUNT_FAILURES, [accountId, at.since]);
  return row?.count ?? 0;
}

export async function forgetFailures(tx: Transaction, accountId: string): Promise<void> {
  await tx.query(FORGET_FAILURES, [accountId]);
}

export interface AccountQuery {
  readonly member: string | null;
  readonly state: AccountState | null;
  readonly role: string | null;
  /** Neither made nor signed in since. */
  readonly inactiveSince: Date | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

const LIST_ACCOUNTS = `
  SELECT ${COLUMNS} FROM accounts
   WHERE ($1::text IS NULL OR member = $1) AND ($2::text IS NULL OR state = $2)
     AND ($3::text IS NULL OR $3 = ANY (roles))
     AND ($4::timestamptz IS NULL
          OR (state <> 'deactivated' AND coalesce(last_sign_in_at, invited_at) <= $4))
     AND (created_at, account_id) > ($5::timestamptz, $6::uuid)
   ORDER BY created_at, account_id LIMIT $7`;

/** A page of accounts, the oldest first, as far as the reader may see them. */
export function listAccounts(query: Query, asked: AccountQuery): Promise<AccountRow[]> {
  return query<AccountRow>(LIST_ACCOUNTS, [
    asked.member,
    asked.state,
    asked.role,
    asked.inactiveSince,
    asked.after?.at ?? '-infinity',
    asked.after?.id ?? '00000000-0000-0000-0000-000000000000',
    asked.limit,
  ]);
}
