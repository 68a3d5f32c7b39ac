import type { Fact } from './activity-facts.ts';
import { type CalendarDay, dayIn } from './calendar-day.ts';
import { holds } from './case-lifecycle.ts';
import type { CaseState, Side } from './case-state.ts';
import { type ActivityData, dayAt, says, textAt } from './data-value.ts';
import { DEADLINE_RULES, type DeadlineRule } from './deadline-rules.ts';
import { type DueDay, dueDay, remindersOf } from './due-day.ts';
import type { DutyName } from './duties.ts';
import { groupBy } from './group-by.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import type { TimeLimit } from './time-limit.ts';

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

/**
 * The clocks that the activity starts: of each duty the first row that applies and is in force on
 * the day of its trigger (docs/deadlines.md).
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
