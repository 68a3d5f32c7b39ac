import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux that Node.js runs on

/**
 * CPU seconds that the server of a cluster has used so far: of its first process, of those that
 * ended, and of those that run. Linux only, as the embedded server is.
 */
export async function postgresCpuSeconds(cluster: string): Promise<number> {
  const first = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0] ?? '';
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(statOf));
  const own = stats.find((stat) => stat?.pid === first);
  const ticks = stats
    .filter((stat) => stat?.parent === first)
    .reduce((sum, stat) => sum + (stat?.ticks ?? 0), (own?.ticks ?? 0) + (own?.endedTicks ?? 0));
  return ticks / TICKS_PER_SECOND;
}

interface ProcessStat {
  readonly pid: string;
  readonly parent: string;
  readonly ticks: number;
  /** Of children that ended. */
  readonly endedTicks: number;
}

/** proc_pid_stat(5); undefined when the process has ended. */
async function statOf(pid: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name before may hold blanks and brackets; fields count from the state, which is the third.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid,
    parent: fields[1] ?? '',
    ticks: field(14) + field(15),
    endedTicks: field(16) + field(17),
  };
}
