import type {
  DiscretionaryRetakingNotice,
  ViolationReport,
  ViolationReportAddendum,
  ViolationResponse,
  ViolationResponseAddendum,
  WarrantStatus,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { code } from './codecs.ts';
import { activityReference, contact, conviction, supervisionResponse } from './flat-json-blocks.ts';
import { CODES } from './flat-json-codes.ts';
import { common } from './flat-json-common.ts';
import { dayWithSlashes } from './flat-json-values.ts';
import * as blocks from './flat-json-violation-blocks.ts';

/** How the person stands, in a report and in what is added to it. */
const standing = {
  availability: inline('AVAIL_', blocks.availability),
  whereabouts: inline('', blocks.whereabouts),
  probableCause: inline('PC_', blocks.probableCause),
} as const;

/** What the sending state does, in a response and in what is added to it. */
const action = {
  action: at('ACTN_CD', code(CODES.violationResponseAction)),
  actionBeginDate: at('ACTN_BEG_DT', dayWithSlashes),
  estimatedCompletionDate: at('EST_DONE_DT', dayWithSlashes),
  warrant: inline('WARR_', blocks.warrant),
} as const;

export const violationReport = block<ViolationReport>({
  ...common,
  ...standing,
  violationType: at('VIOL_TYPE_CD', code(CODES.violationType)),
  violations: at('VIOLATIONS', list(object(blocks.violation))),
  summary: 'SUMM_TXT',
  responses: at('RESPONSES', list(object(supervisionResponse))),
  earlierNoncompliance: 'PRIOR_TXT',
  recommendation: at('VIOL_RECOM_CD', code(CODES.violationRecommendation)),
  recommendationExplanation: 'RECOM_TXT',
  absconding: inline('', blocks.absconding),
  newConviction: inline('', conviction),
  officer: inline('OFCR_', contact),
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  ...common,
  ...standing,
  violationReport: inline('REF_', activityReference),
  explanation: 'CHANGE_TXT',
});

export const violationResponse = block<ViolationResponse>({
  ...common,
  ...action,
  violationReport: inline('REF_', activityReference),
  explanation: 'ACTN_TXT',
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  ...common,
  ...action,
  violationResponse: inline('REF_', activityReference),
  explanation: 'CHANGE_TXT',
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  ...common,
  warrant: inline('WARR_', blocks.warrant),
  explanation: 'RETAKE_TXT',
  estimatedCompletionDate: at('EST_DONE_DT', dayWithSlashes),
});

export const warrantStatus = block<WarrantStatus>({
  ...common,
  warrantStatus: at('WARR_STAT_CD', code(CODES.warrantStage)),
  duty: at('WARR_DUTY_CD', code(CODES.warrantDuty)),
  warrant: inline('WARR_', blocks.warrant),
  endedOn: at('WARR_END_DT', dayWithSlashes),
});
