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
  const at = moment.getTime();
  const last = lastDays.get(timeZone);
  if (last !== undefined && at >= last.from && at < last.until) return last.day;
  const day = formatFor(timeZone).format(moment) as CalendarDay;
  const from = startOfDay(day, timeZone).getTime();
  lastDays.set(timeZone, { day, from, until: startOfDay(addDays(day, 1), timeZone).getTime() });
  return day;
}

/** Most questions are of the same day as the one before, and formatting takes long. */
const lastDays = new Map<string, { day: CalendarDay; from: number; until: number }>();

/** The moment at which a day begins where that time zone is kept: midnight by its clocks. */
export function startOfDay(day: CalendarDay, timeZone: string): Date {
  const key = `${timeZone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return new Date(known);
  // Where clocks change between the guess and midnight, the first offset is an hour off.
  const guess = startOf(day) - offsetAt(startOf(day), timeZone);
  const start = startOf(day) - offsetAt(guess, timeZone);
  if (starts.size >= MOST_STARTS) starts.clear();
  starts.set(key, start);
  return new Date(start);
}

const MOST_STARTS = 20_000;
const starts = new Map<string, number>();

/** By how much the clocks of a time zone are ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const wall = wallFormatFor(timeZone).format(new Date(moment)).replace(' ', 'T');
  return Date.parse(`${wall}Z`) - Math.floor(moment / 1000) * 1000;
}

function startOf(day: CalendarDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

const formatFor = formatsWith({ dateStyle: 'short' });
const wallFormatFor = formatsWith({ dateStyle: 'short', timeStyle: 'medium' });

/** One format a time zone, since making one takes long. The Swedish form is `YYYY-MM-DD HH:MM:SS`. */
function formatsWith(
  options: Intl.DateTimeFormatOptions,
): (timeZone: string) => Intl.DateTimeFormat {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const known = formats.get(timeZone);
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat('sv-SE', { timeZone, ...options });
    formats.set(timeZone, made);
    return made;
  };
}
