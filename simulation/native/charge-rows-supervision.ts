import type {
  ActionReply,
  ActionRequest,
  ActivityWithdrawal,
  CaseWithdrawal,
  DiscretionaryRetakingNotice,
  ProfileUpdate,
  ProgressReport,
  ViolationReport,
  ViolationReportAddendum,
  ViolationResponse,
  ViolationResponseAddendum,
  WarrantStatus,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { CODES } from './charge-rows-codes.ts';
import { slashedDay, trueOrFalse } from './charge-rows-values.ts';
import { code } from './codecs.ts';
import * as blocks from './charge-rows-blocks.ts';
import { common } from './charge-rows-common.ts';
import * as person from './charge-rows-person.ts';
import * as retaking from './charge-rows-retaking-blocks.ts';

export const progressReport = block<ProgressReport>({
  ...common,
  reasons: at('reasons_set', list(code(CODES.progressReportReason))),
  requested: at('requested_tf', trueOrFalse),
  periodFrom: at('period_from_ymd', slashedDay),
  periodTo: at('period_to_ymd', slashedDay),
  residence: inline('nowhome_', person.residence),
  phone: 'dial_tx',
  email: 'mailbox_tx',
  employment: inline('job_', person.employment),
  summary: 'summary_narr',
  conditionStatuses: at('condstat_rows', list(object(blocks.conditionStatus))),
  programs: at('pgm_rows', list(object(blocks.program))),
  responses: at('responses_rows', list(object(blocks.supervisionResponse))),
  newArrests: at('arrest_rows', list(object(blocks.arrest))),
  newConvictions: at('convict_rows', list(object(blocks.conviction))),
  newConditions: at('cond_rows', list(object(blocks.condition))),
  recommendation: at('recommendation_dk', code(CODES.progressRecommendation)),
  recommendationExplanation: 'recommendation_explanation_narr',
});

export const profileUpdate = block<ProfileUpdate>({
  ...common,
  changes: inline('', retaking.profileChanges),
  effectiveDate: at('effective_ymd', slashedDay),
});

export const violationReport = block<ViolationReport>({
  ...common,
  violationType: at('violation_type_dk', code(CODES.violationType)),
  violations: at('viol_rows', list(object(retaking.violation))),
  summary: 'summary_narr',
  responses: at('responses_rows', list(object(blocks.supervisionResponse))),
  earlierNoncompliance: 'earlier_noncompliance_narr',
  recommendation: at('recommendation_dk', code(CODES.violationRecommendation)),
  recommendationExplanation: 'recommendation_explanation_narr',
  availability: inline('avail_', retaking.availability),
  whereabouts: inline('where_', retaking.whereabouts),
  probableCause: inline('pcause_', retaking.probableCause),
  absconding: inline('lastknown_', retaking.absconding),
  newConviction: inline('newconv_', blocks.conviction),
  officer: inline('agent_', person.contact),
});

export const violationResponse = block<ViolationResponse>({
  ...common,
  violationReport: inline('prior_', retaking.activityReference),
  action: at('action_dk', code(CODES.violationResponseAction)),
  actionBeginDate: at('action_begin_ymd', slashedDay),
  estimatedCompletionDate: at('estimated_completion_ymd', slashedDay),
  warrant: inline('wrnt_', retaking.warrant),
  explanation: 'expl_narr',
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  ...common,
  violationReport: inline('prior_', retaking.activityReference),
  availability: inline('avail_', retaking.availability),
  whereabouts: inline('where_', retaking.whereabouts),
  probableCause: inline('pcause_', retaking.probableCause),
  explanation: 'expl_narr',
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  ...common,
  violationResponse: inline('prior_', retaking.activityReference),
  action: at('action_dk', code(CODES.violationResponseAction)),
  actionBeginDate: at('action_begin_ymd', slashedDay),
  estimatedCompletionDate: at('estimated_completion_ymd', slashedDay),
  warrant: inline('wrnt_', retaking.warrant),
  explanation: 'expl_narr',
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  ...common,
  warrant: inline('wrnt_', retaking.warrant),
  explanation: 'expl_narr',
  estimatedCompletionDate: at('estimated_completion_ymd', slashedDay),
});

export const warrantStatus = block<WarrantStatus>({
  ...common,
  warrantStatus: at('warrant_status_dk', code(CODES.warrantStage)),
  duty: at('duty_dk', code(CODES.warrantDuty)),
  warrant: inline('wrnt_', retaking.warrant),
  endedOn: at('ended_ymd', slashedDay),
});

export const actionRequest = block<ActionRequest>({
  ...common,
  specialization: at('specialization_dk', code(CODES.actionSpecialization)),
  about: inline('prior_', retaking.activityReference),
  text: 'stmt_narr',
  replyRequested: at('reply_requested_tf', trueOrFalse),
});

export const actionReply = block<ActionReply>({
  ...common,
  actionRequest: inline('prior_', retaking.activityReference),
  text: 'stmt_narr',
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  ...common,
  withdrawn: inline('prior_', retaking.activityReference),
  reason: at('reason_dk', code(CODES.withdrawalReason)),
  explanation: 'expl_narr',
});

export const caseWithdrawal = block<CaseWithdrawal>({
  ...common,
  reason: at('reason_dk', code(CODES.withdrawalReason)),
  explanation: 'expl_narr',
});
