import type { Query, Transaction } from './database.ts';
import type { PagePosition } from './message-log.ts';

/** A day for which statements were made. */
export interface StatementRoundRow {
  readonly origin: string;
  /** In UTC, `2026-11-29`. */
  readonly day: string;
  readonly from_size: number;
  readonly to_size: number;
  readonly checkpoint: string;
  readonly made_at: Date;
}

export interface StatementRow {
  readonly statement_id: string;
  readonly origin: string;
  readonly day: string;
  readonly from_member: string;
  readonly to_member: string;
  readonly from_size: number;
  readonly to_size: number;
  /** The signed statement. */
  readonly note: string;
  readonly transmission_ids: readonly string[];
  readonly leaf_indexes: readonly number[];
  readonly made_at: Date;
}

const LAST_ROUND = `
  SELECT day, to_size FROM statement_rounds WHERE origin = $1 ORDER BY day DESC LIMIT 1`;

/** The last day for which this ledger's statements were made, and how far they went. */
export async function lastStatementRound(
  query: Query,
  origin: string,
): Promise<{ readonly day: string; readonly toSize: number } | undefined> {
  const [row] = await query<{ day: string; to_size: string }>(LAST_ROUND, [origin]);
  return row === undefined ? undefined : { day: row.day, toSize: Number(row.to_size) };
}

const PAIR_ENDS = `
  SELECT from_member, to_member, max(to_size) AS to_size FROM statements
   WHERE origin = $1 GROUP BY from_member, to_member`;

/** Where the last statement of each pair ended. */
export async function statementEnds(
  query: Query,
  origin: string,
): Promise<{ from_member: string; to_member: string; to_size: number }[]> {
  const rows = await query<{ from_member: string; to_member: string; to_size: string }>(PAIR_ENDS, [
    origin,
  ]);
  return rows.map((row) => ({ ...row, to_size: Number(row.to_size) }));
}

const INSERT_ROUND = `
  INSERT INTO statement_rounds (origin, day, from_size, to_size, checkpoint, made_at)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING day`;

/** False when another process made the statements of that day. */
export async function insertStatementRound(
  tx: Transaction,
  row: StatementRoundRow,
): Promise<boolean> {
  const { origin, day, from_size, to_size, checkpoint, made_at } = row;
  const values = [origin, day, from_size, to_size, checkpoint, made_at];
  return (await tx.query(INSERT_ROUND, values)).length === 1;
}

const INSERT_STATEMENT = `
  INSERT INTO statements (statement_id, origin, day, from_member, to_member, from_size, to_size, note,
                          transmission_ids, leaf_indexes, made_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::uuid[], $10::bigint[], $11)`;

export async function insertStatement(tx: Transaction, row: StatementRow): Promise<void> {
  await tx.query(INSERT_STATEMENT, [
    row.statement_id,
    row.origin,
    row.day,
    row.from_member,
    row.to_member,
    row.from_size,
    row.to_size,
    row.note,
    row.transmission_ids,
    row.leaf_indexes,
    row.made_at,
  ]);
}

/** A statement with the head that it goes up to. */
export interface StatementRead extends StatementRow {
  readonly checkpoint: string;
}

type StoredStatement = Omit<StatementRead, 'from_size' | 'to_size' | 'leaf_indexes'> & {
  readonly from_size: string;
  readonly to_size: string;
  readonly leaf_indexes: readonly string[];
};

const STATEMENT_COLUMNS = `
  s.statement_id, s.origin, s.day, s.from_member, s.to_member, s.from_size, s.to_size, s.note,
  s.transmission_ids, s.leaf_indexes, s.made_at, r.checkpoint`;
const FIND_STATEMENT = `
  SELECT ${STATEMENT_COLUMNS} FROM statements s JOIN statement_rounds r USING (origin, day)
   WHERE s.statement_id = $1`;

export async function findStatement(
  query: Query,
  statementId: string,
): Promise<StatementRead | undefined> {
  const [row] = await query<StoredStatement>(FIND_STATEMENT, [statementId]);
  return row === undefined ? undefined : statementOf(row);
}

const LIST_STATEMENTS = `
  SELECT ${STATEMENT_COLUMNS} FROM statements s JOIN statement_rounds r USING (origin, day)
   WHERE ($1::text IS NULL OR s.from_member = $1) AND ($2::text IS NULL OR s.to_member = $2)
     AND ($3::text IS NULL OR s.day = $3)
     AND ($4::timestamptz IS NULL OR (s.made_at, s.statement_id) < ($4, $5::uuid))
   ORDER BY s.made_at DESC, s.statement_id DESC LIMIT $6`;

export interface StatementAsked {
  readonly from: string | null;
  readonly to: string | null;
  readonly day: string | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

/** The newest first. */
export async function listStatements(
  query: Query,
  { from, to, day, after, limit }: StatementAsked,
): Promise<StatementRead[]> {
  const values = [from, to, day, after?.at ?? null, after?.id ?? null, limit];
  return (await query<StoredStatement>(LIST_STATEMENTS, values)).map(statementOf);
}

function statementOf(row: StoredStatement): StatementRead {
  return {
    ...row,
    from_size: Number(row.from_size),
    to_size: Number(row.to_size),
    leaf_indexes: row.leaf_indexes.map(Number),
  };
}
