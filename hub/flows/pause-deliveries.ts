import type { Actor } from '../access/actor.ts';
import { isMemberCode } from '../compact/members.ts';
import { canonicalJson } from '../message/canonical-json.ts';
import { type RandomBytes, mintUuid } from '../message/identifiers.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { Transaction } from '../store/database.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { requirePermission } from './require-permission.ts';

export interface PauseParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  /** Business clock. */
  readonly now: () => Date;
}

/**
 * From now on what is for the member waits, in its order: nothing is sent to it and its system fetches
 * nothing, until somebody of it resumes. What is under way already ends as it does. Throws NOT_FOUND where
 * there is no such member, STATE_FORBIDS where it is paused.
 */
export async function pauseDeliveries(
  { store, evidence, random, now }: PauseParts,
  actor: Actor,
  member: string,
  reason: string,
): Promise<void> {
  requireOwn('POST /v1/members/{state}/pause', actor, member);
  await store.withTransaction(async (tx) => {
    const at = now();
    const pause = {
      pause_id: mintUuid(at, random),
      member,
      reason,
      paused_by: actor.reference,
      paused_at: at,
    };
    if (!(await store.beginPause(tx, pause))) throw new ExchangeError('STATE_FORBIDS');
    await recordChange({ store, evidence }, tx, { actor, member, subject: 'pause', reason, at });
  });
}

/** Deliveries go on, the oldest of each case first. Throws as `pauseDeliveries`, where nothing is paused. */
export async function resumeDeliveries(
  { store, evidence, now }: PauseParts,
  actor: Actor,
  member: string,
  reason: string,
): Promise<void> {
  requireOwn('POST /v1/members/{state}/resume', actor, member);
  await store.withTransaction(async (tx) => {
    const at = now();
    const ended = await store.endPause(tx, { member, reason, by: actor.reference, at });
    if (ended === undefined) throw new ExchangeError('STATE_FORBIDS');
    await recordChange({ store, evidence }, tx, { actor, member, subject: 'resume', reason, at });
  });
}

function requireOwn(
  route: 'POST /v1/members/{state}/pause' | 'POST /v1/members/{state}/resume',
  actor: Actor,
  member: string,
): void {
  if (!isMemberCode(member)) throw new ExchangeError('NOT_FOUND');
  requirePermission(route, actor, { from_member: member, to_member: null });
}

interface PauseChange {
  readonly actor: Actor;
  readonly member: string;
  readonly subject: 'pause' | 'resume';
  readonly reason: string;
  readonly at: Date;
}

/** A leaf that commits to who said why, without saying it. */
async function recordChange(
  { store, evidence }: Pick<PauseParts, 'store' | 'evidence'>,
  tx: Transaction,
  { actor, member, subject, reason, at }: PauseChange,
): Promise<void> {
  const said = canonicalJson({ member, subject, reason, at: at.toISOString() });
  const leaf = evidence.single(
    {
      type: 'configuration-changed',
      actor: actor.reference,
      channel: 'console',
      from: member,
      subject,
      subjectHash: sha256(Buffer.from(said)).toString('hex'),
    },
    at,
  );
  await store.insertPendingLeaves(tx, [leaf]);
}
