/** A day of the calendar, `YYYY-MM-DD`. */
export type CalendarDay = `${number}-${number}-${number}`;

const DAY_MS = 86_400_000;

/** So many days later, or earlier for a negative number. */
export function addDays(day: CalendarDay, days: number): CalendarDay {
  return new Date(startOf(day) + days * DAY_MS).toISOString().slice(0, 10) as CalendarDay;
}

/** The same date so many months later, or the last day of that month where it has no such date. */
export function addMonths(day: CalendarDay, months: number): CalendarDay {
  const [year, month, date] = [day.slice(0, 4), day.slice(5, 7), day.slice(8)].map(Number);
  const last = new Date(Date.UTC(year ?? 0, (month ?? 0) + months, 0));
  last.setUTCDate(Math.min(date ?? 0, last.getUTCDate()));
  return last.toISOString().slice(0, 10) as CalendarDay;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: CalendarDay): number {
  return new Date(startOf(day)).getUTCDay();
}

/** The day that a moment falls on where that time zone (IANA) is kept. */
export function dayIn(moment: Date, timeZone: string): CalendarDay {
  return formatFor(timeZone).format(moment) as CalendarDay;
}

function startOf(day: CalendarDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  // The Swedish form is `YYYY-MM-DD`.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, made);
  return made;
}
