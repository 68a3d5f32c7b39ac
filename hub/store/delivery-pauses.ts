import type { Query, Transaction } from './database.ts';

/** Deliveries to a state waited because a person of it said so. */
export interface PauseRow {
  readonly pause_id: string;
  readonly member: string;
  readonly reason: string;
  /** Reference of who paused them. */
  readonly paused_by: string;
  readonly paused_at: Date;
  readonly resume_reason: string | null;
  readonly resumed_by: string | null;
  /** Null while it lasts. */
  readonly resumed_at: Date | null;
}

const BEGIN_PAUSE = `
  INSERT INTO delivery_pauses (pause_id, member, reason, paused_by, paused_at)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (member) WHERE resumed_at IS NULL DO NOTHING
  RETURNING pause_id`;

/** False where deliveries to the member are paused already. */
export async function beginPause(
  tx: Transaction,
  row: Pick<PauseRow, 'pause_id' | 'member' | 'reason' | 'paused_by' | 'paused_at'>,
): Promise<boolean> {
  const { pause_id, member, reason, paused_by, paused_at } = row;
  const rows = await tx.query(BEGIN_PAUSE, [pause_id, member, reason, paused_by, paused_at]);
  return rows.length > 0;
}

const END_PAUSE = `
  UPDATE delivery_pauses SET resume_reason = $2, resumed_by = $3, resumed_at = $4
   WHERE member = $1 AND resumed_at IS NULL
  RETURNING pause_id`;

/** The pause that ended; undefined where none lasts. */
export async function endPause(
  tx: Transaction,
  row: { readonly member: string; readonly reason: string; readonly by: string; readonly at: Date },
): Promise<string | undefined> {
  const values = [row.member, row.reason, row.by, row.at];
  const [ended] = await tx.query<{ pause_id: string }>(END_PAUSE, values);
  return ended?.pause_id;
}

const IS_PAUSED = `SELECT FROM delivery_pauses WHERE member = $1 AND resumed_at IS NULL`;

export async function isPaused(query: Query, member: string): Promise<boolean> {
  return (await query(IS_PAUSED, [member])).length > 0;
}

const OPEN_PAUSES = `SELECT * FROM delivery_pauses WHERE resumed_at IS NULL ORDER BY member`;

/** Those that last, as far as the reader may see them. */
export function openPauses(query: Query): Promise<PauseRow[]> {
  return query<PauseRow>(OPEN_PAUSES);
}

const PAUSES_OF = `
  SELECT * FROM delivery_pauses WHERE member = $1 ORDER BY paused_at DESC, pause_id LIMIT $2`;

/** Of a member, the newest first. */
export function pausesOf(query: Query, member: string, limit: number): Promise<PauseRow[]> {
  return query<PauseRow>(PAUSES_OF, [member, limit]);
}
