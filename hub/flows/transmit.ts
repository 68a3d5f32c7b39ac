import { findActivity } from '../compact/activity-catalogue.ts';
import { factsOf } from '../compact/activity-facts.ts';
import { correctCase } from '../compact/case-correction.ts';
import { moveCase } from '../compact/case-lifecycle.ts';
import type { CaseState } from '../compact/case-state.ts';
import { refusalTexts } from '../compact/refusal-text.ts';
import { blocksItsCase } from '../delivery/delivery-state.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import { ExchangeError } from './exchange-error.ts';
import type { Chain, Evidence } from './evidence.ts';
import { correctionName } from './failed-before.ts';
import { keepDeadlines } from './keep-deadlines.ts';
import { type Keepsake, keepAssignment, keepPerson } from './keep-person.ts';
import type { StatesInForce } from './read-submission.ts';
import type { CaseRow } from '../store/cases.ts';
import type { OpenedReview } from '../store/reviews.ts';
import { type WorkingSet, sideOf, stateOf, withState } from './working-set.ts';

/** What transmitting needs to know of an accepted activity. */
export interface Transmittable {
  readonly transmissionId: string;
  readonly deliveryId: string;
  /** The sender's own id, by which later activities name it. */
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly caseId: string;
  readonly schemaHash: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** By whom and by which way it crosses: the sender's system, or the officer who released it. */
  readonly actor: string;
  readonly channel: LedgerChannel;
  readonly hasAttachments: boolean;
  readonly keepsake: Keepsake;
  /** Whether the destination fetches its deliveries itself. */
  readonly pulled: boolean;
}

export interface TransmitParts {
  readonly evidence: Evidence;
  readonly states: StatesInForce;
}

/** A move of the case that the lifecycle allows. */
export interface AllowedMove {
  readonly before: CaseRow;
  readonly state: CaseState;
  /** The sender's id of the failed activity that this one corrects. */
  readonly corrects?: string;
}

/**
 * Whether the activity may cross now, asked of a case that the caller's transaction has locked: where
 * a row lets it pass, or as the correction of `failed`, the sender's id of the latest of its type
 * where that was not taken. Throws OUT_OF_ORDER, naming the row that forbids it and its guard, the
 * case and what would be allowed, or CASE_UNKNOWN for a member that the case does not concern.
 * Changes nothing.
 */
export function allowMove(before: CaseRow, activity: Transmittable, failed?: string): AllowedMove {
  const by = sideOf(before, activity.from);
  if (by === undefined) throw new ExchangeError('CASE_UNKNOWN');
  const reason = activity.data['reason'];
  const state = stateOf(before);
  const move = {
    type: activity.type,
    facts: factsOf(activity.type, activity.data),
    by,
    ...(asksForInstructions(activity.type) && typeof reason === 'string'
      ? { instructionsReason: reason }
      : {}),
  };
  const verdict = moveCase(state, move);
  if (verdict.kind === 'moves') return { before, state: verdict.state };
  const corrected = failed === undefined ? undefined : correctCase(state, move);
  if (failed !== undefined && corrected !== undefined) {
    return { before, state: corrected.state, corrects: failed };
  }
  const types = failed === undefined ? [] : [activity.type];
  throw outOfOrder(refusalTexts(verdict, state, by, types));
}

/**
 * The fact "transmitted": moves the case, gives the next sequence number of the case and
 * destination, creates the delivery, starts and ends clocks, and lets the other state see the case
 * and its person.
 */
export function transmit(
  { evidence, states }: TransmitParts,
  set: WorkingSet,
  activity: Transmittable,
  move: AllowedMove,
  chain: Chain,
): Chain {
  const { before, state } = move;
  const toSending = activity.to === before.from_member;
  const caseSequence = (toSending ? before.sequence_to_sending : before.sequence_to_receiving) + 1;
  set.cases.set(activity.caseId, {
    ...withState(before, state, set.now),
    registrable: markedRegistrable(before, activity),
    to_member: before.receiving_member,
    sequence_to_sending: toSending ? caseSequence : before.sequence_to_sending,
    sequence_to_receiving: toSending ? before.sequence_to_receiving : caseSequence,
  });
  set.changedCases.add(activity.caseId);
  set.failed.set(correctionName(activity), undefined);
  keepDeadlines(set, states, activity, move);
  keepPerson(set, activity, before);
  // Later ones would find somebody named.
  if (caseSequence === 1) keepAssignment(set, activity);
  if (before.to_member === null) {
    const person = { person_id: before.person_id, member: before.receiving_member };
    set.writes.personMembers.push({ ...person, since: set.now });
  }
  if (isReviewed(states, activity)) set.writes.reviews.push(incomingReview(activity, set.now));
  const { type, transmissionId, from, to, schemaHash, actor, channel } = activity;
  if (activity.hasAttachments) {
    const shown = { transmissionIds: [transmissionId], caseId: activity.caseId, to };
    set.writes.shown.push(shown);
  }
  const event = { type: 'transmitted', transmissionId, from, to, activityType: type } as const;
  const facts = { ...event, schema: schemaHash, actor, channel, subject: activity.deliveryId };
  const transmitted = evidence.chained(chain, facts, set.now);
  set.writes.leaves.push(transmitted.leaf);
  set.writes.deliveries.push(newDelivery(activity, caseSequence, set.now, transmitted.chain));
  return transmitted.chain;
}

/** A managed activity, where the receiving office looks at what comes in: beside the delivery, never before it. */
function isReviewed({ profiles }: StatesInForce, { type, to }: Transmittable): boolean {
  return profiles.get(to)?.incomingReview === true && findActivity(type)?.managed === true;
}

function incomingReview(activity: Transmittable, now: Date): OpenedReview {
  return {
    transmission_id: activity.transmissionId,
    direction: 'incoming',
    member: activity.to,
    other_member: activity.from,
    case_id: activity.caseId,
    type: activity.type,
    opened_at: now,
  };
}

/** As the latest request says it. */
function markedRegistrable(before: CaseRow, { data }: Transmittable): boolean {
  const said = data['registrable'];
  return typeof said === 'boolean' ? said : before.registrable;
}

function asksForInstructions(type: string): boolean {
  return type === 'compact.reporting-instructions-request.v1';
}

function outOfOrder(details: readonly string[]): ExchangeError {
  const about = { pointer: '/type', code: 'OUT_OF_ORDER' };
  const problems = details.map((detail) => ({ ...about, detail }));
  return new ExchangeError('OUT_OF_ORDER', problems);
}

function newDelivery(activity: Transmittable, caseSequence: number, now: Date, chain: Chain) {
  return {
    delivery_id: activity.deliveryId,
    transmission_id: activity.transmissionId,
    from_member: activity.from,
    to_member: activity.to,
    case_id: activity.caseId,
    case_sequence: caseSequence,
    type: activity.type,
    schema_hash: activity.schemaHash,
    state: 'queued',
    blocking: blocksItsCase('queued', activity.pulled),
    pulled: activity.pulled,
    due_at: now,
    attempt: 0,
    claims: 0,
    epoch: 0,
    lease_until: null,
    failure_code: null,
    failure_detail: null,
    peer_reference: null,
    created_at: now,
    handed_over_at: null,
    acknowledged_at: null,
    profile_hash: null,
    mapping_hash: null,
    event_no: 0,
    last_leaf_hash: chain.lastLeafHash,
  } as const;
}
