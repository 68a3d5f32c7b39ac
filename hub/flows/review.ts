import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import type { Transaction } from '../store/database.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { ReviewRow } from '../store/reviews.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { requirePermission } from './require-permission.ts';

export interface ReviewParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
  /** Business clock. */
  readonly now: () => Date;
}

/** To whom in its own state an office gives an activity, and why. */
export interface Assignment {
  /** The state's own reference of the person. */
  readonly person: string;
  readonly note?: string;
}

/**
 * Gives what waits for a release, or what came in, to another person of the office's own state. It
 * changes neither the wait nor any clock. Throws STATE_FORBIDS for what is not in the list any more.
 */
export async function assign(
  parts: ReviewParts,
  actor: Actor,
  transmissionId: string,
  { person, note }: Assignment,
): Promise<void> {
  const route = 'POST /v1/messages/{transmissionId}/assign';
  const sealed = note === undefined ? null : await parts.memberKeys.sealValue(actor.member, note);
  await withOpenReview(parts, { route, actor, transmissionId }, async (tx, review) => {
    const to = { person, by: actor.reference, at: parts.now(), note: sealed };
    await parts.store.assignReview(tx, review, to);
  });
}

/** What came in was looked at: it leaves the list. What waits for a release leaves it by that alone. */
export async function finishReview(
  parts: ReviewParts,
  actor: Actor,
  transmissionId: string,
): Promise<void> {
  const route = 'POST /v1/messages/{transmissionId}/review';
  await withOpenReview(parts, { route, actor, transmissionId }, async (tx, review) => {
    if (review.direction !== 'incoming') throw new ExchangeError('STATE_FORBIDS');
    const how = { by: actor.reference, at: parts.now(), outcome: 'reviewed' } as const;
    await parts.store.closeReview(tx, review, how);
  });
}

interface Asked {
  readonly route: Route;
  readonly actor: Actor;
  readonly transmissionId: string;
}

async function withOpenReview(
  { store }: ReviewParts,
  { route, actor, transmissionId }: Asked,
  work: (tx: Transaction, review: ReviewRow) => Promise<void>,
): Promise<void> {
  requirePermission(route, actor, await store.findTransmission(store.query, transmissionId));
  await store.withTransaction(async (tx) => {
    const review = await store.lockReview(tx, transmissionId, actor.member);
    if (review === undefined || review.closed_at !== null) throw new ExchangeError('STATE_FORBIDS');
    await work(tx, review);
  });
}
