import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endBrokerLeftIn } from '../../hub/cli/private-broker.ts';
import { NOBODY } from '../../hub/store/embedded-account.ts';
import { statIfThere } from '../../hub/store/embedded-file.ts';
import { stopOrphan } from '../../hub/store/embedded-postgres.ts';
import { reachableTmp } from './reachable-folder.ts';

/**
 * Removes what runs that were killed left behind: their servers first, then their files. Their
 * folders are named after the prefix and the number of their process, and hold `database` or the files of
 * a broker.
 */
export async function removeLeftFolders(prefix: string): Promise<void> {
  const tmp = await reachableTmp();
  const names = await readdir(tmp);
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    const folder = join(tmp, name);
    const owner = (await statIfThere(folder))?.uid;
    if (isAlive(pid) || (owner !== process.getuid?.() && !isLent(owner))) continue;
    await stopOrphan(join(folder, 'database')).catch(() => false); // it was not made yet
    await endBrokerLeftIn(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Root lends its brokers the account of nobody, and their folders with it. */
function isLent(owner: number | undefined): boolean {
  return process.getuid?.() === 0 && owner === NOBODY.uid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
