import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** Oregon (REST) asks, Ohio (files over OpenSSH) takes the person and closes the case at the end of the term. */
export const ORDINARY_TRANSFER: Story = {
  key: 's01',
  name: 'an ordinary transfer to its closure',
  cases: {
    case: {
      sending: 'OR',
      receiving: 'OH',
      supervisionType: 'PROBATION',
      end: {
        status: 'closed',
        reportingInstructions: 'none',
        transfer: 'accepted',
        location: 'receiving',
        violation: 'none',
        retaking: 'none',
        returning: 'none',
        closure: 'valid',
        supervisingState: 'OH',
      },
      clocks: [
        // 45 calendar days after 4 May: 31 May is the 27th, 18 June the 45th.
        'transfer-reply | 3.104 | OH | 2026-06-18 | met | answered',
        // Ten business days after Friday 30 October, over Veterans Day (Wednesday 11 November).
        'closure-notice | 4.112 | OH | 2026-11-16 | met | answered',
        // 120 calendar days after 1 June: 31 August is the 91st.
        'departure | 3.104-1 | OR | 2026-09-29 | met | answered',
        'arrival | 4.105 | OH | 2026-06-15 | ended | replaced',
        'arrival | 4.105 | OH | 2026-06-15 | met | answered',
        // Five business days after Wednesday 10 June.
        'report-after-departure | 3.104-1 | OH | 2026-06-17 | met | answered',
        'progress-report | 4.106 | OH | 2026-09-02 | met | answered',
        // Ten business days after Monday 2 November, over Veterans Day.
        'closure-reply | 4.112 | OR | 2026-11-17 | met | answered',
      ],
    },
  },
  steps: [
    {
      on: '2026-05-04',
      from: 'OR',
      sends: 'transfer-request',
      as: 'treq',
      data: {
        supervision: {
          type: 'PROBATION',
          periods: [{ type: 'PROBATION', startDate: '2025-10-31', endDate: '2026-10-30' }],
        },
      },
      // 30 days before the closure notice is due, on 17 October.
      leaves: 'accepted transmitted reminded',
    },
    { on: '2026-05-05', from: 'OH', sends: 'arrival-notice', as: 'too-early', refusedBy: '10' },
    {
      on: '2026-06-01',
      from: 'OH',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-06-15') },
      then: { status: 'accepted', transfer: 'accepted', supervisingState: 'OR' },
    },
    {
      on: '2026-06-10',
      from: 'OR',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-06-10', reportDate: '2026-06-15' },
      then: { location: 'departed' },
      // On the day of the arrival.
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-06-15',
      from: 'OH',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-06-15' },
      then: { location: 'receiving', supervisingState: 'OH' },
    },
    {
      on: '2026-08-03',
      from: 'OR',
      sends: 'action-request',
      as: 'car',
      data: { specialization: 'REQUEST_PROGRESS_REPORT' },
    },
    {
      on: '2026-08-20',
      from: 'OH',
      sends: 'progress-report',
      as: 'pr',
      data: { requested: true },
      waits: true,
      leaves: 'accepted released transmitted',
    },
    { on: '2026-08-24', from: 'OH', sends: 'profile-update', as: 'moved' },
    { on: '2026-08-25', office: 'OH', releases: 'pr' },
    {
      on: '2026-09-01',
      from: 'OR',
      sends: 'case-closure-reply',
      as: 'unasked',
      refusedBy: '18',
    },
    {
      on: '2026-11-02',
      from: 'OH',
      sends: 'case-closure-notice',
      as: 'ccn',
      data: { closureReason: 'DISCHARGE_EXPIRATION', closureDate: '2026-10-30' },
      then: { status: 'accepted', closure: 'noticed' },
    },
    {
      on: '2026-11-06',
      from: 'OR',
      sends: 'case-closure-reply',
      as: 'ccnr',
      data: { outcome: 'VALID' },
    },
  ],
};
