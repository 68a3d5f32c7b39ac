import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { FailedTest } from './counting-reporter.ts';

/** What mocha runs in one process. */
export interface MochaOrder {
  /** Files, patterns and options of mocha. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where the reporter writes each result; no two processes share it. */
  readonly resultsFile: string;
  /** At once to the terminal, or held back and printed whole when the process has ended. */
  readonly output: 'at once' | 'at the end';
}

export interface MochaResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly FailedTest[];
}

/**
 * Mocha in a process group of its own, so that whatever a test leaves ends with it. A run that breaks
 * off is a failure of its own.
 */
export async function runMocha(order: MochaOrder, interrupted: AbortSignal): Promise<MochaResults> {
  const mocha = join(PROJECT_ROOT, 'node_modules', 'mocha', 'lib', 'cli', 'cli.js');
  const reporter = join(import.meta.dirname, 'counting-reporter.ts');
  const held = order.output === 'at the end';
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', mocha, '--reporter', reporter, ...order.args],
    {
      cwd: PROJECT_ROOT,
      env: { ...process.env, ...order.environment, TEST_RESULTS_FILE: order.resultsFile },
      stdio: held ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: true,
    },
  );
  const said = outputOf(child);
  const end = (): void => void endGroup(child);
  interrupted.addEventListener('abort', end);
  if (interrupted.aborted) signalGroup(child, 'SIGKILL');
  const [code] = (await once(child, 'exit')) as [number | null];
  interrupted.removeEventListener('abort', end);
  signalGroup(child, 'SIGKILL');
  process.stdout.write(Buffer.concat(said));
  return resultsOf(await readFile(order.resultsFile, 'utf8').catch(() => ''), code ?? 1, order);
}

function outputOf(child: ChildProcess): Buffer[] {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  return chunks;
}

async function endGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGINT');
  await wait(3_000);
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // the group is gone
  }
}

function resultsOf(text: string, code: number, { args }: MochaOrder): MochaResults {
  const lines = text.split('\n').slice(0, -1);
  const count = (letter: string): number => lines.filter((line) => line[0] === letter).length;
  const failures = lines
    .filter((line) => line.startsWith('f'))
    .map((line) => JSON.parse(line.slice(1)) as FailedTest);
  const [passed, skipped] = [count('p'), count('s')];
  if (code !== 0 && failures.length === 0) {
    const error = `broke off with ${code} after ${passed} tests`;
    failures.push({ title: args.join(' '), error });
  }
  return { passed, failed: failures.length, skipped, failures };
}
