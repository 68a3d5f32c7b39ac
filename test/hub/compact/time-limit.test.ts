import { expect } from 'chai';
import { type CalendarDay, dayIn } from '../../../hub/compact/calendar-day.ts';
import { isFederalHoliday } from '../../../hub/compact/federal-holidays.ts';
import { type TimeLimit, lastDayOf } from '../../../hub/compact/time-limit.ts';

const business = (days: number): TimeLimit => ({ days, unit: 'business' });
const calendar = (days: number): TimeLimit => ({ days, unit: 'calendar' });

/** Counted by hand on a wall calendar; the last column is the counting. */
const COUNTED: readonly (readonly [TimeLimit, from: CalendarDay, last: CalendarDay, string])[] = [
  [business(2), '2026-11-23', '2026-11-25', 'Mon: Tue 24, Wed 25'],
  [business(2), '2026-11-25', '2026-11-30', 'Wed: Thu 26 Thanksgiving, Fri 27, weekend, Mon 30'],
  [business(2), '2026-11-27', '2026-12-01', 'Fri: weekend, Mon 30, Tue 1'],
  [business(2), '2026-11-28', '2026-12-01', 'Sat: Sun, Mon 30, Tue 1'],
  [business(2), '2026-12-24', '2026-12-29', 'Thu: Fri 25 Christmas, weekend, Mon 28, Tue 29'],
  [business(2), '2026-07-01', '2026-07-06', 'Wed: Thu 2, Fri 3 kept for Sat 4, weekend, Mon 6'],
  [business(5), '2026-01-15', '2026-01-23', 'Thu: Fri 16, weekend, Mon 19 King, Tue 20 to Fri 23'],
  [business(7), '2026-12-23', '2027-01-05', 'Wed: 24, (25), 28, 29, 30, 31, (1), Mon 4, Tue 5'],
  [business(10), '2026-10-05', '2026-10-20', 'Mon: 6 to 9 are 4, (12), 13 to 16 are 8, 19, 20'],
  [business(10), '2027-06-14', '2027-06-29', 'Mon: 15 to 17 are 3, (18), 21 to 25 are 8, 28, 29'],
  [business(15), '2026-12-21', '2027-01-13', '22 to 24: 3, 28 to 31: 7, 4 to 8: 12, 11, 12, 13'],
  [business(15), '2026-08-24', '2026-09-15', '25 to 28: 4, 31 to 4: 9, (7), 8 to 11: 13, 14, 15'],
  [business(2), '2028-11-09', '2028-11-14', 'Thu: Fri 10 kept for Sat 11, weekend, Mon 13, Tue 14'],
  [calendar(30), '2026-01-31', '2026-03-02', '28 days of February are left, then 2'],
  [calendar(45), '2026-10-01', '2026-11-15', '30 days of October, then 15: a Sunday is one'],
  [calendar(45), '2028-02-01', '2028-03-17', '28 days of a February of 29, then 17'],
  [calendar(90), '2026-11-01', '2027-01-30', '29, 31, then 30'],
  [calendar(120), '2026-09-02', '2026-12-31', '28, 31, 30, then 31'],
  [calendar(180), '2026-01-01', '2026-06-30', '30, 28, 31, 30, 31, then 30'],
];

describe('a time limit', () => {
  for (const [limit, from, last, counting] of COUNTED) {
    it(`of ${limit.days} ${limit.unit} days from ${from} ends on ${last} (${counting})`, () => {
      expect(lastDayOf(limit, from, isFederalHoliday)).to.equal(last);
    });
  }
});

/** The same moment is another day where clocks show another time. */
const MOMENTS: readonly (readonly [moment: string, timeZone: string, day: CalendarDay])[] = [
  ['2026-11-24T03:30:00Z', 'America/New_York', '2026-11-23'],
  ['2026-11-24T05:30:00Z', 'America/New_York', '2026-11-24'],
  ['2026-11-24T05:30:00Z', 'America/Los_Angeles', '2026-11-23'],
  ['2026-11-24T09:59:59Z', 'Pacific/Honolulu', '2026-11-23'],
  ['2026-11-24T10:00:00Z', 'Pacific/Honolulu', '2026-11-24'],
  ['2026-11-24T03:59:59Z', 'America/Puerto_Rico', '2026-11-23'],
  // Clocks go back on 2026-11-01 at 02:00: midnight was at 04:00 UTC before, is at 05:00 after.
  ['2026-11-01T04:00:00Z', 'America/New_York', '2026-11-01'],
  ['2026-11-02T04:59:59Z', 'America/New_York', '2026-11-01'],
  ['2026-11-02T05:00:00Z', 'America/New_York', '2026-11-02'],
  // They go forward on 2026-03-08: midnight is at 05:00 UTC before, at 04:00 after.
  ['2026-03-08T04:59:59Z', 'America/New_York', '2026-03-07'],
  ['2026-03-09T04:00:00Z', 'America/New_York', '2026-03-09'],
  // Arizona keeps its clocks, but for the Navajo Nation.
  ['2026-07-01T06:59:59Z', 'America/Phoenix', '2026-06-30'],
];

describe('the day of a moment', () => {
  for (const [moment, timeZone, day] of MOMENTS) {
    it(`${moment} in ${timeZone} is ${day}`, () => {
      expect(dayIn(new Date(moment), timeZone)).to.equal(day);
    });
  }
});
