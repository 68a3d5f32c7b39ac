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
  const known = jurisdictions.get(profile);
  if (known !== undefined) return known;
  const { timeZone, holidays } = profile;
  const made = {
    timeZone,
    isHoliday: holidays === undefined ? isFederalHoliday : checkOf(holidays),
  };
  jurisdictions.set(profile, made);
  return made;
}

/** One a profile: what was counted in it is remembered by it. */
const jurisdictions = new WeakMap<object, Jurisdiction>();

function checkOf({ also = [], without = [] }: HolidayCalendar): HolidayCheck {
  const federal = FEDERAL_HOLIDAYS.filter(({ name }) => !without.includes(name));
  return holidayCheck([...federal, ...also]);
}
