import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../log.ts';
import { HttpError, type HttpErrorCode } from './http-error.ts';
import { renderProblem } from './problem.ts';

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly tls?: TlsFiles;
  readonly log: Log;
  /** How long a request may take to arrive whole, in milliseconds; 60 s without it. */
  readonly requestMs?: number;
}

/** PEM texts. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Certificates of clients that this CA signed are looked at; one from elsewhere counts as none. */
  readonly clientCa?: string;
}

export interface Listening {
  /** With the port that was given, or taken where 0 was asked for. */
  readonly url: string;
  /** Takes no more connections, lets requests under way end, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** A peer that sends slower than this is cut off; none of them is shorter than an honest upload. */
const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  // Longer than the idle time of usual proxies, so that it is they who close.
  keepAliveTimeout: 75_000,
  insecureHTTPParser: false,
  // The app looks at it, so that this refusal too is a problem document; and at expectations.
  requireHostHeader: false,
};
const REQUEST_MS = 60_000;
const HEADERS_MS = 10_000;
const MOST_HEADERS = 100;
/** A connection on which nothing moves; streams of events move every 15 s. */
const IDLE_MS = 120_000;

/** Serves the app over HTTP, or over TLS 1.2 and later. Rejects when the port cannot be taken. */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const server = createServerFor(app, options);
  server.maxHeadersCount = MOST_HEADERS;
  server.setTimeout(IDLE_MS);
  server.on('checkExpectation', app);
  const silent = watchSilent(server, options.tls === undefined ? 'connection' : 'secureConnection');
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseUnreadable(options.log, error, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${scheme}://${host}:${port}`,
    close: (graceMs) => closeServer(server, silent, graceMs),
  };
}

function createServerFor(
  app: RequestListener,
  { tls, requestMs = REQUEST_MS }: ListenOptions,
): Server {
  const limits: ServerOptions = {
    ...LIMITS,
    headersTimeout: Math.min(HEADERS_MS, requestMs),
    requestTimeout: requestMs,
    // Node looks at its deadlines only this often.
    connectionsCheckingInterval: Math.ceil(requestMs / 12),
  };
  if (tls === undefined) return createServer(limits, app);
  const { cert, key, clientCa } = tls;
  const askForCertificate = { ca: clientCa, requestCert: true, rejectUnauthorized: false };
  return createTlsServer(
    {
      ...limits,
      cert,
      key,
      ...(clientCa === undefined ? {} : askForCertificate),
      minVersion: 'TLSv1.2',
      // Forward secrecy and authenticated encryption only (ASVS 12.1.2).
      ciphers:
        'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:ECDHE+AESGCM:ECDHE+CHACHA20',
      honorCipherOrder: true,
    },
    app,
  );
}

const CODE_OF: Readonly<Record<string, HttpErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** What is not HTTP never reaches the app: it gets a problem document too, written by hand. */
function refuseUnreadable(log: Log, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const refusal = new HttpError(CODE_OF[error.code ?? ''] ?? 'REQUEST_UNREADABLE');
  const { status, code, headers, body } = renderProblem(refusal, requestId);
  log.info('request-unreadable', { requestId, status, code });
  const lines = Object.entries({
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n${body}`);
}

/** Connections on which nothing was asked yet: to node they are not idle, to us they are. */
function watchSilent(server: Server, event: 'connection' | 'secureConnection'): Set<Socket> {
  const silent = new Set<Socket>();
  server.on(event, (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}

const LOOK_AGAIN_MS = 50;

async function closeServer(server: Server, silent: Set<Socket>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  for (const socket of silent) socket.destroy();
  // A connection whose request has just ended waits for the next one, which will not be answered.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, LOOK_AGAIN_MS);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
