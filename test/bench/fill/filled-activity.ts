import type { Actor } from '../../../hub/access/actor.ts';
import { findActivity } from '../../../hub/compact/activity-catalogue.ts';
import { type ReadSubmission, prepare } from '../../../hub/flows/accept.ts';
import { acceptOne } from '../../../hub/flows/accept-group.ts';
import type { Chain } from '../../../hub/flows/evidence.ts';
import type { PreparedActivity } from '../../../hub/flows/prepared-activity.ts';
import {
  CANONICAL_CONTENT_TYPE,
  isRefusal,
  readSubmission,
} from '../../../hub/flows/read-submission.ts';
import { allowMove, transmit } from '../../../hub/flows/transmit.ts';
import { type WorkingSet, crossedIn } from '../../../hub/flows/working-set.ts';
import { mintUuid } from '../../../hub/message/identifiers.ts';
import { sha256 } from '../../../hub/message/sealed-content.ts';
import type { TransmissionRow } from '../../../hub/store/transmissions.ts';
import type { Random } from '../../../simulation/generator/random.ts';
import { messageIdOf } from '../../../simulation/state-event.ts';
import type { SaidDocument } from './copied-document.ts';
import type { FillParts } from './fill-parts.ts';
import { playDelivery } from './filled-delivery.ts';
import { spread } from './delivery-fate.ts';
import type { StoryMoment } from './story-book.ts';
import type { Telling } from './telling.ts';

/** What became of a moment of a story, and the document in which it was said. */
export type Told = (Outcome & { readonly said: SaidDocument }) | { readonly kind: 'refused' };

type Outcome =
  /** It crossed, at this moment, and its delivery does or does not hold up the case. */
  | { readonly kind: 'crossed'; readonly at: Date; readonly blocks: boolean }
  /** It waits for the office. */
  | { readonly kind: 'waits' }
  /** The office gave it back: it comes again. */
  | { readonly kind: 'returned'; readonly at: Date };

/** Assumptions, not measured. */
const CHANCES = { byOffice: 0.55, returned: 0.01 } as const;
const HOUR_MS = 3_600_000;

/** One activity from its document to what became of its delivery, written into the telling. */
export async function tellActivity(
  parts: FillParts,
  telling: Telling,
  moment: StoryMoment,
): Promise<Told> {
  const { story, at } = moment;
  const { random } = story;
  const managed = findActivity(moment.step.type)?.managed === true;
  const byOffice = managed && random.chance(CHANCES.byOffice);
  const isReturned = byOffice && random.chance(CHANCES.returned);
  const submitted = await prepared(parts, moment, { byOffice, isReturned });
  if (submitted === undefined) return { kind: 'refused' };
  const set: WorkingSet = { ...telling.set, now: at };
  let chain: Chain;
  try {
    story.caseId = acceptOne(parts, set, submitted.item).caseId;
    chain = lastOf(telling.set.writes.transmissions);
  } catch (error) {
    if (isRefusal(error)) return { kind: 'refused' };
    throw error;
  }
  const outcome =
    chain.eventNo > 1
      ? await deliverIt(parts, telling, { ...submitted, random, at })
      : await decide(parts, telling, { ...submitted, random, at, isReturned });
  const { item, body } = submitted;
  return { ...outcome, said: { envelope: item.read.activity.envelope, body } };
}

function lastOf(rows: readonly TransmissionRow[]): Chain & { readonly row: TransmissionRow } {
  const row = rows.at(-1);
  if (row === undefined) throw new Error('nothing was accepted');
  return { row, eventNo: row.event_no, lastLeafHash: row.last_leaf_hash };
}

/** Read, validated and sealed as a system's own submission; undefined when it is refused. */
async function prepared(
  parts: FillParts,
  moment: StoryMoment,
  how: { readonly byOffice: boolean; readonly isReturned: boolean },
): Promise<Submitted | undefined> {
  const { from } = moment.step;
  const reference = parts.systemOf(from);
  const actor: Actor = {
    principalId: reference,
    kind: 'system',
    member: from,
    roles: ['system'],
    reference,
  };
  const body = Buffer.from(JSON.stringify(envelopeOf(moment, how)));
  const submission = { contentType: CANONICAL_CONTENT_TYPE, body, channel: 'rest' } as const;
  const now = (): Date => moment.at;
  const result = readSubmission({ ...parts, now }, actor, submission);
  if (result.kind === 'refused') {
    if (isRefusal(result.error)) return undefined;
    throw result.error;
  }
  const { read } = result;
  const item: ReadSubmission = { actor, submission, read, receivedDigest: sha256(body) };
  return { item: await prepare({ ...parts, now }, item), body };
}

interface Submitted {
  readonly item: PreparedActivity;
  readonly body: Buffer;
}

function envelopeOf(
  { story, step, at }: StoryMoment,
  { byOffice, isReturned }: { readonly byOffice: boolean; readonly isReturned: boolean },
): object {
  const { releasedBy: _attested, ...unattested } = step.write() as { releasedBy?: object };
  const id = messageIdOf(story.key, step.number);
  return {
    specversion: '1.0',
    id: isReturned ? `${id}-returned-${story.random.integer(1, 999_999)}` : id,
    source: `urn:compact:${step.from}`,
    type: step.type,
    ...(story.caseId === undefined ? {} : { subject: story.caseId }),
    time: at.toISOString(),
    destination: step.to,
    supervisiontype: story.script.supervisionType,
    dataschema: `https://schemas.compact-hub.example/${step.type.slice('compact.'.length)}.schema.json`,
    datacontenttype: 'application/json',
    data:
      byOffice || _attested === undefined ? unattested : { ...unattested, releasedBy: _attested },
  };
}

interface Accepted extends Submitted {
  readonly random: Random;
  /** Of its acceptance, or its crossing. */
  readonly at: Date;
}

/** The office releases it, gives it back, or has not looked at it yet. */
async function decide(
  parts: FillParts,
  telling: Telling,
  accepted: Accepted & { readonly isReturned: boolean },
): Promise<Outcome> {
  const { item, random, isReturned } = accepted;
  const at = new Date(accepted.at.getTime() + 60_000 + spread(random, 2 * HOUR_MS));
  if (at > parts.until) return { kind: 'waits' };
  const { writes } = telling.set;
  const { row } = lastOf(writes.transmissions);
  const office = parts.officeOf(row.from_member);
  const by = { actor: office, channel: 'console' } as const;
  const { leaf, chain } = parts.evidence.chained(
    { eventNo: row.event_no, lastLeafHash: row.last_leaf_hash },
    {
      type: isReturned ? 'returned' : 'released',
      transmissionId: row.transmission_id,
      from: row.from_member,
      activityType: row.type,
      schema: row.schema_hash,
      ...by,
    },
    at,
  );
  writes.leaves.push(leaf);
  telling.closeReview(at, office, isReturned ? 'returned' : 'released');
  telling.decisions.push({
    decision_id: mintUuid(at, parts.random),
    transmission_id: row.transmission_id,
    delivery_id: null,
    from_member: row.from_member,
    to_member: isReturned ? null : row.destination,
    action: isReturned ? 'return' : 'release',
    actor: office,
    reason: isReturned ? await parts.memberKeys.sealValue(row.from_member, 'not complete') : null,
    decided_at: at,
  });
  if (isReturned) {
    const { eventNo: event_no, lastLeafHash: last_leaf_hash } = chain;
    telling.replaceTransmission({ ...row, status: 'returned', event_no, last_leaf_hash });
    return { kind: 'returned', at };
  }
  release(parts, telling, { item, at, chain, row, by });
  return deliverIt(parts, telling, { ...accepted, at });
}

function release(
  parts: FillParts,
  telling: Telling,
  released: Pick<Accepted, 'item' | 'at'> & {
    readonly chain: Chain;
    readonly row: TransmissionRow;
    readonly by: { readonly actor: string; readonly channel: 'console' };
  },
): void {
  const { item, at, row, by } = released;
  const set: WorkingSet = { ...telling.set, now: at };
  const before = set.cases.get(row.case_id);
  if (before === undefined) throw new Error('a case is not there');
  const activity = {
    transmissionId: row.transmission_id,
    deliveryId: mintUuid(at, parts.random),
    messageId: row.sender_message_id,
    type: row.type,
    from: row.from_member,
    to: row.destination,
    caseId: row.case_id,
    schemaHash: row.schema_hash,
    data: item.read.activity.envelope.data,
    keepsake: item.keepsake,
    hasAttachments: false,
    pulled: item.destinationPulls,
    ...by,
  };
  const chain = transmit(parts, set, activity, allowMove(before, activity), released.chain);
  telling.replaceTransmission({
    ...row,
    status: 'transmitted',
    to_member: row.destination,
    transmitted_at: at,
    released_by: by.actor,
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
    case_position: crossedIn(set.cases.get(row.case_id) ?? before),
  });
}

async function deliverIt(
  parts: FillParts,
  telling: Telling,
  { item, body, random, at }: Accepted,
): Promise<Outcome> {
  const made = telling.takeDelivery();
  const document = { content: item.content, contentType: CANONICAL_CONTENT_TYPE, body };
  const played = await playDelivery(parts, made, random, document);
  telling.addDelivery(played);
  return { kind: 'crossed', at, blocks: played.row.blocking };
}
