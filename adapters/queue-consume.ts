import { setTimeout as wait } from 'node:timers/promises';
import type { ConsumeMessage } from 'amqplib';
import type { Incoming, IncomingVerdict, RecordVerdict } from './adapter.ts';
import {
  type QueueConnection,
  type QueueFailure,
  type QueueTarget,
  failureOf,
  openQueueConnection,
} from './queue-connection.ts';
import { type IncomingRole, type ReadingLimits, readIncoming } from './queue-incoming.ts';
import { type Reply, replyMessage } from './queue-message.ts';
import { createPublisher } from './queue-publish.ts';
import { createRests } from './queue-rest.ts';
import type { QueueNames } from './queue-topology.ts';

export interface ReceivingParts extends ReadingLimits {
  readonly target: QueueTarget;
  readonly confirmMs: number;
  readonly postponeMs: number;
  readonly longestRestMs: number;
  readonly random: () => number;
  /** Aborts when the adapter is closed: then connections end, whatever is under way. */
  readonly closing: AbortSignal;
  /** Holds a promise for each receiving that has a connection, until that is gone. */
  readonly receiving: Set<Promise<void>>;
}

/**
 * What the state put into its queues, until the signal aborts. A connection that ends or cannot be opened
 * is one fault; the next attempt waits longer each time, spread at random.
 */
export async function* receiveFromQueues(
  parts: ReceivingParts,
  signal: AbortSignal,
): AsyncGenerator<Incoming> {
  const stop = AbortSignal.any([signal, parts.closing]);
  const isOver = (): boolean => stop.aborted;
  let failures = 0;
  while (!isOver()) {
    const reader = await openReader(parts, stop);
    if (reader.kind === 'open') yield* readUntilEnd(reader, parts, stop);
    if (isOver()) return;
    const { code, detail, wasOpen } = reader.kind === 'open' ? await reader.ended : reader;
    yield { kind: 'fault', code, detail };
    // What breaks an open connection may be a message: soon it is a dead letter.
    if (wasOpen && code === 'CONNECTION_FAILED') failures = 0;
    await pause(backOff(failures, parts.random()), stop);
    failures += 1;
  }
}

/** Why nothing is read now, and whether the connection stood before. */
interface End extends QueueFailure {
  readonly wasOpen: boolean;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/** Between half and all of a wait that doubles with each failure (full jitter above a floor). */
export function backOff(failures: number, random: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 16));
  return longest / 2 + (longest / 2) * random;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined); // aborted
}

/** A message that the broker waits to be told about. */
interface Taken {
  readonly role: IncomingRole;
  readonly message: ConsumeMessage;
}

interface Reader {
  readonly kind: 'open';
  /** The next message; undefined when the connection has ended or the signal aborts. */
  next(signal: AbortSignal): Promise<Taken | undefined>;
  /** Publishes the replies, then tells the broker that the message is done. */
  finish(taken: Taken, replies: readonly Reply[]): Promise<void>;
  /** Offers the message again after a while. */
  readonly later: (taken: Taken) => void;
  readonly ended: Promise<End>;
  close(): Promise<void>;
}

async function* readUntilEnd(
  reader: Reader,
  parts: ReceivingParts,
  stop: AbortSignal,
): AsyncGenerator<Incoming> {
  const onClosing = (): void => void reader.close();
  parts.closing.addEventListener('abort', onClosing);
  const gone = reader.ended.then(() => reader.close());
  parts.receiving.add(gone);
  try {
    for (;;) {
      const taken = await reader.next(stop);
      if (taken === undefined) return;
      const reading = readIncoming(taken.role, taken.message, parts);
      if (reading.kind === 'unreadable') {
        const problem: Reply = { kind: 'problem', text: reading.problem, record: 1, records: 1 };
        await reader.finish(taken, [problem]);
      } else {
        yield { ...reading.item, settle: (verdict) => settle(reader, taken, verdict) };
      }
    }
  } finally {
    parts.closing.removeEventListener('abort', onClosing);
    await reader.close();
    parts.receiving.delete(gone);
  }
}

async function settle(reader: Reader, taken: Taken, verdict: IncomingVerdict): Promise<void> {
  if (verdict.kind === 'postponed') reader.later(taken);
  else await reader.finish(taken, repliesOf(verdict.records));
}

function repliesOf(verdicts: readonly RecordVerdict[]): Reply[] {
  const records = verdicts.length;
  return verdicts.flatMap((verdict, index): Reply[] => {
    const place = { record: index + 1, records };
    if (verdict.kind === 'refused') return [{ kind: 'problem', text: verdict.problem, ...place }];
    if (verdict.receipt === undefined) return [];
    return [{ kind: 'receipt', text: verdict.receipt, ...place }];
  });
}

/** One message of each queue is in hand at a time: so the order is the queue's. */
const PREFETCH = 1;

async function openReader(parts: ReceivingParts, stop: AbortSignal): Promise<Reader | End> {
  const connection = await openQueueConnection(parts.target, stop);
  if (connection.kind === 'failed') return { ...connection, wasOpen: false };
  const reader = createReader(connection, parts);
  try {
    await reader.consume();
    return reader;
  } catch (error) {
    await reader.close();
    return { ...failureOf(error), wasOpen: true };
  }
}

function createReader(
  connection: QueueConnection,
  { target, confirmMs, postponeMs, longestRestMs, closing }: ReceivingParts,
): Reader & { consume(): Promise<void> } {
  const { channel } = connection;
  const { names } = target.topology;
  const publisher = createPublisher(connection, confirmMs);
  const ready: Taken[] = [];
  const tags = new Map<IncomingRole, string>();
  let wake: (() => void) | undefined;
  let cancelled = false;

  function offer(taken: Taken): void {
    ready.push(taken);
    wake?.();
  }

  const rests = createRests<Taken>({
    channel,
    isOpen: () => connection.isOpen(),
    postponeMs,
    longestRestMs,
    offer,
    pause: async ({ role }) => {
      await channel.cancel(tags.get(role) ?? '');
    },
    resume: ({ role }) => consumeFrom(role),
  });

  async function consumeFrom(role: IncomingRole): Promise<void> {
    const { consumerTag } = await channel.consume(names[role], (message) => {
      if (message !== null) {
        offer({ role, message });
        return;
      }
      cancelled = true; // the queue was deleted
      wake?.();
      void close();
    });
    tags.set(role, consumerTag);
  }

  async function close(): Promise<void> {
    rests.clear();
    await connection.close();
  }

  const ended = connection.ended.then((failure): End => {
    wake?.();
    const gone = { kind: 'failed', code: 'UNROUTABLE', detail: 'consumer cancelled' } as const;
    return { ...(cancelled ? gone : failure), wasOpen: true };
  });

  return {
    kind: 'open',
    ended,
    later: rests.later,
    close,
    consume: async () => {
      await channel.prefetch(PREFETCH);
      await consumeFrom('answers');
      await consumeFrom('submissions');
    },
    next: async (signal) => {
      const onAbort = (): void => wake?.();
      signal.addEventListener('abort', onAbort);
      try {
        while (!signal.aborted && !cancelled && connection.isOpen()) {
          const taken = ready.shift();
          if (taken !== undefined) return taken;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return undefined;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    finish: async (taken, replies) => {
      const published = await Promise.all(
        replies.map((reply) => publisher.publish(replyOn(names, taken, reply), [closing])),
      );
      if (!connection.isOpen()) return; // the broker hands the message out again
      if (!published.every(({ kind }) => kind === 'confirmed')) rests.later(taken);
      else if (!(await rests.end(taken))) channel.ack(taken.message);
    },
  };
}

function replyOn(names: QueueNames, { message }: Taken, reply: Reply) {
  const queue = reply.kind === 'receipt' ? names.receipts : names.errors;
  return replyMessage(queue, reply, message.properties.messageId);
}
