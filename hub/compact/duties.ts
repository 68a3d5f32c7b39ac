import type { Fact } from './activity-facts.ts';
import type { Side } from './case-state.ts';

/** What a dated rule can ask of a state (docs/deadlines.md). */
export type DutyName =
  | 'request-for-instructions'
  | 'instructions-reply'
  | 'transfer-request'
  | 'transfer-reply'
  | 'departure'
  | 'report-after-departure'
  | 'report-after-release'
  | 'arrival'
  | 'progress-report'
  | 'documents'
  | 'violation-report'
  | 'violation-response'
  | 'warrant'
  | 'retaking'
  | 'probable-cause-report'
  | 'probable-cause-decision'
  | 'return-request'
  | 'return-reply'
  | 'ordered-return'
  | 'return-arrival'
  | 'closure-notice'
  | 'closure-reply';

/** A value inside an activity's data, by a path of property names; `among` lists what it may be. */
export interface DataCondition {
  readonly path: string;
  readonly among: readonly (string | boolean)[];
}

/** An activity that ends a duty. */
export interface Ending {
  readonly type: string;
  readonly when?: Fact;
  readonly by?: Side;
  readonly where?: readonly DataCondition[];
  /** Where the data names the activity that is answered: only what that one started ends. */
  readonly about?: string;
}

export interface Duty {
  readonly name: DutyName;
  /** Said to people: what is owed. */
  readonly title: string;
  /** The first of these fulfils it, in time or late. */
  readonly answeredBy: readonly Ending[];
  /** After one of these it is owed no more. */
  readonly mootBy: readonly Ending[];
  /** It is owed also when the case is closed. */
  readonly outlivesCase?: true;
  /** Started anew on the same case, it takes the place of what was open. */
  readonly replaces?: true;
}

const INSTRUCTIONS_REQUEST = { type: 'compact.reporting-instructions-request.v1' };
const TRANSFER_REQUEST = { type: 'compact.transfer-request.v1' };
const REJECTION = { type: 'compact.transfer-reply.v1', when: 'rejected' } as const;
const ACCEPTANCE_WITHDRAWN = {
  type: 'compact.activity-withdrawal.v1',
  when: 'withdraws-transfer-reply',
} as const;
const OUTBOUND = { type: 'compact.departure-notice.v1', when: 'outbound' } as const;
const arrivalIn = (by: Side): Ending[] => [
  { type: 'compact.arrival-notice.v1', by },
  { type: 'compact.failure-to-arrive-notice.v1', by },
];
const [REPORTED, NOT_REPORTED] = arrivalIn('receiving') as [Ending, Ending];
const RESPONSE = 'compact.violation-response.v1';
const RESPONSE_ADDENDUM = 'compact.violation-response-addendum.v1';
const eitherResponse = (among: readonly string[]): Ending[] =>
  [RESPONSE, RESPONSE_ADDENDUM].map((type) => ({ type, where: [{ path: 'action', among }] }));
const NO_RETAKING = ['ORDER_RETURN_IN_LIEU', 'CONTINUE_SUPERVISION', 'DISCHARGED'];

/** What is owed, and what ends it. A withdrawn activity ends besides whatever it started. */
export const DUTIES: readonly Duty[] = [
  {
    name: 'request-for-instructions',
    title: 'request reporting instructions for a person who lives in the receiving state',
    answeredBy: [INSTRUCTIONS_REQUEST],
    mootBy: [],
  },
  {
    name: 'instructions-reply',
    title: 'reply to the request for reporting instructions',
    answeredBy: [{ type: 'compact.reporting-instructions-reply.v1' }],
    mootBy: [],
  },
  {
    name: 'transfer-request',
    title: 'send the transfer request after reporting instructions',
    answeredBy: [TRANSFER_REQUEST],
    mootBy: [],
  },
  {
    name: 'transfer-reply',
    title: 'investigate and reply to the transfer request',
    answeredBy: [{ type: 'compact.transfer-reply.v1' }],
    mootBy: [],
  },
  {
    name: 'departure',
    title: 'departure within the time for which an acceptance is valid',
    answeredBy: [OUTBOUND],
    mootBy: [ACCEPTANCE_WITHDRAWN],
  },
  {
    name: 'report-after-departure',
    title: 'report of the person after departure; then the acceptance may be withdrawn',
    answeredBy: [REPORTED],
    mootBy: [NOT_REPORTED, ACCEPTANCE_WITHDRAWN],
    replaces: true,
  },
  {
    name: 'report-after-release',
    title: 'report of the released person; then the acceptance may be withdrawn',
    answeredBy: [REPORTED],
    mootBy: [NOT_REPORTED, REJECTION, ACCEPTANCE_WITHDRAWN],
    replaces: true,
  },
  {
    name: 'arrival',
    title: 'notice of arrival, or of failure to arrive, on the report date',
    answeredBy: arrivalIn('receiving'),
    mootBy: [REJECTION, ACCEPTANCE_WITHDRAWN],
    replaces: true,
  },
  {
    name: 'progress-report',
    title: 'send the progress report that was asked for',
    answeredBy: [
      { type: 'compact.progress-report.v1', where: [{ path: 'requested', among: [true] }] },
    ],
    mootBy: [],
  },
  {
    name: 'documents',
    title: 'send the documents that were asked for',
    answeredBy: [
      { type: 'compact.action-reply.v1', by: 'sending', about: 'actionRequest.id' },
      {
        type: 'compact.action-request.v1',
        by: 'sending',
        where: [{ path: 'specialization', among: ['DOCUMENT_TRANSMITTAL'] }],
        about: 'about.id',
      },
    ],
    mootBy: [],
  },
  {
    name: 'violation-report',
    title: 'report the violation after it was determined',
    answeredBy: [{ type: 'compact.violation-report.v1' }],
    mootBy: [],
  },
  {
    name: 'violation-response',
    title: 'respond to the violation report',
    answeredBy: [{ type: RESPONSE, about: 'violationReport.id' }],
    mootBy: [],
  },
  {
    name: 'warrant',
    title: 'issue a warrant, or order the return where the rule allows it',
    answeredBy: [
      {
        type: 'compact.warrant-status.v1',
        where: [{ path: 'warrantStatus', among: ['ACTIVE', 'EXECUTED'] }],
      },
      ...eitherResponse(['WARRANT_ISSUED_WILL_RETAKE']),
    ],
    mootBy: [
      ...eitherResponse([...NO_RETAKING, 'AWAIT_DISPOSITION']),
      ...arrivalIn('sending').slice(0, 1),
    ],
    outlivesCase: true,
  },
  {
    name: 'retaking',
    title: 'retake the person who is available',
    answeredBy: [
      { type: 'compact.arrival-notice.v1', by: 'sending' },
      {
        type: 'compact.case-closure-notice.v1',
        where: [{ path: 'closureReason', among: ['RETAKEN', 'RETURNED_TO_SENDING_STATE'] }],
      },
    ],
    mootBy: [
      ...eitherResponse(NO_RETAKING),
      {
        type: 'compact.violation-report-addendum.v1',
        where: [{ path: 'availability.status', among: ['NOT_AVAILABLE'] }],
      },
    ],
  },
  {
    name: 'probable-cause-report',
    title: 'send the report of the probable cause hearing',
    answeredBy: [
      {
        type: 'compact.violation-report-addendum.v1',
        where: [{ path: 'probableCause.status', among: ['FOUND', 'NOT_FOUND', 'WAIVED'] }],
      },
    ],
    mootBy: [],
  },
  {
    name: 'probable-cause-decision',
    title: 'decide after probable cause was found',
    answeredBy: [{ type: RESPONSE }, { type: RESPONSE_ADDENDUM }],
    mootBy: [],
  },
  {
    name: 'return-request',
    title: 'request return reporting instructions',
    answeredBy: [{ type: 'compact.return-instructions-request.v1' }],
    mootBy: [TRANSFER_REQUEST, ...eitherResponse(['CONTINUE_SUPERVISION', 'DISCHARGED'])],
  },
  {
    name: 'return-reply',
    title: 'grant return reporting instructions',
    answeredBy: [{ type: 'compact.return-instructions-reply.v1' }],
    mootBy: [],
  },
  {
    name: 'ordered-return',
    title: 'departure of the person who was ordered to return',
    answeredBy: [{ type: 'compact.departure-notice.v1', when: 'return' }],
    mootBy: eitherResponse(['WARRANT_ISSUED_WILL_RETAKE', 'CONTINUE_SUPERVISION', 'DISCHARGED']),
  },
  {
    name: 'return-arrival',
    title: 'notice of arrival, or of failure to arrive, on the report date of the return',
    answeredBy: arrivalIn('sending'),
    mootBy: [],
    outlivesCase: true,
    replaces: true,
  },
  {
    name: 'closure-notice',
    title: 'close the case after supervision ended',
    answeredBy: [{ type: 'compact.case-closure-notice.v1' }],
    mootBy: [REJECTION, ACCEPTANCE_WITHDRAWN],
    replaces: true,
  },
  {
    name: 'closure-reply',
    title: 'reply to the case closure notice',
    answeredBy: [{ type: 'compact.case-closure-reply.v1' }],
    mootBy: [],
  },
];
