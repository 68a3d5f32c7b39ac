import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOBODY, canReach } from '../../hub/store/embedded-account.ts';

/** A folder for temporary files that the embedded database's account can enter too. */
export async function reachableTmp(): Promise<string> {
  return (await canReach(NOBODY, tmpdir()).catch(() => false)) ? tmpdir() : '/tmp';
}

/** A new folder in there; whoever makes it removes it. */
export async function makeReachableFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(await reachableTmp(), prefix));
  await chmod(folder, 0o711);
  return folder;
}
