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
import { CODES } from './csv-groups-codes.ts';
import { dayOfExtract, flag, telephone } from './csv-groups-values.ts';
import * as blocks from './csv-groups-blocks.ts';
import { common } from './csv-groups-common.ts';
import * as later from './csv-groups-later-activities.ts';

const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  ...common,
  supervisedIndividual: inline('CL_', blocks.supervisedIndividual),
  supervision: inline('SV_', blocks.supervision),
  reason: at('RIRSC', code(CODES.reportingInstructionsReason)),
  explanation: 'RIRTX',
  qualifyingEvent: inline('', blocks.qualifyingEvent),
  intendedDepartureDate: at('PLDDY', dayOfExtract),
  residence: inline('NH_', blocks.residence),
  otherResidents: at('OCC', list(object(blocks.otherResident))),
  proofOfResidence: 'RSDTX',
  sponsor: inline('SP_', blocks.sponsor),
  militaryOrders: inline('ML_', blocks.militaryOrders),
  employerLetter: inline('EL_', blocks.employerLetter),
  veteranReferral: inline('VA_', blocks.veteranReferral),
  travelPermit: inline('TP_', blocks.travelPermit),
  offenses: at('CHG', list(object(blocks.offense))),
  offenseSummary: 'OFSTX',
  conditions: at('CND', list(object(blocks.condition))),
  registrable: at('REGYN', flag),
  sexOffense: inline('SX_', blocks.sexOffense),
});

const reportingInstructionsReply = block<ReportingInstructionsReply>({
  ...common,
  decision: at('RIDC', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: inline('RI_', blocks.reportingInstructions),
  denialReasons: at('DNR', list(code(CODES.reportingInstructionsDenialReason))),
  denialExplanation: 'DNRTX',
});

const transferRequest = block<TransferRequest>({
  ...common,
  supervisedIndividual: inline('CL_', blocks.supervisedIndividual),
  supervision: inline('SV_', blocks.supervision),
  requestKind: at('RQKDC', code(CODES.transferRequestKind)),
  transferReason: at('XFRC', code(CODES.transferReason)),
  justification: 'XFRTX',
  substantialCompliance: at('CMPYN', flag),
  intendedDepartureDate: at('PLDDY', dayOfExtract),
  reportingInstructionsGranted: at('RIGYN', flag),
  residence: inline('NH_', blocks.residence),
  otherResidents: at('OCC', list(object(blocks.otherResident))),
  sponsor: inline('SP_', blocks.sponsor),
  militaryOrders: inline('ML_', blocks.militaryOrders),
  employerLetter: inline('EL_', blocks.employerLetter),
  veteranReferral: inline('VA_', blocks.veteranReferral),
  meansOfSupport: inline('MS_', blocks.meansOfSupport),
  offenses: at('CHG', list(object(blocks.offense))),
  offenseNarrative: 'OFNTX',
  conditions: at('CND', list(object(blocks.condition))),
  protectiveOrders: at('TRO', list(object(blocks.protectiveOrder))),
  registrable: at('REGYN', flag),
  sexOffense: inline('SX_', blocks.sexOffense),
  supervisionHistory: 'SVHTX',
  disciplineHistory: 'DSHTX',
  mentalHealthHistory: 'MHHTX',
  financialObligations: at('OBL', list(object(blocks.financialObligation))),
  application: inline('AP_', blocks.application),
  applicationFee: inline('AP_', blocks.applicationFee),
});

const transferReply = block<TransferReply>({
  ...common,
  decision: at('XFDC', code(CODES.transferDecision)),
  reportingInstructions: inline('RI_', blocks.reportingInstructions),
  conditionsImposed: at('CND', list(object(blocks.condition))),
  conditionsNotEnforceable: at('CNE', list(object(blocks.conditionNotEnforceable))),
  investigatedBy: inline('IV_', blocks.contact),
  investigationReport: 'INVTX',
  rejectionReasons: at('RJR', list(code(CODES.transferRejectionReason))),
  rejectionExplanation: 'RJRTX',
});

const departureNotice = block<DepartureNotice>({
  ...common,
  direction: at('DIRC', code(CODES.departureDirection)),
  departureDate: at('LVDY', dayOfExtract),
  expectedArrivalDate: at('XARDY', dayOfExtract),
  reportDate: at('RPTDY', dayOfExtract),
  destinationAddress: inline('DS_', blocks.address),
  subsequentState: at('NXTST', code(CODES.addressState)),
  methodOfTravel: at('MODEC', code(CODES.travelMethod)),
  travelPermit: inline('TP_', blocks.travelPermit),
});

const arrivalNotice = block<ArrivalNotice>({
  ...common,
  arrivalDate: at('ARVDY', dayOfExtract),
  officer: inline('AG_', blocks.contact),
  residence: inline('HM_', blocks.residence),
  phone: telephone('CL_TEL'),
  employment: inline('JB_', blocks.employment),
});

const failureToArriveNotice = block<FailureToArriveNotice>({
  ...common,
  reportDate: at('RPTDY', dayOfExtract),
  efforts: 'EFFTX',
  lastContactDate: at('LK_LSTDY', dayOfExtract),
  lastKnownAddress: inline('LK_', blocks.address),
  lastKnownPhone: telephone('LK_TEL'),
});

const progressReport = block<ProgressReport>({
  ...common,
  reasons: at('RSN', list(code(CODES.progressReportReason))),
  requested: at('RQSTYN', flag),
  periodFrom: at('PERBEG', dayOfExtract),
  periodTo: at('PEREND', dayOfExtract),
  residence: inline('HM_', blocks.residence),
  phone: telephone('CL_TEL'),
  email: 'CL_EMADR',
  employment: inline('JB_', blocks.employment),
  summary: 'SUMTX',
  conditionStatuses: at('CST', list(object(blocks.conditionStatus))),
  programs: at('PGM', list(object(blocks.program))),
  responses: at('RSP', list(object(blocks.supervisionResponse))),
  newArrests: at('ARR', list(object(blocks.arrest))),
  newConvictions: at('CNV', list(object(blocks.conviction))),
  newConditions: at('CND', list(object(blocks.condition))),
  recommendation: at('PRRC', code(CODES.progressRecommendation)),
  recommendationExplanation: 'RECTX',
});

const caseClosureNotice = block<CaseClosureNotice>({
  ...common,
  closureReason: at('CLOC', code(CODES.caseClosureReason)),
  closureDate: at('CLODY', dayOfExtract),
  lastKnownAddress: inline('LK_', blocks.address),
  lastKnownEmployment: inline('LE_', blocks.lastEmployment),
  financialObligations: at('OBL', list(object(blocks.financialObligation))),
  conditionStatuses: at('CST', list(object(blocks.conditionStatus))),
  incarceration: inline('JL_', blocks.incarceration),
  deathDate: at('DTHDY', dayOfExtract),
  subsequentState: at('NXTST', code(CODES.addressState)),
});

const caseClosureReply = block<CaseClosureReply>({
  ...common,
  outcome: at('CLVC', code(CODES.caseClosureOutcome)),
  explanation: 'CLVTX',
});

/** The table of each activity, and the record type by which it is known. */
export const EXTRACT_ACTIVITIES: Readonly<Record<ActivityType, { tag: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': { tag: 'X10', data: reportingInstructionsRequest },
  'compact.reporting-instructions-reply.v1': { tag: 'X11', data: reportingInstructionsReply },
  'compact.transfer-request.v1': { tag: 'X20', data: transferRequest },
  'compact.transfer-reply.v1': { tag: 'X21', data: transferReply },
  'compact.departure-notice.v1': { tag: 'X30', data: departureNotice },
  'compact.arrival-notice.v1': { tag: 'X31', data: arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { tag: 'X39', data: failureToArriveNotice },
  'compact.progress-report.v1': { tag: 'S10', data: progressReport },
  'compact.profile-update.v1': { tag: 'S20', data: later.profileUpdate },
  'compact.violation-report.v1': { tag: 'V10', data: later.violationReport },
  'compact.violation-response.v1': { tag: 'V11', data: later.violationResponse },
  'compact.violation-report-addendum.v1': { tag: 'V12', data: later.violationReportAddendum },
  'compact.violation-response-addendum.v1': { tag: 'V13', data: later.violationResponseAddendum },
  'compact.discretionary-retaking-notice.v1': {
    tag: 'V30',
    data: later.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { tag: 'V40', data: later.warrantStatus },
  'compact.return-instructions-request.v1': { tag: 'R10', data: later.returnInstructionsRequest },
  'compact.return-instructions-reply.v1': { tag: 'R11', data: later.returnInstructionsReply },
  'compact.case-closure-notice.v1': { tag: 'E10', data: caseClosureNotice },
  'compact.case-closure-reply.v1': { tag: 'E11', data: caseClosureReply },
  'compact.case-reopening.v1': { tag: 'E90', data: later.caseReopening },
  'compact.action-request.v1': { tag: 'Q10', data: later.actionRequest },
  'compact.action-reply.v1': { tag: 'Q11', data: later.actionReply },
  'compact.activity-withdrawal.v1': { tag: 'W10', data: later.activityWithdrawal },
  'compact.case-withdrawal.v1': { tag: 'W20', data: later.caseWithdrawal },
};
