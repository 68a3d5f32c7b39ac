import { groupBy } from '../compact/group-by.ts';
import type { CopiedErasure } from '../ledger/copied-erasures.ts';
import { ExchangeError } from './exchange-error.ts';
import { type TakeParts, lockCover, takeContent, takes } from './take-content.ts';

export interface Reapplied {
  /** Transmissions of which the copy tells something. */
  readonly told: number;
  /** Of those, that were as they had been before it. */
  readonly transmissions: number;
  /** Of which this database knows nothing: they were accepted after it was saved. */
  readonly unknown: number;
}

const AT_ONCE = 100;

/**
 * After a restore to a moment before an erasure: does again what the ledger's copy tells, with an
 * `erasure-reapplied` leaf of each transmission. What is as the copy says it stays as it is, so it may
 * be run again, and broken off. No hub may serve meanwhile.
 */
export async function reapplyErasures(
  parts: TakeParts,
  told: Iterable<CopiedErasure>,
): Promise<Reapplied> {
  const orders = groupBy([...told], ({ erasureId, action, scope }) => [
    `${erasureId} ${action} ${scope}`,
  ]);
  let [count, transmissions, known] = [0, 0, 0];
  for (const order of orders.values()) {
    for (let at = 0; at < order.length; at += AT_ONCE) {
      const some = order.slice(at, at + AT_ONCE);
      const done = await reapplySome(parts, some);
      count += some.length;
      known += done.known;
      transmissions += done.changed;
    }
  }
  return { told: count, transmissions, unknown: count - known };
}

async function reapplySome(
  parts: TakeParts,
  some: readonly CopiedErasure[],
): Promise<{ readonly known: number; readonly changed: number }> {
  const { store } = parts;
  const [first] = some;
  if (first === undefined) return { known: 0, changed: 0 };
  const { action, scope, authority, approvers, erasureId } = first;
  const ids = some.map(({ transmissionId }) => transmissionId);
  const find = () => store.coveredAmong(store.query, ids, scope === 'case');
  const known = await find();
  const isChanged = known.some(
    (row) => takes(action, row.content) || (row.whole && takes(action, row.case_content)),
  );
  // A seal that was done here may have been lifted here since, by an order that the copy lacks.
  const isOlder =
    action !== 'expunge' && (await store.findErasure(store.query, erasureId))?.state === 'done';
  if (!isChanged || isOlder) return { known: known.length, changed: 0 };
  return store.withTransaction(async (tx) => {
    const cover = await lockCover(parts, tx, action, find);
    // Somebody wrote meanwhile: a hub serves this database.
    if (cover === undefined) throw new ExchangeError('BUSY');
    await takeContent(parts, tx, cover, {
      action,
      by: { actor: 'command', channel: 'command' },
      scopeOf: () => scope,
      facts: { type: 'erasure-reapplied', code: action, authority, approvers, subject: erasureId },
    });
    const [caseId = ''] = cover.whole;
    await store.putDoneErasure(tx, {
      erasure_id: erasureId,
      action,
      scope,
      subject: scope === 'case' ? caseId : first.transmissionId,
      member: cover.cases.get(caseId)?.from_member ?? first.from,
      authority,
      approvers,
      at: parts.now(),
      transmissions: cover.transmissions.length,
    });
    return { known: known.length, changed: cover.transmissions.length };
  });
}
