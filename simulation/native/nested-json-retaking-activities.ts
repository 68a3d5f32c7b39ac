import type {
  DiscretionaryRetakingNotice,
  ReturnInstructionsReply,
  ReturnInstructionsRequest,
  ViolationReport,
  ViolationReportAddendum,
  ViolationResponse,
  ViolationResponseAddendum,
  WarrantStatus,
} from '../../hub/generated/messages.ts';
import { at, block, list, object } from './block.ts';
import { code, cut } from './codecs.ts';
import * as blocks from './nested-json-blocks.ts';
import { CODES } from './nested-json-codes.ts';
import * as retaking from './nested-json-retaking-blocks.ts';

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  reason: at('content/going_back/why', code(CODES.returnReason)),
  intendedReturnDate: 'content/going_back/back_on',
  residence: at('content/going_back/new_home', object(blocks.residence)),
  residenceUnknown: 'content/going_back/no_home_because',
  employment: at('content/support/promised_job', object(blocks.employment)),
  meansOfSupport: at('content/support/income', list(object(blocks.meansOfSupport))),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  reportingInstructions: at('content/answer/report_to', object(blocks.reportingInstructions)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const violationReport = block<ViolationReport>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  violationType: at('content/breach/category', code(CODES.violationType)),
  violations: at('content/breach/incidents', list(object(retaking.violation))),
  summary: 'content/breach/further_facts',
  newConviction: at('content/breach/new_conviction', object(blocks.conviction)),
  officer: at('content/breach/reported_by', object(blocks.contact)),
  responses: at('content/conduct/responses', list(object(blocks.supervisionResponse))),
  earlierNoncompliance: 'content/past/noncompliance',
  recommendation: at('content/outlook/recommended', code(CODES.violationRecommendation)),
  recommendationExplanation: 'content/outlook/explained',
  availability: at('content/retaking/readiness', object(retaking.availability)),
  whereabouts: at('content/retaking/whereabouts_now', object(retaking.whereabouts)),
  probableCause: at('content/retaking/hearing', object(retaking.probableCause)),
  absconding: at('content/last_seen', object(retaking.absconding)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  violationReport: at('content/refers_to', object(blocks.activityReference)),
  explanation: 'content/update/explained',
  availability: at('content/retaking/readiness', object(retaking.availability)),
  whereabouts: at('content/retaking/whereabouts_now', object(retaking.whereabouts)),
  probableCause: at('content/retaking/hearing', object(retaking.probableCause)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const violationResponse = block<ViolationResponse>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  violationReport: at('content/refers_to', object(blocks.activityReference)),
  action: at('content/next_step/step_code', code(CODES.violationResponseAction)),
  actionBeginDate: 'content/next_step/from_day',
  estimatedCompletionDate: 'content/next_step/done_by',
  warrant: at('content/next_step/arrest_order', object(retaking.warrant)),
  explanation: at('content/next_step/explained', cut(2000)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  violationResponse: at('content/refers_to', object(blocks.activityReference)),
  explanation: 'content/update/explained',
  action: at('content/next_step/step_code', code(CODES.violationResponseAction)),
  actionBeginDate: 'content/next_step/from_day',
  estimatedCompletionDate: 'content/next_step/done_by',
  warrant: at('content/next_step/arrest_order', object(retaking.warrant)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  warrant: at('content/retaking/arrest_order', object(retaking.warrant)),
  explanation: 'content/retaking/explained',
  estimatedCompletionDate: 'content/retaking/done_by',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const warrantStatus = block<WarrantStatus>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  warrantStatus: at('content/pursuit/stage', code(CODES.warrantStage)),
  duty: at('content/pursuit/required_by', code(CODES.warrantDuty)),
  warrant: at('content/pursuit/arrest_order', object(retaking.warrant)),
  endedOn: 'content/pursuit/ended_on',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});
