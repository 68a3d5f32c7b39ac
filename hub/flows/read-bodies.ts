import type { Actor } from '../access/actor.ts';
import { openRecord } from '../message/sealed-content.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ReadParts } from './read-store.ts';
import type { EncodedBody, MessageBodies } from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** The documents of one activity, opened: canonical, native as received, native as sent. */
export async function readBodies(
  { store, reader, memberKeys }: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageBodies> {
  const records = await reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}/bodies', actor, row);
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
