import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** Ohio (files) takes back a request to Illinois (queue), asks again, and withdraws the case. */
export const WITHDRAWAL: Story = {
  key: 's10',
  name: 'a request withdrawn, and then the case',
  cases: {
    case: {
      sending: 'OH',
      receiving: 'IL',
      supervisionType: 'PROBATION',
      end: {
        status: 'withdrawn',
        reportingInstructions: 'none',
        transfer: 'accepted',
        location: 'sending',
        violation: 'none',
        retaking: 'none',
        returning: 'none',
        closure: 'none',
        supervisingState: 'OH',
      },
      clocks: [
        'transfer-reply | 3.104 | IL | 2026-11-19 | ended | withdrawn',
        'closure-notice | 4.112 | IL | 2029-06-14 | ended | withdrawn',
        // Begun anew: 45 calendar days after 19 October.
        'transfer-reply | 3.104 | IL | 2026-12-03 | met | answered',
        'closure-notice | 4.112 | IL | 2029-06-14 | ended | moot',
        // 120 calendar days after 2 November: 28 February is the 118th.
        'departure | 3.104-1 | OH | 2027-03-02 | ended | moot',
        'arrival | 4.105 | IL | 2026-11-16 | ended | moot',
      ],
    },
  },
  steps: [
    { on: '2026-10-05', from: 'OH', sends: 'transfer-request', as: 'treq' },
    {
      on: '2026-10-13',
      from: 'OH',
      sends: 'activity-withdrawal',
      as: 'taken-back',
      data: { withdrawn: { activity: 'TREQ', id: { ref: 'treq' }, sentBy: 'SENDING' } },
      then: { status: 'pending', transfer: 'withdrawn' },
    },
    {
      on: '2026-10-14',
      from: 'IL',
      sends: 'transfer-reply',
      as: 'too-late',
      data: { reportingInstructions: reportingOn('2026-11-01') },
      refusedBy: '6',
    },
    { on: '2026-10-19', from: 'OH', sends: 'transfer-request', as: 'again' },
    {
      on: '2026-11-02',
      from: 'IL',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-11-16') },
      then: { status: 'accepted' },
    },
    {
      on: '2026-11-05',
      from: 'IL',
      sends: 'activity-withdrawal',
      as: 'unreleased',
      data: {
        withdrawn: { activity: 'TREP', id: { ref: 'trep' }, sentBy: 'RECEIVING' },
        reason: 'NO_DEPARTURE_IN_TIME',
      },
      waits: true,
      then: { status: 'accepted', transfer: 'accepted' },
      leaves: 'accepted',
      neverCrosses: true,
    },
    { on: '2026-11-09', from: 'OH', sends: 'case-withdrawal', as: 'withdrawn' },
    { on: '2026-11-10', office: 'IL', releases: 'unreleased', refusedBy: '8' },
    { on: '2026-11-12', from: 'OH', sends: 'departure-notice', as: 'too-late-2', refusedBy: '9' },
  ],
};
