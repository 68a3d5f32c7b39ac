import { type LookupFunction, type Socket, connect } from 'node:net';
import type { ConnectConfig, SFTPWrapper } from 'ssh2';
import SftpClient from 'ssh2-sftp-client';
import type { FailureCode } from './adapter.ts';
import { ENDPOINT_REFUSED } from './endpoint-guard.ts';
import type { PinnedHostKeys, SftpCredential } from './sftp-identity.ts';

/** Where a server is, who it must be, and who the hub is to it. */
export interface SftpServerAddress {
  readonly host: string;
  readonly port: number;
  /** From `createGuardedLookup`. */
  readonly lookup: LookupFunction;
  readonly hostKeys: PinnedHostKeys;
  readonly credential: SftpCredential;
  /** For name, connection, key exchange and log-in together. */
  readonly connectMs: number;
}

/** A connection that is logged in. */
export interface SftpSession {
  readonly sftp: SFTPWrapper;
  /** Aborts when the connection is gone. */
  readonly lost: AbortSignal;
  /** Ends the connection at once; resolves when the socket is closed. */
  end(): Promise<void>;
}

export type OpenedSession =
  | { readonly kind: 'open'; readonly session: SftpSession }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly detail: string };

/** How far a connection came before it failed: what decides the failure's code. */
type Phase = 'connecting' | 'key-exchange' | 'authenticating' | 'opening';

const ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  cipher: [
    'aes256-gcm@openssh.com',
    'aes128-gcm@openssh.com',
    'aes256-ctr',
    'aes192-ctr',
    'aes128-ctr',
  ],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
  ],
  compress: ['none'],
} as const;

/**
 * Connects to an address that the guard has checked, and logs in. The server proves itself by a
 * pinned key before it learns user or key. Always resolves, at the latest at the deadline.
 */
export function openSession(
  address: SftpServerAddress,
  signal: AbortSignal,
): Promise<OpenedSession> {
  const lost = new AbortController();
  const { host, port, lookup } = address;
  // ssh2 writes a packet in pieces: held together they would wait for the server's delayed acknowledgement.
  const socket = connect({ host, port, lookup, noDelay: true });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      lost.abort();
      resolve();
    });
  });
  const end = (): Promise<void> => {
    socket.destroy();
    return closed;
  };
  return new Promise((resolve) => {
    let phase: Phase = 'connecting';
    let keyRefused = false;
    const timer = setTimeout(fail, address.connectMs, 'CONNECT_DEADLINE');
    const onAbort = (): void => {
      fail('ABORTED');
    };

    function settle(opened: OpenedSession): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(opened);
      if (opened.kind === 'failed') void end();
    }

    function fail(detail: string, authentication = false): void {
      const code = codeFor({ phase, keyRefused, authentication, detail });
      settle({ kind: 'failed', code, detail });
    }

    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    socket.on('error', (error: Error & { code?: unknown }) => {
      fail(codeOf(error));
    });
    socket.once('close', () => {
      fail('CLOSED');
    });
    socket.once('connect', () => {
      phase = 'key-exchange';
      const client = new SftpClient('hub', { error: ignore, end: ignore, close: ignore });
      client.on('handshake', () => {
        phase = 'authenticating';
      });
      client.on('ready', () => {
        phase = 'opening';
      });
      client.on('error', (error: { level?: unknown; code?: unknown }) => {
        fail(keyRefused ? 'HOST_KEY' : PHASE_DETAIL[phase], isRefusal(error, phase));
      });
      const verify = (key: Buffer): boolean => {
        keyRefused = !address.hostKeys.matches(key);
        return !keyRefused;
      };
      client.connect(loginOf(address, socket, verify)).then(
        (sftp) => {
          // A server that breaks the protocol is as good as gone.
          sftp.on('error', () => void end());
          sftp.on('end', () => void end());
          settle({ kind: 'open', session: { sftp, lost: lost.signal, end } });
        },
        () => {
          const stands = phase === 'opening' && socket.readable && !socket.destroyed;
          fail(stands ? SFTP_REFUSED : PHASE_DETAIL[phase]);
        },
      );
    });
  });
}

function loginOf(
  { hostKeys, credential, connectMs }: SftpServerAddress,
  sock: Socket,
  hostVerifier: (key: Buffer) => boolean,
): ConnectConfig {
  return {
    sock,
    username: credential.user,
    privateKey: credential.privateKey,
    // Without it the library also tries to log in with nothing.
    authHandler: ['publickey'],
    hostVerifier,
    readyTimeout: connectMs,
    algorithms: {
      kex: [...ALGORITHMS.kex],
      cipher: [...ALGORITHMS.cipher],
      hmac: [...ALGORITHMS.hmac],
      compress: [...ALGORITHMS.compress],
      serverHostKey: hostKeys.algorithms,
    },
  };
}

/** RFC 4253, 11.1: `SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE`. */
const NO_MORE_METHODS = 14;

function isRefusal({ level, code }: { level?: unknown; code?: unknown }, phase: Phase): boolean {
  return (
    phase === 'authenticating' && (level === 'client-authentication' || code === NO_MORE_METHODS)
  );
}

const NO_SUCH_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', ENDPOINT_REFUSED]);
/** Logged in, the connection stands, and the server does not open SFTP for this account. */
const SFTP_REFUSED = 'SFTP_REFUSED';

const PHASE_DETAIL: Readonly<Record<Phase, string>> = {
  connecting: 'CONNECTING',
  'key-exchange': 'KEY_EXCHANGE',
  authenticating: 'AUTHENTICATION',
  opening: 'OPENING',
};

interface Failed {
  readonly phase: Phase;
  readonly keyRefused: boolean;
  readonly authentication: boolean;
  readonly detail: string;
}

/** The first rows of the failure table of docs/adapters-sftp.md. */
function codeFor({ phase, keyRefused, authentication, detail }: Failed): FailureCode {
  if (keyRefused) return 'IDENTITY_MISMATCH';
  if (authentication) return 'CREDENTIALS_REFUSED';
  if (phase === 'connecting' && NO_SUCH_HOST.has(detail)) return 'UNROUTABLE';
  return detail === SFTP_REFUSED ? 'UNROUTABLE' : 'CONNECTION_FAILED';
}

function codeOf({ code }: { code?: unknown }): string {
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'FAILED';
}

function ignore(): void {
  // the session's own listeners say what happened
}
