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
import { CODES } from './csv-groups-codes.ts';
import { dayOfExtract, flag } from './csv-groups-values.ts';
import * as blocks from './csv-groups-blocks.ts';
import { common } from './csv-groups-common.ts';
import * as retaking from './csv-groups-retaking-blocks.ts';

export const profileUpdate = block<ProfileUpdate>({
  ...common,
  changes: inline('', retaking.profileChanges),
  effectiveDate: at('EFFDY', dayOfExtract),
});

export const violationReport = block<ViolationReport>({
  ...common,
  violationType: at('VIOC', code(CODES.violationType)),
  violations: at('VIO', list(object(retaking.violation))),
  summary: 'SUMTX',
  responses: at('RSP', list(object(blocks.supervisionResponse))),
  earlierNoncompliance: 'PRVTX',
  recommendation: at('VRCC', code(CODES.violationRecommendation)),
  recommendationExplanation: 'RECTX',
  availability: inline('', retaking.availability),
  whereabouts: inline('WH_', retaking.whereabouts),
  probableCause: inline('PC_', retaking.probableCause),
  absconding: inline('LK_', retaking.absconding),
  newConviction: inline('NC_', blocks.conviction),
  officer: inline('AG_', blocks.contact),
});

export const violationResponse = block<ViolationResponse>({
  ...common,
  violationReport: inline('RF_', retaking.activityReference),
  action: at('ACTC', code(CODES.violationResponseAction)),
  actionBeginDate: at('ABGDY', dayOfExtract),
  estimatedCompletionDate: at('ECDDY', dayOfExtract),
  warrant: inline('WT_', retaking.warrant),
  explanation: 'ACTTX',
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  ...common,
  violationReport: inline('RF_', retaking.activityReference),
  availability: inline('', retaking.availability),
  whereabouts: inline('WH_', retaking.whereabouts),
  probableCause: inline('PC_', retaking.probableCause),
  explanation: 'ADDTX',
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  ...common,
  violationResponse: inline('RF_', retaking.activityReference),
  action: at('ACTC', code(CODES.violationResponseAction)),
  actionBeginDate: at('ABGDY', dayOfExtract),
  estimatedCompletionDate: at('ECDDY', dayOfExtract),
  warrant: inline('WT_', retaking.warrant),
  explanation: 'ADDTX',
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  ...common,
  warrant: inline('WT_', retaking.warrant),
  explanation: 'RTKTX',
  estimatedCompletionDate: at('ECDDY', dayOfExtract),
});

export const warrantStatus = block<WarrantStatus>({
  ...common,
  warrantStatus: at('WRTC', code(CODES.warrantStage)),
  duty: at('WRTDC', code(CODES.warrantDuty)),
  warrant: inline('WT_', retaking.warrant),
  endedOn: at('WT_ENDDY', dayOfExtract),
});

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  ...common,
  reason: at('RTNC', code(CODES.returnReason)),
  intendedReturnDate: at('RTNDY', dayOfExtract),
  residence: inline('NH_', blocks.residence),
  residenceUnknown: 'RSUTX',
  employment: inline('JB_', blocks.employment),
  meansOfSupport: at('MOS', list(object(blocks.meansOfSupport))),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  ...common,
  reportingInstructions: inline('RI_', blocks.reportingInstructions),
});

export const caseReopening = block<CaseReopening>({
  ...common,
  explanation: 'REOTX',
});

export const actionRequest = block<ActionRequest>({
  ...common,
  specialization: at('QTYC', code(CODES.actionSpecialization)),
  about: inline('RF_', retaking.activityReference),
  text: 'QSTTX',
  replyRequested: at('RPLYN', flag),
});

export const actionReply = block<ActionReply>({
  ...common,
  actionRequest: inline('RF_', retaking.activityReference),
  text: 'ANSTX',
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  ...common,
  withdrawn: inline('RF_', retaking.activityReference),
  reason: at('WDRC', code(CODES.withdrawalReason)),
  explanation: 'WDRTX',
});

export const caseWithdrawal = block<CaseWithdrawal>({
  ...common,
  reason: at('WDRC', code(CODES.withdrawalReason)),
  explanation: 'WDRTX',
});
