import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import {
  type Ask,
  type Done,
  type Told,
  STATUS,
  SftpStatusError,
  isMissing,
  request,
} from './sftp-request.ts';
import type { SftpSession } from './sftp-session.ts';

export interface RemoteFile {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  /** Seconds; the server's clock. */
  readonly mtime: number;
}

export interface ListedFile extends RemoteFile {
  readonly name: string;
}

/**
 * Requests to one server over one session, until a signal. Each rejects with an `SftpStatusError` or
 * an `SftpSilenceError`, and with nothing else for what the server does.
 */
export interface RemoteFiles {
  /** Makes a file that must not exist yet, writes it whole, and has it synchronised where that is offered. */
  writeNew(path: string, body: Buffer): Promise<void>;
  /** The bytes of a file; undefined when it is longer than the limit. */
  read(path: string, limit: number): Promise<Buffer | undefined>;
  /** Facts of the name itself, not of what a link leads to; undefined when there is none. */
  look(path: string): Promise<RemoteFile | undefined>;
  /** The plain rename of version 3, which fails when the target exists. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** At most `limit` entries of a folder, without `.` and `..`. */
  list(path: string, limit: number): Promise<{ files: ListedFile[]; complete: boolean }>;
}

const CHUNK_BYTES = 30_000;
/** Requests of one file under way at once: a distant server is not waited for at every chunk. */
const WINDOW = 8;

export function createRemoteFiles(session: SftpSession, signal: AbortSignal): RemoteFiles {
  const { sftp } = session;
  setMaxListeners(0, signal, session.lost);
  const ask = <Value>(start: (done: Done<Value>) => void): Promise<Value> =>
    request(start, session.lost, signal);
  const tell = (start: (done: Told) => void): Promise<void> =>
    ask<undefined>((done) => {
      start((error) => {
        done(error, undefined);
      });
    });

  async function withHandle<Value>(
    path: string,
    mode: 'r' | 'wx',
    use: (handle: Buffer) => Promise<Value>,
  ): Promise<Value> {
    const handle = await ask<Buffer>((done) => {
      sftp.open(path, mode, done);
    });
    let value: Value;
    try {
      value = await use(handle);
    } catch (error) {
      // The request that failed says why; the handle is given back without waiting.
      if (!session.lost.aborted) sftp.close(handle, () => undefined);
      throw error;
    }
    await tell((done) => {
      sftp.close(handle, done);
    });
    return value;
  }

  return {
    writeNew: (path, body) =>
      withHandle(path, 'wx', async (handle) => {
        for (const chunks of windowsOf(body.length)) {
          await Promise.all(
            chunks.map(({ from, length }) =>
              tell((done) => {
                sftp.write(handle, body, from, length, from, done);
              }),
            ),
          );
        }
        await synchronise(sftp, handle, ask);
      }),
    read: (path, limit) =>
      withHandle(path, 'r', async (handle) => {
        const { size } = await ask<Stats>((done) => {
          sftp.fstat(handle, done);
        });
        if (size > limit) return undefined;
        // One byte more than it says: a file that grew meanwhile shows itself.
        const buffer = Buffer.alloc(size + 1);
        let end = 0;
        for (const chunks of windowsOf(buffer.length)) {
          const lengths = await Promise.all(
            chunks.map((chunk) => readChunk({ sftp, handle, buffer, ask }, chunk)),
          );
          end += lengths.reduce((sum, length) => sum + length, 0);
        }
        return end > size ? undefined : buffer.subarray(0, end);
      }),
    look: async (path) => {
      try {
        return factsOf(
          await ask<Stats>((done) => {
            sftp.lstat(path, done);
          }),
        );
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    rename: (from, to) =>
      tell((done) => {
        sftp.rename(from, to, done);
      }),
    remove: (path) =>
      tell((done) => {
        sftp.unlink(path, done);
      }),
    list: async (path, limit) => {
      const handle = await ask<Buffer>((done) => {
        sftp.opendir(path, done);
      });
      try {
        return await listAll(sftp, handle, { limit, ask });
      } finally {
        if (!session.lost.aborted) sftp.close(handle, () => undefined);
      }
    },
  };
}

export function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** `fsync@openssh.com`. The library throws at once where the server does not offer it. */
async function synchronise(sftp: SFTPWrapper, handle: Buffer, ask: Ask): Promise<void> {
  let offered = true;
  await ask((done) => {
    try {
      sftp.ext_openssh_fsync(handle, done);
    } catch {
      offered = false;
      done(undefined, undefined);
    }
  }).catch((error: unknown) => {
    if (offered) throw error;
  });
}

interface Chunk {
  readonly from: number;
  readonly length: number;
}

function* windowsOf(size: number): Generator<Chunk[]> {
  for (let start = 0; start < size; start += CHUNK_BYTES * WINDOW) {
    const chunks: Chunk[] = [];
    for (let from = start; from < Math.min(size, start + CHUNK_BYTES * WINDOW);) {
      const length = Math.min(CHUNK_BYTES, size - from);
      chunks.push({ from, length });
      from += length;
    }
    yield chunks;
  }
}

interface Reading {
  readonly sftp: SFTPWrapper;
  readonly handle: Buffer;
  readonly buffer: Buffer;
  readonly ask: Ask;
}

/** Reads until the chunk is full or the file ends: a server may answer with fewer bytes than asked. */
async function readChunk(
  { sftp, handle, buffer, ask }: Reading,
  { from, length }: Chunk,
): Promise<number> {
  let read = 0;
  while (read < length) {
    const at = from + read;
    const count = await ask<number>((done) => {
      sftp.read(handle, buffer, at, length - read, at, done);
    }).catch((error: unknown) => {
      if (error instanceof SftpStatusError && error.status === STATUS.eof) return 0;
      throw error;
    });
    if (count === 0) break;
    read += count;
  }
  return read;
}

async function listAll(
  sftp: SFTPWrapper,
  handle: Buffer,
  { limit, ask }: { limit: number; ask: Ask },
): Promise<{ files: ListedFile[]; complete: boolean }> {
  const files: ListedFile[] = [];
  for (;;) {
    const entries = await ask<FileEntryWithStats[]>((done) => {
      sftp.readdir(handle, done);
    }).catch((error: unknown) => {
      if (error instanceof SftpStatusError && error.status === STATUS.eof) return undefined;
      throw error;
    });
    if (entries === undefined) return { files, complete: true };
    for (const { filename, attrs } of entries) {
      if (files.length >= limit) return { files, complete: false };
      files.push({ name: filename, ...factsOf(attrs) });
    }
  }
}

function factsOf(stats: Stats): RemoteFile {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  return { kind, size: stats.size, mtime: stats.mtime };
}
