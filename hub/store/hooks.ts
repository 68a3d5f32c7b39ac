import type { Query, Transaction } from './database.ts';

/** Where the monitoring of a member is called. */
export interface HookRow {
  readonly hook_id: string;
  readonly member: string;
  readonly url: string;
  /** PEM of the authorities that its certificate must come from; null: the public ones. */
  readonly trusted: string | null;
  readonly secret: Buffer;
  readonly old_secret: Buffer | null;
  readonly old_secret_until: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
  /** Since when no call was taken. */
  readonly failing_since: Date | null;
  readonly disabled_at: Date | null;
  readonly removed_at: Date | null;
}

const INSERT_HOOK = `
  INSERT INTO hooks (hook_id, member, url, trusted, secret, created_by, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export async function insertHook(
  tx: Transaction,
  row: Pick<
    HookRow,
    'hook_id' | 'member' | 'url' | 'trusted' | 'secret' | 'created_by' | 'created_at'
  >,
): Promise<void> {
  const { hook_id, member, url, trusted, secret, created_by, created_at } = row;
  await tx.query(INSERT_HOOK, [hook_id, member, url, trusted, secret, created_by, created_at]);
}

const LIST_HOOKS = `
  SELECT * FROM hooks WHERE member = $1 AND removed_at IS NULL ORDER BY created_at, hook_id`;

export function listHooks(query: Query, member: string): Promise<HookRow[]> {
  return query<HookRow>(LIST_HOOKS, [member]);
}

const LOCK_MEMBER_HOOKS = `SELECT pg_advisory_xact_lock(hashtextextended('hooks:' || $1, 0))`;

/** As `listHooks`; until the transaction ends nobody else adds one. */
export async function lockHooksOf(tx: Transaction, member: string): Promise<HookRow[]> {
  await tx.query(LOCK_MEMBER_HOOKS, [member]);
  return listHooks(tx.query, member);
}

const LOCK_HOOK = `SELECT * FROM hooks WHERE hook_id = $1 AND removed_at IS NULL FOR UPDATE`;

export async function lockHook(tx: Transaction, hookId: string): Promise<HookRow | undefined> {
  const [row] = await tx.query<HookRow>(LOCK_HOOK, [hookId]);
  return row;
}

const SET_HOOK = `
  UPDATE hooks SET secret = $2, old_secret = $3, old_secret_until = $4, failing_since = $5,
         disabled_at = $6, removed_at = $7
   WHERE hook_id = $1`;

/** Of a row that the transaction has locked. */
export async function setHook(tx: Transaction, row: HookRow): Promise<void> {
  const { hook_id, secret, old_secret, old_secret_until } = row;
  const { failing_since, disabled_at, removed_at } = row;
  const state = [failing_since, disabled_at, removed_at];
  await tx.query(SET_HOOK, [hook_id, secret, old_secret, old_secret_until, ...state]);
}

const FIND_ACTIVE = `
  SELECT hook_id, member FROM hooks WHERE disabled_at IS NULL AND removed_at IS NULL`;

/** Those that are called. */
export function findActiveHooks(query: Query): Promise<Pick<HookRow, 'hook_id' | 'member'>[]> {
  return query<Pick<HookRow, 'hook_id' | 'member'>>(FIND_ACTIVE);
}

const FIND_HOOKS = `SELECT * FROM hooks WHERE hook_id = ANY ($1)`;

export function findHooks(query: Query, hookIds: readonly string[]): Promise<HookRow[]> {
  return query<HookRow>(FIND_HOOKS, [hookIds]);
}
