import type { DeliveryOutcome, FailureCode, Parcel, StateAdapter } from './adapter.ts';
import { sendInCaseOrder } from './case-order.ts';
import { type RestTls, readTls } from './connection-pool.ts';
import {
  type ResolveAll,
  checkEndpoint,
  createGuardedLookup,
  hostAddress,
} from './endpoint-guard.ts';
import { parseNetworks } from './public-address.ts';
import { type QueueLogin, type QueueTarget, openQueueConnection } from './queue-connection.ts';
import { receiveFromQueues } from './queue-consume.ts';
import { type Line, createLineHolder } from './queue-line.ts';
import { attachmentMessage, documentMessage } from './queue-message.ts';
import { failed, outcomeOf, outcomeOfAttachment } from './queue-outcome.ts';
import type { Topology } from './queue-topology.ts';
import { createSendSlots } from './send-slots.ts';

export interface QueueOptions {
  /** `amqps://host[:port]/vhost`; the vhost `/` without a path. */
  readonly endpoint: string;
  /** Undefined for a credential that cannot be used. */
  readonly login: QueueLogin | undefined;
  readonly tls?: RestTls;
  readonly topology: Topology;
  readonly sizeLimitBytes: number;
  /** Of a document that says none. */
  readonly contentType: string;
  /** The most messages that wait for their confirm at once. */
  readonly concurrency?: number;
  /** For name, connection, TLS, login and queues together. */
  readonly connectMs?: number;
  /** How long the broker's word on one message is waited for. */
  readonly confirmMs?: number;
  /** Seconds between two signs of life; after two without any the connection is given up. */
  readonly heartbeatS?: number;
  /** How long a document that the hub cannot decide now rests before it is offered again. */
  readonly postponeMs?: number;
  /** How long the broker waits for a word on such a document before it gets it back. */
  readonly longestRestMs?: number;
  /** Address ranges (CIDR) besides public ones that the endpoint may lie in. */
  readonly allowedNetworks: readonly string[];
  /** From 0 to below 1, for the spread of connection attempts. */
  readonly random: () => number;
  /** How names become addresses; the system's way without it. */
  readonly resolve?: ResolveAll;
}

export const QUEUE_DEFAULTS = {
  concurrency: 4,
  connectMs: 10_000,
  confirmMs: 10_000,
  postponeMs: 2_000,
  // Well below the half hour after which RabbitMQ closes the channel (consumer_timeout).
  longestRestMs: 600_000,
  heartbeatS: 20,
} as const;

/**
 * The way to a state over queues of its RabbitMQ broker, in both directions. An endpoint that is not
 * allowed or a credential that cannot be used fails every delivery instead of the call: one state's wrong
 * settings must not stop the others.
 * Throws a RangeError when `allowedNetworks` cannot be read.
 */
export function createQueueAdapter(options: QueueOptions): StateAdapter {
  const settings = { ...QUEUE_DEFAULTS, ...options };
  const target = targetOf(settings);
  if (target.kind === 'unusable') return unusable(target.code, target.detail);
  const { names } = target.topology;
  const slots = createSendSlots(settings.concurrency);
  const closing = new AbortController();
  const holder = createLineHolder(
    () => openQueueConnection(target, closing.signal),
    settings.confirmMs,
  );
  const receiving = new Set<Promise<void>>();

  async function send(parcel: Parcel, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (parcel.body.length > settings.sizeLimitBytes) {
      return failed('DOCUMENT_TOO_LARGE', `${parcel.body.length} bytes`);
    }
    return slots.run(async () => {
      const signals = [signal, closing.signal];
      if (signals.some(({ aborted }) => aborted)) return failed('CONNECTION_FAILED', 'ABORTED');
      const line = await unlessAborted(holder.line(), signal);
      if (line === undefined) return failed('CONNECTION_FAILED', 'ABORTED');
      if (line.kind === 'failed') return failed(line.code, line.detail);
      // What is written now would lie in the socket until the broker has room again.
      if (line.connection.isBlocked()) return failed('REMOTE_BUSY', 'blocked');
      const outcome = await publish(line, parcel, signals);
      const lost = outcome.kind === 'failed' && UNANSWERED.has(outcome.code);
      holder.release(line, !lost);
      return outcome;
    });
  }

  async function publish(
    { publisher }: Line,
    parcel: Parcel,
    signals: readonly AbortSignal[],
  ): Promise<DeliveryOutcome> {
    for (const attachment of parcel.attachments ?? []) {
      const message = attachmentMessage(names.deliveries, parcel, attachment);
      const outcome = outcomeOfAttachment(await publisher.publish(message, signals));
      if (outcome.kind !== 'handed-over') return outcome;
    }
    return outcomeOf(await publisher.publish(documentMessage(names.deliveries, parcel), signals));
  }

  return {
    transport: 'queue',
    deliver: (parcels, signal) => sendInCaseOrder(parcels, (parcel) => send(parcel, signal)),
    receive: (signal) =>
      receiveFromQueues({ ...settings, target, closing: closing.signal, receiving }, signal),
    close: async () => {
      closing.abort();
      await holder.close();
      await Promise.all(receiving);
    },
  };
}

/** After these the line may be dead without a word: the next delivery goes on another. */
const UNANSWERED: ReadonlySet<FailureCode> = new Set(['NO_ANSWER', 'CONNECTION_FAILED']);

type Unusable = { readonly kind: 'unusable'; readonly code: FailureCode; readonly detail: string };

function targetOf(
  options: QueueOptions & Pick<QueueTarget, 'connectMs' | 'heartbeatS'>,
): (QueueTarget & { readonly kind: 'usable' }) | Unusable {
  const networks = parseNetworks(options.allowedNetworks);
  const check = checkEndpoint(options.endpoint, networks, ['amqps', 'amqp']);
  if (check.kind === 'refused') {
    return { kind: 'unusable', code: 'UNROUTABLE', detail: `endpoint refused: ${check.reason}` };
  }
  const { login, topology, connectMs, heartbeatS } = options;
  const secureContext = readTls(options.tls);
  if (login === undefined || secureContext === undefined) {
    const detail = 'the credential in force cannot be used';
    return { kind: 'unusable', code: 'CREDENTIALS_REFUSED', detail };
  }
  const { url, inside } = check;
  const secure = url.protocol === 'amqps:';
  const vhost = url.pathname.slice(1);
  return {
    kind: 'usable',
    secure,
    host: hostAddress(url),
    port: url.port === '' ? (secure ? 5671 : 5672) : Number(url.port),
    vhost: vhost === '' ? '/' : vhost,
    lookup: createGuardedLookup(networks, inside, options.resolve),
    secureContext,
    login,
    topology,
    connectMs,
    heartbeatS,
  };
}

/** An adapter that fails every delivery in the same way, without a connection. */
function unusable(code: FailureCode, detail: string): StateAdapter {
  return {
    transport: 'queue',
    deliver: (parcels) => sendInCaseOrder(parcels, () => Promise.resolve(failed(code, detail))),
    close: () => Promise.resolve(),
  };
}

/** Undefined when the signal aborts first; the work goes on for others. */
async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => {
      resolve(undefined);
    };
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
