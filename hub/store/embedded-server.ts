import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnAs } from './embedded-account.ts';
import type { Account } from './embedded-account.ts';
import { EmbeddedError } from './embedded-error.ts';
import { errorCode, readIfThere, statIfThere } from './embedded-file.ts';
import { PROGRAM_ENVIRONMENT } from './embedded-initdb.ts';
import { findPostmaster, isPostmaster, pidFile } from './embedded-postmaster.ts';
import type { Postmaster } from './embedded-postmaster.ts';

/** How a server is started on its cluster. */
export interface ServerParts {
  readonly postgres: string;
  readonly cluster: string;
  readonly account: Account;
  readonly settings: Readonly<Record<string, string>>;
  /** The server's log, appended to. */
  readonly logFile: string;
}

/**
 * Loopback only, no socket file; no value of any statement reaches a log: errors go to the client
 * alone, and what the server itself reports comes without detail, which would name keys and text.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  // A segment of the write-ahead log that is used again holds old keys until it is full anew.
  wal_recycle: 'off',
};

const POLL_MS = 10;
/** Recovery after the machine stopped reads the write-ahead log again, 1 GB at most. */
const READY_WITHIN_MS = 300_000;
const FAST_STOP_WITHIN_MS = 30_000;
const HARD_STOP_WITHIN_MS = 10_000;
const ATTEMPTS = 5;
const LOG_KEPT_BYTES = 1_000_000;

/**
 * The server of a cluster, ready for connections: the one that an earlier hub left, or a new one on
 * a free port (or on `settings.port`). Throws EMBEDDED_START_FAILED with the server's last words.
 */
export async function runServer(parts: ServerParts): Promise<Postmaster> {
  const signal = AbortSignal.timeout(READY_WITHIN_MS);
  await turnLog(parts.logFile);
  for (let attempt = 1; ; attempt += 1) {
    const left = await settledPostmaster(parts.cluster, signal);
    if (left !== undefined) return left;
    await removeStalePid(parts.cluster);
    await launch(parts);
    const started = await settledPostmaster(parts.cluster, signal);
    if (started !== undefined) return started;
    const reason = await lastWords(parts.logFile);
    // A statement of a server that was killed ends by its own timeout, at the latest.
    const busy = reason.includes('pre-existing shared memory block') && !signal.aborted;
    if (attempt >= ATTEMPTS && !busy) {
      throw new EmbeddedError('EMBEDDED_START_FAILED', `PostgreSQL did not start: ${reason}`);
    }
    await wait(200); // its port may have been taken between the choice and the start
  }
}

/** Why a server ended, in its own words. */
export async function lastWords(logFile: string): Promise<string> {
  const words = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-20);
  return words.findLast((line) => line.includes('FATAL')) ?? words.at(-1) ?? '';
}

/** Ends a server by a fast shutdown; one that hangs is ended hard and recovers at its next start. */
export async function endServer(cluster: string): Promise<void> {
  for (const [signal, within] of [
    ['SIGINT', FAST_STOP_WITHIN_MS],
    ['SIGQUIT', HARD_STOP_WITHIN_MS],
  ] as const) {
    const running = await findPostmaster(cluster);
    if (running === undefined) return;
    sendSignal(running.pid, signal);
    if (await endsWithin(running.pid, cluster, within)) return;
  }
  throw new EmbeddedError('EMBEDDED_STOP_FAILED', 'PostgreSQL does not stop');
}

const SETTLED: ReadonlySet<Postmaster['status']> = new Set(['recovering', 'ready']);

/**
 * Waits while a server starts or stops, also one that recovers from a crash; undefined when none runs.
 * Recovery from a backup may take hours, and is not waited for.
 */
async function settledPostmaster(
  cluster: string,
  signal: AbortSignal,
): Promise<Postmaster | undefined> {
  for (;;) {
    const found = await findPostmaster(cluster);
    if (found === undefined || SETTLED.has(found.status)) return found;
    if (signal.aborted) {
      throw new EmbeddedError('EMBEDDED_START_FAILED', `PostgreSQL is still ${found.status}`);
    }
    await wait(POLL_MS);
  }
}

/**
 * Where the file's number belongs to another process now, or the machine stopped before the number
 * was written, PostgreSQL would take the file for a running server. Its lock on shared memory, which
 * needs no file, still keeps two servers off one cluster.
 */
async function removeStalePid(cluster: string): Promise<void> {
  const text = await readIfThere(pidFile(cluster));
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  if (pid > 0 && !isAlive(pid)) return;
  await unlink(pidFile(cluster));
}

/** Starts the program and returns once it holds its cluster or has ended. */
async function launch(parts: ServerParts): Promise<void> {
  const port = parts.settings['port'] ?? String(await freePort());
  const settings = Object.entries({ ...SETTINGS, ...parts.settings, port });
  const args = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(parts.logFile, 'a', 0o600);
  try {
    const child = spawn(parts.postgres, ['-D', parts.cluster, ...args], {
      ...spawnAs(parts.account),
      cwd: '/',
      env: PROGRAM_ENVIRONMENT,
      // A session of its own: Ctrl-C at the hub's terminal must not end the database before the hub.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    await once(child, 'spawn');
    while (child.exitCode === null && child.signalCode === null) {
      if ((await findPostmaster(parts.cluster)) !== undefined) return;
      await wait(POLL_MS);
    }
  } finally {
    await log.close();
  }
}

/** Keeps the log of now and the one before. */
async function turnLog(path: string): Promise<void> {
  const size = (await statIfThere(path))?.size ?? 0;
  if (size > LOG_KEPT_BYTES) await rename(path, `${path}.old`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function endsWithin(pid: number, cluster: string, within: number): Promise<boolean> {
  const signal = AbortSignal.timeout(within);
  while (!signal.aborted) {
    if (!(await isPostmaster(pid, cluster))) return true;
    await wait(POLL_MS);
  }
  return false;
}

function sendSignal(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
