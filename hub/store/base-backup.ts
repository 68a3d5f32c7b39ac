import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '../errors.ts';
import { type Connection, LONGEST_WORK_MS, openConnectionPool } from './connection-pool.ts';
import { errorCode, syncDirectory } from './embedded-file.ts';

/** Not of the cluster's state, or made anew at its start (PostgreSQL 18, section 25.3.4.1). */
const LEFT_EMPTY: ReadonlySet<string> = new Set([
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|.*\.new-[0-9a-f]+)$/;

export interface BaseBackup {
  /** Holds the cluster as of the end of the backup, with the log that it needs to be whole. */
  readonly folder: string;
  readonly files: number;
}

/**
 * Copies the cluster of a server that runs on this machine into a new folder, whole or not at all,
 * by the functions that PostgreSQL has for it (section 25.3.3); writes go on meanwhile. Throws
 * BACKUP_FAILED where the cluster's files are not here, or the log of the copy was given back before
 * it was taken.
 */
export async function takeBaseBackup(ownerUrl: string, folder: string): Promise<BaseBackup> {
  const pool = openConnectionPool({
    url: ownerUrl,
    poolSize: 1,
    applicationName: 'hub-backup',
    // The session is the backup: it may last for hours.
    settings: { statement_timeout: '0' },
    answerWithinMs: LONGEST_WORK_MS,
  });
  const unfinished = `${folder}.unfinished`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    const files = await pool.use((connection) => copyCluster(connection, unfinished));
    await syncDirectory(unfinished);
    await rename(unfinished, folder);
    return { folder, files };
  } finally {
    await pool.close();
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function copyCluster(connection: Connection, target: string): Promise<number> {
  const ask = async <Row>(sql: string): Promise<Row> => (await connection.run(sql, []))[0] as Row;
  const { cluster } = await ask<{ cluster: string }>(
    `SELECT current_setting('data_directory') AS cluster`,
  );
  const { first } = await ask<{ first: string }>(
    `SELECT pg_walfile_name(pg_backup_start('compact-hub', fast => true)) AS first`,
  );
  let files = await copyTree(cluster, target, true);
  const stopped = await ask<{ last: string; label: string }>(
    `SELECT pg_walfile_name(lsn) AS last, labelfile AS label
       FROM pg_backup_stop(wait_for_archive => false)`,
  );
  await writeFile(join(target, 'backup_label'), stopped.label, { mode: 0o600, flush: true });
  files += await copyLog(cluster, target, { first, last: stopped.last });
  return files;
}

/** Files come and go while it is copied: what is missing, the log brings back or takes away. */
async function copyTree(from: string, to: string, isTop: boolean): Promise<number> {
  let files = 0;
  for (const entry of await entriesOf(from)) {
    if (LEFT_OUT.test(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isSymbolicLink()) throw failed('tablespaces outside of the cluster are not copied');
    if (entry.isDirectory()) {
      await mkdir(target, { mode: 0o700 });
      if (!(isTop && LEFT_EMPTY.has(entry.name))) files += await copyTree(source, target, false);
    } else if (entry.isFile()) {
      files += await copyIfThere(source, target);
    }
  }
  return files;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return [];
    throw failed('the files of the database are not on this machine, or not for this user', cause);
  }
}

async function copyIfThere(source: string, target: string): Promise<number> {
  try {
    await copyFile(source, target);
    return 1;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

const SEGMENT = /^[0-9A-F]{24}$/;

/** The log from the begin of the backup to its end, without which the copy is not whole. */
async function copyLog(
  cluster: string,
  target: string,
  { first, last }: { readonly first: string; readonly last: string },
): Promise<number> {
  const log = join(cluster, 'pg_wal');
  const names = (await readdir(log)).filter(
    (name) => SEGMENT.test(name) && name >= first && name <= last,
  );
  if (!names.includes(first)) throw failed('the log of the backup was given back before its end');
  let files = 0;
  for (const name of names)
    files += await copyIfThere(join(log, name), join(target, 'pg_wal', name));
  return files;
}

function failed(text: string, cause?: unknown): HubError {
  return new HubError('BACKUP_FAILED', text, cause === undefined ? {} : { cause });
}
