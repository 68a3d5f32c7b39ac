import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** Illinois (queue) to Ohio (files): nobody comes on the day, and the person comes two days later. */
export const FAILURE_TO_ARRIVE: Story = {
  key: 's08',
  name: 'a failure to arrive, and then the arrival',
  cases: {
    case: {
      sending: 'IL',
      receiving: 'OH',
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
        supervisingState: 'OH',
      },
      clocks: [
        'transfer-reply | 3.104 | OH | 2026-09-17 | met | answered',
        'closure-notice | 4.112 | OH | 2029-06-14 | running',
        // 120 calendar days after 24 August: 30 November is the 98th.
        'departure | 3.104-1 | IL | 2026-12-22 | met | answered',
        'arrival | 4.105 | OH | 2026-09-01 | ended | replaced',
        // Told a day after the report date.
        'arrival | 4.105 | OH | 2026-09-02 | late | answered',
        // Five business days after Friday 28 August.
        'report-after-departure | 3.104-1 | OH | 2026-09-04 | ended | moot',
      ],
    },
  },
  steps: [
    { on: '2026-08-03', from: 'IL', sends: 'transfer-request', as: 'treq' },
    {
      on: '2026-08-24',
      from: 'OH',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-09-01') },
    },
    {
      on: '2026-08-28',
      from: 'IL',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-08-28', reportDate: '2026-09-02' },
      // What the 2nd and the 3rd of September would have said is said once.
      leaves: 'accepted transmitted reminded',
    },
    { on: '2026-08-31', from: 'OH', sends: 'progress-report', as: 'too-early', refusedBy: '12' },
    {
      on: '2026-09-03',
      from: 'OH',
      sends: 'failure-to-arrive-notice',
      as: 'nofa',
      data: { reportDate: '2026-09-02' },
      then: { location: 'failed-to-arrive', supervisingState: 'IL' },
    },
    {
      on: '2026-09-04',
      from: 'OH',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-09-04' },
    },
  ],
};
