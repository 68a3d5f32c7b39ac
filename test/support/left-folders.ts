import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { statIfThere } from '../../hub/store/embedded-file.ts';
import { stopOrphan } from '../../hub/store/embedded-postgres.ts';
import { reachableTmp } from './reachable-folder.ts';

/**
 * Removes what runs that were killed left behind: their servers first, then their files. Their
 * folders are named after the prefix and the number of their process, and hold `database`.
 */
export async function removeLeftFolders(prefix: string): Promise<void> {
  const tmp = await reachableTmp();
  const names = await readdir(tmp);
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    const folder = join(tmp, name);
    if (isAlive(pid) || (await statIfThere(folder))?.uid !== process.getuid?.()) continue;
    await stopOrphan(join(folder, 'database')).catch(() => false); // it was not made yet
    await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
