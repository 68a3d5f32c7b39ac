import { addDays, dayIn, startOfDay } from '../compact/calendar-day.ts';
import { isWithin, localTime } from '../delivery/delivery-hours.ts';
import type { NoticeMoment } from './notice-table.ts';

/** By the clocks of the office: nobody is mailed within them, but for what is pressing. */
export const QUIET_HOURS = { from: '21:00', until: '07:00' } as const;
const DIGEST_HOUR = 7;
const HOUR_MS = 3_600_000;

/** When a notice of this moment goes out to an office in this time zone (IANA). */
export function mailAt(moment: NoticeMoment, now: Date, timeZone: string): Date {
  if (moment === 'pressing') return now;
  if (moment === 'digest') return nextDigest(now, timeZone);
  return isWithin(QUIET_HOURS, localTime(timeZone, now)) ? nextDigest(now, timeZone) : now;
}

/** The next seven in the morning by the clocks of the zone, later than now. */
export function nextDigest(now: Date, timeZone: string): Date {
  const today = dayIn(now, timeZone);
  const first = morningOf(today, timeZone);
  return first > now ? first : morningOf(addDays(today, 1), timeZone);
}

/** On a day on which clocks change, seven hours after midnight are another time. */
function morningOf(day: ReturnType<typeof dayIn>, timeZone: string): Date {
  const guess = new Date(startOfDay(day, timeZone).getTime() + DIGEST_HOUR * HOUR_MS);
  const hour = Number(localTime(timeZone, guess).slice(0, 2));
  return new Date(guess.getTime() + (DIGEST_HOUR - hour) * HOUR_MS);
}
