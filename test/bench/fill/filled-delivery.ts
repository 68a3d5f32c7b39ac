import { isAskedForOutcomes, type Profile } from '../../../hub/compact/profile.ts';
import { type Settlement, settle } from '../../../hub/delivery/settlement.ts';
import { type LeafFacts, changeOf } from '../../../hub/flows/delivery-rows.ts';
import { REFUSED_BY_STATE, sealReason } from '../../../hub/flows/refusal-reason.ts';
import { commit } from '../../../hub/ledger/commitment.ts';
import type { LedgerChannel } from '../../../hub/ledger/event.ts';
import { mintUuid } from '../../../hub/message/identifiers.ts';
import { type ContentKey, sealRecord } from '../../../hub/message/sealed-content.ts';
import type { DecisionRow } from '../../../hub/store/decisions.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import type { PendingLeafRow } from '../../../hub/store/pending-leaves.ts';
import type { RecordRow } from '../../../hub/store/records.ts';
import type { Random } from '../../../simulation/generator/random.ts';
import { type FateStep, fateOf, referenceOf } from './delivery-fate.ts';
import type { FillParts } from './fill-parts.ts';

/** A delivery as it is at the end of its fate, with all that was written on the way. */
export interface FilledDelivery {
  readonly row: DeliveryRow;
  readonly leaves: readonly PendingLeafRow[];
  readonly records: readonly RecordRow[];
  readonly decisions: readonly DecisionRow[];
}

export interface SentDocument {
  readonly content: ContentKey;
  readonly contentType: string;
  readonly body: Buffer;
}

interface Course {
  readonly parts: FillParts;
  readonly profile: Profile;
  readonly random: Random;
  readonly document: SentDocument;
  row: DeliveryRow;
  readonly leaves: PendingLeafRow[];
  readonly records: RecordRow[];
  readonly decisions: DecisionRow[];
}

/** Takes a delivery that was just made through what becomes of it until now. */
export async function playDelivery(
  parts: FillParts,
  made: DeliveryRow,
  random: Random,
  document: SentDocument,
): Promise<FilledDelivery> {
  const profile = parts.states.profiles.get(made.to_member);
  if (profile === undefined) throw new Error('a delivery goes to a state without a profile');
  const empty = { leaves: [], records: [], decisions: [] };
  const course: Course = { parts, profile, random, document, row: made, ...empty };
  const steps = fateOf({
    random,
    profile,
    pulled: made.pulled,
    crossedAt: made.created_at.getTime(),
    until: parts.until.getTime(),
    downSince: parts.downSince.get(made.to_member),
  });
  for (const step of steps) await take(course, step);
  return course;
}

async function take(course: Course, step: FateStep): Promise<void> {
  const at = new Date(step.at);
  switch (step.kind) {
    case 'try':
      dispatch(course, at);
      if (step.outcome !== 'none-yet') answer(course, at, step.outcome);
      return;
    case 'acknowledge':
      acknowledge(course, at, step.handsOver);
      return;
    case 'refuse': {
      const detail = await sealReason(course.parts.memberKeys, course.row.to_member, 'not ours');
      const failure = { code: REFUSED_BY_STATE, detail };
      const steps = [{ event: 'refuse', leaf: 'refused', code: REFUSED_BY_STATE }] as const;
      move(course, at, { steps, failure }, systemOf(course, course.row.to_member));
      return;
    }
    case 'decide':
      await decide(course, at, step.action);
  }
}

function dispatch(course: Course, at: Date): void {
  const { parts, document } = course;
  const row = course.row;
  const claimed: DeliveryRow = {
    ...row,
    state: 'claimed',
    epoch: row.epoch + 1,
    attempt: row.attempt + 1,
  };
  const commitment = commit('payload', document.content.salt, document.body);
  const profile_hash = parts.states.profileHashes.get(row.to_member) ?? null;
  course.row = claimed;
  const facts: LeafFacts = {
    actor: 'hub',
    channel: 'hub',
    payloadCommit: commitment.toString('hex'),
    bytesOut: document.body.length,
    ...(profile_hash === null ? {} : { profileHash: profile_hash }),
  };
  const steps = [{ event: 'dispatch', leaf: 'dispatching' }] as const;
  move(course, at, { steps }, facts, { profile_hash });
  const record_id = mintUuid(at, parts.random);
  course.records.push({
    record_id,
    transmission_id: row.transmission_id,
    delivery_id: row.delivery_id,
    kind: 'sent',
    from_member: row.from_member,
    to_member: row.to_member,
    content_type: document.contentType,
    ciphertext: sealRecord(document.content, record_id, document.body, parts.random),
    commitment,
    recorded_at: at,
  });
}

function answer(
  course: Course,
  at: Date,
  outcome: Exclude<(FateStep & { kind: 'try' })['outcome'], 'none-yet'>,
): void {
  const { profile, row, document } = course;
  const settlement = settle(outcome, {
    attempt: row.attempt,
    createdAt: row.created_at,
    now: at,
    idempotent: profile.capabilities.idempotent,
    asked: isAskedForOutcomes(profile),
    tripped: false,
    random: 0.5,
  });
  move(course, at, settlement, {
    actor: 'hub',
    channel: profile.transport.kind,
    bytesOut: document.body.length,
    ...('bytesIn' in outcome ? { bytesIn: outcome.bytesIn } : {}),
  });
}

function acknowledge(course: Course, at: Date, handsOver: boolean): void {
  const handOver = handsOver ? [{ event: 'hand-over', leaf: 'handed-over' } as const] : [];
  const { member } = course.profile;
  move(
    course,
    at,
    {
      steps: [...handOver, { event: 'acknowledge', leaf: 'acknowledged' }],
      reference: referenceOf(member, course.random),
    },
    systemOf(course, member),
  );
}

const LEAF_OF = { replay: 'replayed', skip: 'skipped', cancel: 'cancelled' } as const;

async function decide(course: Course, at: Date, action: keyof typeof LEAF_OF): Promise<void> {
  const { parts, row } = course;
  const actor = parts.officeOf(row.from_member);
  const steps = [{ event: action, leaf: LEAF_OF[action] }];
  move(course, at, { steps, dueAt: at }, { actor, channel: 'console' });
  course.decisions.push({
    decision_id: mintUuid(at, parts.random),
    transmission_id: row.transmission_id,
    delivery_id: row.delivery_id,
    from_member: row.from_member,
    to_member: row.to_member,
    action,
    actor,
    reason: await parts.memberKeys.sealValue(row.from_member, 'agreed with the other office'),
    decided_at: at,
  });
}

function systemOf({ parts, profile }: Course, member: string): LeafFacts {
  const { kind } = profile.transport;
  return { actor: parts.systemOf(member), channel: kind satisfies LedgerChannel };
}

function move(
  course: Course,
  at: Date,
  settlement: Settlement,
  facts: LeafFacts,
  beside?: Pick<DeliveryRow, 'profile_hash'>,
): void {
  const { evidence } = course.parts;
  const parts = { evidence, now: at };
  const about = beside === undefined ? { facts } : { facts, beside };
  const { change, leaves } = changeOf(parts, course.row, settlement, about);
  course.row = change;
  course.leaves.push(...leaves);
}
