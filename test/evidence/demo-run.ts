import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { stopOrphan } from '../../hub/store/embedded-postgres.ts';
import { within } from '../faults/until.ts';

/** `npm start` as somebody runs it who has cloned the project, seen from outside. */
export interface DemoRun {
  readonly url: string;
  readonly dataDirectory: string;
  /** Where the simulated states keep what is theirs. */
  readonly statesDirectory: string;
  /** From its start until it said that it serves. */
  readonly readySeconds: number;
  /** Until it said that the played transfer is acknowledged by both states' systems. */
  readonly playedSeconds: number;
  /** The hub's id of the played case. */
  readonly caseId: string;
  readonly keyOf: (member: string) => string;
  /** As Ctrl-C does; the exit code of npm. */
  stop(): Promise<number | null>;
}

export interface DemoOptions {
  /** Holds its data, its states' and its output. */
  readonly folder: string;
  readonly port: number;
  readonly logLevel?: 'debug';
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

interface Told {
  readonly url: string;
  readonly caseId: string;
  readonly readySeconds: number;
  readonly playedSeconds: number;
}

const READY = /^compact hub ready at (\S+)$/;
const PLAYED = /^(\d+) of (\d+) activities of this transfer are acknowledged/;
const CASE = /\/v1\/cases\/(C-[0-9A-Z]{26})/;
const WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 60_000;

/** Starts it and waits until the transfer is played; rejects, and ends it, when that takes too long. */
export async function startDemo(options: DemoOptions): Promise<DemoRun> {
  const { folder, port, logLevel, signal } = options;
  signal?.throwIfAborted();
  const started = performance.now();
  const dataDirectory = join(folder, 'data');
  // A group of its own: Ctrl-C in a terminal reaches npm and all that it started.
  const child = spawn('npm', ['start'], {
    cwd: PROJECT_ROOT,
    detached: true,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      HUB_PORT: String(port),
      HUB_DATA_DIR: dataDirectory,
      HUB_INSTALL: 'no',
      ...(logLevel === undefined ? {} : { HUB_LOG_LEVEL: logLevel }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = createWriteStream(join(folder, 'output.log'), { flags: 'a' });
  child.stdout.pipe(output);
  child.stderr.pipe(output);
  signal?.addEventListener('abort', () => void end(child, dataDirectory).catch(() => null));
  try {
    const listening = listen(child, started);
    const told = await within(WITHIN_MS, 'the played transfer is acknowledged', listening);
    return {
      ...told,
      dataDirectory,
      statesDirectory: `${dataDirectory}-states`,
      keyOf: (member) => readFileSync(join(dataDirectory, 'demo', `${member}.key`), 'utf8').trim(),
      stop: () => end(child, dataDirectory),
    };
  } catch (error) {
    await end(child, dataDirectory);
    throw error;
  }
}

async function listen(child: ChildProcess, started: number): Promise<Told> {
  if (child.stdout === null) throw new Error('the demo has no output');
  const seconds = (): number => (performance.now() - started) / 1_000;
  let [url, readySeconds, playedSeconds] = ['', 0, 0];
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = READY.exec(line)?.[1];
    if (ready !== undefined) [url, readySeconds] = [ready, seconds()];
    const [, acknowledged, all] = PLAYED.exec(line) ?? [];
    if (all !== undefined) {
      if (acknowledged !== all) throw new Error(`${acknowledged ?? 0} of ${all} are acknowledged`);
      playedSeconds = seconds();
    }
    const caseId = CASE.exec(line)?.[1];
    if (caseId !== undefined) return { url, caseId, readySeconds, playedSeconds };
  }
  throw new Error('the demo ended before its transfer was played');
}

async function end(child: ChildProcess, dataDirectory: string): Promise<number | null> {
  if (child.exitCode !== null || child.pid === undefined) return child.exitCode;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  process.kill(-child.pid, 'SIGINT');
  try {
    const [code] = await within(STOP_WITHIN_MS, 'the demo stops', exited);
    return code;
  } catch (error) {
    process.kill(-child.pid, 'SIGKILL');
    await stopOrphan(dataDirectory);
    throw error;
  }
}
