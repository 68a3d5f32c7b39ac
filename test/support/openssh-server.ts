import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeSshKeyPair } from '../../simulation/sftp-server.ts';
import { makeReachableFolder } from './reachable-folder.ts';
import { makeStateFolders } from './state-folders.ts';

/** A private OpenSSH server with a folder of its own, for one test. */
export interface OpensshServer {
  readonly port: number;
  readonly endpoint: string;
  /** What lies below the endpoint's path, on this machine's disk. */
  readonly folder: string;
  /** A line of the server's public key. */
  readonly hostKey: string;
  readonly fingerprint: string;
  readonly user: string;
  /** A file with the private key, as `sftp -i` takes it. */
  readonly keyFile: string;
  readonly credential: string;
  stop(): Promise<void>;
}

export interface OpensshOptions {
  /** Every write is refused. */
  readonly readOnly?: boolean;
  /** Largest file that can be written, in blocks of 1,024 bytes: what a full disk does. */
  readonly fileBlocks?: number;
}

/** The server is not on the path of users. */
export const SSHD = '/usr/sbin/sshd';

/** Starts Debian's sshd as the user of the test, on a free port of loopback. */
export async function startOpensshServer(options: OpensshOptions = {}): Promise<OpensshServer> {
  const home = await makeReachableFolder('compact-hub-sshd-');
  const folder = join(home, 'state');
  await makeStateFolders(folder);
  // sshd gives its rights up for a folder that must be there, and only root can make it.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const host = makeSshKeyPair();
  const client = makeSshKeyPair();
  const [hostKeyFile, keyFile] = [join(home, 'host_key'), join(home, 'client_key')];
  await writeFile(hostKeyFile, host.private, { mode: 0o600 });
  await writeFile(keyFile, client.private, { mode: 0o600 });
  await writeFile(join(home, 'authorized_keys'), `${client.public}\n`);
  const user = userInfo().username;
  const port = await freePort();
  const config = join(home, 'sshd_config');
  await writeFile(config, configOf({ home, port, readOnly: options.readOnly === true }));
  const child = await start(config, options.fileBlocks);
  return {
    port,
    endpoint: `sftp://127.0.0.1:${port}${folder}`,
    folder,
    hostKey: host.public,
    fingerprint: fingerprintOf(host.public),
    user,
    keyFile,
    credential: `${user}\n${client.private}`,
    stop: async () => {
      const exited = once(child, 'exit');
      // Its sessions are processes of their own, and end with their connections.
      if (child.exitCode === null && child.kill('SIGKILL')) await exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** As `ssh-keygen -lf` prints it. */
export function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

function configOf({ home, port, readOnly }: { home: string; port: number; readOnly: boolean }) {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(home, 'host_key')}`,
    'PidFile none',
    `AuthorizedKeysFile ${join(home, 'authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PubkeyAuthentication yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'MaxStartups 100',
    'LogLevel INFO',
    `Subsystem sftp internal-sftp${readOnly ? ' -R' : ''}`,
    '',
  ].join('\n');
}

async function start(config: string, fileBlocks: number | undefined): Promise<ChildProcess> {
  const command = `exec ${SSHD} -D -e -f "$0"`;
  // Ignored, the signal becomes an error of the write, as with a full disk.
  const limit = fileBlocks === undefined ? '' : `trap '' XFSZ; ulimit -f ${fileBlocks}; `;
  const child = spawn('/bin/bash', ['-c', `${limit}${command}`, config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    if (line.startsWith('Server listening')) {
      child.stderr.resume();
      return child;
    }
  }
  throw new Error(`sshd did not start: ${said.join('; ')}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
