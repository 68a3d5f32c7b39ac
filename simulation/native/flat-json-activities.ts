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
import { at, block, inline, list, object } from './block.ts';
import type { Block } from './block.ts';
import { code } from './codecs.ts';
import * as blocks from './flat-json-blocks.ts';
import { CODES } from './flat-json-codes.ts';
import { common } from './flat-json-common.ts';
import * as correspondence from './flat-json-correspondence.ts';
import { dayWithSlashes, flag } from './flat-json-values.ts';
import * as violations from './flat-json-violation-activities.ts';

/** What both requests tell of the person and the plan. */
const request = {
  supervisedIndividual: inline('', blocks.supervisedIndividual),
  supervision: inline('SUPV_', blocks.supervision),
  intendedDepartureDate: at('INTEND_DEP_DT', dayWithSlashes),
  residence: inline('NEW_RES_', blocks.residence),
  otherResidents: at('OCCUPANTS', list(object(blocks.otherResident))),
  sponsor: inline('SPON_', blocks.sponsor),
  militaryOrders: inline('MIL_', blocks.militaryOrders),
  employerLetter: inline('EMPL_LTR_', blocks.employerLetter),
  veteranReferral: inline('VET_', blocks.veteranReferral),
  offenses: at('CHARGES', list(object(blocks.offense))),
  conditions: at('CONDITIONS', list(object(blocks.condition))),
  registrable: at('SO_FLG', flag),
  sexOffense: inline('SO_', blocks.sexOffense),
} as const;

const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  ...common,
  ...request,
  reason: at('RI_RSN_CD', code(CODES.reportingInstructionsReason)),
  explanation: 'RI_RSN_TXT',
  qualifyingEvent: inline('QUAL_EVT_', blocks.qualifyingEvent),
  proofOfResidence: 'RES_PROOF_TXT',
  travelPermit: inline('PERMIT_', blocks.travelPermit),
  offenseSummary: 'OFNS_SUMM',
});

const reportingInstructionsReply = block<ReportingInstructionsReply>({
  ...common,
  decision: at('RI_DCSN_CD', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: inline('RPT_', blocks.reportingInstructions),
  denialReasons: at('DENY_RSN_LIST', list(code(CODES.reportingInstructionsDenialReason))),
  denialExplanation: 'DENY_TXT',
});

const transferRequest = block<TransferRequest>({
  ...common,
  ...request,
  requestKind: at('REQ_CD', code(CODES.transferRequestKind)),
  transferReason: at('XFER_RSN_CD', code(CODES.transferReason)),
  justification: 'XFER_RSN_TXT',
  substantialCompliance: at('COMPLIANT_FLG', flag),
  reportingInstructionsGranted: at('RI_GRANTED_FLG', flag),
  meansOfSupport: inline('', blocks.meansOfSupport),
  offenseNarrative: 'OFNS_NARR',
  protectiveOrders: at('PROT_ORDERS', list(object(blocks.protectiveOrder))),
  supervisionHistory: 'SUPV_HIST',
  disciplineHistory: 'DISC_HIST',
  mentalHealthHistory: 'MH_HIST',
  financialObligations: at('DEBTS', list(object(blocks.financialObligation))),
  application: inline('APPL_', blocks.application),
  applicationFee: inline('APPL_FEE_', blocks.applicationFee),
});

const transferReply = block<TransferReply>({
  ...common,
  decision: at('XFER_DCSN_CD', code(CODES.transferDecision)),
  reportingInstructions: inline('RPT_', blocks.reportingInstructions),
  conditionsImposed: at('ADD_CONDITIONS', list(object(blocks.condition))),
  conditionsNotEnforceable: at('UNABLE_CONDITIONS', list(object(blocks.conditionNotEnforceable))),
  investigatedBy: inline('INVEST_', blocks.contact),
  investigationReport: 'INVEST_RPT',
  rejectionReasons: at('REJ_RSN_LIST', list(code(CODES.transferRejectionReason))),
  rejectionExplanation: 'REJ_TXT',
});

const departureNotice = block<DepartureNotice>({
  ...common,
  direction: at('DIR_CD', code(CODES.departureDirection)),
  departureDate: at('DEP_DT', dayWithSlashes),
  expectedArrivalDate: at('EXP_ARRV_DT', dayWithSlashes),
  reportDate: at('RPT_DT', dayWithSlashes),
  destinationAddress: inline('DEST_ADDR_', blocks.address),
  subsequentState: at('NEXT_ST', code(CODES.addressState)),
  methodOfTravel: at('TRAVEL_CD', code(CODES.travelMethod)),
  travelPermit: inline('PERMIT_', blocks.travelPermit),
});

const arrivalNotice = block<ArrivalNotice>({
  ...common,
  arrivalDate: at('ARRV_DT', dayWithSlashes),
  officer: inline('OFCR_', blocks.contact),
  residence: inline('RES_', blocks.residence),
  phone: 'PERS_PH',
  employment: inline('JOB_', blocks.employment),
});

const failureToArriveNotice = block<FailureToArriveNotice>({
  ...common,
  reportDate: at('RPT_DT', dayWithSlashes),
  efforts: 'EFFORT_TXT',
  lastContactDate: at('LAST_CONTACT_DT', dayWithSlashes),
  lastKnownAddress: inline('LAST_ADDR_', blocks.address),
  lastKnownPhone: 'LAST_PH',
});

const progressReport = block<ProgressReport>({
  ...common,
  reasons: at('PR_RSN_LIST', list(code(CODES.progressReportReason))),
  requested: at('REQ_FLG', flag),
  periodFrom: at('PER_BEG_DT', dayWithSlashes),
  periodTo: at('PER_END_DT', dayWithSlashes),
  residence: inline('RES_', blocks.residence),
  phone: 'PERS_PH',
  email: 'PERS_EML',
  employment: inline('JOB_', blocks.employment),
  summary: 'SUMM_TXT',
  conditionStatuses: at('COND_STATUSES', list(object(blocks.conditionStatus))),
  programs: at('PROGRAMS', list(object(blocks.program))),
  responses: at('RESPONSES', list(object(blocks.supervisionResponse))),
  newArrests: at('ARRESTS', list(object(blocks.arrest))),
  newConvictions: at('CONVICTIONS', list(object(blocks.conviction))),
  newConditions: at('NEW_CONDITIONS', list(object(blocks.condition))),
  recommendation: at('RECOM_CD', code(CODES.progressRecommendation)),
  recommendationExplanation: 'RECOM_TXT',
});

const caseClosureNotice = block<CaseClosureNotice>({
  ...common,
  closureReason: at('CLOSE_RSN_CD', code(CODES.caseClosureReason)),
  closureDate: at('CLOSE_DT', dayWithSlashes),
  lastKnownAddress: inline('LAST_ADDR_', blocks.address),
  lastKnownEmployment: inline('LAST_JOB_', blocks.lastEmployment),
  financialObligations: at('DEBTS', list(object(blocks.financialObligation))),
  conditionStatuses: at('COND_STATUSES', list(object(blocks.conditionStatus))),
  incarceration: inline('INCAR_', blocks.incarceration),
  deathDate: at('DEATH_DT', dayWithSlashes),
  subsequentState: at('NEXT_ST', code(CODES.addressState)),
});

const caseClosureReply = block<CaseClosureReply>({
  ...common,
  outcome: at('CLOSE_DCSN_CD', code(CODES.caseClosureOutcome)),
  explanation: 'DISAGREE_TXT',
});

/** The table of each activity, and the transaction code by which it is known. */
export const FLAT_ACTIVITIES: Readonly<Record<ActivityType, { kind: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    kind: 'RIREQ',
    data: reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': { kind: 'RIRPL', data: reportingInstructionsReply },
  'compact.transfer-request.v1': { kind: 'XFREQ', data: transferRequest },
  'compact.transfer-reply.v1': { kind: 'XFRPL', data: transferReply },
  'compact.departure-notice.v1': { kind: 'DEPART', data: departureNotice },
  'compact.arrival-notice.v1': { kind: 'ARRIVE', data: arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { kind: 'NOSHOW', data: failureToArriveNotice },
  'compact.progress-report.v1': { kind: 'PROGRS', data: progressReport },
  'compact.case-closure-notice.v1': { kind: 'CLOSE', data: caseClosureNotice },
  'compact.case-closure-reply.v1': { kind: 'CLSRPL', data: caseClosureReply },
  'compact.return-instructions-request.v1': {
    kind: 'RTREQ',
    data: correspondence.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    kind: 'RTRPL',
    data: correspondence.returnInstructionsReply,
  },
  'compact.violation-report.v1': { kind: 'VIOL', data: violations.violationReport },
  'compact.violation-response.v1': { kind: 'VIORSP', data: violations.violationResponse },
  'compact.violation-report-addendum.v1': {
    kind: 'VIOADD',
    data: violations.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    kind: 'VRSADD',
    data: violations.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    kind: 'DISRTK',
    data: violations.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { kind: 'WARRNT', data: violations.warrantStatus },
  'compact.action-request.v1': { kind: 'ACTREQ', data: correspondence.actionRequest },
  'compact.action-reply.v1': { kind: 'ACTRPL', data: correspondence.actionReply },
  'compact.profile-update.v1': { kind: 'PROFIL', data: correspondence.profileUpdate },
  'compact.activity-withdrawal.v1': { kind: 'WDMSG', data: correspondence.activityWithdrawal },
  'compact.case-withdrawal.v1': { kind: 'WDCASE', data: correspondence.caseWithdrawal },
  'compact.case-reopening.v1': { kind: 'REOPEN', data: correspondence.caseReopening },
};
