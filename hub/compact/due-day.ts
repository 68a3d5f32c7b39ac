import { type CalendarDay, addDays, startOfDay } from './calendar-day.ts';
import type { DeadlineRule, Reminder } from './deadline-rules.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { type TimeLimit, lastDayOf } from './time-limit.ts';

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
