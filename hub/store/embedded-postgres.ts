import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, canReach, ownAccount } from './embedded-account.ts';
import { findBinaries, findPackage } from './embedded-binaries.ts';
import type { Binaries } from './embedded-binaries.ts';
import { clusterMajor, locateCluster, nameCluster, removeStaging } from './embedded-cluster.ts';
import type { ClusterPlace } from './embedded-cluster.ts';
import { EmbeddedError } from './embedded-error.ts';
import { readIfThere, writeDurably } from './embedded-file.ts';
import { OWNER_ROLE, createCluster } from './embedded-initdb.ts';
import { findPostmaster } from './embedded-postmaster.ts';
import { endServer, runServer } from './embedded-server.ts';
import { addUser, inTurn, removeUser } from './embedded-users.ts';
import { shellWord } from './shell-word.ts';

/** A PostgreSQL server that this process uses, on loopback. */
export interface EmbeddedPostgres {
  /** Connects as the owner of everything, a superuser. */
  readonly url: string;
  /** Where the cluster lies: `<data>/postgres`, or outside where that file says. */
  readonly directory: string;
  /** Ends this process's use; the last user of the server stops it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDirectory: string;
  readonly log?: (line: string) => void;
  /** PostgreSQL settings beside the built-in ones, `port` among them (else a free one is taken). */
  readonly settings?: Readonly<Record<string, string>>;
  readonly places?: Partial<EmbeddedPlaces>;
  /** Where the server copies each segment of its write-ahead log once it is full; made when missing. */
  readonly logArchive?: string;
}

/** Folders of the machine outside the data directory. */
export interface EmbeddedPlaces {
  /** The npm package with the programs. */
  readonly package: string;
  /** Holds copies of the programs where the package cannot be reached. */
  readonly copies: string;
  /** Holds clusters where the data directory cannot be reached. */
  readonly clusters: string;
}

/**
 * Starts PostgreSQL on the cluster of a data directory, making both when they are missing; a server
 * that runs on it already, of another process or left by one that was killed, is used as it is. It
 * never runs as root, asks every client for a password (SCRAM, RFC 5802) and listens on 127.0.0.1.
 * Safe against a kill at any point. Throws EmbeddedError.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDirectory, { recursive: true, mode: modeOfData() });
  const data = await realpath(options.dataDirectory);
  return inTurn(data, async () => {
    const { place, binaries } = await prepare(data, options);
    const note = await addUser(data);
    try {
      const server = await runServer({
        postgres: binaries.postgres,
        cluster: place.directory,
        account: place.account,
        settings: { ...(await archiveSettings(options, place.account)), ...options.settings },
        logFile: join(data, 'postgres.log'),
      });
      return {
        url: await ownerUrl(data, server.port),
        directory: place.directory,
        stop: () => inTurn(data, () => release(data, place.directory, note)),
      };
    } catch (error) {
      await removeUser(data, note);
      throw error;
    }
  });
}

/** How old what is not in the archive can be, in seconds (docs/operations.md, backup). */
const ARCHIVE_TIMEOUT = '60';

/** A segment gets its name in the archive whole and on the disk, and never another content. */
async function archiveSettings(
  { logArchive }: EmbeddedPostgresOptions,
  account: Account,
): Promise<Record<string, string>> {
  if (logArchive === undefined) return {};
  await mkdir(logArchive, { recursive: true, mode: 0o700 });
  if (ownAccount().uid === 0) await chown(logArchive, account.uid, account.gid);
  const target = `${shellWord(logArchive)}/%f`;
  const copy = `cp %p ${target}.part && sync ${target}.part && mv ${target}.part ${target}`;
  return {
    archive_mode: 'on',
    archive_timeout: ARCHIVE_TIMEOUT,
    archive_command: `if test -f ${target}; then cmp -s %p ${target}; else ${copy}; fi`,
  };
}

async function ownerUrl(data: string, port: number): Promise<string> {
  const password = (await readFile(passwordFile(data), 'utf8')).trim();
  return `postgres://${OWNER_ROLE}:${password}@127.0.0.1:${port}/postgres`;
}

/** Stops the server that a killed process left on a data directory; true when there was one. */
export async function stopOrphan(dataDirectory: string): Promise<boolean> {
  const data = await realpath(dataDirectory);
  return inTurn(data, async () => {
    const directory = (await readIfThere(join(data, 'postgres')).catch(() => undefined))?.trim();
    const cluster = directory ?? join(data, 'postgres');
    const found = (await findPostmaster(cluster)) !== undefined;
    if (found) await release(data, cluster);
    return found;
  });
}

/** Only root's server runs as another user, who must pass the data directory to its cluster. */
const modeOfData = (): number => (ownAccount().uid === 0 ? 0o711 : 0o700);

const passwordFile = (data: string): string => join(data, 'postgres-password');

async function release(data: string, cluster: string, note?: string): Promise<void> {
  if (await removeUser(data, note)) await endServer(cluster);
}

async function prepare(
  data: string,
  options: EmbeddedPostgresOptions,
): Promise<{ place: ClusterPlace; binaries: Binaries }> {
  const { places, log = () => undefined } = options;
  const clusters = places?.clusters ?? '/var/lib/compact-hub';
  const place = await locateCluster(data, clusters, log);
  const source = places?.package ?? findPackage();
  const binaries = await findBinaries(source, places?.copies ?? '/var/tmp', place.account);
  await removeStaging(place.directory);
  if (place.exists) {
    await checkCluster(data, place, binaries);
  } else {
    const password = randomBytes(32).toString('base64url');
    await writeDurably(passwordFile(data), `${password}\n`);
    const durable = options.settings?.['fsync'] !== 'off';
    await createCluster(binaries, place, { password, durable });
    log(`database cluster made in ${place.directory}`);
  }
  if (place.outside) await nameCluster(data, place.directory);
  return { place, binaries };
}

async function checkCluster(data: string, place: ClusterPlace, binaries: Binaries): Promise<void> {
  const major = await clusterMajor(place.directory);
  if (major !== binaries.major) {
    const text = `the database was made by PostgreSQL ${major}, this release brings ${binaries.major}: dump it with the earlier release and restore it with this one`;
    throw new EmbeddedError('EMBEDDED_VERSION', text);
  }
  if ((await readIfThere(passwordFile(data))) === undefined) {
    const text = `${passwordFile(data)} is gone, and without it nobody can read the database: bring it back`;
    throw new EmbeddedError('EMBEDDED_PASSWORD_LOST', text);
  }
  if (!place.outside && !(await canReach(place.account, place.directory))) {
    const text = `the user who runs the database (uid ${place.account.uid}) can no longer enter ${place.directory}: let others pass its parent directories (chmod o+x)`;
    throw new EmbeddedError('EMBEDDED_PLACE_UNSAFE', text);
  }
}
