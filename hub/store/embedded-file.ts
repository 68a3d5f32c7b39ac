import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readFile, rename } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';
import { ownAccount } from './embedded-account.ts';

/** What lies at `path` itself, a symbolic link not followed; undefined when nothing does. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(missing);
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(missing);
}

/** Writes a private file (0600) whole or not at all, also when the machine stops. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/** Makes the names in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * A directory below a place that others may write to (/var/tmp): made when missing, readable by
 * all. Throws EMBEDDED_PLACE_UNSAFE when another user owns it or may write to it, for whoever does
 * could exchange the programs and files in it.
 */
export async function ensureOwnDirectory(path: string): Promise<void> {
  await mkdir(path, { mode: 0o755 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  const stats = await lstat(path);
  const owned = stats.isDirectory() && stats.uid === ownAccount().uid;
  if (!owned || (stats.mode & 0o022) !== 0) {
    const text = `${path} belongs to another user or may be written by one: remove it and start again`;
    throw new EmbeddedError('EMBEDDED_PLACE_UNSAFE', text);
  }
  if ((stats.mode & 0o755) !== 0o755) await makeReadable(path);
}

async function makeReadable(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.chmod(0o755); // mkdir's mode passed through the umask
  } finally {
    await directory.close();
  }
}

/** The code of a file system error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

function missing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
  return undefined;
}
