import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import type { ErasureOrderEventType } from '../ledger/event.ts';
import { type RandomBytes, isHubId, isUuid, mintUuid } from '../message/identifiers.ts';
import type { Transaction } from '../store/database.ts';
import type { CoverCount, CoveredRow } from '../store/erased-content.ts';
import type { ErasureAction, ErasureRow, ErasureScope } from '../store/erasures.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { ExchangeError } from './exchange-error.ts';
import { requirePermission } from './require-permission.ts';
import {
  type LockedCover,
  type TakeParts,
  hasSendUnderWay,
  lockCover,
  takeContent,
  takes,
} from './take-content.ts';

export interface OrderParts extends TakeParts {
  readonly memberKeys: MemberKeys;
  readonly random: RandomBytes;
  /** Waits a moment before it is tried again. */
  readonly pause: () => Promise<void>;
  /** Deliveries of a case may go on, or end. */
  readonly onDue: () => void;
}

/** What a person of a state asks to have erased, sealed or opened again. */
export interface Order {
  readonly action: ErasureAction;
  readonly scope: ErasureScope;
  /** The hub's own id of the transmission, case or person. */
  readonly subject: string;
  /** Reference of the order; it stands in the ledger for ever. */
  readonly authority: string;
  /** For the second person, until it is decided. */
  readonly reason?: string;
}

export interface ProposedOrder {
  readonly erasureId: string;
  readonly covers: CoverCount;
}

/**
 * The first person of two: writes down the order and counts what it would take; nothing is taken.
 * Throws NOT_FOUND where the subject is not the state's to order, STATE_FORBIDS where nothing is left
 * to do or the same order waits for its second person already.
 */
export async function proposeErasure(
  parts: OrderParts,
  actor: Actor,
  order: Order,
): Promise<ProposedOrder> {
  const { store, memberKeys, random, now } = parts;
  const { member } = actor;
  requirePermission('POST /v1/erasures', actor, { from_member: member, to_member: null });
  const { reason, ...said } = order;
  const sealed = reason === undefined ? null : await memberKeys.sealValue(member, reason);
  return store.withTransaction(async (tx) => {
    const covered = await coveredFor(parts, tx, { ...said, member });
    const open = await store.findOpenErasure(tx.query, { ...said, member });
    if (open !== undefined) throw new ExchangeError('STATE_FORBIDS');
    const taken = covered.filter(({ content }) => takes(order.action, content));
    const at = now();
    const row: ErasureRow = {
      ...said,
      erasure_id: mintUuid(at, random),
      member,
      reason: sealed,
      state: 'proposed',
      proposed_by: actor.reference,
      proposed_at: at,
      decided_by: null,
      decided_at: null,
      transmissions: taken.length,
      scrubbed_at: null,
    };
    await store.insertErasures(tx, [row]);
    await writeOrderLeaf(parts, tx, row, { type: 'erasure-proposed', actor });
    return { erasureId: row.erasure_id, covers: await store.countCover(tx.query, taken) };
  });
}

/** Either person, or another of the state, takes the order back. */
export async function withdrawErasure(
  parts: OrderParts,
  actor: Actor,
  erasureId: string,
): Promise<void> {
  await parts.store.withTransaction(async (tx) => {
    const row = await lockProposed(parts, tx, 'POST /v1/erasures/{erasureId}/withdraw', {
      actor,
      erasureId,
    });
    await parts.store.decideErasure(tx, {
      ...row,
      state: 'withdrawn',
      decided_by: actor.reference,
      decided_at: parts.now(),
    });
    await writeOrderLeaf(parts, tx, row, { type: 'erasure-withdrawn', actor });
  });
}

/** How often a send under way is waited for before the order ends it. */
const PATIENCE = 20;

/**
 * The second person: carries the order out at once, all of it in one transaction. A send under way
 * gets some seconds to be settled; then its outcome is unknown, and the order goes on without it.
 * Throws SECOND_PERSON_REQUIRED for who proposed it, STATE_FORBIDS when it was decided before.
 */
export async function approveErasure(
  parts: OrderParts,
  actor: Actor,
  erasureId: string,
): Promise<{ readonly transmissions: number }> {
  for (let waited = 0; ; waited += 1) {
    const isPatient = waited < PATIENCE;
    const done = await parts.store.withTransaction((tx) =>
      approveNow(parts, tx, { actor, erasureId, isPatient }),
    );
    if (done !== undefined) {
      parts.onDue();
      return done;
    }
    await parts.pause();
  }
}

interface Decision {
  readonly actor: Actor;
  readonly erasureId: string;
}

/** Undefined when it must be tried again: nothing is written then. */
async function approveNow(
  parts: OrderParts,
  tx: Transaction,
  { isPatient, ...decision }: Decision & { readonly isPatient: boolean },
): Promise<{ readonly transmissions: number } | undefined> {
  const { actor } = decision;
  const row = await lockProposed(parts, tx, 'POST /v1/erasures/{erasureId}/approve', decision);
  if (row.proposed_by === actor.reference) throw new ExchangeError('SECOND_PERSON_REQUIRED');
  const cover = await lockCover(parts, tx, row.action, () => coveredFor(parts, tx, row));
  if (cover === undefined || (isPatient && hasSendUnderWay(parts, cover))) return undefined;
  await carryOut(parts, tx, { row, cover, actor });
  return { transmissions: cover.transmissions.length };
}

async function carryOut(
  parts: OrderParts,
  tx: Transaction,
  { row, cover, actor }: { row: ErasureRow; cover: LockedCover; actor: Actor },
): Promise<void> {
  const { authority, erasure_id: subject } = row;
  const approvers = [row.proposed_by, actor.reference];
  const scope = row.scope === 'transmission' ? 'transmission' : 'case';
  await takeContent(parts, tx, cover, {
    action: row.action,
    by: { actor: actor.reference, channel: 'console' },
    scopeOf: (caseId) => (cover.whole.includes(caseId) ? scope : 'transmission'),
    facts: { type: DONE[row.action], authority, approvers, subject },
  });
  await writeOrderLeaf(parts, tx, row, { type: 'erasure-approved', actor });
  await parts.store.decideErasure(tx, {
    ...row,
    state: 'done',
    decided_by: actor.reference,
    decided_at: parts.now(),
    transmissions: cover.transmissions.length,
  });
}

const DONE = { expunge: 'expunged', seal: 'sealed', unseal: 'unsealed' } as const;

/** An id of another form is no id: the database would refuse it. */
async function coveredFor(
  { store }: OrderParts,
  tx: Transaction,
  order: Pick<ErasureRow, 'action' | 'scope' | 'subject' | 'member'>,
): Promise<CoveredRow[]> {
  const isId = order.scope === 'transmission' ? isUuid : isHubId;
  const covered = isId(order.subject) ? await store.coveredBy(tx.query, order) : [];
  if (covered.length === 0) throw new ExchangeError('NOT_FOUND');
  const { action } = order;
  const isLeft = covered.some(
    (row) => takes(action, row.content) || (row.whole && takes(action, row.case_content)),
  );
  if (!isLeft) throw new ExchangeError('STATE_FORBIDS');
  return covered;
}

async function lockProposed(
  { store }: OrderParts,
  tx: Transaction,
  route: Route,
  { actor, erasureId }: Decision,
): Promise<ErasureRow> {
  const row = await store.lockErasure(tx, erasureId);
  const record = row && { ...row, from_member: row.member, to_member: null };
  requirePermission(route, actor, record);
  if (record.state !== 'proposed') throw new ExchangeError('STATE_FORBIDS');
  return record;
}

/** The order itself, for its own state and the nation: it names no transmission, case or person. */
async function writeOrderLeaf(
  { store, evidence, now }: OrderParts,
  tx: Transaction,
  row: ErasureRow,
  { type, actor }: { readonly type: ErasureOrderEventType; readonly actor: Actor },
): Promise<void> {
  const leaf = evidence.single(
    {
      type,
      from: row.member,
      actor: actor.reference,
      channel: 'console',
      code: row.action,
      outcome: row.scope,
      authority: row.authority,
      subject: row.erasure_id,
    },
    now(),
  );
  await store.insertPendingLeaves(tx, [leaf]);
}
