import type { Query } from './database.ts';

/** One thing that a state left, by an HMAC of its member and bytes. */
export interface IncomingTry {
  readonly token: Buffer;
  readonly member: string;
  readonly at: Date;
}

// These commits wait for no disk: the server outlives a process that ends, and what a server that ends
// too loses is counted with the next try.
const QUICKLY = `quickly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`;
const COUNT_TRY = `
  WITH ${QUICKLY}
  INSERT INTO incoming_tries (token, member, count, tried_at)
  SELECT $1, $2, 1, $3 FROM quickly
  ON CONFLICT (token) DO UPDATE SET count = incoming_tries.count + 1, tried_at = excluded.tried_at
  RETURNING count`;
const FORGET_TRY = `
  WITH ${QUICKLY} DELETE FROM incoming_tries USING quickly WHERE token = $1`;

/** Counts one try before it begins; how many there were with this one. */
export async function countIncomingTry(query: Query, tried: IncomingTry): Promise<number> {
  const [row] = await query<{ count: number }>(COUNT_TRY, [tried.token, tried.member, tried.at]);
  return row?.count ?? 1;
}

export async function forgetIncomingTry(query: Query, token: Buffer): Promise<void> {
  await query(FORGET_TRY, [token]);
}

const FORGET_OLD = `DELETE FROM incoming_tries WHERE tried_at < $1`;

/** Forgets what nobody offered since then. */
export async function forgetOldTries(query: Query, before: Date): Promise<void> {
  await query(FORGET_OLD, [before]);
}
