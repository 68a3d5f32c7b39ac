import { type CalendarDay, addDays, weekdayOf } from './calendar-day.ts';

/** When a holiday is: the same date each year, or the nth (-1: the last) of a weekday in a month. */
type Holiday = { readonly name: string; readonly month: number; readonly since?: number } & (
  { readonly date: number } | { readonly nth: 1 | 2 | 3 | 4 | -1; readonly weekday: number }
);

const [MONDAY, THURSDAY] = [1, 4];
const [SUNDAY, SATURDAY] = [0, 6];

/** The legal public holidays of the United States (5 U.S.C. 6103(a)). */
const HOLIDAYS: readonly Holiday[] = [
  { name: "New Year's Day", month: 1, date: 1 },
  { name: 'Birthday of Martin Luther King, Jr.', month: 1, nth: 3, weekday: MONDAY },
  { name: "Washington's Birthday", month: 2, nth: 3, weekday: MONDAY },
  { name: 'Memorial Day', month: 5, nth: -1, weekday: MONDAY },
  { name: 'Juneteenth National Independence Day', month: 6, date: 19, since: 2021 },
  { name: 'Independence Day', month: 7, date: 4 },
  { name: 'Labor Day', month: 9, nth: 1, weekday: MONDAY },
  { name: 'Columbus Day', month: 10, nth: 2, weekday: MONDAY },
  { name: 'Veterans Day', month: 11, date: 11 },
  { name: 'Thanksgiving Day', month: 11, nth: 4, weekday: THURSDAY },
  { name: 'Christmas Day', month: 12, date: 25 },
];

/**
 * Whether the federal offices are closed for a holiday: on the day itself, on the Friday before one
 * that falls on a Saturday (5 U.S.C. 6103(b)), on the Monday after one on a Sunday (Executive Order 11582).
 */
export function isFederalHoliday(day: CalendarDay): boolean {
  return observedAround(Number(day.slice(0, 4))).has(day);
}

const byYear = new Map<number, ReadonlySet<CalendarDay>>();

/** Days off in a year: New Year's Day of the next may be kept in its December. */
function observedAround(year: number): ReadonlySet<CalendarDay> {
  const known = byYear.get(year);
  if (known !== undefined) return known;
  const days = [year, year + 1].flatMap((each) =>
    HOLIDAYS.filter(({ since = 0 }) => each >= since).flatMap((holiday) => {
      const day = dayOf(holiday, each);
      return [day, observed(day)];
    }),
  );
  const made = new Set(days);
  byYear.set(year, made);
  return made;
}

function observed(day: CalendarDay): CalendarDay {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return addDays(day, -1);
  return weekday === SUNDAY ? addDays(day, 1) : day;
}

function dayOf(holiday: Holiday, year: number): CalendarDay {
  if ('date' in holiday) return dateOf(year, holiday.month, holiday.date);
  const { month, nth, weekday } = holiday;
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
