import { setMaxListeners } from 'node:events';
import type { DeliveryOutcome, FailureCode, Parcel, ProbeAnswer, StateAdapter } from './adapter.ts';
import { sendInCaseOrder } from './case-order.ts';
import {
  type ResolveAll,
  checkEndpoint,
  createGuardedLookup,
  hostAddress,
} from './endpoint-guard.ts';
import { parseNetworks } from './public-address.ts';
import { createSendSlots } from './send-slots.ts';
import { deliverBatch, probeBatches } from './sftp-batch.ts';
import { createSftpConnection } from './sftp-connection.ts';
import { type SftpLayout, deliverFile, probeFile } from './sftp-delivery.ts';
import { type RemoteFiles, createRemoteFiles } from './sftp-files.ts';
import { type HostKeyPins, readHostKeys, readSftpCredential } from './sftp-identity.ts';
import { createPaths } from './sftp-names.ts';
import { HANDED_OVER, failed, failureOf } from './sftp-outcome.ts';
import { pickUp } from './sftp-pickup.ts';
import { openSession } from './sftp-session.ts';

export interface SftpOptions {
  /** `sftp://host[:port]/path`; the folders of docs/adapters-sftp.md lie below the path. */
  readonly endpoint: string;
  /** User, line break, private key. */
  readonly credential: string | undefined;
  /** The server's keys, by fingerprint or as public keys; one at least. */
  readonly hostKeys: HostKeyPins;
  readonly sizeLimitBytes: number;
  /** The most files under way at once, over all calls; all share one connection. */
  readonly concurrency: number;
  readonly deadlines?: SftpDeadlines;
  /** Whether the state waits for `<file>.ok` before it takes a file. */
  readonly manifests?: boolean;
  /** One file for a list instead of a file for each parcel. */
  readonly batch?: boolean;
  /** Absent where the state sends to the hub by another way. */
  readonly pickUp?: PickUpOptions;
  readonly contentType: string;
  readonly joinDocuments: (documents: readonly Buffer[]) => Buffer;
  readonly timeZone: string;
  /** Address ranges (CIDR) besides public ones that the endpoint may lie in. */
  readonly allowedNetworks: readonly string[];
  /** Process clock, for dates in names and reason files. */
  readonly now: () => Date;
  /** How names become addresses; the system's way without it. */
  readonly resolve?: ResolveAll;
}

export interface SftpDeadlines {
  /** Name, connection, key exchange and log-in. */
  readonly connectMs: number;
  /** One delivery with all its files, one batch, or one step of a pick-up; the log-in too where it is needed. */
  readonly totalMs: number;
}

export interface PickUpOptions {
  readonly intervalMs: number;
  /** Take no document without its manifest. */
  readonly requireManifests?: boolean;
  /** Longest document; that of the capabilities without it. */
  readonly sizeLimitBytes?: number;
}

export const SFTP_DEFAULTS = { connectMs: 10_000, totalMs: 60_000 } as const;
const SFTP_PORT = 22;

/**
 * The way to a state that hosts an SFTP server. An endpoint that is not allowed, a pin or a credential
 * that cannot be used fails every delivery instead of the call: one state's wrong settings must not
 * stop the others.
 * Throws a RangeError when `allowedNetworks` cannot be read.
 */
export function createSftpAdapter(options: SftpOptions): StateAdapter {
  const networks = parseNetworks(options.allowedNetworks);
  const check = checkEndpoint(options.endpoint, networks, ['sftp']);
  if (check.kind === 'refused') return unusable('UNROUTABLE', `endpoint refused: ${check.reason}`);
  const hostKeys = readHostKeys(options.hostKeys);
  if (hostKeys === undefined) return unusable('IDENTITY_MISMATCH', 'the pins cannot be read');
  const credential = readSftpCredential(options.credential);
  if (credential === undefined) {
    return unusable('CREDENTIALS_REFUSED', 'the credential in force cannot be used');
  }

  const { url, inside } = check;
  const { connectMs, totalMs } = options.deadlines ?? SFTP_DEFAULTS;
  const address = {
    host: hostAddress(url),
    port: url.port === '' ? SFTP_PORT : Number(url.port),
    lookup: createGuardedLookup(networks, inside, options.resolve),
    hostKeys,
    credential,
    connectMs,
  };
  const connection = createSftpConnection((signal) => openSession(address, signal));
  const layout: SftpLayout = {
    pathOf: createPaths(url.pathname),
    manifests: options.manifests ?? false,
  };
  const slots = createSendSlots(options.concurrency);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  setMaxListeners(0, closing.signal);

  /** Work over the session until the deadline, the caller's signal or the end of the adapter. */
  async function withFiles<Value>(
    signal: AbortSignal,
    work: (files: RemoteFiles) => Promise<Value>,
  ): Promise<Value> {
    const over = new AbortController();
    const stop = (): void => {
      over.abort();
    };
    const signals = [signal, closing.signal];
    setMaxListeners(0, signal, over.signal);
    for (const one of signals) one.addEventListener('abort', stop);
    if (signals.some(({ aborted }) => aborted)) stop();
    const timer = setTimeout(stop, totalMs);
    const done = connection.use(over.signal, (session) =>
      work(createRemoteFiles(session, over.signal)),
    );
    const ended = done.then(
      () => undefined,
      () => undefined,
    );
    running.add(ended);
    try {
      return await done;
    } finally {
      clearTimeout(timer);
      for (const one of signals) one.removeEventListener('abort', stop);
      running.delete(ended);
    }
  }

  async function send(parcel: Parcel, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (parcel.body.length > options.sizeLimitBytes) {
      return failed('DOCUMENT_TOO_LARGE', `${parcel.body.length} bytes`);
    }
    const handOver = { mayLieThere: false };
    try {
      await slots.run(() =>
        withFiles(signal, (files) => deliverFile(files, layout, parcel, handOver)),
      );
      return HANDED_OVER;
    } catch (error) {
      return failureOf(error, handOver);
    }
  }

  async function sendBatch(
    parcels: readonly Parcel[],
    signal: AbortSignal,
  ): Promise<DeliveryOutcome[]> {
    if (parcels.length === 0) return [];
    try {
      return await slots.run(() =>
        withFiles(signal, (files) => deliverBatch(files, { ...options, layout }, parcels)),
      );
    } catch (error) {
      // No session: nothing of the list was looked at.
      const outcome = failureOf(error, { mayLieThere: false });
      return parcels.map(() => outcome);
    }
  }

  const probe = (files: RemoteFiles, deliveryId: string): Promise<ProbeAnswer> =>
    options.batch === true
      ? probeBatches(files, { ...options, layout }, deliveryId)
      : probeFile(files, layout.pathOf, deliveryId);

  const adapter: StateAdapter = {
    transport: 'sftp',
    deliver: (parcels, signal) =>
      options.batch === true
        ? sendBatch(parcels, signal)
        : sendInCaseOrder(parcels, (parcel) => send(parcel, signal)),
    probe: (deliveryId, signal, tell) =>
      slots
        .run(() => withFiles(signal, (files) => probe(files, deliveryId)))
        .catch((error: unknown) => {
          tell?.(failureOf(error, { mayLieThere: false }));
          return 'unknown' as const;
        }),
    close: async () => {
      closing.abort();
      await connection.close();
      await Promise.all(running);
    },
  };

  const wanted = options.pickUp;
  if (wanted === undefined) return adapter;
  const parts = {
    ...options,
    withFiles,
    pathOf: layout.pathOf,
    sizeLimitBytes: wanted.sizeLimitBytes ?? options.sizeLimitBytes,
    requireManifests: wanted.requireManifests ?? false,
    intervalMs: wanted.intervalMs,
  };
  return {
    ...adapter,
    receive: (signal) => pickUp(parts, AbortSignal.any([signal, closing.signal])),
  };
}

/** An adapter that fails every delivery in the same way, without a connection. */
function unusable(code: FailureCode, detail: string): StateAdapter {
  return {
    transport: 'sftp',
    deliver: (parcels) => sendInCaseOrder(parcels, () => Promise.resolve(failed(code, detail))),
    probe: (_deliveryId, _signal, tell) => {
      tell?.({ code, detail });
      return Promise.resolve('unknown');
    },
    close: () => Promise.resolve(),
  };
}
