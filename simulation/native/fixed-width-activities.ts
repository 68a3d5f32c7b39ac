import type {
  ArrivalNotice,
  CaseClosureNotice,
  CaseClosureReply,
  DepartureNotice,
  FailureToArriveNotice,
  ProgressReport,
  ReportingInstructionsReply,
  ReportingInstructionsRequest,
  TransferReply,
  TransferRequest,
} from '../../hub/generated/messages.ts';
import type { ActivityType } from '../generator/activity-frame.ts';
import type { Block } from './block.ts';
import { at, block, inline, list, object } from './block.ts';
import { code } from './codecs.ts';
import { CODES } from './fixed-width-codes.ts';
import { dayOfFile, oneOrZero, only, telephone } from './fixed-width-values.ts';
import * as cases from './fixed-width-case-blocks.ts';
import { common } from './fixed-width-common.ts';
import * as later from './fixed-width-later-activities.ts';
import * as person from './fixed-width-person-blocks.ts';

const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  ...common,
  supervisedIndividual: at('SUBJ-SEG', only(person.supervisedIndividual)),
  supervision: at('SUPV-SEG', only(person.supervision)),
  reason: at('INSTRUCT-CAUSE', code(CODES.reportingInstructionsReason)),
  explanation: 'EXPLAIN-TEXT',
  qualifyingEvent: inline('', cases.qualifyingEvent),
  intendedDepartureDate: at('PLAN-LEAVE', dayOfFile),
  residence: at('DWELL-SEG', only(person.residence)),
  otherResidents: at('MATE-SEG', list(object(person.otherResident))),
  proofOfResidence: 'PROOF-TEXT',
  sponsor: at('SPON-SEG', only(cases.sponsor)),
  militaryOrders: at('SERVICE-SEG', only(cases.militaryOrders)),
  employerLetter: at('LETTER-SEG', only(cases.employerLetter)),
  veteranReferral: at('CLINIC-SEG', only(cases.veteranReferral)),
  travelPermit: inline('', cases.travelPermit),
  offenses: at('CHARGE-SEG', list(object(cases.offense))),
  conditions: at('COND-SEG', list(object(cases.condition))),
  registrable: at('MEGANS-LAW', oneOrZero),
  sexOffense: at('SXO-SEG', only(cases.sexOffense)),
  offenseSummary: 'CASE-TEXT',
});

const reportingInstructionsReply = block<ReportingInstructionsReply>({
  ...common,
  decision: at('INSTRUCT-RULING', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: at('REPORT-SEG', only(person.reportingInstructions)),
  denialReasons: at('DENIAL-CAUSE', list(code(CODES.reportingInstructionsDenialReason))),
  denialExplanation: 'EXPLAIN-TEXT',
});

const transferRequest = block<TransferRequest>({
  ...common,
  supervisedIndividual: at('SUBJ-SEG', only(person.supervisedIndividual)),
  supervision: at('SUPV-SEG', only(person.supervision)),
  requestKind: at('XFER-ROUND', code(CODES.transferRequestKind)),
  transferReason: at('XFER-CAUSE', code(CODES.transferReason)),
  justification: 'EXPLAIN-TEXT',
  substantialCompliance: at('XFER-COMPLIES', oneOrZero),
  reportingInstructionsGranted: at('XFER-INSTRUCTED', oneOrZero),
  intendedDepartureDate: at('PLAN-LEAVE', dayOfFile),
  residence: at('DWELL-SEG', only(person.residence)),
  otherResidents: at('MATE-SEG', list(object(person.otherResident))),
  sponsor: at('SPON-SEG', only(cases.sponsor)),
  militaryOrders: at('SERVICE-SEG', only(cases.militaryOrders)),
  employerLetter: at('LETTER-SEG', only(cases.employerLetter)),
  veteranReferral: at('CLINIC-SEG', only(cases.veteranReferral)),
  meansOfSupport: at('SUPPORT-SEG', only(cases.meansOfSupport)),
  offenses: at('CHARGE-SEG', list(object(cases.offense))),
  conditions: at('COND-SEG', list(object(cases.condition))),
  registrable: at('MEGANS-LAW', oneOrZero),
  sexOffense: at('SXO-SEG', only(cases.sexOffense)),
  offenseNarrative: 'CASE-TEXT',
  protectiveOrders: at('ORDER-SEG', list(object(cases.protectiveOrder))),
  supervisionHistory: 'HISTORY-TEXT',
  disciplineHistory: 'DISCIPLINE-TEXT',
  mentalHealthHistory: 'HEALTH-TEXT',
  financialObligations: at('OWED-SEG', list(object(cases.financialObligation))),
  application: inline('', cases.application),
  applicationFee: inline('', cases.applicationFee),
});

const transferReply = block<TransferReply>({
  ...common,
  decision: at('XFER-RULING', code(CODES.transferDecision)),
  reportingInstructions: at('REPORT-SEG', only(person.reportingInstructions)),
  conditionsImposed: at('COND-SEG', list(object(cases.condition))),
  conditionsNotEnforceable: at('UNABLE-SEG', list(object(cases.conditionNotEnforceable))),
  investigatedBy: inline('', person.contact),
  investigationReport: 'CASE-TEXT',
  rejectionReasons: at('REFUSAL-CAUSE', list(code(CODES.transferRejectionReason))),
  rejectionExplanation: 'EXPLAIN-TEXT',
});

const departureNotice = block<DepartureNotice>({
  ...common,
  direction: at('LEAVING-WAY', code(CODES.departureDirection)),
  departureDate: at('LEAVING-DATE', dayOfFile),
  expectedArrivalDate: at('DUE-DATE', dayOfFile),
  reportDate: at('REPORT-BY', dayOfFile),
  destinationAddress: inline('GOAL-', person.address),
  subsequentState: at('ONWARD-STATE', code(CODES.addressState)),
  methodOfTravel: at('TRAVEL-MODE', code(CODES.travelMethod)),
  travelPermit: inline('', cases.travelPermit),
});

const arrivalNotice = block<ArrivalNotice>({
  ...common,
  arrivalDate: at('ARRIVAL-DATE', dayOfFile),
  officer: inline('', person.contact),
  residence: at('DWELL-SEG', only(person.residence)),
  phone: telephone('SUBJ-PHONE'),
  employment: at('JOB-SEG', only(person.employment)),
});

const failureToArriveNotice = block<FailureToArriveNotice>({
  ...common,
  reportDate: at('REPORT-BY', dayOfFile),
  efforts: 'EXPLAIN-TEXT',
  lastContactDate: at('LAST-SEEN', dayOfFile),
  lastKnownAddress: inline('LAST-', person.address),
  lastKnownPhone: telephone('LAST-PHONE'),
});

const progressReport = block<ProgressReport>({
  ...common,
  reasons: at('PROGRESS-CAUSE', list(code(CODES.progressReportReason))),
  requested: at('PROGRESS-ASKED', oneOrZero),
  periodFrom: at('PROGRESS-FROM', dayOfFile),
  periodTo: at('PROGRESS-THRU', dayOfFile),
  residence: at('DWELL-SEG', only(person.residence)),
  phone: telephone('SUBJ-PHONE'),
  email: 'SUBJ-MAIL',
  employment: at('JOB-SEG', only(person.employment)),
  summary: 'CASE-TEXT',
  conditionStatuses: at('COND-STAND-SEG', list(object(cases.conditionStatus))),
  programs: at('COURSE-SEG', list(object(cases.program))),
  responses: at('STEP-SEG', list(object(cases.supervisionResponse))),
  newArrests: at('ARREST-SEG', list(object(cases.arrest))),
  newConvictions: at('GUILT-SEG', list(object(cases.conviction))),
  newConditions: at('COND-SEG', list(object(cases.condition))),
  recommendation: at('PROGRESS-ADVICE', code(CODES.progressRecommendation)),
  recommendationExplanation: 'EXPLAIN-TEXT',
});

const caseClosureNotice = block<CaseClosureNotice>({
  ...common,
  closureReason: at('CLOSING-CAUSE', code(CODES.caseClosureReason)),
  closureDate: at('CLOSING-DATE', dayOfFile),
  lastKnownAddress: inline('LAST-', person.address),
  lastKnownEmployment: at('LAST-JOB-SEG', only(person.lastEmployment)),
  financialObligations: at('OWED-SEG', list(object(cases.financialObligation))),
  conditionStatuses: at('COND-STAND-SEG', list(object(cases.conditionStatus))),
  incarceration: at('JAIL-SEG', only(person.incarceration)),
  deathDate: at('DECEASED-DATE', dayOfFile),
  subsequentState: at('ONWARD-STATE', code(CODES.addressState)),
});

const caseClosureReply = block<CaseClosureReply>({
  ...common,
  outcome: at('CLOSING-RULING', code(CODES.caseClosureOutcome)),
  explanation: 'EXPLAIN-TEXT',
});

/** The table of each activity, and the record by which it is known. */
export const FILE_ACTIVITIES: Readonly<Record<ActivityType, { record: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    record: 'INSTRUCT-REQ-REC',
    data: reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    record: 'INSTRUCT-RPLY-REC',
    data: reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { record: 'XFER-APPL-REC', data: transferRequest },
  'compact.transfer-reply.v1': { record: 'XFER-RPLY-REC', data: transferReply },
  'compact.departure-notice.v1': { record: 'LEAVING-REC', data: departureNotice },
  'compact.arrival-notice.v1': { record: 'ARRIVAL-REC', data: arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { record: 'NO-SHOW-REC', data: failureToArriveNotice },
  'compact.progress-report.v1': { record: 'PROGRESS-REC', data: progressReport },
  'compact.profile-update.v1': { record: 'PROFILE-REC', data: later.profileUpdate },
  'compact.violation-report.v1': { record: 'BREACH-REC', data: later.violationReport },
  'compact.violation-response.v1': { record: 'BREACH-RPLY-REC', data: later.violationResponse },
  'compact.violation-report-addendum.v1': {
    record: 'BREACH-ADD-REC',
    data: later.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    record: 'BREACH-RPLY-ADD-REC',
    data: later.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    record: 'RETAKE-REC',
    data: later.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { record: 'WRIT-REC', data: later.warrantStatus },
  'compact.return-instructions-request.v1': {
    record: 'COMEBACK-REQ-REC',
    data: later.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    record: 'COMEBACK-RPLY-REC',
    data: later.returnInstructionsReply,
  },
  'compact.case-closure-notice.v1': { record: 'CLOSING-REC', data: caseClosureNotice },
  'compact.case-closure-reply.v1': { record: 'CLOSING-RPLY-REC', data: caseClosureReply },
  'compact.case-reopening.v1': { record: 'REVIVAL-REC', data: later.caseReopening },
  'compact.action-request.v1': { record: 'INQUIRY-REC', data: later.actionRequest },
  'compact.action-reply.v1': { record: 'INQUIRY-RPLY-REC', data: later.actionReply },
  'compact.activity-withdrawal.v1': { record: 'RECALL-REC', data: later.activityWithdrawal },
  'compact.case-withdrawal.v1': { record: 'CASE-RECALL-REC', data: later.caseWithdrawal },
};
