import { expect } from 'chai';
import type { Capabilities } from '../../../hub/compact/profile.ts';
import { handsOverAt } from '../../../hub/delivery/delivery-hours.ts';

const NIGHT = { batchWindow: { from: '01:00', until: '04:00' } };
const OVER_MIDNIGHT = { batchWindow: { from: '22:30', until: '02:00' } };
const QUIET = { quietHours: { from: '12:00', until: '12:30' } };

describe('the hours in which the hub hands over to a state', () => {
  // prettier-ignore
  const cases: [string, string, Partial<Capabilities>, string, boolean][] = [
    ['at any hour', 'America/Chicago', {}, '2026-11-25T18:00:00Z', true],
    ['before its window', 'America/Los_Angeles', NIGHT, '2026-11-25T08:59:59Z', false],
    ['from the first minute of its window', 'America/Los_Angeles', NIGHT, '2026-11-25T09:00:00Z', true],
    ['until the last second of its window', 'America/Los_Angeles', NIGHT, '2026-11-25T11:59:59Z', true],
    ['no more when its window ends', 'America/Los_Angeles', NIGHT, '2026-11-25T12:00:00Z', false],
    ['in summer by summer time', 'America/Los_Angeles', NIGHT, '2026-07-01T08:00:00Z', true],
    ['in Arizona, which has no summer time', 'America/Phoenix', NIGHT, '2026-07-01T08:00:00Z', true],
    ['in Puerto Rico, an hour before New York in winter', 'America/Puerto_Rico', NIGHT, '2026-11-25T05:00:00Z', true],
    ['on the night when an hour is left out', 'America/New_York', NIGHT, '2026-03-08T07:00:00Z', true],
    ['on the night when an hour comes twice', 'America/New_York', NIGHT, '2026-11-01T06:30:00Z', true],
    ['before midnight in a window over it', 'America/Chicago', OVER_MIDNIGHT, '2026-11-26T05:00:00Z', true],
    ['after midnight in a window over it', 'America/Chicago', OVER_MIDNIGHT, '2026-11-26T07:59:00Z', true],
    ['by day outside a window over midnight', 'America/Chicago', OVER_MIDNIGHT, '2026-11-26T08:00:00Z', false],
    ['not in its quiet hours', 'America/Denver', QUIET, '2026-11-25T19:10:00Z', false],
    ['after its quiet hours', 'America/Denver', QUIET, '2026-11-25T19:30:00Z', true],
    ['not in quiet hours within its window', 'America/Denver', { ...QUIET, batchWindow: { from: '11:00', until: '13:00' } }, '2026-11-25T19:10:00Z', false],
  ];
  for (const [name, timeZone, hours, moment, expected] of cases) {
    it(`${expected ? 'hands over' : 'waits'} ${name}`, () => {
      const capabilities = hours as Capabilities;
      expect(handsOverAt({ timeZone, capabilities }, new Date(moment))).to.equal(expected);
    });
  }
});
