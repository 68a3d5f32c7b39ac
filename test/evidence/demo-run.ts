import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { within } from '../faults/until.ts';

/** `npm start` in a folder of its own, seen from outside. */
export interface DemoRun {
  readonly url: string;
  readonly dataDirectory: string;
  /** Where the simulated states keep what is theirs. */
  readonly statesDirectory: string;
  readonly readySeconds: number;
  /** Until it said that the played transfer is acknowledged by both states' systems. */
  readonly playedSeconds: number;
  readonly keyOf: (member: string) => string;
  /** As Ctrl-C does; the exit code. */
  stop(): Promise<number | null>;
}

const READY = /^compact hub ready at (\S+)$/;
const PLAYED = /^(\d+) of (\d+) activities of this transfer are acknowledged/;
const WITHIN_MS = 120_000;

/** A folder for demos, removed by `remove`. */
export function demoFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'compact-hub-evidence-'));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts it and waits until the transfer is played; rejects, and ends it, when that takes too long. */
export async function startDemo(folder: string): Promise<DemoRun> {
  const started = performance.now();
  const dataDirectory = join(folder, 'data');
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'compact-hub.js'), 'demo'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      HUB_PORT: '0',
      HUB_DATA_DIR: dataDirectory,
      HUB_INSTALL: 'no',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const told = within(WITHIN_MS, 'the played transfer is acknowledged', listen(child, started));
    const { url, readySeconds, playedSeconds } = await told;
    return {
      url,
      dataDirectory,
      statesDirectory: `${dataDirectory}-states`,
      readySeconds,
      playedSeconds,
      keyOf: (member) => readFileSync(join(dataDirectory, 'demo', `${member}.key`), 'utf8').trim(),
      stop: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

async function listen(child: ChildProcess, started: number) {
  if (child.stdout === null) throw new Error('the demo has no output');
  const seconds = (): number => (performance.now() - started) / 1_000;
  let url = '';
  let readySeconds = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = READY.exec(line)?.[1];
    if (ready !== undefined) {
      url = ready;
      readySeconds = seconds();
    }
    const [, acknowledged, all] = PLAYED.exec(line) ?? [];
    if (all === undefined) continue;
    if (acknowledged !== all) throw new Error(`${acknowledged ?? 0} of ${all} are acknowledged`);
    child.stdout.resume();
    return { url, readySeconds, playedSeconds: seconds() };
  }
  throw new Error('the demo ended before its transfer was played');
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const [code] = (await within(60_000, 'the demo stops', exited)) as [number | null];
  return code;
}
