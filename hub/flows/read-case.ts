import { type Actor, NATIONAL } from '../access/actor.ts';
import { choicesOf } from '../compact/case-choices.ts';
import { allowedNow } from '../compact/case-lifecycle.ts';
import type { CaseRow } from '../store/cases.ts';
import { viewDeadline } from './read-deadlines.ts';
import type { ReadParts } from './read-store.ts';
import type { CaseView } from './reads.ts';
import { requirePermission } from './require-permission.ts';
import { stateOf } from './working-set.ts';

/** One case with its status, and the actor's own state's numbers for it. */
export async function readCase(
  { store, reader, memberKeys, now }: ReadParts,
  actor: Actor,
  caseId: string,
): Promise<CaseView> {
  const at = now();
  const { row, sealed, deadlines } = await reader.as(actor.member, async (query) => {
    const row = await store.findCase(query, caseId);
    requirePermission('GET /v1/cases/{caseId}', actor, row);
    return {
      row,
      sealed: await store.identifiersOfCases(query, [caseId]),
      deadlines: await store.deadlinesOfCase(query, caseId, at),
    };
  });
  const identifiers = sealed.map(async ({ scheme, value }) => ({
    scheme,
    value: await memberKeys.openValue(value),
  }));
  return {
    ...viewCase(actor, row),
    identifiers: await Promise.all(identifiers),
    deadlines: deadlines.map((deadline) => viewDeadline(deadline, at)),
  };
}

function viewCase(actor: Actor, row: CaseRow): Omit<CaseView, 'identifiers' | 'deadlines'> {
  const state = stateOf(row);
  const choices = choicesOf(state);
  return {
    caseId: row.case_id,
    ...(actor.member === NATIONAL ? {} : { personId: row.person_id }),
    sendingState: row.from_member,
    receivingState: row.receiving_member,
    supervisingState: row.supervising_member,
    ...(row.supervision_type === null ? {} : { supervisionType: row.supervision_type }),
    status: row.status,
    reportingInstructions: row.reporting_instructions,
    transfer: row.transfer,
    location: row.location,
    violation: row.violation,
    retaking: row.retaking,
    returning: row.return_instructions,
    closure: row.closure,
    allowedNow: {
      sending: allowedNow(state, 'sending'),
      receiving: allowedNow(state, 'receiving'),
    },
    ...(choices === undefined ? {} : { choices }),
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
