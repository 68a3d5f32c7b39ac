import type { LookupFunction } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { SecureContext } from 'node:tls';
import {
  type ChannelModel,
  type ConfirmChannel,
  type SocketOptions,
  connect,
  credentials,
} from 'amqplib';
import type { FailureCode } from './adapter.ts';
import { ENDPOINT_REFUSED } from './endpoint-guard.ts';
import { guardConnections } from './queue-library.ts';
import { type Topology, TopologyError, prepareTopology } from './queue-topology.ts';

/** How the hub proves who it is: SASL PLAIN, or EXTERNAL by its client certificate. */
export type QueueLogin =
  | { readonly scheme: 'password'; readonly user: string; readonly password: string }
  | { readonly scheme: 'certificate' };

/** Where a state's broker is, and all that is needed to use it. */
export interface QueueTarget {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly vhost: string;
  /** From `createGuardedLookup`, so that every connection goes to an address that was checked. */
  readonly lookup: LookupFunction;
  readonly secureContext: SecureContext;
  readonly login: QueueLogin;
  readonly topology: Topology;
  /** Name, connection, TLS, login and queues together, in milliseconds. */
  readonly connectMs: number;
  /** Seconds; a broker that is silent for two of them is gone. */
  readonly heartbeatS: number;
}

export interface QueueFailure {
  readonly kind: 'failed';
  readonly code: FailureCode;
  /** Reply code of AMQP, code of the system or of this file; never text of the peer. */
  readonly detail: string;
}

/** An open connection with one channel on which the broker confirms what it takes. */
export interface QueueConnection {
  readonly kind: 'open';
  readonly channel: ConfirmChannel;
  /** False once the channel or the connection has ended. */
  isOpen(): boolean;
  /** The broker has run out of room and reads nothing more until it has some. */
  isBlocked(): boolean;
  /** Resolves with the reason when channel or connection has ended, whoever ended it. */
  readonly ended: Promise<QueueFailure>;
  /** Says goodbye, for as long as the broker listens; resolves when the socket is gone. */
  close(): Promise<void>;
}

const GOODBYE_MS = 500;
const TOO_LATE = 'CONNECT_DEADLINE';

/**
 * Connects, logs in and prepares the queues. Always resolves, at the latest at the deadline; an aborted
 * signal ends it as a failure.
 */
export async function openQueueConnection(
  target: QueueTarget,
  signal: AbortSignal,
): Promise<QueueConnection | QueueFailure> {
  const life = new AbortController();
  const giveUp = (): void => {
    life.abort();
  };
  const deadline = setTimeout(() => {
    life.abort(TOO_LATE);
  }, target.connectMs);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    const gone = whenAborted(life.signal);
    const model = await Promise.race([dial(target, life.signal), gone]);
    const connection = await Promise.race([prepare(model, target, life), gone]);
    return connection;
  } catch (error) {
    const late = life.signal.reason === TOO_LATE;
    life.abort();
    if (signal.aborted) return failed('CONNECTION_FAILED', 'ABORTED');
    return late ? failed('CONNECTION_FAILED', TOO_LATE) : failureOf(error);
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', giveUp);
  }
}

/** The socket lives until the signal aborts: the library gives no other way to end one that stalls. */
function dial(target: QueueTarget, life: AbortSignal): Promise<ChannelModel> {
  const { secure, host: hostname, port, vhost, lookup, secureContext, login } = target;
  const { heartbeatS: heartbeat } = target;
  const proof =
    login.scheme === 'password'
      ? credentials.plain(login.user, login.password)
      : credentials.external();
  const socket: SocketOptions & { readonly signal: AbortSignal } = {
    lookup,
    secureContext,
    signal: life,
    noDelay: true,
    credentials: proof,
    clientProperties: { connection_name: 'compact-hub' },
  };
  guardConnections();
  const protocol = secure ? 'amqps' : 'amqp';
  return connect({ protocol, hostname, port, vhost, heartbeat }, socket);
}

async function prepare(
  model: ChannelModel,
  { topology }: QueueTarget,
  life: AbortController,
): Promise<QueueConnection> {
  let blocked = false;
  let reason: unknown;
  const note = (error: unknown): void => {
    reason ??= error;
  };
  model.on('error', note);
  model.on('blocked', () => {
    blocked = true;
  });
  model.on('unblocked', () => {
    blocked = false;
  });
  const modelEnded = new Promise<void>((resolve) => model.on('close', resolve));
  // Queues are declared on a channel of their own: a refusal closes it.
  const first = await model.createChannel();
  first.on('error', note);
  await prepareTopology(first, topology);
  await first.close();
  const channel = await model.createConfirmChannel();
  let open = true;
  channel.on('error', note);
  const ended = new Promise<QueueFailure>((resolve) => {
    channel.on('close', () => {
      open = false;
      resolve(reason === undefined ? failed('CONNECTION_FAILED', 'CLOSED') : failureOf(reason));
    });
  });
  return {
    kind: 'open',
    channel,
    isOpen: () => open,
    isBlocked: () => blocked,
    ended,
    close: async () => {
      model.close().catch(() => undefined); // it may have ended by itself
      const patience = new AbortController();
      const tired = setTimeout(() => {
        patience.abort();
      }, GOODBYE_MS);
      await Promise.race([modelEnded, whenAborted(patience.signal).catch(() => undefined)]);
      clearTimeout(tired);
      life.abort();
      // The socket is destroyed at once, and closed one turn later.
      await setImmediate();
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => {
      reject(new Error('ABORTED'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  aborted.catch(() => undefined);
  return aborted;
}

/** The failure table of docs/adapters-queue.md, for what ends a connection or keeps it from opening. */
export function failureOf(error: unknown): QueueFailure {
  if (error instanceof TopologyError) {
    const { code, detail } = failureOf(error.cause);
    return failed(code, `${detail} ${error.role}`);
  }
  const code = codeOf(error);
  if (typeof code === 'number') {
    return failed(CODE_FOR_REPLY.get(code) ?? 'CONNECTION_FAILED', `amqp ${code}`);
  }
  const handshake = error instanceof Error ? failureOfHandshake(error.message) : undefined;
  if (handshake !== undefined) return handshake;
  if (NO_SUCH_HOST.has(code)) return failed('UNROUTABLE', code);
  if (UNPROVEN.test(code)) return failed('IDENTITY_MISMATCH', code);
  if (CLIENT_REFUSED.test(code)) return failed('CREDENTIALS_REFUSED', code);
  return failed('CONNECTION_FAILED', code);
}

/** Reply codes of AMQP 0-9-1 (1.2.3) that say more than that the connection ended. */
const CODE_FOR_REPLY: ReadonlyMap<number, FailureCode> = new Map([
  [403, 'CREDENTIALS_REFUSED'],
  [404, 'UNROUTABLE'],
  [405, 'UNROUTABLE'],
  [406, 'UNROUTABLE'],
  [530, 'UNROUTABLE'],
]);

const NO_SUCH_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', ENDPOINT_REFUSED]);

/** OpenSSL's codes for a certificate that does not prove the name, and the one of Node.js. */
const UNPROVEN =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_)/;
const CLIENT_REFUSED =
  /^ERR_SSL_(TLSV1_ALERT_(UNKNOWN_CA|ACCESS_DENIED)|TLSV13_ALERT_CERTIFICATE_REQUIRED|SSLV3_ALERT_(BAD|UNSUPPORTED|NO)_CERTIFICATE|SSLV3_ALERT_CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN))$/;

/**
 * The library gives the end of a handshake by words only, its own: which method came, and the number in
 * it. The peer's text stands behind them and is not looked at.
 */
function failureOfHandshake(message: string): QueueFailure | undefined {
  const [, reply] = /^Handshake terminated by server: (\d{3}) /.exec(message) ?? [];
  if (reply !== undefined) {
    return failed(CODE_FOR_REPLY.get(Number(reply)) ?? 'CONNECTION_FAILED', `amqp ${reply}`);
  }
  // The broker says that there is no such vhost, or that this user may not enter it (530 both).
  if (message.startsWith('Expected ConnectionOpenOk; got <ConnectionClose ')) {
    return failed('UNROUTABLE', 'vhost refused');
  }
  const login = /^SASL mechanism [A-Z]+ is not provided by the server$/.test(message);
  return login ? failed('CREDENTIALS_REFUSED', 'login mechanism not offered') : undefined;
}

function codeOf(error: unknown): string | number {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'FAILED';
}

function failed(code: FailureCode, detail: string): QueueFailure {
  return { kind: 'failed', code, detail };
}
