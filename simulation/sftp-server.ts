import { once } from 'node:events';
import { type Stats, constants } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, stat, unlink } from 'node:fs/promises';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { join, posix } from 'node:path';
import ssh2, { type Attributes, type AuthContext, type Connection, type SFTPWrapper } from 'ssh2';

export const { STATUS_CODE } = ssh2.utils.sftp;

export interface SshKeyPair {
  /** In the form of OpenSSH. */
  readonly private: string;
  /** A line as in `authorized_keys`. */
  readonly public: string;
}

/** A new Ed25519 pair. About one in a hundred that ssh2 1.17 makes has a key of the wrong length. */
export function makeSshKeyPair(): SshKeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

/** One request of a client, before it is done. Paths are of this machine. */
export interface SftpRequest {
  readonly name: string;
  readonly paths: readonly string[];
  /** Answers with a status in the place of the work. */
  readonly answer: (status: number) => void;
  /** Ends the client's connection. */
  readonly breakOff: () => void;
  /** Called once when the client's connection is gone. */
  readonly whenGone: (act: () => void) => void;
}

export interface SftpFolderOptions {
  /** What the client sees as `/`. */
  readonly folder: string;
  readonly hostKey: SshKeyPair;
  readonly user: string;
  /** A line of the only key that may log in. */
  readonly authorizedKey: string;
  /** A free one when 0. */
  readonly port: number;
  /** True where the request needs nothing more, as it was answered or never will be. */
  readonly meet: (request: SftpRequest) => Promise<boolean>;
  readonly loggingIn?: () => void;
}

/** A server of one folder, on loopback. */
export interface SftpFolderServer {
  readonly port: number;
  connections(): number;
  /** Breaks all connections. */
  cut(): void;
  /** Refuses connections too, until `comeUp`. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  close(): Promise<void>;
}

/** Serves a folder by version 3 of SFTP: real files, a plain rename that fails when the target exists. */
export async function startSftpFolderServer(options: SftpFolderOptions): Promise<SftpFolderServer> {
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server({ hostKeys: [options.hostKey.private] }, (connection, { port }) => {
    const socket = [...sockets].find(({ remotePort }) => remotePort === port);
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      options.loggingIn?.();
      authenticate(context, options);
    });
    openSftp(connection, (sftp) => {
      connection.once('close', serve(sftp, options, socket));
    });
  });
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setMaxListeners(0);
    ssh.injectSocket(socket);
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const goDown = async (): Promise<void> => {
    cut();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  await listen(options.port);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => sockets.size,
    cut,
    goDown,
    comeUp: () => (server.listening ? Promise.resolve() : listen(port)),
    close: goDown,
  };
}

/** The plain rename of version 3 as a status: link fails when the target exists. */
export async function renameNew(from: string, to: string): Promise<number> {
  try {
    await link(from, to);
    await unlink(from);
    return STATUS_CODE.OK;
  } catch (error) {
    return statusOf(error);
  }
}

/** Checks the key's kind, its bytes and the signature: the library checks none of them. */
function authenticate(context: AuthContext, { user, authorizedKey }: SftpFolderOptions): void {
  const allowed = ssh2.utils.parseKey(authorizedKey);
  if (context.method !== 'publickey' || context.username !== user || allowed instanceof Error) {
    context.reject(['publickey']);
    return;
  }
  const { key, blob, signature, hashAlgo } = context;
  const known = key.algo === allowed.type && key.data.equals(allowed.getPublicSSH());
  const asks = blob === undefined || signature === undefined;
  if (known && (asks || allowed.verify(blob, signature, hashAlgo))) context.accept();
  else context.reject(['publickey']);
}

function openSftp(connection: Connection, opened: (sftp: SFTPWrapper) => void): void {
  connection.on('session', (accept) => {
    accept().on('sftp', (acceptSftp) => {
      opened(acceptSftp());
    });
  });
}

const STATUS_FOR_ERROR: ReadonlyMap<string | undefined, number> = new Map([
  ['ENOENT', STATUS_CODE.NO_SUCH_FILE],
  ['ENOTDIR', STATUS_CODE.NO_SUCH_FILE],
  ['EACCES', STATUS_CODE.PERMISSION_DENIED],
  ['EPERM', STATUS_CODE.PERMISSION_DENIED],
]);

function statusOf(error: unknown): number {
  return STATUS_FOR_ERROR.get((error as NodeJS.ErrnoException).code) ?? STATUS_CODE.FAILURE;
}

interface OpenHandle {
  readonly path: string;
  readonly file?: FileHandle;
  unlisted?: string[];
}

/** As OpenSSH does: a packet has a limit. */
const NAMES_AT_ONCE = 100;

/** Answers the requests of one session; returns what closes its files. */
function serve(
  sftp: SFTPWrapper,
  { folder, meet }: SftpFolderOptions,
  socket: Socket | undefined,
): () => void {
  const handles = new Map<number, OpenHandle>();
  let made = 0;
  let isOver = false;
  const hasEnded = (): boolean => isOver;
  const real = (path: string): string => join(folder, posix.normalize(`/${path}`));
  const keep = (entry: OpenHandle): Buffer => {
    made += 1;
    handles.set(made, entry);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(made);
    return handle;
  };
  const kept = (handle: Buffer): OpenHandle | undefined => handles.get(handle.readUInt32BE());
  const pathOf = (handle: Buffer): string => kept(handle)?.path ?? '';
  const fileOf = (handle: Buffer): FileHandle => {
    const file = kept(handle)?.file;
    if (file === undefined) throw new Error('no such handle');
    return file;
  };
  /** Does one request unless it is met; what the disk refuses is a status. */
  const handle = (
    reqId: number,
    name: string,
    paths: readonly string[],
    work: () => Promise<void>,
  ): void => {
    const answer = (status: number): void => {
      sftp.status(reqId, status);
    };
    const breakOff = (): void => void socket?.destroy();
    const whenGone = (act: () => void): void => void socket?.once('close', act);
    meet({ name, paths, answer, breakOff, whenGone })
      .then(async (met) => {
        if (!met) await work();
      })
      .catch((error: unknown) => {
        answer(statusOf(error));
      });
  };
  const ok = (reqId: number): void => {
    sftp.status(reqId, STATUS_CODE.OK);
  };

  sftp.on('REALPATH', (reqId, path) => {
    const filename = posix.normalize(`/${path}`);
    sftp.name(reqId, [{ filename, longname: filename, attrs: EMPTY }]);
  });
  sftp.on('OPEN', (reqId, name, flags) => {
    const path = real(name);
    handle(reqId, 'OPEN', [path], async () => {
      const file = await open(path, openFlags(flags), 0o644);
      if (hasEnded()) await file.close();
      else sftp.handle(reqId, keep({ path, file }));
    });
  });
  sftp.on('WRITE', (reqId, id, offset, data) => {
    handle(reqId, 'WRITE', [pathOf(id)], async () => {
      await fileOf(id).write(data, 0, data.length, offset);
      ok(reqId);
    });
  });
  sftp.on('READ', (reqId, id, offset, length) => {
    handle(reqId, 'READ', [pathOf(id)], async () => {
      const { bytesRead, buffer } = await fileOf(id).read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead === 0) sftp.status(reqId, STATUS_CODE.EOF);
      else sftp.data(reqId, buffer.subarray(0, bytesRead));
    });
  });
  sftp.on('FSTAT', (reqId, id) => {
    handle(reqId, 'FSTAT', [pathOf(id)], async () => {
      sftp.attrs(reqId, attrsOf(await fileOf(id).stat()));
    });
  });
  sftp.on('CLOSE', (reqId, id) => {
    handle(reqId, 'CLOSE', [pathOf(id)], async () => {
      const entry = kept(id);
      handles.delete(id.readUInt32BE());
      await entry?.file?.close();
      ok(reqId);
    });
  });
  sftp.on('LSTAT', (reqId, name) => {
    handle(reqId, 'LSTAT', [real(name)], async () => {
      sftp.attrs(reqId, attrsOf(await lstat(real(name))));
    });
  });
  sftp.on('STAT', (reqId, name) => {
    handle(reqId, 'STAT', [real(name)], async () => {
      sftp.attrs(reqId, attrsOf(await stat(real(name))));
    });
  });
  sftp.on('REMOVE', (reqId, name) => {
    handle(reqId, 'REMOVE', [real(name)], async () => {
      await unlink(real(name));
      ok(reqId);
    });
  });
  sftp.on('RENAME', (reqId, from, to) => {
    handle(reqId, 'RENAME', [real(from), real(to)], async () => {
      sftp.status(reqId, await renameNew(real(from), real(to)));
    });
  });
  sftp.on('OPENDIR', (reqId, name) => {
    handle(reqId, 'OPENDIR', [real(name)], async () => {
      const unlisted = await readdir(real(name));
      sftp.handle(reqId, keep({ path: real(name), unlisted }));
    });
  });
  sftp.on('READDIR', (reqId, id) => {
    handle(reqId, 'READDIR', [pathOf(id)], async () => {
      const { path = '', unlisted = [] } = kept(id) ?? {};
      const entries = await entriesOf(path, unlisted.splice(0, NAMES_AT_ONCE));
      if (entries.length === 0) sftp.status(reqId, STATUS_CODE.EOF);
      else sftp.name(reqId, entries);
    });
  });
  return () => {
    isOver = true;
    for (const { file } of handles.values()) file?.close().catch(() => undefined);
    handles.clear();
  };
}

const EMPTY: Attributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

interface ListedName {
  readonly filename: string;
  readonly longname: string;
  readonly attrs: Attributes;
}

/** A name that vanished since the folder was opened is as if it had never been there. */
async function entriesOf(folder: string, names: readonly string[]): Promise<ListedName[]> {
  const entries = await Promise.all(
    names.map(async (filename) => {
      const facts = await lstat(join(folder, filename)).catch(() => undefined);
      return facts === undefined ? [] : [{ filename, longname: filename, attrs: attrsOf(facts) }];
    }),
  );
  return entries.flat();
}

function attrsOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  const [atime, mtime] = [Math.floor(atimeMs / 1000), Math.floor(mtimeMs / 1000)];
  return { mode, uid, gid, size, atime, mtime };
}

/** OPEN's own bits (draft-ietf-secsh-filexfer-02, 6.3) as the system's. */
function openFlags(flags: number): number {
  const { OPEN_MODE } = ssh2.utils.sftp;
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const writes = has(OPEN_MODE.READ) ? constants.O_RDWR : constants.O_WRONLY;
  return (
    (has(OPEN_MODE.WRITE) ? writes : constants.O_RDONLY) |
    (has(OPEN_MODE.CREAT) ? constants.O_CREAT : 0) |
    (has(OPEN_MODE.TRUNC) ? constants.O_TRUNC : 0) |
    (has(OPEN_MODE.EXCL) ? constants.O_EXCL : 0)
  );
}
