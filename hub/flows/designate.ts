import type { Actor } from '../access/actor.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { type AssignedUser, sealUser } from './keep-person.ts';
import { requirePermission } from './require-permission.ts';
import { requireOpenCase } from './working-set.ts';

export interface DesignateParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
  readonly evidence: Evidence;
  readonly now: () => Date;
}

export interface Designation {
  readonly user: AssignedUser;
  /** Why: for the own state alone. */
  readonly note: string;
}

/**
 * Names the user who has the case on the side of the actor's state from now on. Throws NOT_FOUND for
 * a case that the state may not know of, ERASED or SEALED for one of which nothing may be said.
 */
export async function designate(
  { store, memberKeys, evidence, now }: DesignateParts,
  actor: Actor,
  caseId: string,
  { user, note }: Designation,
): Promise<void> {
  const { member } = actor;
  const user_sealed = await sealUser(memberKeys, member, user);
  const note_sealed = await memberKeys.sealValue(member, note);
  await store.withTransaction(async (tx) => {
    const { locked } = await store.lockCases(tx, [caseId], true);
    const row = locked.get(caseId);
    requirePermission('PUT /v1/cases/{caseId}/assignment', actor, row);
    requireOpenCase(row);
    const position = (await store.lastAssignment(tx, caseId, member)) + 1;
    const key = { case_id: caseId, member, position };
    const at = now();
    const channel = actor.kind === 'system' ? 'rest' : 'console';
    const facts = { type: 'assigned', from: member, subject: caseId, channel } as const;
    const leaf = evidence.single({ ...facts, actor: actor.reference }, at);
    await store.insertAssignments(tx, [
      { ...key, user_sealed, actor: actor.reference, assigned_at: at },
    ]);
    await store.insertAssignmentNotes(tx, [{ ...key, note_sealed }]);
    await store.insertPendingLeaves(tx, [leaf]);
  });
}
