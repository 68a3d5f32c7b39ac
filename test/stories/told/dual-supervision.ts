import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** New York (SOAP) sorts by type of supervision: one person, two cases, one of them closed. */
export const DUAL_SUPERVISION: Story = {
  key: 's09',
  name: 'dual supervision in a state that sorts by type',
  cases: {
    probation: {
      sending: 'OR',
      receiving: 'NY',
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
        supervisingState: 'NY',
      },
      clocks: [
        'transfer-reply | 3.104 | NY | 2026-07-30 | met | answered',
        'closure-notice | 4.112 | NY | 2029-06-14 | met | answered',
        // 120 calendar days after 6 July: 31 October is the 117th.
        'departure | 3.104-1 | OR | 2026-11-03 | met | answered',
        'arrival | 4.105 | NY | 2026-07-20 | met | answered',
        // Five business days after Monday 13 July.
        'report-after-departure | 3.104-1 | NY | 2026-07-20 | met | answered',
        // Ten business days after Monday 16 November, over Thanksgiving (26 November).
        'closure-reply | 4.112 | OR | 2026-12-01 | met | answered',
      ],
    },
    parole: {
      sending: 'OR',
      receiving: 'NY',
      supervisionType: 'PAROLE',
      end: {
        status: 'accepted',
        reportingInstructions: 'none',
        transfer: 'accepted',
        location: 'receiving',
        violation: 'none',
        retaking: 'none',
        returning: 'none',
        closure: 'none',
        supervisingState: 'NY',
      },
      clocks: [
        'transfer-reply | 3.104 | NY | 2026-07-30 | met | answered',
        // Ten business days after Friday 31 May 2030.
        'closure-notice | 4.112 | NY | 2030-06-14 | running',
        'departure | 3.104-1 | OR | 2026-11-03 | met | answered',
        'arrival | 4.105 | NY | 2026-07-20 | met | answered',
        'report-after-departure | 3.104-1 | NY | 2026-07-20 | met | answered',
      ],
    },
  },
  steps: [
    { on: '2026-06-15', from: 'OR', sends: 'transfer-request', as: 'treq', of: 'probation' },
    {
      on: '2026-06-15',
      from: 'OR',
      sends: 'transfer-request',
      as: 'treq-2',
      of: 'parole',
      data: {
        supervision: {
          type: 'PAROLE',
          periods: [{ type: 'PAROLE', startDate: '2026-06-01', endDate: '2030-05-31' }],
        },
      },
    },
    {
      on: '2026-07-06',
      from: 'NY',
      sends: 'transfer-reply',
      as: 'trep',
      of: 'probation',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-07-20') },
    },
    {
      on: '2026-07-06',
      from: 'NY',
      sends: 'transfer-reply',
      as: 'trep-2',
      of: 'parole',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-07-20') },
    },
    {
      on: '2026-07-13',
      from: 'OR',
      sends: 'departure-notice',
      as: 'nod',
      of: 'probation',
      data: { direction: 'OUTBOUND', departureDate: '2026-07-13' },
    },
    {
      on: '2026-07-13',
      from: 'OR',
      sends: 'departure-notice',
      as: 'nod-2',
      of: 'parole',
      data: { direction: 'OUTBOUND', departureDate: '2026-07-13' },
    },
    {
      on: '2026-07-17',
      from: 'NY',
      sends: 'arrival-notice',
      as: 'noa',
      of: 'probation',
      data: { arrivalDate: '2026-07-17' },
    },
    {
      on: '2026-07-17',
      from: 'NY',
      sends: 'arrival-notice',
      as: 'noa-2',
      of: 'parole',
      data: { arrivalDate: '2026-07-17' },
    },
    {
      on: '2026-11-16',
      from: 'NY',
      sends: 'case-closure-notice',
      as: 'ccn',
      of: 'probation',
      data: { closureReason: 'DISCHARGE_EARLY', closureDate: '2026-11-16' },
    },
    {
      on: '2026-11-18',
      from: 'OR',
      sends: 'case-closure-reply',
      as: 'ccnr',
      of: 'probation',
      data: { outcome: 'VALID' },
    },
    {
      on: '2026-11-19',
      from: 'NY',
      sends: 'progress-report',
      as: 'closed',
      of: 'probation',
      refusedBy: '12',
    },
    { on: '2026-11-19', from: 'NY', sends: 'progress-report', as: 'open', of: 'parole' },
  ],
};
