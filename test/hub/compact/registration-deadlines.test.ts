import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jurisdictionOf } from '../../../hub/compact/jurisdiction.ts';
import type { Profile } from '../../../hub/compact/profile.ts';
import { registrationDeadlines } from '../../../hub/compact/registration-deadlines.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const file = join(PROJECT_ROOT, 'mappings', 'OR', 'profile.json');
const oregon = JSON.parse(readFileSync(file, 'utf8')) as Profile;
const AT = new Date('2026-06-01T18:00:00Z');

const request = (dateOfBirth: string, intendedDepartureDate: string) => ({
  supervisedIndividual: { dateOfBirth },
  intendedDepartureDate,
});

/** Name, data, and duty with its last day, counted by hand: ten calendar days (ORS 181.595 to 181.597). */
const CASES: readonly [string, string, object, readonly string[]][] = [
  ['an arrival', 'arrival-notice', { arrivalDate: '2026-06-25' }, ['arrival 2026-07-05']],
  [
    'an arrival at the end of a leap February',
    'arrival-notice',
    { arrivalDate: '2028-02-25' },
    ['arrival 2028-03-06'],
  ],
  [
    'a move with its day',
    'profile-update',
    { changes: { residence: { from: '2026-06-20' } } },
    ['residence-change 2026-06-30'],
  ],
  [
    'a move from a day on',
    'profile-update',
    { changes: { residence: { kind: 'OWN' } }, effectiveDate: '2026-05-30' },
    ['residence-change 2026-06-09'],
  ],
  [
    'a move of which no day is said',
    'profile-update',
    { changes: { residence: { kind: 'OWN' } } },
    ['residence-change 2026-06-11'],
  ],
  [
    'work: its start, and its fourteenth day at the earliest',
    'profile-update',
    { changes: { employment: { from: '2026-06-01' } } },
    ['work-start 2026-06-11', 'work-day-count 2026-06-24'],
  ],
  ['a telephone number', 'profile-update', { changes: { phones: [] } }, []],
  [
    'the birthday after the departure',
    'transfer-request',
    request('1980-07-04', '2026-06-10'),
    ['birthday 2026-07-14'],
  ],
  [
    'the birthday of the next year',
    'transfer-request',
    request('1980-02-03', '2026-06-10'),
    ['birthday 2027-02-13'],
  ],
  [
    'a birthday on the day of departure',
    'reporting-instructions-request',
    request('1980-06-10', '2026-06-10'),
    ['birthday 2026-06-20'],
  ],
  [
    'a birthday of a leap day',
    'transfer-request',
    request('1980-02-29', '2026-12-01'),
    ['birthday 2027-03-11'],
  ],
  ['a progress report', 'progress-report', { residence: { from: '2026-06-20' } }, []],
];

describe('days by which a person registers in Oregon', () => {
  for (const [name, type, data, expected] of CASES) {
    it(`after ${name}`, () => {
      const event = { type: `compact.${type}.v1`, data: data as Record<string, unknown>, at: AT };
      const found = registrationDeadlines(
        oregon.registrationDuties ?? [],
        event,
        jurisdictionOf(oregon),
      );
      const said = found.map(({ duty, dueOn }) => `${duty.replace('registration-', '')} ${dueOn}`);
      expect(said).to.deep.equal(expected);
    });
  }

  it('are none in a state whose pack lists no duties', () => {
    const event = {
      type: 'compact.arrival-notice.v1',
      data: { arrivalDate: '2026-06-25' },
      at: AT,
    };
    expect(registrationDeadlines([], event, jurisdictionOf(oregon))).to.deep.equal([]);
  });
});
