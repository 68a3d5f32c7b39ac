import { FEDERAL_HOLIDAYS, isFederalHoliday } from './federal-holidays.ts';
import { type HolidayCalendar, holidayCheck } from './holiday-calendar.ts';
import type { Profile } from './profile.ts';
import type { HolidayCheck } from './time-limit.ts';

/** By whose clocks and holidays days are counted: those of the state that owes the answer. */
export interface Jurisdiction {
  /** IANA name. */
  readonly timeZone: string;
  readonly isHoliday: HolidayCheck;
}

/** The Commission's office keeps Eastern time; it stands in for a state without a pack. */
const WITHOUT_A_PACK: Jurisdiction = { timeZone: 'America/New_York', isHoliday: isFederalHoliday };

/** How days are counted in the state of this profile. */
export function jurisdictionOf(
  profile: Pick<Profile, 'timeZone' | 'holidays'> | undefined,
): Jurisdiction {
  if (profile === undefined) return WITHOUT_A_PACK;
  const { timeZone, holidays } = profile;
  return { timeZone, isHoliday: holidays === undefined ? isFederalHoliday : checkOf(holidays) };
}

const checks = new WeakMap<HolidayCalendar, HolidayCheck>();

/** The same check each time for the same pack: it remembers the years that it was asked for. */
function checkOf(calendar: HolidayCalendar): HolidayCheck {
  const known = checks.get(calendar);
  if (known !== undefined) return known;
  const { also = [], without = [] } = calendar;
  const federal = FEDERAL_HOLIDAYS.filter(({ name }) => !without.includes(name));
  const made = holidayCheck([...federal, ...also]);
  checks.set(calendar, made);
  return made;
}
