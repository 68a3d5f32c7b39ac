import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { startEmbeddedPostgres, stopOrphan } from '../../hub/store/embedded-postgres.ts';
import type {
  EmbeddedPostgres,
  EmbeddedPostgresOptions,
} from '../../hub/store/embedded-postgres.ts';
import { makeReachableFolder } from './reachable-folder.ts';

const HOLDER = join(PROJECT_ROOT, 'test', 'support', 'hold-embedded-postgres.ts');

/** Options of a start, and the user to become before it. */
export interface More extends Partial<EmbeddedPostgresOptions> {
  readonly uid?: number | undefined;
}

/** A process that holds the embedded database. */
export interface Holder {
  /** Resolves when its start begins. */
  starting(): Promise<void>;
  ready(): Promise<Pick<EmbeddedPostgres, 'url' | 'directory'>>;
  /** Lets it stop the database and end. */
  end(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts databases in a temporary folder; data directories are named relative to it. */
export interface EmbeddedFixture {
  readonly folder: string;
  /** What the starts said. */
  readonly lines: string[];
  start(name: string, more?: More): Promise<EmbeddedPostgres>;
  /** Starts it in a process of its own. */
  hold(name: string, more?: More): Holder;
  /** Ends everything that it started, for the next test. */
  endAll(): Promise<void>;
  /** Removes the folder too. */
  close(): Promise<void>;
}

/** A temporary folder for databases. */
export async function openEmbeddedFixture(): Promise<EmbeddedFixture> {
  const folder = await makeReachableFolder('compact-hub-embedded-');
  const [servers, holders, lines]: [EmbeddedPostgres[], Holder[], string[]] = [[], [], []];
  const optionsOf = (name: string, more: More): EmbeddedPostgresOptions => ({
    dataDirectory: join(folder, name),
    settings: { fsync: 'off', ...more.settings },
    places: { clusters: join(folder, 'clusters'), ...more.places },
  });
  const endAll = async (): Promise<void> => {
    for (const holder of holders.splice(0)) await holder.kill();
    for (const server of servers.splice(0)) await server.stop();
    for (const name of await readdir(folder)) await stopOrphan(join(folder, name)).catch(() => 0);
    lines.length = 0;
  };
  return {
    folder,
    lines,
    start: async (name, more = {}) => {
      const log = (line: string): void => void lines.push(line);
      const server = await startEmbeddedPostgres({ ...optionsOf(name, more), log });
      servers.push(server);
      return server;
    },
    hold: (name, more = {}) => {
      const holder = startHolder({ options: optionsOf(name, more), uid: more.uid });
      holders.push(holder);
      return holder;
    },
    endAll,
    close: async () => {
      await endAll();
      await rm(folder, { recursive: true });
    },
  };
}

function startHolder(order: object): Holder {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ['--import', 'tsx', HOLDER, JSON.stringify(order)],
    { cwd: PROJECT_ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const output = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await output.next()).value);
  const starting = line();
  return {
    starting: async () => {
      await starting;
    },
    ready: async () => {
      await starting;
      return JSON.parse(await line()) as Pick<EmbeddedPostgres, 'url' | 'directory'>;
    },
    end: async () => {
      child.stdin.end();
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The rows of one statement on a connection of its own. */
export async function query(url: string, sql: string, values: unknown[] = []): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // the server ends while a query runs: the query rejects
  await client.connect();
  try {
    return (await client.query<object>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The code of a rejection where the hub or Node gives one, else its words. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code?.startsWith('E') === true ? code : message;
  }
  throw new Error('expected a failure');
}

/** The number of the server's first process. */
export async function postmasterOf(directory: string): Promise<number> {
  return Number((await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** True while a PostgreSQL process has this number. */
export async function isRunning(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('postgres');
}
