import { type CalendarDay, addDays, weekdayOf } from './calendar-day.ts';

/** How long somebody has: limits below 30 days are in business days by the Commission's convention. */
export interface TimeLimit {
  readonly days: number;
  readonly unit: 'business' | 'calendar';
}

/** Whether a jurisdiction keeps a day as a holiday. */
export type HolidayCheck = (day: CalendarDay) => boolean;

/**
 * The last day of a limit that begins on `from`. That day is not counted; business days are those but
 * Saturday, Sunday and the holidays of the jurisdiction that owes the answer.
 */
export function lastDayOf(
  limit: TimeLimit,
  from: CalendarDay,
  isHoliday: HolidayCheck,
): CalendarDay {
  if (limit.unit === 'calendar') return addDays(from, limit.days);
  let day = from;
  let left = limit.days;
  while (left > 0) {
    day = addDays(day, 1);
    if (isBusinessDay(day, isHoliday)) left -= 1;
  }
  return day;
}

/** Whether the offices of a jurisdiction work that day. */
export function isBusinessDay(day: CalendarDay, isHoliday: HolidayCheck): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !isHoliday(day);
}
