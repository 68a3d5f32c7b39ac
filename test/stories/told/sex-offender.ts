import type { Story } from '../story.ts';
import { reportingOn } from './reporting-on.ts';

const SEX_OFFENSE = {
  narrative: 'An offense of the example.',
  contactRestrictions: ['No contact with minors.'],
  registry: { status: 'REGISTERED', state: 'OH', registeredOn: '2026-06-10' },
};

/** Ohio (files) to Oregon (REST): five business days for the instructions, and no leaving before. */
export const SEX_OFFENDER: Story = {
  key: 's07',
  name: 'a person who must register as a sex offender',
  cases: {
    case: {
      sending: 'OH',
      receiving: 'OR',
      supervisionType: 'PAROLE',
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
        // Five business days after Tuesday 8 September, not two.
        'instructions-reply | 3.103-3 | OR | 2026-09-15 | met | answered',
        // Seven business days after Tuesday 15 September.
        'transfer-request | 3.103-2 | OH | 2026-09-24 | met | answered',
        'arrival | 4.105 | OR | 2026-09-21 | met | answered',
        'transfer-reply | 3.104 | OR | 2026-11-02 | met | answered',
        'closure-notice | 4.112 | OR | 2029-06-14 | running',
        // Five business days after Friday 18 September.
        'report-after-departure | 3.104-1 | OR | 2026-09-25 | met | answered',
        'documents | 3.107 | OH | 2026-11-18 | met | answered',
        // Oregon's own law, ten days each: the birthday after the departure (born on 29 February), which
        // both requests tell of; the arrival; the move of which no day is said.
        'registration-birthday | ORS 181.597 | OR | 2027-03-11 | ended | replaced',
        'registration-birthday | ORS 181.597 | OR | 2027-03-11 | running',
        'registration-arrival | ORS 181.597 | OR | 2026-10-01 | ended',
        'registration-residence-change | ORS 181.597 | OR | 2026-10-25 | ended',
      ],
    },
  },
  steps: [
    {
      on: '2026-09-08',
      from: 'OH',
      sends: 'reporting-instructions-request',
      as: 'rfri',
      data: {
        reason: 'EXPEDITED_EMERGENCY',
        registrable: true,
        sexOffense: SEX_OFFENSE,
        conditions: [{ kind: 'STANDARD', text: 'Report as the officer directs.' }],
        intendedDepartureDate: '2026-09-18',
      },
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-09-09',
      from: 'OH',
      sends: 'departure-notice',
      as: 'before-the-reply',
      data: { direction: 'OUTBOUND', departureDate: '2026-09-09' },
      refusedBy: '9',
    },
    {
      on: '2026-09-15',
      from: 'OR',
      sends: 'reporting-instructions-reply',
      as: 'reply',
      data: { decision: 'GRANTED', reportingInstructions: reportingOn('2026-09-21') },
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-09-18',
      from: 'OH',
      sends: 'transfer-request',
      as: 'treq',
      data: {
        registrable: true,
        sexOffense: SEX_OFFENSE,
        intendedDepartureDate: '2026-09-18',
      },
    },
    {
      on: '2026-09-18',
      from: 'OH',
      sends: 'departure-notice',
      as: 'nod',
      data: { direction: 'OUTBOUND', departureDate: '2026-09-18' },
      then: { status: 'pending', transfer: 'requested', location: 'departed' },
    },
    {
      on: '2026-09-21',
      from: 'OR',
      sends: 'arrival-notice',
      as: 'noa',
      data: { arrivalDate: '2026-09-21' },
      // On the last day for the registration.
      leaves: 'accepted transmitted reminded',
    },
    {
      on: '2026-10-14',
      from: 'OR',
      sends: 'transfer-reply',
      as: 'trep',
      data: { decision: 'ACCEPTED', reportingInstructions: reportingOn('2026-10-20') },
      waits: true,
      then: { status: 'pending', transfer: 'requested' },
      leaves: 'accepted released transmitted',
    },
    {
      on: '2026-10-15',
      from: 'OR',
      sends: 'profile-update',
      as: 'moved',
      leaves: 'accepted transmitted reminded',
    },
    { on: '2026-10-16', office: 'OR', releases: 'trep', then: { status: 'accepted' } },
    {
      on: '2026-10-19',
      from: 'OR',
      sends: 'action-request',
      as: 'documents',
      data: { specialization: 'DOCUMENT_REQUEST', text: 'The police report, please.' },
    },
    {
      on: '2026-10-26',
      from: 'OH',
      sends: 'action-request',
      as: 'sent',
      data: {
        specialization: 'DOCUMENT_TRANSMITTAL',
        text: 'It is on its way.',
        replyRequested: false,
      },
    },
  ],
};
