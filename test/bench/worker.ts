import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process of the bench, asked by name. */
export interface Worker<Ready> {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: Ready;
  call<Result>(command: string, argument?: object): Promise<Result>;
  /** Lets it end, and ends it hard when it does not. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  /** File in this folder. */
  readonly file: string;
  /** For a process that asks for them. */
  readonly options?: object;
  readonly nodeOptions?: readonly string[];
  /** Its output goes here. */
  readonly logFile: string;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const STOP_WITHIN_MS = 20_000;

/** Starts a process and waits until it is ready. Rejects when it ends before. */
export async function startWorker<Ready>(order: WorkerOptions): Promise<Worker<Ready>> {
  const { file, options, nodeOptions = [], logFile } = order;
  const log = openSync(logFile, 'a');
  const optionsFile = `${logFile}.options`;
  if (options !== undefined) writeFileSync(optionsFile, JSON.stringify(options), { mode: 0o600 });
  const child = fork(join(import.meta.dirname, file), [optionsFile], {
    execArgv: ['--import', 'tsx', ...nodeOptions],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const pending = new Map<number, Pending>();
  const ended = endOf(child, () => {
    // After an interruption the folder of the logs may be gone before its last process is.
    const lastWords = existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-2_000) : '';
    const error = new Error(`the process of ${file} ended: ${lastWords}`);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  });
  const ready = await readyOf<Ready>(child, pending);
  let calls = 0;
  return {
    pid: child.pid ?? 0,
    ready,
    call: <Result>(command: string, argument: object = {}) =>
      new Promise<Result>((resolve, reject) => {
        const id = (calls += 1);
        pending.set(id, { resolve: resolve as Pending['resolve'], reject });
        child.send({ id, command, argument });
      }),
    stop: async () => {
      if (child.connected) child.disconnect();
      const hard = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(hard);
    },
  };
}

function endOf(child: ChildProcess, onEnd: () => void): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      onEnd();
      resolve();
    });
  });
}

interface Message {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

const READY = 0;

function readyOf<Ready>(child: ChildProcess, pending: Map<number, Pending>): Promise<Ready> {
  child.on('message', (message: Message) => {
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.result);
    else waiting?.reject(new Error(message.error));
  });
  return new Promise<Ready>((resolve, reject) => {
    pending.set(READY, { resolve: resolve as Pending['resolve'], reject });
  });
}
