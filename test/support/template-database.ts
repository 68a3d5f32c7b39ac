import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { MEMBER_CODES } from '../../hub/compact/members.ts';
import { loadExchangePolicy } from '../../hub/load-policies.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { migrate } from '../../hub/store/migrate.ts';
import { testServerUrl } from './test-server.ts';

/** A database of one test file, migrated and empty. */
export interface TestDatabase {
  /** Connects as its owner, a superuser. */
  readonly url: string;
  /** Removes it, ending whatever is connected. */
  drop(): Promise<void>;
}

/** Any constant: test processes take turns making the template. */
const TEMPLATE_LOCK = 530_192_027;

/** Clones the template, to which the migrations were applied once, in some hundredths of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await testServerUrl();
  const template = await ensureTemplate(server);
  const name = `hub_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asOwner(server, (owner) => owner.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return {
    url: urlOf(server, name),
    drop: () => asOwner(server, (owner) => dropDatabase(owner, name)),
  };
}

/** The template of these migrations, made when it is missing; one that was cut short is made again. */
async function ensureTemplate(server: string): Promise<string> {
  const name = `hub_template_${await migrationsDigest()}`;
  await asOwner(server, async (owner) => {
    await owner.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if (await databaseExists(owner, name)) return;
    await dropLeftovers(owner);
    await owner.query('CREATE DATABASE hub_template_new');
    await migrate(urlOf(server, 'hub_template_new'));
    await agreeForAll(urlOf(server, 'hub_template_new'));
    await owner.query(`ALTER DATABASE hub_template_new RENAME TO ${name}`);
  });
  return name;
}

/** What most tests are not about: the agency of each member agreed to the terms of exchange. */
export async function agreeForAll(url: string): Promise<void> {
  await asOwner(url, (owner) =>
    owner.query(
      `INSERT INTO agreements (member, version, agreed_by, agreed_at)
       SELECT unnest($1::text[]), $2, 'command', '2026-01-01'`,
      [MEMBER_CODES, loadExchangePolicy().version],
    ),
  );
}

/** What test processes that were killed left on a server that goes on. */
async function dropLeftovers(owner: pg.Client): Promise<void> {
  await dropDatabase(owner, 'hub_template_new');
  const { rows } = await owner.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'hub\\_test\\_%'`,
  );
  for (const { datname } of rows) {
    const pid = Number(datname.split('_')[2]);
    if (!isAlive(pid)) await dropDatabase(owner, datname);
  }
}

async function migrationsDigest(): Promise<string> {
  const folder = join(PROJECT_ROOT, 'hub', 'store', 'migrations');
  // With what the template holds beside the migrations.
  const hash = createHash('sha256').update(`agreed to ${loadExchangePolicy().version}`);
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name).update(await readFile(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function databaseExists(owner: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await owner.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

const LONGEST_GOODBYE_MS = 5_000;

/** A pool has ended before the server has heard of it: who is cut off then fails where nobody listens. */
async function dropDatabase(owner: pg.Client, name: string): Promise<void> {
  const end = performance.now() + LONGEST_GOODBYE_MS;
  while (performance.now() < end) {
    const { rowCount } = await owner.query('SELECT FROM pg_stat_activity WHERE datname = $1', [
      name,
    ]);
    if (rowCount === 0) break;
    await pause(10);
  }
  await owner.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function asOwner<T>(server: string, work: (owner: pg.Client) => Promise<T>): Promise<void> {
  const owner = new pg.Client({ connectionString: server });
  await owner.connect();
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
