import { type Holiday, holidayCheck } from './holiday-calendar.ts';

const [MONDAY, THURSDAY] = [1, 4];

/** The legal public holidays of the United States (5 U.S.C. 6103(a)). */
export const FEDERAL_HOLIDAYS: readonly Holiday[] = [
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
export const isFederalHoliday = holidayCheck(FEDERAL_HOLIDAYS);
