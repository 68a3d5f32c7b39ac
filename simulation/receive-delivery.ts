import { createHash } from 'node:crypto';
import type { DeliveryStore } from './delivery-store.ts';
import type { Journal } from './journal.ts';
import type { ReceivedLine } from './journal-lines.ts';
import type { Meaning, NativeDialect } from './native/meaning.ts';

/** A document that the hub pushed, with what its headers say. */
export interface Delivery {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly caseId: string;
  readonly caseSequence: number;
  readonly document: Buffer;
}

export type ReceiveVerdict =
  | {
      readonly kind: 'stored' | 'repeated';
      readonly sha256: string;
      readonly meaning: Meaning | undefined;
    }
  /** Another document is held under the id. */
  | { readonly kind: 'conflict'; readonly sha256: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

export interface ReceiveParts {
  readonly store: DeliveryStore;
  readonly journal: Journal<ReceivedLine>;
  readonly dialect: NativeDialect;
  readonly now: () => Date;
  /** False for a system that only keeps what comes, as in a bench. */
  readonly reads: boolean;
}

/**
 * Takes one delivery: its bytes, then the journal's line are on the disk before this resolves. The
 * line is the effect: a file without one, left by a kill, counts as never received. Not to be called
 * for an id while a call for the same id is under way.
 */
export async function receiveDelivery(
  parts: ReceiveParts,
  delivery: Delivery,
  knowsRepeats = true,
): Promise<ReceiveVerdict> {
  const sha256 = createHash('sha256').update(delivery.document).digest('hex');
  const held = knowsRepeats ? await parts.store.find(delivery.deliveryId) : undefined;
  if (held !== undefined) return receiveAgain(parts, delivery, { sha256, held });
  const reading = readMeaning(parts, delivery.document);
  if (reading.kind === 'unreadable') {
    await parts.store.putAside(delivery.deliveryId, delivery.document);
    await parts.journal.append(lineOf(parts, delivery, 'unreadable', sha256));
    return reading;
  }
  const { meaning } = reading;
  await parts.store.put(delivery.deliveryId, delivery.document);
  await parts.journal.append({
    ...lineOf(parts, delivery, 'effect', sha256),
    ...(meaning === undefined ? {} : { messageId: meaning.id }),
  });
  return { kind: 'stored', sha256, meaning };
}

async function receiveAgain(
  parts: ReceiveParts,
  delivery: Delivery,
  { sha256, held }: { readonly sha256: string; readonly held: Buffer },
): Promise<ReceiveVerdict> {
  if (held.equals(delivery.document)) {
    await parts.journal.append(lineOf(parts, delivery, 'repeat', sha256));
    return { kind: 'repeated', sha256, meaning: undefined };
  }
  await parts.journal.append(lineOf(parts, delivery, 'conflict', sha256));
  return { kind: 'conflict', sha256: createHash('sha256').update(held).digest('hex') };
}

type Reading =
  | { readonly kind: 'read'; readonly meaning: Meaning | undefined }
  | { readonly kind: 'unreadable'; readonly detail: string };

function readMeaning(parts: ReceiveParts, document: Buffer): Reading {
  if (!parts.reads) return { kind: 'read', meaning: undefined };
  try {
    return { kind: 'read', meaning: parts.dialect.read(document) };
  } catch (error) {
    return { kind: 'unreadable', detail: error instanceof Error ? error.message : 'unknown' };
  }
}

function lineOf(
  parts: ReceiveParts,
  delivery: Delivery,
  event: ReceivedLine['event'],
  sha256: string,
): ReceivedLine {
  const { deliveryId, attempt, caseId, caseSequence } = delivery;
  const at = parts.now().toISOString();
  return { event, at, deliveryId, attempt, caseId, caseSequence, sha256 };
}
