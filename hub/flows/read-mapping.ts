import type { Actor } from '../access/actor.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { type ExplainedRule, explain } from '../mapping/explain.ts';
import { cellPlaces } from '../mapping/layout/cell-places.ts';
import { readNative } from '../mapping/map-inbound.ts';
import { activityOfBundle, hashesOfBundle } from '../mapping/stored-activity.ts';
import { type JsonObject, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { Query } from '../store/database.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ReadParts } from './read-store.ts';
import { isRefusal } from './read-submission.ts';
import type { MappedPlaces, MappedSide, MessageMapping } from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** A native document of one activity, opened. */
interface OpenedDocument {
  readonly type: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly envelope: JsonObject;
}

/**
 * What each rule read and wrote of one activity, as places without their values, on the way in and for each document that went out, by the
 * mapping in force then: found by its hash, among the loaded dialects or the kept documents. A side whose
 * documents are no longer kept is left out. Throws NOT_FOUND, ERASED, SEALED.
 */
export async function readMapping(
  parts: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageMapping> {
  const { store, reader, memberKeys } = parts;
  return reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}/mapping', actor, row);
    if (row.content === 'sealed') throw new ExchangeError('SEALED');
    const kinds = ['canonical', 'received', 'sent'] as const;
    const records = await store.findRecords(query, [transmissionId], kinds);
    const canonical = records.find(({ kind }) => kind === 'canonical');
    if (canonical === undefined) throw new ExchangeError('ERASED');
    const content = await memberKeys.open(canonical);
    const open = ({ record_id, ciphertext }: typeof canonical): Buffer =>
      openRecord(content, record_id, ciphertext);
    const read = parseJson(open(canonical));
    const envelope = isJsonObject(read) ? read : {};
    const sideOf = (
      record: typeof canonical,
      hash: string | null,
    ): Promise<MappedSide | undefined> =>
      explainSide(parts, query, hash, {
        type: row.type,
        contentType: record.content_type,
        bytes: open(record),
        // As it was written: of an activity that opens a case, with the case that it opened.
        envelope: record.kind === 'sent' ? { ...envelope, subject: row.case_id } : envelope,
      });
    const received = records.find(({ kind }) => kind === 'received');
    const inbound = received && (await sideOf(received, row.mapping_hash));
    const deliveries = await store.deliveriesOf(query, transmissionId);
    const outbound: MessageMapping['outbound'][number][] = [];
    for (const { delivery_id, mapping_hash } of deliveries) {
      const sent = records.findLast((record) => record.delivery_id === delivery_id);
      const side = sent && (await sideOf(sent, mapping_hash));
      if (side !== undefined) outbound.push({ deliveryId: delivery_id, ...side });
    }
    return { transmissionId, ...(inbound === undefined ? {} : { inbound }), outbound };
  });
}

async function explainSide(
  parts: ReadParts,
  query: Query,
  hash: string | null,
  { type, contentType, bytes, envelope }: OpenedDocument,
): Promise<MappedSide | undefined> {
  if (hash === null) return { dialect: 'canonical', mappingHash: null, rules: [] };
  const dialect =
    dialectInForce(parts, type, hash) ?? (await dialectThen(parts, query, type, hash));
  const activity = dialect?.activities.get(type);
  if (dialect === undefined || activity === undefined) return undefined;
  try {
    const [record] = readNative(dialect, contentType, bytes);
    if (record === undefined) return undefined;
    // A pointer into what was read of lines says nothing to whoever sees the lines: line and column do.
    const { layout } = dialect;
    const locate = layout === undefined ? undefined : record.locate;
    const rules = explain(activity, envelope, record.tree).map((rule) => placesOf(rule, locate));
    const side = { dialect: dialect.name, mappingHash: hash, rules };
    return layout === undefined ? side : { ...side, cells: cellPlaces(layout, bytes) };
  } catch (error) {
    // What a later version of the hub reads otherwise is not explained by guessing.
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Opening the documents is recorded; what says how they were mapped must not open them another way. */
function placesOf(
  { rule, op, carried, canonical, local }: ExplainedRule,
  locate = (pointer: string): string => pointer,
): MappedPlaces {
  return {
    rule,
    op,
    canonical: canonical.map(({ pointer }) => pointer),
    local: local.map(({ pointer }) => locate(pointer)),
    ...(carried === undefined ? {} : { carried }),
  };
}

function dialectInForce({ dialects }: ReadParts, type: string, hash: string): Dialect | undefined {
  return [...dialects.values()].find(
    ({ activities }) => activities.get(type)?.mappingHash === hash,
  );
}

async function dialectThen(
  { store }: ReadParts,
  query: Query,
  type: string,
  hash: string,
): Promise<Dialect | undefined> {
  const bundle = (await store.findDocumentTexts(query, [hash])).get(hash);
  if (bundle === undefined) return undefined;
  const texts = await store.findDocumentTexts(query, hashesOfBundle(bundle));
  return activityOfBundle('an earlier version', type, bundle, (named) => texts.get(named));
}
