import { type Actor, NATIONAL } from '../access/actor.ts';
import { choicesOf } from '../compact/case-choices.ts';
import { correctableNow } from '../compact/case-correction.ts';
import { allowedNow } from '../compact/case-lifecycle.ts';
import type { Side } from '../compact/case-state.ts';
import type { NotedAssignment } from '../store/assignments.ts';
import type { TimelineRow } from '../store/case-reads.ts';
import type { CaseRow } from '../store/cases.ts';
import type { SealedRecordRow } from '../store/records.ts';
import type { AssignedUser } from './keep-person.ts';
import { isNotTaken } from './failure-advice.ts';
import { viewDeadline } from './read-deadlines.ts';
import { contentTaken, viewFailure } from './read-messages.ts';
import { openDescription, viewPerson } from './read-person.ts';
import type { ReadParts } from './read-store.ts';
import type {
  AssignmentView,
  CaseSummary,
  CaseView,
  Designations,
  TimelineEntry,
} from './reads.ts';
import { requirePermission } from './require-permission.ts';
import { memberOn, sideOf, stateOf } from './working-set.ts';

/** One case with its status and its story; to its two states also whose it is, and their numbers. */
export async function readCase(parts: ReadParts, actor: Actor, caseId: string): Promise<CaseView> {
  const { store, reader, memberKeys } = parts;
  const at = parts.now();
  const found = await reader.as(actor.member, async (query) => {
    const row = await store.findCase(query, caseId);
    requirePermission('GET /v1/cases/{caseId}', actor, row);
    const describedBy = await store.descriptionOf(query, caseId);
    const described = describedBy === undefined ? [] : [describedBy];
    return {
      row,
      sealed: await store.identifiersOfCases(query, [caseId]),
      deadlines: await store.deadlinesOfCase(query, caseId, at),
      timeline: await store.timelineOf(query, caseId),
      assignments: await store.assignmentsOf(query, caseId),
      records: await store.findRecords(query, described, ['canonical']),
    };
  });
  const { row } = found;
  // While a case is sealed nothing of it tells whose it is.
  const isOpen = row.content === 'kept';
  const identifiers = (isOpen ? found.sealed : []).map(async ({ scheme, value }) => ({
    scheme,
    value: await memberKeys.openValue(value),
  }));
  return {
    ...summarizeCase(actor, row),
    ...standingOf(row, found.timeline),
    identifiers: await Promise.all(identifiers),
    deadlines: found.deadlines.map((deadline) => viewDeadline(deadline, at)),
    timeline: found.timeline.map((entry) => viewEntry(parts, entry)),
    ...(await personIn(parts, found.records)),
    ...(actor.member === NATIONAL || !isOpen
      ? {}
      : { designations: await designationsOf(parts, actor, row, found.assignments) }),
  };
}

/** Where a case stands, without whose it is for the nation. */
export function summarizeCase(actor: Actor, row: CaseRow): CaseSummary {
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
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    ...contentTaken(row),
  };
}

function standingOf(
  row: CaseRow,
  timeline: readonly TimelineRow[],
): Pick<CaseView, 'allowedNow' | 'choices'> {
  const state = stateOf(row);
  const choices = choicesOf(state);
  const allowed = (by: Side): string[] => [
    ...new Set([
      ...allowedNow(state, by),
      ...correctableNow(state, by, notTakenOf(timeline, memberOn(row, by))),
    ]),
  ];
  return {
    allowedNow: { sending: allowed('sending'), receiving: allowed('receiving') },
    ...(choices === undefined ? {} : { choices }),
  };
}

/** The types of which the latest that the member sent was not taken. */
function notTakenOf(timeline: readonly TimelineRow[], member: string): string[] {
  const crossed = timeline.filter(
    (entry) => entry.from_member === member && entry.transmitted_at !== null,
  );
  const latest = new Map(crossed.map((entry) => [entry.type, entry]));
  return [...latest.values()]
    .filter(({ state, failure_code }) => state !== null && isNotTaken(state, failure_code))
    .map(({ type }) => type);
}

function viewEntry(parts: ReadParts, row: TimelineRow): TimelineEntry {
  return {
    transmissionId: row.transmission_id,
    messageId: row.sender_message_id,
    type: row.type,
    from: row.from_member,
    to: row.destination,
    status: row.status,
    acceptedAt: row.accepted_at.toISOString(),
    ...(row.transmitted_at === null ? {} : { transmittedAt: row.transmitted_at.toISOString() }),
    ...(row.case_position === null ? {} : { position: row.case_position }),
    ...contentTaken(row),
    ...deliveryOf(parts, row),
  };
}

/** How its latest delivery stands, and whose turn it is where it failed. */
function deliveryOf(parts: ReadParts, row: TimelineRow): Pick<TimelineEntry, 'delivery'> {
  const { delivery_id, state, attempt, failure_code, delivery_created_at } = row;
  if (delivery_id === null || state === null || delivery_created_at === null) return {};
  const failed = {
    state,
    failure_detail: null,
    to_member: row.destination,
    created_at: delivery_created_at,
  };
  return {
    delivery: {
      deliveryId: delivery_id,
      state,
      attempt: attempt ?? 0,
      ...(failure_code === null ? {} : { failure: viewFailure(parts, failed, failure_code) }),
    },
  };
}

async function personIn(
  parts: ReadParts,
  [record]: readonly SealedRecordRow[],
): Promise<Pick<CaseView, 'describedBy' | 'person'>> {
  if (record === undefined) return {};
  const person = await openDescription(parts, record);
  if (person === undefined) return {};
  return { describedBy: record.transmission_id, person: viewPerson(person) };
}

/** Whom each state named, and for the actor's own state whom it named when, and why. */
async function designationsOf(
  parts: ReadParts,
  actor: Actor,
  row: CaseRow,
  assignments: readonly NotedAssignment[],
): Promise<Designations> {
  const latest = (member: string): NotedAssignment[] =>
    assignments.filter((assignment) => assignment.member === member).slice(0, 1);
  const [sending] = await openAll(parts, latest(row.from_member));
  const [receiving] = await openAll(parts, latest(row.receiving_member));
  const own = assignments.filter(({ member }) => member === actor.member);
  return {
    supervising: sideOf(row, row.supervising_member) ?? 'sending',
    ...(sending === undefined ? {} : { sending: sending.user }),
    ...(receiving === undefined ? {} : { receiving: receiving.user }),
    history: await openAll(parts, own),
  };
}

function openAll(
  { memberKeys }: ReadParts,
  assignments: readonly NotedAssignment[],
): Promise<AssignmentView[]> {
  return Promise.all(
    assignments.map(async ({ user_sealed, note_sealed, actor, assigned_at }) => ({
      user: JSON.parse(await memberKeys.openValue(user_sealed)) as AssignedUser,
      at: assigned_at.toISOString(),
      by: actor,
      ...(note_sealed === null ? {} : { note: await memberKeys.openValue(note_sealed) }),
    })),
  );
}
