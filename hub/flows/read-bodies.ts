import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import { openRecord } from '../message/sealed-content.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ReadParts } from './read-store.ts';
import type { EncodedBody, MessageBodies } from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** The documents of one activity, opened: canonical, native as received, native as sent. */
export function readBodies(
  parts: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageBodies> {
  const route = 'GET /v1/messages/{transmissionId}/bodies';
  return openAs(parts, { actor, route, reader: actor.member }, transmissionId);
}

/**
 * The same for the national office, after its reason was written down. The database shows it no document: they
 * are read as the sender would read them, here and nowhere else.
 */
export async function readBodiesForReason(
  parts: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageBodies> {
  const route = 'POST /v1/messages/{transmissionId}/viewings';
  const row = await parts.reader.as(actor.member, (query) =>
    parts.store.findMessage(query, transmissionId),
  );
  requirePermission(route, actor, row);
  return openAs(parts, { actor, route, reader: row.from_member }, transmissionId);
}

async function openAs(
  { store, reader, memberKeys }: ReadParts,
  as: { readonly actor: Actor; readonly route: Route; readonly reader: string },
  transmissionId: string,
): Promise<MessageBodies> {
  const records = await reader.as(as.reader, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission(as.route, as.actor, row);
    if (row.content === 'sealed') throw new ExchangeError('SEALED');
    return store.findRecords(query, [transmissionId], ['canonical', 'received', 'sent']);
  });
  const [first] = records;
  if (first === undefined) throw new ExchangeError('ERASED');
  const content = await memberKeys.open(first);
  return {
    transmissionId,
    bodies: records.map((record) => ({
      kind: record.kind,
      ...(record.delivery_id === null ? {} : { deliveryId: record.delivery_id }),
      contentType: record.content_type,
      ...encodeBody(openRecord(content, record.record_id, record.ciphertext)),
    })),
  };
}

/** A document inside JSON: its text where its bytes are UTF-8, so that reading it back gives them. */
export function encodeBody(body: Buffer): EncodedBody {
  const text = body.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(body)) return { encoding: 'utf-8', body: text };
  return { encoding: 'base64', body: body.toString('base64') };
}
