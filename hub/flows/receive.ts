import type {
  Incoming,
  IncomingAnswer,
  IncomingAttachment,
  IncomingDocument,
  IncomingFault,
  IncomingVerdict,
  RecordVerdict,
} from '../../adapters/adapter.ts';
import type { Actor } from '../access/actor.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { splitDocument } from '../mapping/native-document.ts';
import { isUuid } from '../message/identifiers.ts';
import type { Accept } from './accept.ts';
import type { Attachment } from './attachments.ts';
import { ExchangeError } from './exchange-error.ts';
import type { IncomingTries } from './incoming-tries.ts';
import { isRefusal } from './read-submission.ts';

/** What a fetched item is handed to: the same flows that answer the HTTP API. */
export interface ReceiveParts {
  readonly accept: Accept;
  readonly storeAttachment: (actor: Actor, attachment: Attachment) => Promise<unknown>;
  readonly acknowledge: (
    actor: Actor,
    deliveryId: string,
    answer: { readonly reference?: string; readonly channel: LedgerChannel },
  ) => Promise<void>;
  readonly refuse: (
    actor: Actor,
    deliveryId: string,
    answer: { readonly reason: string; readonly channel: LedgerChannel },
  ) => Promise<void>;
  /** Keeps what ends processes from ending one after the other. */
  readonly tries: IncomingTries;
  /** The problem document of an error (RFC 9457); undefined when the hub cannot decide now. */
  readonly problemOf: (error: unknown) => string | undefined;
  readonly onFault: (part: string, error: unknown) => void;
}

/** Whose side is read, by which way, in which format. */
export interface IncomingSource {
  readonly actor: Actor;
  readonly channel: LedgerChannel;
  readonly dialect: Dialect;
}

/** Who acts where the hub fetches: the system at the endpoint, which proved itself when it was reached. */
export function systemAtEndpoint(member: string): Actor {
  const reference = `endpoint-${member}`;
  return { principalId: reference, kind: 'system', member, roles: ['system'], reference };
}

/**
 * Takes one item that a state left for the hub, and settles it after everything of it is committed or
 * refused. What the hub cannot decide now is postponed whole: the records that were accepted get the
 * same receipts when it is offered again.
 */
export async function receive(
  parts: ReceiveParts,
  source: IncomingSource,
  item: Exclude<Incoming, IncomingFault>,
): Promise<IncomingVerdict> {
  const verdict = await decideCounted(parts, source, item);
  await item.settle(verdict);
  return verdict;
}

/** An answer has no bytes of a state's own; everything else is counted while it is worked on. */
async function decideCounted(
  parts: ReceiveParts,
  source: IncomingSource,
  item: Exclude<Incoming, IncomingFault>,
): Promise<IncomingVerdict> {
  if (item.kind === 'answer') return decide(parts, source, item);
  const tried = { ...source, body: item.body };
  try {
    await parts.tries.begin(tried);
  } catch (error) {
    const refused = refusalOf(parts, error);
    return refused === undefined ? { kind: 'postponed' } : { kind: 'decided', records: [refused] };
  }
  const verdict = await decide(parts, source, item);
  await parts.tries.end(tried).catch((error: unknown) => {
    parts.onFault('receive', error);
  });
  return verdict;
}

async function decide(
  parts: ReceiveParts,
  source: IncomingSource,
  item: Exclude<Incoming, IncomingFault>,
): Promise<IncomingVerdict> {
  switch (item.kind) {
    case 'document':
      return decideDocument(parts, source, item);
    case 'attachment':
      return decided(parts, () => storeIncoming(parts, source, item));
    case 'answer':
      return decided(parts, () => takeAnswer(parts, source, item));
  }
}

/** Record by record, in order: one may name the case that an earlier one opened. */
async function decideDocument(
  parts: ReceiveParts,
  { actor, channel, dialect }: IncomingSource,
  { contentType, body }: IncomingDocument,
): Promise<IncomingVerdict> {
  const records: RecordVerdict[] = [];
  const split = attempt(() => splitDocument(dialect, contentType, body));
  if (split.kind === 'failed' && refusalOf(parts, split.error) === undefined) {
    return { kind: 'postponed' };
  }
  // What cannot be split or holds nothing is refused on the record: by the acceptance of the whole of it.
  const isSplit = split.kind === 'done' && split.value.length > 0;
  const documents = isSplit ? split.value : [body];
  for (const document of documents) {
    const verdict = await one(parts, async () => {
      const { receipt } = await parts.accept(actor, { contentType, body: document, channel });
      return { kind: 'accepted', receipt };
    });
    if (verdict === undefined) return { kind: 'postponed' };
    records.push(verdict);
  }
  return { kind: 'decided', records };
}

async function storeIncoming(
  parts: ReceiveParts,
  { actor }: IncomingSource,
  { sha256, mediaType, body }: IncomingAttachment,
): Promise<void> {
  await parts.storeAttachment(actor, { sha256, mediaType, body });
}

async function takeAnswer(
  parts: ReceiveParts,
  { actor, channel }: IncomingSource,
  { deliveryId, said }: IncomingAnswer,
): Promise<void> {
  // The store has no such key: asked for it, it would fail each time, and the answer never be decided.
  if (!isUuid(deliveryId)) throw new ExchangeError('NOT_FOUND');
  if (said.kind === 'refused') {
    await parts.refuse(actor, deliveryId, { reason: said.reason, channel });
    return;
  }
  const { reference } = said;
  const answer = reference === undefined ? { channel } : { reference, channel };
  await parts.acknowledge(actor, deliveryId, answer);
}

async function decided(parts: ReceiveParts, act: () => Promise<void>): Promise<IncomingVerdict> {
  const verdict = await one(parts, async () => {
    await act();
    return { kind: 'accepted' };
  });
  return verdict === undefined ? { kind: 'postponed' } : { kind: 'decided', records: [verdict] };
}

/** Undefined when the hub cannot decide now. */
async function one(
  parts: ReceiveParts,
  act: () => Promise<RecordVerdict>,
): Promise<RecordVerdict | undefined> {
  try {
    return await act();
  } catch (error) {
    return refusalOf(parts, error);
  }
}

function refusalOf(parts: ReceiveParts, error: unknown): RecordVerdict | undefined {
  const problem = parts.problemOf(error);
  if (problem === undefined && !isRefusal(error)) parts.onFault('receive', error);
  return problem === undefined ? undefined : { kind: 'refused', problem };
}

type Attempt<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown };

function attempt<Value>(act: () => Value): Attempt<Value> {
  try {
    return { kind: 'done', value: act() };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
