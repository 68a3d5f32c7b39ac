import type { Query, Transaction } from './database.ts';

const OTHERS = `
  SELECT process_id FROM processes WHERE files_hash <> $1 AND seen_at > $2 AND process_id <> $3`;
const SIGN_ON = `
  INSERT INTO processes (process_id, files_hash, software_version, seen_at) VALUES ($1, $2, $3, $4)`;
const SEEN = `UPDATE processes SET seen_at = $2 WHERE process_id = $1`;
const SIGN_OFF = `DELETE FROM processes WHERE process_id = $1`;
const FORGET = `DELETE FROM processes WHERE seen_at < $1`;
const LOCK = `LOCK TABLE processes IN SHARE ROW EXCLUSIVE MODE`;

export interface SigningOn {
  readonly processId: string;
  /** Hash over every schema, profile and mapping file that the process serves with. */
  readonly filesHash: string;
  readonly softwareVersion: string;
  readonly now: Date;
  /** Whoever was not seen since then is gone. */
  readonly aliveSince: Date;
}

/** Enters the process in the list; false while one that serves with other files is alive. */
export async function signOn(tx: Transaction, process: SigningOn): Promise<boolean> {
  const { processId, filesHash, softwareVersion, now, aliveSince } = process;
  await tx.query(LOCK);
  const others = await tx.query(OTHERS, [filesHash, aliveSince, processId]);
  if (others.length > 0) return false;
  await tx.query(FORGET, [aliveSince]);
  await tx.query(SIGN_ON, [processId, filesHash, softwareVersion, now]);
  return true;
}

export async function stillHere(query: Query, processId: string, now: Date): Promise<void> {
  await query(SEEN, [processId, now]);
}

export async function signOff(query: Query, processId: string): Promise<void> {
  await query(SIGN_OFF, [processId]);
}
