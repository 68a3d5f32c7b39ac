import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { spawnAs } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';
import type { Binaries } from './embedded-binaries.ts';
import { stagingFor } from './embedded-cluster.ts';
import type { ClusterPlace } from './embedded-cluster.ts';
import { EmbeddedError } from './embedded-error.ts';
import { syncDirectory } from './embedded-file.ts';

/** The role that owns everything in an embedded cluster. */
export const OWNER_ROLE = 'hub';

/** The programs see nothing of the hub's environment, which may hold secrets. */
export const PROGRAM_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C' } as const;

const OPTIONS = [
  `--username=${OWNER_ROLE}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  // Sorts the same on every machine, whatever its C library (PostgreSQL 18, section 23.1.4).
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
];

/**
 * Makes the cluster of `place`, its owner's password being `password`. It gets its name when it is
 * whole and on the disk, so a kill at any point leaves a cluster or none.
 * `durable: false` leaves the writing to the operating system, for tests.
 */
export async function createCluster(
  binaries: Binaries,
  place: ClusterPlace,
  { password, durable }: { password: string; durable: boolean },
): Promise<void> {
  const staging = stagingFor(place.directory);
  await mkdir(staging, { mode: 0o700 });
  try {
    await chown(staging, place.account.uid, place.account.gid);
    await initialise(binaries, place.account, { staging, password, durable });
    await rename(join(staging, 'cluster'), place.directory);
    await syncDirectory(dirname(place.directory));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function initialise(
  binaries: Binaries,
  account: Account,
  { staging, password, durable }: { staging: string; password: string; durable: boolean },
): Promise<void> {
  const file = join(staging, `password-${randomBytes(6).toString('hex')}`);
  await writePassword(file, account, password);
  const options = [...OPTIONS, `--pgdata=${join(staging, 'cluster')}`, `--pwfile=${file}`];
  if (!durable) options.push('--no-sync');
  try {
    const where = { ...spawnAs(account), cwd: '/', env: PROGRAM_ENVIRONMENT };
    await promisify(execFile)(binaries.initdb, options, where);
  } catch (cause) {
    const reason = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? 'no reason';
    const text = `initdb could not make the database: ${reason}`;
    throw new EmbeddedError('EMBEDDED_START_FAILED', text, { cause });
  }
}

/** `wx` follows no link, for the folder belongs to the account, not to this process. */
async function writePassword(path: string, account: Account, password: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.chown(account.uid, account.gid);
    await file.writeFile(`${password}\n`);
  } finally {
    await file.close();
  }
}
