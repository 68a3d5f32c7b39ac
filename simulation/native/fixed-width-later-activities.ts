import type {
  ActionReply,
  ActionRequest,
  ActivityWithdrawal,
  CaseReopening,
  CaseWithdrawal,
  DiscretionaryRetakingNotice,
  ProfileUpdate,
  ReturnInstructionsReply,
  ReturnInstructionsRequest,
  ViolationReport,
  ViolationReportAddendum,
  ViolationResponse,
  ViolationResponseAddendum,
  WarrantStatus,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { code } from './codecs.ts';
import { CODES } from './fixed-width-codes.ts';
import { dayOfFile, oneOrZero, only } from './fixed-width-values.ts';
import * as cases from './fixed-width-case-blocks.ts';
import { common } from './fixed-width-common.ts';
import * as person from './fixed-width-person-blocks.ts';
import * as retaking from './fixed-width-retaking-blocks.ts';

export const profileUpdate = block<ProfileUpdate>({
  ...common,
  changes: inline('', retaking.profileChanges),
  effectiveDate: at('PROFILE-FROM', dayOfFile),
});

export const violationReport = block<ViolationReport>({
  ...common,
  violationType: at('BREACH-CLASS', code(CODES.violationType)),
  violations: at('BREACH-SEG', list(object(retaking.violation))),
  summary: 'CASE-TEXT',
  responses: at('STEP-SEG', list(object(cases.supervisionResponse))),
  earlierNoncompliance: 'HISTORY-TEXT',
  recommendation: at('BREACH-ADVICE', code(CODES.violationRecommendation)),
  recommendationExplanation: 'EXPLAIN-TEXT',
  availability: at('SEIZE-SEG', only(retaking.availability)),
  whereabouts: at('PLACE-SEG', only(retaking.whereabouts)),
  probableCause: inline('', retaking.probableCause),
  absconding: at('FLIGHT-SEG', only(retaking.absconding)),
  newConviction: at('GUILT-SEG', only(cases.conviction)),
  officer: inline('', person.contact),
});

export const violationResponse = block<ViolationResponse>({
  ...common,
  violationReport: inline('', retaking.activityReference),
  action: at('RETAKE-STEP', code(CODES.violationResponseAction)),
  actionBeginDate: at('RETAKE-FROM', dayOfFile),
  estimatedCompletionDate: at('RETAKE-DONE', dayOfFile),
  warrant: at('WRIT-SEG', only(retaking.warrant)),
  explanation: 'EXPLAIN-TEXT',
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  ...common,
  violationReport: inline('', retaking.activityReference),
  availability: at('SEIZE-SEG', only(retaking.availability)),
  whereabouts: at('PLACE-SEG', only(retaking.whereabouts)),
  probableCause: inline('', retaking.probableCause),
  explanation: 'EXPLAIN-TEXT',
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  ...common,
  violationResponse: inline('', retaking.activityReference),
  action: at('RETAKE-STEP', code(CODES.violationResponseAction)),
  actionBeginDate: at('RETAKE-FROM', dayOfFile),
  estimatedCompletionDate: at('RETAKE-DONE', dayOfFile),
  warrant: at('WRIT-SEG', only(retaking.warrant)),
  explanation: 'EXPLAIN-TEXT',
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  ...common,
  warrant: at('WRIT-SEG', only(retaking.warrant)),
  explanation: 'EXPLAIN-TEXT',
  estimatedCompletionDate: at('RETAKE-DONE', dayOfFile),
});

export const warrantStatus = block<WarrantStatus>({
  ...common,
  warrantStatus: at('WRIT-STAGE', code(CODES.warrantStage)),
  duty: at('WRIT-DUTY', code(CODES.warrantDuty)),
  warrant: at('WRIT-SEG', only(retaking.warrant)),
  endedOn: at('WRIT-ENDED', dayOfFile),
});

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  ...common,
  reason: at('COMEBACK-CAUSE', code(CODES.returnReason)),
  intendedReturnDate: at('COMEBACK-DATE', dayOfFile),
  residence: at('DWELL-SEG', only(person.residence)),
  residenceUnknown: 'PROOF-TEXT',
  employment: at('JOB-SEG', only(person.employment)),
  meansOfSupport: at('SUPPORT-SEG', list(object(cases.meansOfSupport))),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  ...common,
  reportingInstructions: at('REPORT-SEG', only(person.reportingInstructions)),
});

export const caseReopening = block<CaseReopening>({
  ...common,
  explanation: 'EXPLAIN-TEXT',
});

export const actionRequest = block<ActionRequest>({
  ...common,
  specialization: at('INQUIRY-TOPIC', code(CODES.actionSpecialization)),
  about: inline('', retaking.activityReference),
  text: 'EXPLAIN-TEXT',
  replyRequested: at('INQUIRY-REPLY', oneOrZero),
});

export const actionReply = block<ActionReply>({
  ...common,
  actionRequest: inline('', retaking.activityReference),
  text: 'EXPLAIN-TEXT',
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  ...common,
  withdrawn: inline('', retaking.activityReference),
  reason: at('RECALL-CAUSE', code(CODES.withdrawalReason)),
  explanation: 'EXPLAIN-TEXT',
});

export const caseWithdrawal = block<CaseWithdrawal>({
  ...common,
  reason: at('RECALL-CAUSE', code(CODES.withdrawalReason)),
  explanation: 'EXPLAIN-TEXT',
});
