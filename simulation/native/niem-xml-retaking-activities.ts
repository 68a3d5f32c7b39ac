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
import { at, block, list, object, wrapped } from './block.ts';
import { code } from './codecs.ts';
import * as matter from './niem-xml-case-blocks.ts';
import { CODES } from './niem-xml-codes.ts';
import * as person from './niem-xml-person-blocks.ts';
import * as retaking from './niem-xml-retaking-blocks.ts';
import { day, identification, trueText } from './niem-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  reason: at('SubjectReturn/ReturnReasonCode', code(CODES.returnReason)),
  intendedReturnDate: at('SubjectReturn/IntendedReturnDate', day),
  residence: at('PersonResidence', object(person.residence)),
  residenceUnknown: 'ResidenceUnknownReasonText',
  employment: at('PersonEmployment', object(person.employment)),
  meansOfSupport: at('SupportMeans', list(object(matter.meansOfSupport))),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  reportingInstructions: at('ReportingAppointment', object(matter.reportingInstructions)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const violationReport = block<ViolationReport>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  violationType: at('ViolationReportCategoryCode', code(CODES.violationType)),
  violations: at('SupervisionViolation', list(object(retaking.violation))),
  summary: 'ViolationSummaryText',
  responses: wrapped(
    'SupervisionResponses/SupervisionResponse',
    object(matter.supervisionResponse),
  ),
  earlierNoncompliance: 'PriorNoncomplianceText',
  recommendation: at(
    'ViolationRecommendation/ViolationRecommendationCode',
    code(CODES.violationRecommendation),
  ),
  recommendationExplanation: 'ViolationRecommendation/RecommendationReasonText',
  availability: at('RetakingAvailability', object(retaking.availability)),
  whereabouts: at('SubjectWhereabouts', object(retaking.whereabouts)),
  probableCause: at('ProbableCauseHearing', object(retaking.probableCause)),
  absconding: at('SubjectAbscondence', object(retaking.absconding)),
  newConviction: at('SubjectConviction', object(matter.conviction)),
  officer: at('ReportingOfficer', object(person.contact)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const violationResponse = block<ViolationResponse>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  violationReport: at('ReferencedMessage', object(retaking.activityReference)),
  action: at('ResponseAction/ResponseActionCode', code(CODES.violationResponseAction)),
  actionBeginDate: at('ResponseAction/ResponseActionStartDate', day),
  estimatedCompletionDate: at('ResponseAction/ResponseActionEndEstimatedDate', day),
  warrant: at('RetakingWarrant', object(retaking.warrant)),
  explanation: 'ResponseExplanationText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  violationReport: at('ReferencedMessage', object(retaking.activityReference)),
  availability: at('RetakingAvailability', object(retaking.availability)),
  whereabouts: at('SubjectWhereabouts', object(retaking.whereabouts)),
  probableCause: at('ProbableCauseHearing', object(retaking.probableCause)),
  explanation: 'AddendumText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  violationResponse: at('ReferencedMessage', object(retaking.activityReference)),
  action: at('ResponseAction/ResponseActionCode', code(CODES.violationResponseAction)),
  actionBeginDate: at('ResponseAction/ResponseActionStartDate', day),
  estimatedCompletionDate: at('ResponseAction/ResponseActionEndEstimatedDate', day),
  warrant: at('RetakingWarrant', object(retaking.warrant)),
  explanation: 'AddendumText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  warrant: at('RetakingWarrant', object(retaking.warrant)),
  explanation: 'RetakingReasonText',
  estimatedCompletionDate: at('RetakingEndEstimatedDate', day),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const warrantStatus = block<WarrantStatus>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  warrantStatus: at('WarrantStageCode', code(CODES.warrantStage)),
  duty: at('WarrantDutyCode', code(CODES.warrantDuty)),
  warrant: at('RetakingWarrant', object(retaking.warrant)),
  endedOn: at('WarrantEndDate', day),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const actionRequest = block<ActionRequest>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  specialization: at('ActionSpecializationCode', code(CODES.actionSpecialization)),
  about: at('ReferencedMessage', object(retaking.activityReference)),
  text: 'ActionRequestText',
  replyRequested: at('ReplyRequestedIndicator', trueText),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const actionReply = block<ActionReply>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  actionRequest: at('ReferencedMessage', object(retaking.activityReference)),
  text: 'ActionReplyText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const profileUpdate = block<ProfileUpdate>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  effectiveDate: at('ProfileEffectiveDate', day),
  changes: at('ProfileAmendment', object(retaking.profileChanges)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  withdrawn: at('ReferencedMessage', object(retaking.activityReference)),
  reason: at('WithdrawalReasonCode', code(CODES.withdrawalReason)),
  explanation: 'WithdrawalDescriptionText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const caseWithdrawal = block<CaseWithdrawal>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  reason: at('WithdrawalReasonCode', code(CODES.withdrawalReason)),
  explanation: 'WithdrawalDescriptionText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

export const caseReopening = block<CaseReopening>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  explanation: 'ReopeningReasonText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});
