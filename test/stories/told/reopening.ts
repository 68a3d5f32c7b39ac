import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** Illinois (queue) to New York (SOAP): closed after an invalid notice, and opened again. */
export const REOPENING: Story = {
  key: 's11',
  name: 'a case that is opened again after its closure',
  cases: {
    case: {
      sending: 'IL',
      receiving: 'NY',
      supervisionType: 'PROBATION',
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
        'transfer-reply | 3.104 | NY | 2026-06-25 | met | answered',
        'closure-notice | 4.112 | NY | 2029-06-14 | met | answered',
        // 120 calendar days after 26 May: 31 August is the 97th.
        'departure | 3.104-1 | IL | 2026-09-23 | met | answered',
        'arrival | 4.105 | NY | 2026-06-08 | met | answered',
        // Five business days after Monday 1 June.
        'report-after-departure | 3.104-1 | NY | 2026-06-08 | met | answered',
        // Ten business days after Monday 6 July, and after Monday 13 July.
        'closure-reply | 4.112 | IL | 2026-07-20 | met | answered',
        'closure-reply | 4.112 | IL | 2026-07-27 | met | answered',
      ],
    },
  },
  steps: [
    { on: '2026-05-11', from: 'IL', sends: 'transfer-request', as: 'treq' },
    {
      on: '2026-05-26',
      from: 'NY',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-06-08') },
    },
    {
      on: '2026-06-01',
      from: 'IL',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-06-01' },
    },
    {
      on: '2026-06-05',
      from: 'NY',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-06-05' },
    },
    {
      on: '2026-07-06',
      from: 'NY',
      sends: 'case-closure-notice',
      as: 'ccn',
      data: { closureReason: 'DISCHARGE_EARLY', closureDate: '2026-07-06' },
    },
    {
      on: '2026-07-08',
      from: 'IL',
      sends: 'case-closure-reply',
      as: 'invalid',
      data: { outcome: 'INVALID', explanation: 'Nobody discharged the person.' },
      then: { status: 'accepted', closure: 'invalid' },
    },
    {
      on: '2026-07-13',
      from: 'NY',
      sends: 'case-closure-notice',
      as: 'ccn-2',
      data: { closureReason: 'DISCHARGE_EARLY', closureDate: '2026-07-13' },
      then: { closure: 'noticed' },
    },
    {
      on: '2026-07-15',
      from: 'IL',
      sends: 'case-closure-reply',
      as: 'valid',
      data: { outcome: 'VALID' },
      then: { status: 'closed', closure: 'valid' },
    },
    { on: '2026-07-16', from: 'NY', sends: 'progress-report', as: 'closed', refusedBy: '12' },
    {
      on: '2026-07-20',
      from: 'NY',
      sends: 'case-reopening',
      as: 'reopen',
      then: { status: 'accepted', closure: 'none' },
    },
    {
      on: '2026-07-21',
      from: 'NY',
      sends: 'progress-report',
      as: 'pr',
      waits: true,
      leaves: 'accepted released transmitted',
    },
    { on: '2026-07-22', from: 'NY', sends: 'profile-update', as: 'moved' },
    { on: '2026-07-23', office: 'NY', releases: 'pr' },
  ],
};
