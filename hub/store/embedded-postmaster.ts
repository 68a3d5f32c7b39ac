import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from './embedded-file.ts';

/** What a running server says of itself in its cluster's `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `recovering`: from a backup, and without connections until it is through. */
  readonly status: 'starting' | 'recovering' | 'ready' | 'stopping';
}

const STATUS: Readonly<Record<string, Postmaster['status']>> = {
  ready: 'ready',
  standby: 'recovering',
  stopping: 'stopping',
};

/**
 * The server that runs on `cluster`, of this or of an earlier hub; undefined when none does, also
 * when the file is left from a machine that stopped and its number names some other process now.
 * Lines of the file: pid, data directory, start time, port, …, status (PostgreSQL's pidfile.h).
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = ((await readIfThere(pidFile(cluster))) ?? '').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !(await isPostmaster(pid, cluster))) {
    return undefined;
  }
  const status = STATUS[lines[7]?.trim() ?? ''] ?? 'starting';
  return { pid, port: Number(lines[3]), status };
}

/** Where the server of `cluster` writes its number, once it runs. */
export const pidFile = (cluster: string): string => join(cluster, 'postmaster.pid');

/**
 * True while process `pid` is a server started on `cluster` by the cluster's owner. Its arguments
 * tell, which every user may read; a process that ended but was not reaped has none.
 */
export async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  try {
    const [command, owner, clusterOwner] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      stat(`/proc/${pid}`),
      stat(cluster),
    ]);
    const words = command.split('\0');
    const on = words.indexOf('-D');
    return on > 0 && words[on + 1] === cluster && owner.uid === clusterOwner.uid;
  } catch {
    return false; // it ended meanwhile
  }
}
