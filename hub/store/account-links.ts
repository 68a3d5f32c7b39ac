import type { Query, Transaction } from './database.ts';

export type LinkKind = 'invitation' | 'reset';

/** What a mailed link opens, once. Only the SHA-256 of its secret is kept. */
export interface AccountLinkRow {
  readonly token_hash: Buffer;
  readonly account_id: string;
  readonly kind: LinkKind;
  /** Process clock. */
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly used_at: Date | null;
}

const END_LINKS = `
  UPDATE account_links SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL`;
const INSERT_LINK = `
  INSERT INTO account_links (token_hash, account_id, kind, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5)`;

/** A new link; those of before open nothing any more. */
export async function insertLink(
  tx: Transaction,
  row: Omit<AccountLinkRow, 'used_at'>,
): Promise<void> {
  await endLinks(tx, row.account_id, row.created_at);
  await tx.query(INSERT_LINK, [
    row.token_hash,
    row.account_id,
    row.kind,
    row.created_at,
    row.expires_at,
  ]);
}

export async function endLinks(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx.query(END_LINKS, [accountId, at]);
}

const FIND_LINK = `
  SELECT * FROM account_links WHERE token_hash = $1 AND kind = $2 AND used_at IS NULL`;

export async function findLink(
  query: Query,
  tokenHash: Buffer,
  kind: LinkKind,
): Promise<AccountLinkRow | undefined> {
  const [row] = await query<AccountLinkRow>(FIND_LINK, [tokenHash, kind]);
  return row;
}

const USE_LINK = `
  UPDATE account_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL RETURNING account_id`;

/** Uses a link up; false when another did first. */
export async function useLink(tx: Transaction, tokenHash: Buffer, at: Date): Promise<boolean> {
  return (await tx.query(USE_LINK, [tokenHash, at])).length > 0;
}

const LAST_LINK = `
  SELECT max(created_at) AS at FROM account_links WHERE account_id = $1 AND kind = $2`;

/** When the last link of the kind was made. */
export async function lastLinkAt(
  query: Query,
  accountId: string,
  kind: LinkKind,
): Promise<Date | undefined> {
  const [row] = await query<{ at: Date | null }>(LAST_LINK, [accountId, kind]);
  return row?.at ?? undefined;
}
