import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** New York (SOAP) to Illinois (queue): rejected when the person is there by instructions, and asked again. */
export const REJECTION: Story = {
  key: 's03',
  name: 'a rejection and a new request',
  cases: {
    case: {
      sending: 'NY',
      receiving: 'IL',
      supervisionType: 'PROBATION',
      end: {
        status: 'accepted',
        reportingInstructions: 'granted',
        transfer: 'accepted',
        location: 'receiving',
        violation: 'none',
        retaking: 'none',
        returning: 'none',
        closure: 'none',
        supervisingState: 'IL',
      },
      clocks: [
        'instructions-reply | 3.103-2 | IL | 2026-06-03 | met | answered',
        // Seven business days after Tuesday 2 June.
        'transfer-request | 3.103-2 | NY | 2026-06-11 | met | answered',
        'arrival | 4.105 | IL | 2026-06-08 | met | answered',
        // Five business days after Thursday 4 June.
        'report-after-departure | 3.104-1 | IL | 2026-06-11 | met | answered',
        'transfer-reply | 3.104 | IL | 2026-07-24 | met | answered',
        'closure-notice | 4.112 | IL | 2029-06-14 | ended | moot',
        // Seven business days after Tuesday 30 June; Friday 3 July stands for the holiday on Saturday.
        'return-request | 4.111 | IL | 2026-07-10 | ended | moot',
        // 45 calendar days after 6 July: 31 July is the 25th.
        'transfer-reply | 3.104 | IL | 2026-08-20 | met | answered',
        'closure-notice | 4.112 | IL | 2029-06-14 | running',
      ],
    },
  },
  steps: [
    {
      on: '2026-06-01',
      from: 'NY',
      sends: 'reporting-instructions-request',
      as: 'rfri',
      data: { reason: 'EXPEDITED_EMERGENCY', intendedDepartureDate: '2026-06-04' },
    },
    {
      on: '2026-06-02',
      from: 'IL',
      sends: 'reporting-instructions-reply',
      as: 'reply',
      data: { decision: 'GRANTED', reportingInstructions: reportingOn('2026-06-08') },
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-06-04',
      from: 'NY',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-06-04' },
    },
    {
      on: '2026-06-08',
      from: 'IL',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-06-08' },
    },
    { on: '2026-06-09', from: 'NY', sends: 'transfer-request', as: 'treq' },
    {
      on: '2026-06-30',
      from: 'IL',
      sends: 'transfer-reply',
      as: 'no',
      data: {
        decision: 'REJECTED',
        reportingInstructions: null,
        rejectionReasons: ['RESIDENCE_UNVERIFIED'],
        rejectionExplanation: 'Nobody opened the door.',
      },
      then: {
        status: 'rejected',
        transfer: 'rejected',
        location: 'receiving',
        supervisingState: 'IL',
        choices: ['request-again sending', 'return receiving'],
      },
    },
    {
      on: '2026-07-02',
      from: 'IL',
      sends: 'departure-notice',
      as: 'no-instructions',
      data: { direction: 'RETURN', departureDate: '2026-07-02' },
      refusedBy: '15',
    },
    {
      on: '2026-07-06',
      from: 'NY',
      sends: 'transfer-request',
      as: 'again',
      then: { status: 'pending', transfer: 'requested', choices: [] },
    },
    {
      on: '2026-08-03',
      from: 'IL',
      sends: 'transfer-reply',
      as: 'yes',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-08-04') },
    },
  ],
};
