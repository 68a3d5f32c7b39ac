import { type CalendarDay, addDays, weekdayOf } from './calendar-day.ts';
import type { HolidayCheck } from './time-limit.ts';

/** When a holiday is: the same date each year, the nth (-1: the last) of a weekday in a month, or one day. */
export type Holiday = { readonly name: string; readonly since?: number } & (
  | {
      readonly month: number;
      readonly date: number;
      /** When it falls on a weekend: the working day next to it, only the Monday after a Sunday, or none. */
      readonly kept?: 'next-to-it' | 'monday' | 'never';
    }
  | {
      readonly month: number;
      readonly nth: number;
      readonly weekday: number;
      /** So many days after it: a Friday after the fourth Thursday is not always the fourth Friday. */
      readonly daysAfter?: number;
    }
  | { readonly day: CalendarDay }
);

/** How a state's holidays differ from the federal ones (its pack says so). */
export interface HolidayCalendar {
  readonly also?: readonly Holiday[];
  /** Federal holidays that it does not keep, by name. */
  readonly without?: readonly string[];
  readonly source: string;
  /** Whether the source is the state's own word. */
  readonly confirmed: boolean;
}

const [SUNDAY, SATURDAY] = [0, 6];

/** Whether offices that keep these holidays are closed on a day. */
export function holidayCheck(holidays: readonly Holiday[]): HolidayCheck {
  const byYear = new Map<number, ReadonlySet<CalendarDay>>();
  return (day) => {
    const year = Number(day.slice(0, 4));
    const known = byYear.get(year);
    if (known !== undefined) return known.has(day);
    const made = daysOff(holidays, year);
    byYear.set(year, made);
    return made.has(day);
  };
}

/** Days off in a year: New Year's Day of the next may be kept in its December. */
function daysOff(holidays: readonly Holiday[], year: number): ReadonlySet<CalendarDay> {
  const days = [year, year + 1].flatMap((each) =>
    holidays
      .filter(({ since = 0 }) => each >= since)
      .flatMap((holiday) => {
        const day = dayOf(holiday, each);
        return [day, observed(holiday, day)];
      }),
  );
  return new Set(days);
}

function observed(holiday: Holiday, day: CalendarDay): CalendarDay {
  const kept = 'date' in holiday ? (holiday.kept ?? 'next-to-it') : 'never';
  const weekday = weekdayOf(day);
  if (kept === 'next-to-it' && weekday === SATURDAY) return addDays(day, -1);
  return kept !== 'never' && weekday === SUNDAY ? addDays(day, 1) : day;
}

function dayOf(holiday: Holiday, year: number): CalendarDay {
  if ('day' in holiday) return holiday.day;
  if ('date' in holiday) return dateOf(year, holiday.month, holiday.date);
  return addDays(nthWeekday(holiday, year), holiday.daysAfter ?? 0);
}

function nthWeekday(
  {
    month,
    nth,
    weekday,
  }: { readonly month: number; readonly nth: number; readonly weekday: number },
  year: number,
): CalendarDay {
  if (nth === -1) {
    const last = addDays(dateOf(year, month + 1, 1), -1);
    return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
  }
  const first = dateOf(year, month, 1);
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1));
}

function dateOf(year: number, month: number, date: number): CalendarDay {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10) as CalendarDay;
}
