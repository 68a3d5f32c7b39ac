import { X509Certificate } from 'node:crypto';
import http, { type ClientRequest, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type SecureContext, createSecureContext } from 'node:tls';
import { hostAddress } from './endpoint-guard.ts';

/** Who may be at the other end, and who the hub is to it; PEM texts. */
export interface RestTls {
  /** The authorities that the endpoint's certificate must come from; the public ones without it. */
  readonly trusted?: string;
  readonly certificate?: string;
  readonly privateKey?: string;
}

export interface PoolOptions {
  readonly url: URL;
  /** From `createGuardedLookup`, so that every connection goes to an address that was checked. */
  readonly lookup: LookupFunction;
  readonly secureContext: SecureContext;
}

/** Kept connections to one endpoint, each to an address that the guard has checked. */
export interface ConnectionPool {
  readonly request: (options: RequestOptions) => ClientRequest;
  /** Host, port and agent for every request. */
  readonly origin: RequestOptions;
  /** Ends all connections, also those in use; resolves when none is left. */
  close(): Promise<void>;
}

/** Shorter than the 5 s of Node.js and Apache: the rarer is a request that meets their closing. */
const IDLE_MS = 4_000;
const NEXT_ADDRESS_MS = 1_500;

export function createConnectionPool({ url, lookup, secureContext }: PoolOptions): ConnectionPool {
  const secure = url.protocol === 'https:';
  const settings = {
    keepAlive: true,
    scheduling: 'lifo',
    timeout: IDLE_MS,
    lookup,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
  } as const;
  const agent = secure ? new https.Agent({ ...settings, secureContext }) : new http.Agent(settings);
  return {
    // Looked up at each call: nock replaces both.
    request: (options) => (secure ? https.request(options) : http.request(options)),
    origin: {
      agent,
      host: hostAddress(url),
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    },
    close: async () => {
      agent.destroy();
      // A connection whose request was given up as it was made reaches the agent one turn later.
      await setImmediate();
      const open = [agent.sockets, agent.freeSockets]
        .flatMap((sockets) => Object.values(sockets).flatMap((list) => list ?? []))
        .filter((socket) => !socket.closed);
      const ends = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      agent.destroy();
      await Promise.all(ends);
    },
  };
}

/**
 * The certificates and key of one endpoint, read once; undefined where the texts are no PEM or the
 * key does not belong to the certificate.
 */
export function readTls(tls: RestTls | undefined): SecureContext | undefined {
  try {
    // OpenSSL passes over what it cannot read, or takes it for absent.
    if (tls?.trusted !== undefined) checkCertificates(tls.trusted);
    if (tls?.certificate !== undefined) checkCertificates(tls.certificate);
    return createSecureContext({
      minVersion: 'TLSv1.2',
      ...(tls?.trusted === undefined ? {} : { ca: tls.trusted }),
      ...(tls?.certificate === undefined ? {} : { cert: tls.certificate }),
      ...(tls?.privateKey === undefined ? {} : { key: tls.privateKey }),
    });
  } catch {
    return undefined;
  }
}

function checkCertificates(pem: string): void {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [''];
  texts.forEach((text) => new X509Certificate(text));
}
