import { type Actor, NATIONAL } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { MessageLogQuery, MessageLogRow } from '../store/message-log.ts';
import type { TransmissionRow } from '../store/transmissions.ts';
import { adviseFailure } from './failure-advice.ts';
import { viewEvent } from './read-ledger.ts';
import type { ReadParts } from './read-store.ts';
import { openReasons } from './refusal-reason.ts';
import type {
  DeliveryView,
  FailureView,
  MessageFilter,
  MessageStory,
  MessageSummary,
  Page,
  PageRequest,
} from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** A page of the message log, newest first, as far as the actor may see it. */
export async function readMessages(
  { store, reader }: ReadParts,
  actor: Actor,
  filter: MessageFilter,
  page: PageRequest,
): Promise<Page<MessageSummary>> {
  const asked: MessageLogQuery = {
    ...sidesFor(actor, filter),
    from: filter.from ?? null,
    destination: filter.to ?? null,
    type: filter.type ?? null,
    status: filter.status ?? null,
    caseId: filter.caseId ?? null,
    messageId: filter.messageId ?? null,
    acceptedFrom: filter.acceptedFrom ?? null,
    acceptedBefore: filter.acceptedBefore ?? null,
    after: page.after ?? null,
    // One more than asked for says whether there is a next page.
    limit: page.limit + 1,
  };
  const rows = await reader.as(actor.member, (query) => store.listMessages(query, asked));
  return pageOf(rows, page.limit, summarise, (row) => ({
    at: row.accepted_at,
    id: row.transmission_id,
  }));
}

/** Whose indexes to scan: the narrowest sides that hold everything the filter can match. */
function sidesFor(
  { member }: Actor,
  { from }: MessageFilter,
): Pick<MessageLogQuery, 'senders' | 'receivers'> {
  if (member === NATIONAL) {
    return { senders: from === undefined ? MEMBER_CODES : [from], receivers: [] };
  }
  return {
    senders: from === undefined || from === member ? [member] : [],
    receivers: from === member ? [] : [member],
  };
}

/** Cuts the row that is there beyond the limit, and says where the next page begins. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => Item,
  position: (row: Row) => Page<Item>['next'] & object,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(view),
    ...(rows.length > limit && last !== undefined ? { next: position(last) } : {}),
  };
}

function summarise(row: MessageLogRow): MessageSummary {
  return {
    ...envelopeOf(row),
    ...(row.delivery_id === null || row.state === null
      ? {}
      : {
          delivery: {
            deliveryId: row.delivery_id,
            state: row.state,
            attempt: row.attempt ?? 0,
            ...(row.failure_code === null ? {} : { failureCode: row.failure_code }),
          },
        }),
  };
}

type EnvelopeColumns = Omit<MessageLogRow, 'delivery_id' | 'state' | 'attempt' | 'failure_code'>;

function envelopeOf(row: EnvelopeColumns): Omit<MessageSummary, 'delivery'> {
  return {
    transmissionId: row.transmission_id,
    messageId: row.sender_message_id,
    type: row.type,
    from: row.from_member,
    to: row.destination,
    caseId: row.case_id,
    ...(row.supervision_type === null ? {} : { supervisionType: row.supervision_type }),
    status: row.status,
    submittedAt: row.submitted_at.toISOString(),
    acceptedAt: row.accepted_at.toISOString(),
    ...(row.transmitted_at === null ? {} : { transmittedAt: row.transmitted_at.toISOString() }),
  };
}

/** The whole story of one: envelope, deliveries, and what the ledger holds of it. */
export async function readMessage(
  { store, reader, memberKeys }: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageStory> {
  return reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}', actor, row);
    const stored = await store.deliveriesOf(query, transmissionId);
    const deliveries = await openReasons(memberKeys, actor, stored);
    const findings = await store.findingsOf(query, transmissionId);
    const entries = await store.entriesOf(query, transmissionId);
    return {
      ...envelopeOf(row),
      ...provenanceOf(row),
      deliveries: deliveries.map((delivery) => viewDelivery(actor, delivery)),
      findings,
      events: entries.map(viewEvent),
    };
  });
}

function provenanceOf(
  row: TransmissionRow,
): Omit<MessageStory, keyof MessageSummary | 'deliveries' | 'findings' | 'events'> {
  return {
    channel: row.channel,
    submittedBy: row.actor,
    ...(row.released_by === null ? {} : { releasedBy: row.released_by }),
    schemaHash: row.schema_hash,
    ...hashesOf(row),
  };
}

function hashesOf(
  row: Pick<TransmissionRow, 'profile_hash' | 'mapping_hash'>,
): Pick<DeliveryView, 'profileHash' | 'mappingHash'> {
  return {
    ...(row.profile_hash === null ? {} : { profileHash: row.profile_hash }),
    ...(row.mapping_hash === null ? {} : { mappingHash: row.mapping_hash }),
  };
}

const WAITS_FOR_ITS_TIME: ReadonlySet<string> = new Set(['queued', 'retry-wait', 'held']);

function viewDelivery(actor: Actor, row: DeliveryRow): DeliveryView {
  const showsReference = row.peer_reference !== null && actor.member !== NATIONAL;
  return {
    deliveryId: row.delivery_id,
    to: row.to_member,
    caseSequence: row.case_sequence,
    state: row.state,
    attempt: row.attempt,
    createdAt: row.created_at.toISOString(),
    ...(WAITS_FOR_ITS_TIME.has(row.state) ? { dueAt: row.due_at.toISOString() } : {}),
    ...(row.handed_over_at === null ? {} : { handedOverAt: row.handed_over_at.toISOString() }),
    ...(row.acknowledged_at === null ? {} : { acknowledgedAt: row.acknowledged_at.toISOString() }),
    ...(showsReference ? { peerReference: row.peer_reference } : {}),
    ...hashesOf(row),
    ...(row.failure_code === null ? {} : { failure: viewFailure(row, row.failure_code) }),
  };
}

/** The failure of a delivery with whose turn it is. */
export function viewFailure(
  row: Pick<DeliveryRow, 'state' | 'failure_detail'>,
  code: string,
): FailureView {
  return {
    code,
    ...(row.failure_detail === null ? {} : { detail: row.failure_detail }),
    ...adviseFailure(row.state, code),
  };
}
