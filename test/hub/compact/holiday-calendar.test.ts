import { expect } from 'chai';
import type { CalendarDay } from '../../../hub/compact/calendar-day.ts';
import { jurisdictionOf } from '../../../hub/compact/jurisdiction.ts';
import type { HolidayCalendar } from '../../../hub/compact/holiday-calendar.ts';

const OWN: HolidayCalendar = {
  source: 'a law of the state',
  confirmed: false,
  without: ['Columbus Day', 'Veterans Day'],
  also: [
    { name: 'Day after Thanksgiving', month: 11, nth: 4, weekday: 4, daysAfter: 1 },
    { name: 'A day in March', month: 3, date: 31, kept: 'monday' },
    { name: 'A day in August', month: 8, date: 16 },
    { name: 'A day in September', month: 9, date: 12, kept: 'never' },
    { name: 'A day of mourning', day: '2026-05-08' },
    { name: 'A new day', month: 4, date: 22, since: 2027 },
  ],
};

const DAYS: readonly [CalendarDay, boolean, string][] = [
  ['2026-10-12', false, 'Columbus Day is not kept'],
  ['2026-11-11', false, 'nor Veterans Day'],
  ['2026-11-26', true, 'Thanksgiving Day is'],
  ['2026-11-27', true, 'and the Friday after it'],
  ['2024-11-29', true, 'which is the fifth Friday of that month'],
  ['2024-03-31', true, 'a Sunday'],
  ['2024-04-01', true, 'and the Monday after it'],
  ['2029-03-30', false, 'before a Saturday nothing is kept'],
  ['2026-08-17', true, 'the Monday after Sunday the 16th'],
  ['2025-08-15', true, 'the Friday before Saturday the 16th'],
  ['2027-09-13', false, 'a Sunday that is never moved'],
  ['2026-05-08', true, 'once'],
  ['2027-05-08', false, 'and not again'],
  ['2026-04-22', false, 'before there was such a day'],
  ['2027-04-22', true, 'since there is'],
];

describe('the holidays of a state', () => {
  const { isHoliday } = jurisdictionOf({ timeZone: 'America/Chicago', holidays: OWN });
  for (const [day, is, why] of DAYS) {
    it(`${day} ${is ? 'is' : 'is not'} one: ${why}`, () => {
      expect(isHoliday(day)).to.equal(is);
    });
  }

  it('are the federal ones where its pack says nothing', () => {
    expect(jurisdictionOf({ timeZone: 'America/Chicago' }).isHoliday('2026-10-12')).to.equal(true);
    expect(jurisdictionOf(undefined)).to.include({ timeZone: 'America/New_York' });
  });
});
