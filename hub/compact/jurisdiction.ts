import { isFederalHoliday } from './federal-holidays.ts';
import type { Profile } from './profile.ts';
import type { HolidayCheck } from './time-limit.ts';

/** By whose clocks and holidays days are counted: those of the state that owes the answer. */
export interface Jurisdiction {
  /** IANA name. */
  readonly timeZone: string;
  readonly isHoliday: HolidayCheck;
}

/** The Commission's office keeps Eastern time; it stands in for a state without a pack. */
const WITHOUT_A_PACK: Jurisdiction = {
  timeZone: 'America/New_York',
  isHoliday: isFederalHoliday,
};

/** How days are counted in the state of this profile. */
export function jurisdictionOf(profile: Pick<Profile, 'timeZone'> | undefined): Jurisdiction {
  if (profile === undefined) return WITHOUT_A_PACK;
  return { timeZone: profile.timeZone, isHoliday: isFederalHoliday };
}
