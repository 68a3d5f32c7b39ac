import { type Actor, NATIONAL } from '../access/actor.ts';
import { ENDED_STATUSES } from '../compact/deadline-status.ts';
import { ruleOf } from '../compact/deadlines.ts';
import { DUTIES } from '../compact/duties.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { DeadlineStanding } from '../store/deadline-reads.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type { DeadlineFilter, DeadlineView, Page, PageRequest, TimeSpent } from './reads.ts';

/** A page of deadlines as they stand now, those due first first. */
export async function readDeadlines(
  { store, reader, now }: ReadParts,
  { member }: Actor,
  filter: DeadlineFilter,
  page: PageRequest,
): Promise<Page<DeadlineView>> {
  const at = now();
  const isNational = member === NATIONAL;
  const rows = await reader.as(member, (query) =>
    store.listDeadlines(query, {
      senders: isNational ? MEMBER_CODES : [member],
      receivers: isNational ? [] : [member],
      ended: (ENDED_STATUSES as readonly unknown[]).includes(filter.status),
      status: filter.status ?? null,
      owedBy: filter.owedBy ?? null,
      owedTo: filter.owedTo ?? null,
      state: filter.state ?? null,
      duty: filter.duty ?? null,
      caseId: filter.caseId ?? null,
      dueFrom: filter.dueFrom ?? null,
      dueBefore: filter.dueBefore ?? null,
      now: at,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  return pageOf(
    rows,
    page.limit,
    (row) => viewDeadline(row, at),
    (row) => ({ at: row.due_at, id: row.deadline_id }),
  );
}

const TITLES: ReadonlyMap<string, string> = new Map(DUTIES.map(({ name, title }) => [name, title]));

export function viewDeadline(row: DeadlineStanding, now: Date): DeadlineView {
  const isConfirmed = ruleOf(row, row.started_on)?.confirmed;
  return {
    deadlineId: row.deadline_id,
    duty: row.duty,
    title: TITLES.get(row.duty) ?? 'register by the law of the receiving state',
    rule: row.rule,
    ...(isConfirmed === undefined ? {} : { confirmed: isConfirmed }),
    advisory: row.advisory,
    status: row.status,
    caseId: row.case_id,
    transmissionId: row.transmission_id,
    type: row.type,
    sendingState: row.from_member,
    receivingState: row.to_member,
    owedBy: row.owed_by,
    limit: { days: row.limit_days, unit: row.limit_unit },
    startedOn: row.started_on,
    dueOn: row.due_on,
    dueAt: row.due_at.toISOString(),
    ...(row.received_at === null || row.received_due_on === null
      ? {}
      : { received: { at: row.received_at.toISOString(), dueOn: row.received_due_on } }),
    ...(row.ended_at === null || row.ending === null
      ? {}
      : { ended: endedOf(row, row.ended_at, row.ending) }),
    spent: timeSpent(row, now),
  };
}

function endedOf(row: DeadlineStanding, at: Date, how: string): NonNullable<DeadlineView['ended']> {
  return {
    at: at.toISOString(),
    how,
    ...(row.ended_by === null ? {} : { by: row.ended_by }),
  };
}

/** Where the time went, from the acceptance of the activity to the end of the duty, or until now. */
function timeSpent(row: DeadlineStanding, now: Date): TimeSpent {
  const end = row.ended_at ?? now;
  const handedOver = row.handed_over_at ?? end;
  const taken = row.acknowledged_at ?? row.handed_over_at ?? end;
  return {
    senderSeconds: seconds(row.accepted_at, row.started_at),
    hubSeconds: seconds(row.started_at, earlier(handedOver, end)),
    systemSeconds: seconds(earlier(handedOver, end), earlier(taken, end)),
    officeSeconds: seconds(earlier(taken, end), end),
  };
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function seconds(from: Date, until: Date): number {
  return Math.max(0, Math.round((until.getTime() - from.getTime()) / 1000));
}
