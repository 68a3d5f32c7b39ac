import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** New York (SOAP) orders a person back from Oregon (REST) in place of a retaking (Rule 5.103). */
export const RETURN_IN_LIEU: Story = {
  key: 's05',
  name: 'a return in lieu of retaking',
  cases: {
    case: {
      sending: 'NY',
      receiving: 'OR',
      supervisionType: 'PAROLE',
      end: {
        status: 'closed',
        reportingInstructions: 'none',
        transfer: 'accepted',
        location: 'returned',
        violation: 'none',
        retaking: 'none',
        returning: 'none',
        closure: 'valid',
        supervisingState: 'NY',
      },
      clocks: [
        'transfer-reply | 3.104 | OR | 2026-06-18 | met | answered',
        'closure-notice | 4.112 | OR | 2029-06-14 | met | answered',
        // 120 calendar days after 18 May: 31 August is the 105th.
        'departure | 3.104-1 | NY | 2026-09-15 | met | answered',
        'arrival | 4.105 | OR | 2026-05-27 | met | answered',
        // Five business days after Wednesday 20 May, over Memorial Day (25 May).
        'report-after-departure | 3.104-1 | OR | 2026-05-28 | met | answered',
        'violation-report | 4.109 | OR | 2026-07-31 | met | answered',
        // After Monday 13 July: ten and fifteen business days, 30 calendar days.
        'violation-response | 4.109 | NY | 2026-07-27 | met | answered',
        'warrant | 5.103 | NY | 2026-08-03 | ended | moot',
        'retaking | 5.105 | NY | 2026-08-12 | ended | moot',
        // After Thursday 16 July: seven and fifteen business days.
        'return-request | 5.103 | OR | 2026-07-27 | met | answered',
        'ordered-return | 5.101 | OR | 2026-08-06 | met | answered',
        // Two business days after its release on Wednesday 22 July.
        'return-reply | 4.111 | NY | 2026-07-24 | met | answered',
        'return-arrival | 4.105 | NY | 2026-08-03 | met | answered',
        // Ten business days after Wednesday 29 July.
        'closure-reply | 4.112 | NY | 2026-08-12 | met | answered',
      ],
    },
  },
  steps: [
    {
      on: '2026-05-04',
      from: 'NY',
      sends: 'transfer-request',
      as: 'treq',
      data: {
        supervision: {
          type: 'PAROLE',
          periods: [{ type: 'PAROLE', startDate: '2026-06-01', endDate: '2029-05-31' }],
        },
      },
    },
    {
      on: '2026-05-18',
      from: 'OR',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-05-27') },
    },
    {
      on: '2026-05-20',
      from: 'NY',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-05-20' },
    },
    {
      on: '2026-05-26',
      from: 'OR',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-05-26' },
    },
    {
      on: '2026-07-13',
      from: 'OR',
      sends: 'violation-report',
      as: 'ovr',
      data: {
        violationType: 'BEHAVIOR_REQUIRING_RETAKING',
        violations: [
          {
            dateOfBehavior: '2026-06-28',
            dateDetermined: '2026-07-01',
            description: 'Kept no appointment in June.',
          },
        ],
        availability: { status: 'AVAILABLE' },
      },
    },
    {
      on: '2026-07-16',
      from: 'NY',
      sends: 'violation-response',
      as: 'orders',
      data: {
        violationReport: { activity: 'OVR', id: { ref: 'ovr' } },
        action: 'ORDER_RETURN_IN_LIEU',
        actionBeginDate: '2026-07-16',
        estimatedCompletionDate: '2026-08-06',
      },
      then: { violation: 'responded', retaking: 'none' },
    },
    {
      on: '2026-07-17',
      from: 'OR',
      sends: 'departure-notice',
      as: 'no-instructions',
      data: { direction: 'RETURN', departureDate: '2026-07-17' },
      refusedBy: '15',
    },
    {
      on: '2026-07-20',
      from: 'OR',
      sends: 'return-instructions-request',
      as: 'ask',
      data: { reason: 'IN_LIEU_OF_RETAKING_MANDATORY', intendedReturnDate: '2026-08-01' },
      waits: true,
      then: { returning: 'none' },
      leaves: 'accepted released transmitted',
    },
    { on: '2026-07-21', from: 'OR', sends: 'progress-report', as: 'pr' },
    { on: '2026-07-22', office: 'OR', releases: 'ask', then: { returning: 'requested' } },
    {
      on: '2026-07-23',
      from: 'NY',
      sends: 'return-instructions-reply',
      as: 'grant',
      data: { reportingInstructions: reportingOn('2026-08-03') },
      then: { returning: 'granted' },
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-07-29',
      from: 'OR',
      sends: 'departure-notice',
      as: 'back',
      data: { direction: 'RETURN', departureDate: '2026-07-29' },
      then: { location: 'return-departed', supervisingState: 'OR' },
    },
    {
      on: '2026-07-29',
      from: 'OR',
      sends: 'case-closure-notice',
      as: 'ccn',
      data: { closureReason: 'RETURNED_TO_SENDING_STATE', closureDate: '2026-07-29' },
    },
    {
      on: '2026-07-31',
      from: 'NY',
      sends: 'case-closure-reply',
      as: 'ccnr',
      data: { outcome: 'VALID' },
      then: { status: 'closed', location: 'return-departed', violation: 'responded' },
    },
    {
      on: '2026-08-03',
      from: 'NY',
      sends: 'arrival-notice',
      as: 'home',
      data: { arrivalDate: '2026-08-03' },
    },
  ],
};
