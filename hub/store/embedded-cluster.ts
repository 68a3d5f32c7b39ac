import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NOBODY, canReach, ownAccount } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';
import { EmbeddedError } from './embedded-error.ts';
import {
  ensureOwnDirectory,
  readIfThere,
  statIfThere,
  syncDirectory,
  writeDurably,
} from './embedded-file.ts';

/** Where the cluster of a data directory lies or shall lie. */
export interface ClusterPlace {
  readonly directory: string;
  /** Who runs its server and owns its files. */
  readonly account: Account;
  readonly exists: boolean;
  /** True when it lies outside the data directory, whose file `postgres` then names it. */
  readonly outside: boolean;
}

type Log = (line: string) => void;

/**
 * Finds the cluster of `data` (a real path), or decides where it shall be: the folder
 * `<data>/postgres`, or where PostgreSQL's account cannot reach that (only root lends another
 * account), `<clusters>/<hash of data>/cluster`, named in the file `<data>/postgres`. A data
 * directory that was moved keeps its cluster; one that was copied or made anew at an old path never
 * gets the cluster of another. Throws EMBEDDED_CLUSTER_LOST when the named cluster is gone and
 * EMBEDDED_CLUSTER_FOREIGN when it belongs to another user.
 */
export async function locateCluster(
  data: string,
  clusters: string,
  log: Log,
): Promise<ClusterPlace> {
  const inside = join(data, 'postgres');
  const found = await statIfThere(inside);
  if (found?.isDirectory() === true) {
    const account = ownerAccount(inside, found);
    return { directory: inside, account, exists: true, outside: false };
  }
  if (ownAccount().uid !== 0) {
    if (found !== undefined) refuseForeign(inside);
    return { directory: inside, account: ownAccount(), exists: false, outside: false };
  }
  const directory = join(clusters, hashOf(data), 'cluster');
  await settleClaims(data, directory, log);
  const kept = await statIfThere(directory);
  if (kept !== undefined) {
    const account = ownerAccount(directory, kept);
    return { directory, account, exists: true, outside: true };
  }
  const outside = !(await canReach(NOBODY, data));
  if (outside) await makeHome(clusters, directory);
  return { directory: outside ? directory : inside, account: NOBODY, exists: false, outside };
}

/** Lets `<data>/postgres` name the cluster that lies outside, and the cluster its data directory. */
export async function nameCluster(data: string, directory: string): Promise<void> {
  await writeIfOther(ownerFile(directory), data);
  await writeIfOther(join(data, 'postgres'), directory);
}

/** The release that made a cluster, such as 18. */
export async function clusterMajor(directory: string): Promise<string> {
  return (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
}

/** Removes what a start that was killed within initdb left beside `directory`. */
export async function removeStaging(directory: string): Promise<void> {
  const names = await readdir(dirname(directory)).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(stagingPrefix(directory)))) {
    // An initdb that outlived its hub may still write there: what it leaves goes next time.
    await rm(join(dirname(directory), name), { recursive: true, force: true }).catch(() => null);
  }
}

/** A new name beside `directory`, in which it is made before it gets its own. */
export function stagingFor(directory: string): string {
  const name = `${stagingPrefix(directory)}${randomBytes(6).toString('hex')}`;
  return join(dirname(directory), name);
}

const stagingPrefix = (directory: string): string => `${basename(directory)}.new-`;

const hashOf = (data: string): string =>
  createHash('sha256').update(data).digest('hex').slice(0, 32);

/** Root runs a cluster as the user who made it; everybody else only his own. */
function ownerAccount(directory: string, { uid, gid }: Account): Account {
  const self = ownAccount();
  if (uid === 0 || (self.uid !== 0 && self.uid !== uid)) refuseForeign(directory);
  return { uid, gid };
}

function refuseForeign(path: string): never {
  const text = `the database of this data directory (${path}) belongs to another user: start the hub as that user`;
  throw new EmbeddedError('EMBEDDED_CLUSTER_FOREIGN', text);
}

async function makeHome(clusters: string, directory: string): Promise<void> {
  await ensureOwnDirectory(clusters);
  await ensureOwnDirectory(dirname(directory));
  await syncDirectory(clusters);
}

/** Names the data directory, so that one that was copied can be told from one that was moved. */
const ownerFile = (directory: string): string => join(dirname(directory), 'data-directory');

/** Makes what lies at `directory` agree with what the data directory says. */
async function settleClaims(data: string, directory: string, log: Log): Promise<void> {
  const pointer = join(data, 'postgres');
  const named = (await readIfThere(pointer))?.trim();
  if (named === directory) {
    if (!(await isThere(directory))) refuseLost(data, named);
  } else if (named === undefined) {
    const ours = await isThere(join(data, 'postgres-password'));
    if (!ours) await setAside(directory, log);
  } else if (await isClaimedElsewhere(named)) {
    log('this data directory is a copy: it gets a database of its own');
    await rm(join(data, 'postgres-password'), { force: true });
    await unlink(pointer);
    await setAside(directory, log);
  } else if (await isThere(named)) {
    await setAside(directory, log);
    await adopt(data, named, directory);
  } else if (!(await isThere(directory))) {
    refuseLost(data, named);
  }
}

/** What an earlier data directory of the same path left is not this one's. */
async function setAside(directory: string, log: Log): Promise<void> {
  if (!(await isThere(directory))) return;
  const aside = `${dirname(directory)}.left-${randomBytes(4).toString('hex')}`;
  await rename(dirname(directory), aside);
  log(`the database of an earlier data directory at this path was set aside: ${aside}`);
}

async function isClaimedElsewhere(named: string): Promise<boolean> {
  const owner = (await readIfThere(ownerFile(named)))?.trim();
  if (owner === undefined) return false;
  return (await readIfThere(join(owner, 'postgres')))?.trim() === named;
}

/** The data directory was moved: its cluster follows under the new name. */
async function adopt(data: string, named: string, directory: string): Promise<void> {
  const clusters = dirname(dirname(directory));
  if (join(clusters, basename(dirname(named)), 'cluster') !== named) refuseLost(data, named);
  await rm(dirname(directory), { recursive: true, force: true });
  await rename(dirname(named), dirname(directory));
  await nameCluster(data, directory);
}

function refuseLost(data: string, named: string): never {
  const text = `the database of this data directory (${named}) is gone: bring it back, or remove ${join(data, 'postgres')} to begin with an empty one`;
  throw new EmbeddedError('EMBEDDED_CLUSTER_LOST', text);
}

async function isThere(path: string): Promise<boolean> {
  return (await statIfThere(path)) !== undefined;
}

async function writeIfOther(path: string, line: string): Promise<void> {
  if ((await readIfThere(path))?.trim() !== line) await writeDurably(path, `${line}\n`);
}
