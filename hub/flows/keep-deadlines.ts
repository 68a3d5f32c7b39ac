import { factsOf } from '../compact/activity-facts.ts';
import type { Side } from '../compact/case-state.ts';
import { type CaseEvent, type StartedDeadline, startDeadlines } from '../compact/deadlines.ts';
import { type DutyEnding, endDuties, replacedBy } from '../compact/end-duties.ts';
import { registrationDeadlines } from '../compact/registration-deadlines.ts';
import { jurisdictionOf } from '../compact/jurisdiction.ts';
import { uuidOf } from '../message/identifiers.ts';
import type { DeadlineEnding, DeadlineRow } from '../store/deadlines.ts';
import type { StatesInForce } from './read-submission.ts';
import type { AllowedMove, Transmittable } from './transmit.ts';
import { type WorkingSet, memberOn, sideOf, stateOf } from './working-set.ts';

/**
 * The clocks that an activity ends and starts, in the transaction in which it crosses
 * (docs/deadlines.md).
 */
export function keepDeadlines(
  set: WorkingSet,
  { profiles }: StatesInForce,
  activity: Transmittable,
  { before, corrects }: AllowedMove,
): void {
  const by: Side = sideOf(before, activity.from) ?? 'sending';
  const event: CaseEvent = {
    type: activity.type,
    facts: factsOf(activity.type, activity.data),
    data: activity.data,
    by,
    before: stateOf(before),
    at: set.now,
    messageId: activity.messageId,
  };
  const endings = endDuties(event);
  const started = startDeadlines(event, {
    sending: jurisdictionOf(profiles.get(before.from_member)),
    receiving: jurisdictionOf(profiles.get(before.receiving_member)),
  });
  const registered = registrations(set, profiles, activity, before);
  const replaced = [...started, ...registered].flatMap(({ duty }) => replacedBy(duty, corrects));
  end(set, [...endings, ...replaced].map(endingRow(set, activity)));
  const rows = [...started.map(deadlineRow(set, activity, before)), ...registered];
  // What an activity starts and fulfils itself, as a report of a day gone by: in time or late at once.
  const own = endings.filter((ending) => 'duty' in ending).map(endingRow(set, activity));
  set.writes.deadlines = [...set.writes.deadlines, ...rows.map((row) => endedBy(row, own))];
}

/** By the law of the receiving state, for a person who is marked as one who has to register. */
function registrations(
  set: WorkingSet,
  profiles: StatesInForce['profiles'],
  activity: Transmittable,
  before: AllowedMove['before'],
): DeadlineRow[] {
  const said = activity.data['registrable'];
  if (!(typeof said === 'boolean' ? said : before.registrable)) return [];
  const profile = profiles.get(before.receiving_member);
  const event = { type: activity.type, data: activity.data, at: set.now };
  const found = registrationDeadlines(
    profile?.registrationDuties ?? [],
    event,
    jurisdictionOf(profile),
  );
  return found
    .filter(({ duty }) => duty !== ARRIVED || activity.from === before.receiving_member)
    .map((deadline) => ({
      ...deadlineRow(
        set,
        activity,
        before,
      )({
        ...deadline,
        owes: 'receiving',
        fromReceipt: false,
        about: null,
        reminders: deadline.dayAt >= set.now ? [deadline.dayAt] : [],
      }),
      advisory: true,
    }));
}

/** An arrival back in the sending state is none in the receiving one. */
const ARRIVED = 'registration-arrival';

function end(set: WorkingSet, endings: readonly DeadlineEnding[]): void {
  set.writes.endings.push(...endings);
  set.writes.deadlines = set.writes.deadlines.map((row) => endedBy(row, endings));
}

/** The deadline as the first of the endings that are for it leaves it. */
export function endedBy(row: DeadlineRow, endings: readonly DeadlineEnding[]): DeadlineRow {
  const found = endings.find((ending) => endsDeadline(ending, row));
  if (found === undefined) return row;
  const { ending, ended_at, ended_by } = found;
  return { ...row, ending, ended_at, ended_by, next_reminder_at: null };
}

/** The same in SQL: `endDeadlines`. */
function endsDeadline(ending: DeadlineEnding, row: DeadlineRow): boolean {
  if (row.case_id !== ending.case_id || row.ended_at !== null) return false;
  const isAbout = ending.about === null || row.about === null || ending.about === row.about;
  const isOfDuty = ending.duty === null || (ending.duty === row.duty && isAbout);
  const isStartedBy =
    ending.message_id === null ||
    (ending.message_id === row.message_id && ending.sent_by === row.sent_by);
  return isOfDuty && isStartedBy;
}

function endingRow(
  set: WorkingSet,
  activity: Transmittable,
): (ending: DutyEnding) => DeadlineEnding {
  return (ending) => {
    const { duty = null, about = null } = 'duty' in ending ? ending : {};
    const { startedBy = null } = ending;
    return {
      case_id: activity.caseId,
      duty,
      about,
      sent_by: startedBy === null ? null : activity.from,
      message_id: startedBy,
      ending: ending.kind,
      ended_at: set.now,
      ended_by: activity.transmissionId,
    };
  };
}

function deadlineRow(
  set: WorkingSet,
  activity: Transmittable,
  before: AllowedMove['before'],
): (started: Omit<StartedDeadline, 'duty'> & { readonly duty: string }) => DeadlineRow {
  return (started) => ({
    deadline_id: uuidOf(activity.transmissionId, started.duty),
    transmission_id: activity.transmissionId,
    duty: started.duty,
    rule: started.rule,
    advisory: false,
    from_member: before.from_member,
    to_member: before.receiving_member,
    case_id: activity.caseId,
    type: activity.type,
    owed_by: memberOn(before, started.owes),
    sent_by: activity.from,
    message_id: activity.messageId,
    about: started.about,
    limit_days: started.limit.days,
    limit_unit: started.limit.unit,
    from_receipt: started.fromReceipt,
    started_at: set.now,
    started_on: started.startedOn,
    due_on: started.dueOn,
    soon_at: started.soonAt,
    day_at: started.dayAt,
    due_at: started.dueAt,
    received_at: null,
    received_due_on: null,
    ended_at: null,
    ended_by: null,
    ending: null,
    next_reminder_at: started.reminders[0] ?? null,
  });
}
