import type { SessionStage } from '../access/session-stage.ts';
import type { AccountRow } from './accounts.ts';
import type { Query, Transaction } from './database.ts';

/** One signing in of a person, from the password to its end. All times are of the process clock. */
export interface SessionRow {
  readonly session_id: string;
  readonly account_id: string;
  /** SHA-256 of the cookie's value. */
  readonly token_hash: Buffer;
  readonly csrf_token: string;
  readonly stage: SessionStage;
  /** Address it was opened from. */
  readonly source: string;
  /** A second factor that was shown and is not confirmed yet, sealed. */
  readonly totp_pending: Buffer | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  /** When the second factor was last shown in it. */
  readonly factor_at: Date | null;
  readonly ended_at: Date | null;
  readonly ended_why: string | null;
}

export type NewSessionRow = Pick<
  SessionRow,
  | 'session_id'
  | 'account_id'
  | 'token_hash'
  | 'csrf_token'
  | 'stage'
  | 'source'
  | 'created_at'
  | 'factor_at'
>;

const INSERT_SESSION = `
  INSERT INTO sessions (session_id, account_id, token_hash, csrf_token, stage, source, created_at,
                        last_seen_at, factor_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`;

export async function insertSession(tx: Transaction, row: NewSessionRow): Promise<void> {
  await tx.query(INSERT_SESSION, [
    row.session_id,
    row.account_id,
    row.token_hash,
    row.csrf_token,
    row.stage,
    row.source,
    row.created_at,
    row.factor_at,
  ]);
}

/** A session with whose it is. */
export interface SessionWithAccount extends SessionRow {
  readonly account: AccountRow;
}

const FIND_SESSION = `
  SELECT s.*, to_jsonb(a) AS account
    FROM sessions s JOIN accounts a USING (account_id)
   WHERE s.token_hash = $1 AND s.ended_at IS NULL`;

interface FoundRow extends SessionRow {
  readonly account: Readonly<Record<string, unknown>>;
}

/** The session of a cookie that was not ended, whatever became of its time. */
export async function findSession(
  query: Query,
  tokenHash: Buffer,
): Promise<SessionWithAccount | undefined> {
  const [row] = await query<FoundRow>(FIND_SESSION, [tokenHash]);
  return row && { ...row, account: accountOf(row.account) };
}

/** JSON tells moments as texts. */
function accountOf(told: Readonly<Record<string, unknown>>): AccountRow {
  const moments = [
    'office_confirmed_at',
    'policy_accepted_at',
    'created_at',
    'invited_at',
    'last_sign_in_at',
  ];
  const row: Record<string, unknown> = { ...told };
  for (const name of moments) {
    const value = row[name];
    row[name] = typeof value === 'string' ? new Date(value) : null;
  }
  return row as unknown as AccountRow;
}

const LOCK_SESSION = `
  SELECT * FROM sessions WHERE session_id = $1 AND ended_at IS NULL FOR UPDATE`;

/** Locked until the transaction ends; undefined once it was ended. */
export async function lockSession(
  tx: Transaction,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const [row] = await tx.query<SessionRow>(LOCK_SESSION, [sessionId]);
  return row;
}

const TOUCH_SESSION = `
  UPDATE sessions SET last_seen_at = greatest(last_seen_at, $2)
   WHERE session_id = $1 AND ended_at IS NULL`;

export async function touchSession(query: Query, sessionId: string, at: Date): Promise<void> {
  await query(TOUCH_SESSION, [sessionId, at]);
}

const ROTATE_SESSION = `
  UPDATE sessions
     SET token_hash = $2, stage = $3, last_seen_at = greatest(last_seen_at, $4), totp_pending = NULL,
         factor_at = CASE WHEN $5 THEN $4 ELSE factor_at END
   WHERE session_id = $1 AND ended_at IS NULL`;

/** A new cookie for the session; the one of before is nobody's from now on. */
export async function rotateSession(
  tx: Transaction,
  sessionId: string,
  to: {
    readonly tokenHash: Buffer;
    readonly stage: SessionStage;
    readonly at: Date;
    /** Whether the second factor was shown for it. */
    readonly isByFactor: boolean;
  },
): Promise<void> {
  await tx.query(ROTATE_SESSION, [sessionId, to.tokenHash, to.stage, to.at, to.isByFactor]);
}

const SET_PENDING = `UPDATE sessions SET totp_pending = $2 WHERE session_id = $1`;

export async function setPendingTotp(
  tx: Transaction,
  sessionId: string,
  sealed: Buffer,
): Promise<void> {
  await tx.query(SET_PENDING, [sessionId, sealed]);
}

const PENDING = `SELECT totp_pending FROM sessions WHERE session_id = $1 AND ended_at IS NULL`;

/** The second factor that was shown to the session and is not confirmed, sealed. */
export async function pendingTotp(query: Query, sessionId: string): Promise<Buffer | undefined> {
  const [row] = await query<Pick<SessionRow, 'totp_pending'>>(PENDING, [sessionId]);
  return row?.totp_pending ?? undefined;
}

const END_SESSIONS = `
  UPDATE sessions SET ended_at = $2, ended_why = $3
   WHERE account_id = $1 AND ended_at IS NULL AND session_id <> $4 RETURNING session_id`;
const NO_SESSION = '00000000-0000-0000-0000-000000000000';

/** Ends all sessions of the account but one, and says how many there were. */
export async function endSessions(
  tx: Transaction,
  accountId: string,
  how: { readonly at: Date; readonly why: string; readonly but?: string },
): Promise<number> {
  const values = [accountId, how.at, how.why, how.but ?? NO_SESSION];
  return (await tx.query(END_SESSIONS, values)).length;
}

const END_SESSION = `
  UPDATE sessions SET ended_at = $2, ended_why = $3 WHERE session_id = $1 AND ended_at IS NULL
  RETURNING session_id`;

/** False when it was ended before. */
export async function endSession(
  tx: Transaction,
  sessionId: string,
  how: { readonly at: Date; readonly why: string },
): Promise<boolean> {
  return (await tx.query(END_SESSION, [sessionId, how.at, how.why])).length > 0;
}

const OPEN_SESSIONS = `
  SELECT * FROM sessions WHERE account_id = $1 AND ended_at IS NULL
   ORDER BY created_at DESC, session_id LIMIT 100`;

export function openSessionsOf(query: Query, accountId: string): Promise<SessionRow[]> {
  return query<SessionRow>(OPEN_SESSIONS, [accountId]);
}
