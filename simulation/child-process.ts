import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A process of the simulation that was given its work as one line and answered with one line. */
export interface SimulationProcess {
  readonly pid: number;
  /** What it wrote when it was ready, as JSON. */
  readonly ready: unknown;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number>;
  /** Asks it to end in order, and waits. */
  stop(): Promise<void>;
  /** Ends it as a power failure would (SIGKILL), and waits. */
  kill(): Promise<void>;
}

/**
 * Starts a module beside this one as a process of its own, from its source through tsx or compiled,
 * as this one runs. The work goes to its standard input, which stays open until `stop`.
 */
export async function startProcess(module: string, work: object): Promise<SimulationProcess> {
  const extension = extname(fileURLToPath(import.meta.url));
  const path = fileURLToPath(new URL(`./${module}${extension}`, import.meta.url));
  const loader =
    extension === '.ts'
      ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
      : [];
  const child = spawn(process.execPath, [...loader, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? -1);
    });
  });
  child.stdin.on('error', () => undefined); // A child that has ended already is seen by `ended`.
  child.stdin.write(`${JSON.stringify(work)}\n`);
  const ready = await firstLine(child.stdout, ended, module);
  return {
    pid: child.pid ?? -1,
    ready,
    ended,
    async stop() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function firstLine(
  output: NodeJS.ReadableStream,
  ended: Promise<number>,
  module: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    createInterface({ input: output }).once('line', (line) => {
      resolve(JSON.parse(line));
    });
    ended.then(
      (code) => {
        reject(new Error(`${module} ended with ${code} before it was ready`));
      },
      () => undefined,
    );
  });
}
