import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** Illinois (queue) sentenced a person who lives in Oregon (REST): Rule 3.103, the request follows in time. */
export const INSTRUCTIONS_FIRST: Story = {
  key: 's02',
  name: 'reporting instructions first, then the transfer request in time',
  cases: {
    case: {
      sending: 'IL',
      receiving: 'OR',
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
        supervisingState: 'OR',
      },
      clocks: [
        // Ten business days after Monday 31 August, over Labor Day (7 September).
        'request-for-instructions | 3.103 | IL | 2026-09-15 | met | answered',
        // Two business days after Thursday 3 September: Friday, and Tuesday after Labor Day.
        'instructions-reply | 3.103 | OR | 2026-09-08 | met | answered',
        // Five business days after Thursday 3 September, over Labor Day.
        'report-after-departure | 3.104-1 | OR | 2026-09-11 | met | answered',
        'arrival | 4.105 | OR | 2026-09-10 | met | answered',
        // Fifteen business days after Tuesday 8 September.
        'transfer-request | 3.103 | IL | 2026-09-29 | met | answered',
        // 45 calendar days after its release on 25 September, not after its acceptance on the 23rd.
        'transfer-reply | 3.104 | OR | 2026-11-09 | met | answered',
        // Ten business days after Thursday 31 May 2029.
        'closure-notice | 4.112 | OR | 2029-06-14 | running',
      ],
    },
  },
  steps: [
    {
      on: '2026-09-03',
      from: 'IL',
      sends: 'reporting-instructions-request',
      as: 'rfri',
      data: {
        reason: 'LIVING_IN_RS_AT_SENTENCING',
        qualifyingEvent: { kind: 'SENTENCING', date: '2026-08-31' },
        proofOfResidence: 'A lease of the example.',
      },
      then: { status: 'pending', reportingInstructions: 'requested', transfer: 'none' },
      // The reply comes on its last day.
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-09-03',
      from: 'IL',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-09-03' },
      then: { location: 'departed' },
    },
    {
      on: '2026-09-04',
      from: 'OR',
      sends: 'transfer-reply',
      as: 'unasked',
      data: { reportingInstructions: reportingOn('2026-09-10') },
      refusedBy: '6',
    },
    {
      on: '2026-09-08',
      from: 'OR',
      sends: 'reporting-instructions-reply',
      as: 'reply',
      data: { decision: 'GRANTED', reportingInstructions: reportingOn('2026-09-10') },
      then: { reportingInstructions: 'granted' },
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-09-10',
      from: 'OR',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-09-10' },
      then: { status: 'pending', location: 'receiving', supervisingState: 'OR' },
    },
    {
      on: '2026-09-23',
      from: 'IL',
      sends: 'transfer-request',
      as: 'treq',
      waits: true,
      then: { transfer: 'none' },
      leaves: 'accepted released transmitted',
    },
    {
      on: '2026-09-24',
      from: 'IL',
      sends: 'action-request',
      as: 'car',
      data: { specialization: 'OTHER', text: 'The request follows.', replyRequested: false },
    },
    { on: '2026-09-25', office: 'IL', releases: 'treq', then: { transfer: 'requested' } },
    {
      on: '2026-10-20',
      from: 'OR',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-10-21') },
    },
  ],
};
