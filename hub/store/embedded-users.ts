import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EmbeddedError } from './embedded-error.ts';
import { errorCode, readIfThere } from './embedded-file.ts';

const POLL_MS = 20;
const TURN_WITHIN_MS = 310_000; // a little more than a server has to get ready

/**
 * Runs `work` while no other process starts or stops the database of `data` (a real path). The lock
 * is a name in the kernel (an abstract socket, unix(7)): it goes with its process, however that ends.
 */
export async function inTurn<T>(data: string, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(data);
  try {
    return await work();
  } finally {
    lock.close();
    await once(lock, 'close');
  }
}

async function takeLock(data: string): Promise<Server> {
  const name = `\0compact-hub/${createHash('sha256').update(data).digest('hex')}`;
  const signal = AbortSignal.timeout(TURN_WITHIN_MS);
  while (!signal.aborted) {
    const server = createServer().listen(name);
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if (errorCode(error) !== 'EADDRINUSE') throw error;
    }
    await wait(POLL_MS);
  }
  const text = 'another process has been starting or stopping this database for minutes';
  throw new EmbeddedError('EMBEDDED_START_FAILED', text);
}

/** Notes that this process uses the database of `data`; returns the note. Call it in turn. */
export async function addUser(data: string): Promise<string> {
  const folder = usersFolder(data);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const note = join(folder, `${process.pid}.${randomBytes(4).toString('hex')}`);
  await writeFile(note, (await signatureOf(process.pid, data)) ?? '');
  return note;
}

/** Removes a note, and those of processes that ended; true when no user is left. Call it in turn. */
export async function removeUser(data: string, note?: string): Promise<boolean> {
  if (note !== undefined) await rm(note, { force: true });
  const notes = await readdir(usersFolder(data)).catch(() => []);
  const alive = await Promise.all(notes.map((name) => keepIfAlive(data, name)));
  return !alive.includes(true);
}

const usersFolder = (data: string): string => join(data, 'postgres-users');

async function keepIfAlive(data: string, name: string): Promise<boolean> {
  const note = join(usersFolder(data), name);
  const signature = await signatureOf(Number(name.split('.')[0]), data);
  if (signature !== undefined && signature === (await readIfThere(note))) return true;
  await rm(note, { force: true });
  return false;
}

/**
 * Tells a living process from a later one of the same number by its start, in clock ticks since boot
 * (field 22 of its stat file, proc(5)), and a data directory from its copy by the path.
 */
async function signatureOf(pid: number, data: string): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const start = text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  return start === undefined ? undefined : `${start} ${data}`;
}
