import { termsOf } from '../compact/finding.ts';
import type { TransmissionEvent } from '../ledger/event.ts';
import { digestToken } from '../message/sealed-content.ts';
import type { OpenedReview } from '../store/reviews.ts';
import type { TransmissionRow, TransmissionStatus } from '../store/transmissions.ts';
import type { AcceptGroupParts } from './accept-group.ts';
import type { Chain, EventFacts } from './evidence.ts';
import type { PreparedActivity } from './prepared-activity.ts';
import type { Transmittable } from './transmit.ts';
import type { WorkingSet } from './working-set.ts';

/** Two conditions in turn: the release, then the attachments. */
export function statusOf(set: WorkingSet, item: PreparedActivity): TransmissionStatus {
  if (!item.released) return 'awaiting-release';
  const complete = item.attachments.every(({ token }) =>
    set.attachments.has(token.toString('hex')),
  );
  return complete ? 'transmitted' : 'awaiting-attachments';
}

export function transmittableOf(
  { schemaHash }: Pick<AcceptGroupParts, 'schemaHash'>,
  item: PreparedActivity,
  caseId: string,
): Transmittable {
  const { envelope } = item.read.activity;
  return {
    transmissionId: item.transmissionId,
    deliveryId: item.deliveryId,
    messageId: envelope.id,
    type: envelope.type,
    from: item.actor.member,
    to: envelope.destination,
    caseId,
    schemaHash,
    data: envelope.data,
    hasAttachments: item.attachments.length > 0,
    keepsake: item.keepsake,
    actor: item.actor.reference,
    channel: item.channel,
    pulled: item.destinationPulls,
  };
}

export function acceptedFacts(
  { schemaHash }: Pick<AcceptGroupParts, 'schemaHash'>,
  item: PreparedActivity,
): EventFacts<TransmissionEvent> {
  const { mappingHash, profileHash, activity } = item.read;
  return {
    type: 'accepted',
    transmissionId: item.transmissionId,
    from: item.actor.member,
    activityType: activity.envelope.type,
    schema: schemaHash,
    profileHash,
    ...(mappingHash === null ? {} : { mappingHash }),
    actor: item.actor.reference,
    channel: item.channel,
    bytesIn: item.bytesIn,
    payloadCommit: commitmentOf(item, 'received'),
    envelopeCommit: commitmentOf(item, 'canonical'),
  };
}

function commitmentOf(item: PreparedActivity, kind: 'received' | 'canonical'): string {
  const record = item.records.find((candidate) => candidate.kind === kind);
  return record?.commitment.toString('hex') ?? '';
}

export function transmissionRow(
  parts: Pick<AcceptGroupParts, 'schemaHash' | 'receiptKeyId'>,
  set: WorkingSet,
  item: PreparedActivity,
  decided: {
    readonly caseId: string;
    readonly status: TransmissionStatus;
    readonly chain: Chain;
    readonly casePosition: number | null;
  },
): TransmissionRow {
  const { envelope, definition } = item.read.activity;
  const { caseId, status, chain, casePosition } = decided;
  const crosses = status === 'transmitted';
  return {
    transmission_id: item.transmissionId,
    from_member: item.actor.member,
    to_member: crosses ? envelope.destination : null,
    destination: envelope.destination,
    sender_message_id: envelope.id,
    type: envelope.type,
    case_id: caseId,
    supervision_type: envelope.supervisiontype ?? null,
    status,
    accepted_status: status,
    channel: item.channel,
    actor: item.actor.reference,
    released_by: item.released && definition.managed ? item.actor.reference : null,
    submitted_at: new Date(envelope.time),
    accepted_at: set.now,
    transmitted_at: crosses ? set.now : null,
    received_digest: digestToken(item.content, item.receivedDigest),
    content_digest: digestToken(item.content, item.contentDigest),
    schema_hash: parts.schemaHash,
    profile_hash: item.read.profileHash,
    mapping_hash: item.read.mappingHash,
    receipt_key_id: parts.receiptKeyId,
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
    case_position: casePosition,
    content: 'kept',
  };
}

/** In the list of the sender's compact office. */
export function outgoingReview(row: TransmissionRow): OpenedReview {
  return {
    transmission_id: row.transmission_id,
    direction: 'outgoing',
    member: row.from_member,
    other_member: row.destination,
    case_id: row.case_id,
    type: row.type,
    opened_at: row.accepted_at,
  };
}

export function writeContent(set: WorkingSet, item: PreparedActivity, row: TransmissionRow): void {
  const { transmission_id, from_member, to_member } = row;
  set.writes.transmissions.push(row);
  set.writes.contentKeys.push({ transmission_id, from_member, to_member, ...item.wrapped });
  set.writes.records.push(
    ...item.records.map((record) => ({ ...record, to_member, recorded_at: set.now })),
  );
  set.writes.attachments.push(
    ...item.attachments.map(({ token: digest_token }, position) => ({
      transmission_id,
      position,
      from_member,
      to_member,
      digest_token,
    })),
  );
  set.writes.findings.push(
    ...item.read.findings.map(({ pointers, ...finding }, position) => ({
      transmission_id,
      position,
      from_member,
      to_member,
      ...finding,
      pointers: JSON.stringify(pointers),
    })),
  );
  set.writes.findingTerms.push(
    ...termsOf(item.read.findings).map((term) => ({
      transmission_id,
      term,
      from_member,
      to_member,
      accepted_at: row.accepted_at,
    })),
  );
}
