import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A user of the operating system, without supplementary groups: Node drops those at spawn. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so root lends it this account, which every Linux has. */
export const NOBODY: Account = { uid: 65534, gid: 65534 };

/** The account that this process runs as. */
export function ownAccount(): Account {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/** What `spawn` needs to run as `account`: nothing, unless root lends it. */
export function spawnAs(account: Account): Partial<Account> {
  return ownAccount().uid === 0 ? account : {};
}

/** True when the mode bits let `account` enter `path` and every directory above it. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  return everyDirectory(await realpath(path), (stats) => permits(account, stats, 0o1));
}

/** True when the mode bits let `account` read `file` and enter every directory above it. */
export async function canRead(account: Account, file: string): Promise<boolean> {
  const path = await realpath(file);
  return permits(account, await stat(path), 0o4) && canReach(account, dirname(path));
}

async function everyDirectory(path: string, test: (stats: Stats) => boolean): Promise<boolean> {
  if (!test(await stat(path))) return false;
  const parent = dirname(path);
  return parent === path || everyDirectory(parent, test);
}

/** `bit` is one permission (4 read, 2 write, 1 enter); the first class that fits decides (POSIX). */
export function permits(
  account: Account,
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
  bit: number,
): boolean {
  if (account.uid === 0) return true;
  if (account.uid === uid) return (mode & (bit << 6)) !== 0;
  if (account.gid === gid) return (mode & (bit << 3)) !== 0;
  return (mode & bit) !== 0;
}
