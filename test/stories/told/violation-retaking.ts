import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

/** Ohio (files) retakes a person from New York (SOAP) after two responses to one report. */
export const VIOLATION_RETAKING: Story = {
  key: 's04',
  name: 'a violation, an addendum after the response, and a retaking',
  cases: {
    case: {
      sending: 'OH',
      receiving: 'NY',
      supervisionType: 'PROBATION',
      end: {
        status: 'closed',
        reportingInstructions: 'none',
        transfer: 'accepted',
        location: 'receiving',
        violation: 'responded',
        retaking: 'none',
        returning: 'none',
        closure: 'valid',
        supervisingState: 'NY',
      },
      clocks: [
        'transfer-reply | 3.104 | NY | 2026-08-20 | met | answered',
        'closure-notice | 4.112 | NY | 2029-06-14 | met | answered',
        // 120 calendar days after 20 July: 31 October is the 103rd.
        'departure | 3.104-1 | OH | 2026-11-17 | met | answered',
        'arrival | 4.105 | NY | 2026-07-27 | met | answered',
        // Five business days after Wednesday 22 July.
        'report-after-departure | 3.104-1 | NY | 2026-07-29 | met | answered',
        // 30 calendar days after it was determined on 8 September.
        'violation-report | 4.109 | NY | 2026-10-08 | met | answered',
        // Ten and fifteen business days after Monday 14 September; 30 calendar days.
        'violation-response | 4.109 | OH | 2026-09-28 | met | answered',
        'warrant | 5.103 | OH | 2026-10-05 | met | answered',
        'retaking | 5.105 | OH | 2026-10-14 | met | answered',
        // A second duty to respond: ten business days after Thursday 24 September.
        'violation-response | 4.109 | OH | 2026-10-08 | met | answered',
        // Fifteen, over Columbus Day (12 October).
        'probable-cause-decision | 5.108 | OH | 2026-10-16 | met | answered',
        // Ten business days after Friday 9 October, over Columbus Day.
        'closure-reply | 4.112 | OH | 2026-10-26 | met | answered',
      ],
    },
  },
  steps: [
    { on: '2026-07-06', from: 'OH', sends: 'transfer-request', as: 'treq' },
    {
      on: '2026-07-20',
      from: 'NY',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-07-27') },
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-07-22',
      from: 'OH',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-07-22' },
    },
    {
      on: '2026-07-27',
      from: 'NY',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-07-27' },
    },
    {
      on: '2026-09-14',
      from: 'NY',
      sends: 'violation-report',
      as: 'ovr',
      data: {
        violationType: 'BEHAVIOR_REQUIRING_RETAKING',
        violations: [
          {
            dateOfBehavior: '2026-09-01',
            dateDetermined: '2026-09-08',
            description: 'Left treatment without leave.',
          },
        ],
        availability: { status: 'AVAILABLE' },
      },
      then: { violation: 'reported' },
      // Of the retaking, on the 25th day.
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-09-18',
      from: 'OH',
      sends: 'violation-response',
      as: 'hearing',
      data: {
        violationReport: { activity: 'OVR', id: { ref: 'ovr' } },
        action: 'PROBABLE_CAUSE_HEARING_REQUESTED',
        actionBeginDate: '2026-09-18',
        estimatedCompletionDate: '2026-09-30',
      },
      then: { violation: 'responded', retaking: 'none' },
    },
    {
      on: '2026-09-24',
      from: 'NY',
      sends: 'violation-report-addendum',
      as: 'found',
      data: {
        violationReport: { activity: 'OVR', id: { ref: 'ovr' } },
        probableCause: { status: 'FOUND', hearingDate: '2026-09-22', reportDate: '2026-09-23' },
        explanation: 'Probable cause was found.',
      },
      then: { violation: 'reported', retaking: 'none' },
    },
    {
      on: '2026-09-28',
      from: 'OH',
      sends: 'violation-response',
      as: 'retakes',
      data: {
        violationReport: { activity: 'OVR', id: { ref: 'ovr' } },
        action: 'WILL_ISSUE_WARRANT',
        actionBeginDate: '2026-09-28',
        estimatedCompletionDate: '2026-10-14',
      },
      then: { violation: 'responded', retaking: 'pending' },
    },
    {
      on: '2026-09-29',
      from: 'NY',
      sends: 'progress-report',
      as: 'pr',
      waits: true,
      leaves: 'accepted released transmitted',
    },
    {
      on: '2026-09-30',
      from: 'NY',
      sends: 'case-closure-notice',
      as: 'barred',
      data: { closureReason: 'DISCHARGE_EARLY', closureDate: '2026-09-30' },
      refusedBy: '17a',
    },
    {
      on: '2026-10-01',
      from: 'OH',
      sends: 'warrant-status',
      as: 'warrant',
      data: { warrantStatus: 'ACTIVE', duty: 'MANDATORY_RETAKING' },
      then: { retaking: 'pending' },
    },
    { on: '2026-10-02', office: 'NY', releases: 'pr' },
    {
      on: '2026-10-09',
      from: 'NY',
      sends: 'case-closure-notice',
      as: 'ccn',
      data: { closureReason: 'RETAKEN', closureDate: '2026-10-08' },
      then: { retaking: 'pending', closure: 'noticed' },
    },
    {
      on: '2026-10-13',
      from: 'OH',
      sends: 'warrant-status',
      as: 'executed',
      data: {
        warrantStatus: 'EXECUTED',
        duty: 'MANDATORY_RETAKING',
        endedOn: '2026-10-08',
        warrant: {
          issuedOn: '2026-10-01',
          authority: 'Court of the Example',
          ncicVerifiedOn: '2026-10-01',
        },
      },
      then: { retaking: 'none' },
    },
    {
      on: '2026-10-14',
      from: 'OH',
      sends: 'case-closure-reply',
      as: 'ccnr',
      data: { outcome: 'VALID' },
    },
  ],
};
