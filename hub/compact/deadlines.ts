import type { Fact } from './activity-facts.ts';
import { type CalendarDay, addDays, dayIn, startOfDay } from './calendar-day.ts';
import { holds } from './case-lifecycle.ts';
import type { CaseState, Side } from './case-state.ts';
import { type ActivityData, dayAt, says, textAt } from './data-value.ts';
import { DEADLINE_RULES, type DeadlineRule, type Reminder } from './deadline-rules.ts';
import { DUTIES, type Duty, type DutyName, type Ending } from './duties.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { NEXT_BIRTHDAY, REGISTRATION_DUTIES } from './registration-deadlines.ts';
import { type TimeLimit, lastDayOf } from './time-limit.ts';

/** An activity that crosses now, and the case before it. */
export interface CaseEvent {
  readonly type: string;
  readonly facts: readonly Fact[];
  readonly data: ActivityData;
  readonly by: Side;
  readonly before: CaseState;
  /** When it is transmitted. */
  readonly at: Date;
  /** The sender's own id of it, by which later activities name it. */
  readonly messageId: string;
}

export type Jurisdictions = Readonly<Record<Side, Jurisdiction>>;

/** A clock that an activity starts. */
export interface StartedDeadline extends DueDay {
  readonly duty: DutyName;
  readonly rule: string;
  readonly owes: Side;
  readonly limit: TimeLimit;
  /** Whether the rule counts from receipt; `dueOn` is counted from transmission, as compliance is. */
  readonly fromReceipt: boolean;
  /** The activity, by its sender's id, that an answer may name; null: any answer ends it. */
  readonly about: string | null;
  /** In order; what lay before the transmission is left out. */
  readonly reminders: readonly Date[];
}

/** A limit counted out, in days and moments of the state that owes the answer. */
export interface DueDay {
  readonly startedOn: CalendarDay;
  readonly dueOn: CalendarDay;
  /** From when it is soon due: its first reminder before the day. */
  readonly soonAt: Date;
  /** The day begins. */
  readonly dayAt: Date;
  /** The day is over: without an answer it is overdue. */
  readonly dueAt: Date;
}

/**
 * The clocks that the activity starts: of each duty the first row that applies and is in force on
 * the day of its trigger (docs/compact-rules.md, deadlines).
 */
export function startDeadlines(event: CaseEvent, jurisdictions: Jurisdictions): StartedDeadline[] {
  const started = new Map<DutyName, StartedDeadline>();
  for (const rule of RULES_OF_TYPE.get(event.type) ?? []) {
    if (started.has(rule.duty) || !applies(rule, event)) continue;
    const startedOn = triggerDay(rule, event, jurisdictions[rule.owes]);
    if (startedOn === undefined || !inForce(rule, startedOn)) continue;
    started.set(rule.duty, startedDeadline(rule, event, startedOn, jurisdictions[rule.owes]));
  }
  return [...started.values()];
}

const RULES_OF_TYPE: ReadonlyMap<string, readonly DeadlineRule[]> = groupBy(
  DEADLINE_RULES,
  ({ type }) => [type],
);

function groupBy<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function applies(rule: DeadlineRule, event: CaseEvent): boolean {
  const { when, given = {}, where } = rule;
  const isSaid = when === undefined || event.facts.includes(when);
  return isSaid && holds(event.before, given) && says(event.data, where);
}

/** The version of a rule is chosen by the day of its trigger. */
function inForce({ from, until }: DeadlineRule, day: CalendarDay): boolean {
  return (from === undefined || day >= from) && (until === undefined || day <= until);
}

function triggerDay(
  { trigger }: DeadlineRule,
  { data, at }: CaseEvent,
  { timeZone }: Jurisdiction,
): CalendarDay | undefined {
  return typeof trigger === 'string'
    ? dayIn(at, timeZone)
    : dayAt(data, trigger.path, trigger.pick);
}

function startedDeadline(
  rule: DeadlineRule,
  { at, data, messageId }: CaseEvent,
  startedOn: CalendarDay,
  jurisdiction: Jurisdiction,
): StartedDeadline {
  const { day, reminders } = counted(rule, startedOn, jurisdiction);
  return {
    ...day,
    duty: rule.duty,
    rule: rule.rule,
    owes: rule.owes,
    limit: rule.limit,
    fromReceipt: rule.trigger === 'received',
    about: rule.about === undefined ? messageId : (textAt(data, rule.about) ?? null),
    reminders: reminders.filter((moment) => moment >= at),
  };
}

interface Counted {
  readonly day: DueDay;
  readonly reminders: readonly Date[];
}

const countedBefore = new WeakMap<Jurisdiction, Map<string, Counted>>();
const MOST_COUNTED = 2_000;

/** What is counted once for a rule and a day is the same for every case of that day. */
function counted(rule: DeadlineRule, startedOn: CalendarDay, jurisdiction: Jurisdiction): Counted {
  const known = countedBefore.get(jurisdiction) ?? new Map<string, Counted>();
  countedBefore.set(jurisdiction, known);
  const key = `${DEADLINE_RULES.indexOf(rule)} ${startedOn}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const day = dueDay(rule, startedOn, jurisdiction);
  const made = { day, reminders: remindersOf(rule.reminders, day, jurisdiction) };
  if (known.size >= MOST_COUNTED) known.clear();
  known.set(key, made);
  return made;
}

/** A limit counted from a day, in the state that owes the answer. */
export function dueDay(
  { limit, reminders }: Pick<DeadlineRule, 'limit' | 'reminders'>,
  startedOn: CalendarDay,
  jurisdiction: Jurisdiction,
): DueDay {
  const { timeZone, isHoliday } = jurisdiction;
  const dueOn = lastDayOf(limit, startedOn, isHoliday);
  const early = reminders
    .map((reminder) => reminderDay(reminder, { startedOn, dueOn }, jurisdiction))
    .filter((day) => day < dueOn)
    .sort();
  return {
    startedOn,
    dueOn,
    soonAt: startOfDay(early[0] ?? dayBefore(limit, startedOn, dueOn, jurisdiction), timeZone),
    dayAt: startOfDay(dueOn, timeZone),
    dueAt: startOfDay(addDays(dueOn, 1), timeZone),
  };
}

const A_WEEK = 7;

/** Without a reminder before the day: the business day before it, or the week before a longer limit's. */
function dayBefore(
  { days, unit }: TimeLimit,
  startedOn: CalendarDay,
  dueOn: CalendarDay,
  { isHoliday }: Jurisdiction,
): CalendarDay {
  if (days === 0) return dueOn;
  if (unit === 'business') return lastDayOf({ days: days - 1, unit }, startedOn, isHoliday);
  return addDays(dueOn, -Math.min(A_WEEK, days));
}

function reminderDay(
  { from, days, unit }: Reminder,
  { startedOn, dueOn }: Pick<DueDay, 'startedOn' | 'dueOn'>,
  { isHoliday }: Jurisdiction,
): CalendarDay {
  return lastDayOf({ days, unit }, from === 'start' ? startedOn : dueOn, isHoliday);
}

/** Each offset of the rule at the beginning of its day, and the moment at which it is overdue. */
export function remindersOf(
  reminders: readonly Reminder[],
  day: DueDay,
  jurisdiction: Jurisdiction,
): Date[] {
  const moments = reminders.map((reminder) =>
    startOfDay(reminderDay(reminder, day, jurisdiction), jurisdiction.timeZone).getTime(),
  );
  const all = new Set([...moments, day.dueAt.getTime()]);
  return [...all].sort((a, b) => a - b).map((moment) => new Date(moment));
}

/** What became of a duty: fulfilled, owed no more, or taken back with what had started it. */
export type EndingKind = 'answered' | 'moot' | 'withdrawn' | 'replaced';

/** Which open clocks of the case an activity ends: those of a duty, or those that one activity started. */
export type DutyEnding = { readonly kind: EndingKind } & (
  { readonly duty: string; readonly about: string | null } | { readonly startedBy: string }
);

const WITHDRAWAL = 'compact.activity-withdrawal.v1';

/**
 * The clocks that the activity ends, those first that it answers. A withdrawal of the case and an
 * agreed closure end what does not outlive the case.
 */
export function endDuties(event: CaseEvent): DutyEnding[] {
  const duties = DUTIES_OF_TYPE.get(event.type) ?? [];
  const answered = duties.flatMap((duty) => endingsBy(duty, duty.answeredBy, event, 'answered'));
  const moot = duties.flatMap((duty) => endingsBy(duty, duty.mootBy, event, 'moot'));
  const withdrawn = event.type === WITHDRAWAL ? textAt(event.data, 'withdrawn.id') : undefined;
  return [
    ...answered,
    ...moot,
    ...(withdrawn === undefined ? [] : [{ kind: 'withdrawn', startedBy: withdrawn } as const]),
    ...(endsCase(event) ? WITH_THE_CASE : []),
  ];
}

const DUTIES_OF_TYPE: ReadonlyMap<string, readonly Duty[]> = groupBy(
  DUTIES,
  ({ answeredBy, mootBy }) => [...answeredBy, ...mootBy].map(({ type }) => type),
);

const WITH_THE_CASE: readonly DutyEnding[] = [
  ...DUTIES.filter(({ outlivesCase }) => outlivesCase !== true).map(({ name }) => name),
  ...REGISTRATION_DUTIES,
].map((duty) => ({ kind: 'moot', duty, about: null }));

function endsCase({ type, facts }: CaseEvent): boolean {
  if (type === 'compact.case-withdrawal.v1') return true;
  return type === 'compact.case-closure-reply.v1' && facts.includes('valid');
}

function endingsBy(
  { name }: Duty,
  endings: readonly Ending[],
  event: CaseEvent,
  kind: EndingKind,
): DutyEnding[] {
  const ending = endings.find((each) => isEnding(each, event));
  if (ending === undefined) return [];
  const about = ending.about === undefined ? null : (textAt(event.data, ending.about) ?? null);
  return [{ kind, duty: name, about }];
}

function isEnding({ type, when, by, where }: Ending, event: CaseEvent): boolean {
  return (
    type === event.type &&
    (when === undefined || event.facts.includes(when)) &&
    (by === undefined || by === event.by) &&
    says(event.data, where)
  );
}

const REPLACING: ReadonlySet<string> = new Set([
  ...DUTIES.filter(({ replaces }) => replaces === true).map(({ name }) => name),
  NEXT_BIRTHDAY,
]);

const FROM_RECEIPT: ReadonlySet<string> = new Set(
  DEADLINE_RULES.filter(({ trigger }) => trigger === 'received').map(({ type }) => type),
);

/** Whether the receipt of such an activity starts any clock. */
export function startsOnReceipt(type: string): boolean {
  return FROM_RECEIPT.has(type);
}

/** The row of the table by which a deadline was started. */
export function ruleOf(
  { duty, rule, type }: { readonly duty: string; readonly rule: string; readonly type: string },
  startedOn: CalendarDay,
): DeadlineRule | undefined {
  return DEADLINE_RULES.find(
    (row) => row.duty === duty && row.rule === rule && row.type === type && inForce(row, startedOn),
  );
}

/** Whether a new clock of this duty takes the place of what is open on the case. */
export function replacesOpen(duty: string): boolean {
  return REPLACING.has(duty);
}
