import { expect } from 'chai';
import { addDays, type CalendarDay } from '../../../hub/compact/calendar-day.ts';
import { isFederalHoliday } from '../../../hub/compact/federal-holidays.ts';

/** Weekdays on which federal offices are closed, as the Office of Personnel Management lists them. */
const CLOSED: Readonly<Record<number, readonly string[]>> = {
  // Juneteenth was made a holiday on 2021-06-17 and kept on the 18th; New Year's Day of 2022 is a Saturday.
  2021: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'.split(' '),
  2023: '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25'.split(' '),
  2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'.split(' '),
  2027: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'.split(' '),
  2028: '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25'.split(' '),
};

describe('the federal holidays', () => {
  for (const [year, days] of Object.entries(CLOSED)) {
    it(`close the offices in ${year} on ${days.length} weekdays`, () => {
      const found = weekdaysOf(Number(year)).filter(isFederalHoliday);
      expect(found).to.deep.equal(days.map((day) => `${year}-${day}`));
    });
  }

  it('were ten before Juneteenth was one', () => {
    const found = weekdaysOf(2020).filter(isFederalHoliday);
    expect(found).to.have.length(10).and.not.include('2020-06-19');
  });
});

function weekdaysOf(year: number): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day: CalendarDay = `${year}-01-01` as CalendarDay; day.startsWith(`${year}-`);) {
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday > 0 && weekday < 6) days.push(day);
    day = addDays(day, 1);
  }
  return days;
}
