import {
  chown,
  copyFile,
  cp,
  mkdir,
  readdir,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from './embedded-account.ts';
import { findBinaries, findPackage } from './embedded-binaries.ts';
import { locateCluster, nameCluster, stagingFor } from './embedded-cluster.ts';
import { EmbeddedError } from './embedded-error.ts';
import { statIfThere, syncDirectory } from './embedded-file.ts';
import { findPostmaster } from './embedded-postmaster.ts';
import { endServer, lastWords, runServer } from './embedded-server.ts';
import { shellWord } from './shell-word.ts';

export interface RestoreOptions {
  /** New, or without a database. */
  readonly dataDirectory: string;
  /** A base backup of `takeBaseBackup`. */
  readonly base: string;
  /** Folders of the write-ahead log, asked in turn; the database's user must be able to read them. */
  readonly logs: readonly string[];
  /** The moment up to which it is recovered; without it, all that the log holds. */
  readonly until?: Date;
  readonly log: (line: string) => void;
}

/**
 * Makes the embedded database of a data directory out of a base backup and the write-ahead log, and
 * stops it again once it has recovered. Throws EMBEDDED_CLUSTER_THERE when there is one already, and
 * EMBEDDED_START_FAILED with PostgreSQL's reason when it does not recover.
 */
export async function restoreEmbedded(options: RestoreOptions): Promise<string> {
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o711 });
  const data = await realpath(options.dataDirectory);
  const place = await locateCluster(data, '/var/lib/compact-hub', options.log);
  if (place.exists) {
    const text = `${data} has a database already: restore into an empty data directory`;
    throw new EmbeddedError('EMBEDDED_CLUSTER_THERE', text);
  }
  const binaries = await findBinaries(findPackage(), '/var/tmp', place.account);
  const staging = stagingFor(place.directory);
  try {
    await copyBase(join(options.base, 'cluster'), staging, place.account);
    await copyFile(join(options.base, 'postgres-password'), join(data, 'postgres-password'));
    await rename(staging, place.directory);
    await syncDirectory(dirname(place.directory));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  if (place.outside) await nameCluster(data, place.directory);
  options.log(`the base backup lies in ${place.directory}; its log is read again`);
  await runServer({
    postgres: binaries.postgres,
    cluster: place.directory,
    account: place.account,
    settings: recoverySettings(options),
    logFile: join(data, 'postgres.log'),
  });
  await recovered(place.directory, data);
  await endServer(place.directory);
  return place.directory;
}

const POLL_MS = 50;

/**
 * Reading the log may take hours. A server that was ended between the last record it wanted and its
 * first moment on its own would read on to the end of its log at the next start, beyond `until`.
 */
async function recovered(cluster: string, data: string): Promise<void> {
  for (;;) {
    const running = await findPostmaster(cluster);
    if (running?.status === 'ready') return;
    if (running === undefined) {
      const reason = await lastWords(join(data, 'postgres.log'));
      const text = `PostgreSQL ended before it had recovered: ${reason}`;
      throw new EmbeddedError('EMBEDDED_START_FAILED', text);
    }
    await wait(POLL_MS);
  }
}

const SIGNAL = 'recovery.signal';

async function copyBase(base: string, staging: string, account: Account): Promise<void> {
  if ((await statIfThere(join(base, 'backup_label'))) === undefined) {
    throw new EmbeddedError('EMBEDDED_CLUSTER_LOST', `${base} holds no base backup`);
  }
  await cp(base, staging, { recursive: true });
  await writeFile(join(staging, SIGNAL), '');
  await giveTo(staging, account);
}

async function giveTo(folder: string, account: Account): Promise<void> {
  await chown(folder, account.uid, account.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}

/** It takes no connection before it is through; then it goes on as a server of its own. */
function recoverySettings({ logs, until }: RestoreOptions): Record<string, string> {
  const copies = logs.map((folder) => `cp ${shellWord(folder)}/%f %p 2>/dev/null`);
  return {
    hot_standby: 'off',
    archive_mode: 'off',
    restore_command: [...copies, 'false'].join(' || '),
    recovery_target_action: 'promote',
    ...(until === undefined
      ? {}
      : { recovery_target_time: until.toISOString().replace('Z', '+00') }),
  };
}
