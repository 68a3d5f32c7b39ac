import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultOrder, HubProcessOptions, HubReady } from './hub-process.ts';
import { readOpenRequests } from './open-requests.ts';

/** A hub process as its fault test holds it. */
export interface HubChild {
  readonly pid: number;
  readonly url: string;
  /** Milliseconds from its start until it served. */
  readonly readyMs: number;
  /** How it ended: its exit code, or the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Tells it where to fail; resolves when it did, and never when it is to die there. */
  order(order: FaultOrder): Promise<void>;
  /** Requests that it has read and not answered; of a dead one, as of its death. */
  openRequests(): number;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Stops it in order; resolves with how it ended. */
  stop(): Promise<number | NodeJS.Signals>;
}

export interface HubChildOptions extends HubProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Its output goes to the end of this file. */
  readonly logFile: string;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/** Starts a hub and resolves when it serves; rejects, with nothing left, when it does not. */
export async function startHubChild(options: HubChildOptions): Promise<HubChild> {
  const { environment, logFile, ...own } = options;
  const startedAt = performance.now();
  const log = openSync(logFile, 'a');
  const child = fork(join(import.meta.dirname, 'hub-process.ts'), [JSON.stringify(own)], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  child.on('error', () => undefined); // a message to one that died meanwhile
  const ended = endOf(child);
  const { url } = await readyOf(child, ended, logFile);
  const readyMs = performance.now() - startedAt;
  return {
    pid: child.pid ?? 0,
    url,
    readyMs,
    ended,
    order: async (order) => {
      const told = once(child, 'message');
      child.send(order);
      await told;
    },
    openRequests: () => readOpenRequests(own.openRequestsFile),
    signal: (name) => {
      child.kill(name);
    },
    stop: async () => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      const end = await ended;
      clearTimeout(hard);
      return end;
    },
  };
}

async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? signal ?? 'SIGKILL';
}

/** The end of its output, as the file goes with the lab; another hub may write its requests into it too. */
function lastOutput(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines
    .filter((line) => !line.includes('"event":"request"'))
    .join('\n')
    .slice(-2_000);
}

async function readyOf(
  child: ChildProcess,
  ended: Promise<number | NodeJS.Signals>,
  logFile: string,
): Promise<HubReady> {
  const late = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  const failed = ended.then((end) => {
    throw new Error(`a hub ended with ${end} before it served: ${lastOutput(logFile)}`);
  });
  failed.catch(() => undefined); // it may serve first and end later
  const [ready] = (await Promise.race([once(child, 'message'), failed])) as [HubReady];
  clearTimeout(late);
  return ready;
}
