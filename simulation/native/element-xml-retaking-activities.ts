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
import { at, block, object, wrapped } from './block.ts';
import { code, cut } from './codecs.ts';
import * as blocks from './element-xml-blocks.ts';
import { CODES } from './element-xml-codes.ts';
import * as retaking from './element-xml-retaking-blocks.ts';
import { packedDay, trueText } from './element-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  reason: at('Return/@returnCause', code(CODES.returnReason)),
  intendedReturnDate: at('Return/@returns', packedDay),
  residence: at('Return/Residence', object(blocks.residence)),
  residenceUnknown: 'Return/NoResidenceText',
  employment: at('Return/WorkEntry', object(blocks.employment)),
  meansOfSupport: wrapped('Return/Livelihoods/Livelihood', object(blocks.meansOfSupport)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  reportingInstructions: at('ReportingOrder', object(blocks.reportingInstructions)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const violationReport = block<ViolationReport>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  violationType: at('Breach/@breachType', code(CODES.violationType)),
  recommendation: at('Breach/@advice', code(CODES.violationRecommendation)),
  violations: wrapped('Breach/Conducts/Conduct', object(retaking.violation)),
  summary: 'Breach/SummaryText',
  responses: wrapped('Breach/Measures/Measure', object(blocks.supervisionResponse)),
  earlierNoncompliance: 'Breach/EarlierText',
  recommendationExplanation: 'Breach/RecommendationText',
  availability: at('Seizure', object(retaking.availability)),
  whereabouts: at('Situation', object(retaking.whereabouts)),
  probableCause: at('HearingState', object(retaking.probableCause)),
  absconding: at('Flight', object(retaking.absconding)),
  newConviction: at('FreshConviction', object(blocks.conviction)),
  officer: at('Agent', object(blocks.contact)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const violationResponse = block<ViolationResponse>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  violationReport: at('Regarding', object(retaking.activityReference)),
  action: at('Retaking/@step', code(CODES.violationResponseAction)),
  actionBeginDate: at('Retaking/@begins', packedDay),
  estimatedCompletionDate: at('Retaking/@completes', packedDay),
  warrant: at('Retaking/Writ', object(retaking.warrant)),
  explanation: 'Retaking/StepText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  violationReport: at('Regarding', object(retaking.activityReference)),
  availability: at('Seizure', object(retaking.availability)),
  whereabouts: at('Situation', object(retaking.whereabouts)),
  probableCause: at('HearingState', object(retaking.probableCause)),
  explanation: 'SupplementText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  violationResponse: at('Regarding', object(retaking.activityReference)),
  action: at('Retaking/@step', code(CODES.violationResponseAction)),
  actionBeginDate: at('Retaking/@begins', packedDay),
  estimatedCompletionDate: at('Retaking/@completes', packedDay),
  warrant: at('Retaking/Writ', object(retaking.warrant)),
  explanation: 'SupplementText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  estimatedCompletionDate: at('Retaking/@completes', packedDay),
  warrant: at('Retaking/Writ', object(retaking.warrant)),
  explanation: 'Retaking/StepText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const warrantStatus = block<WarrantStatus>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  warrantStatus: at('WritState/@writStage', code(CODES.warrantStage)),
  duty: at('WritState/@writDuty', code(CODES.warrantDuty)),
  endedOn: at('WritState/@ended', packedDay),
  warrant: at('WritState/Writ', object(retaking.warrant)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const actionRequest = block<ActionRequest>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  specialization: at('Inquiry/@topic', code(CODES.actionSpecialization)),
  replyRequested: at('Inquiry/@answerWanted', trueText),
  about: at('Inquiry/Regarding', object(retaking.activityReference)),
  text: 'Inquiry/InquiryText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const actionReply = block<ActionReply>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  actionRequest: at('Regarding', object(retaking.activityReference)),
  text: 'AnswerText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const profileUpdate = block<ProfileUpdate>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  effectiveDate: at('Amendment/@effective', packedDay),
  changes: at('Amendment/Amended', object(retaking.profileChanges)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  withdrawn: at('Regarding', object(retaking.activityReference)),
  reason: at('Recall/@recallCause', code(CODES.withdrawalReason)),
  explanation: 'Recall/RecallText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const caseWithdrawal = block<CaseWithdrawal>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  reason: at('Recall/@recallCause', code(CODES.withdrawalReason)),
  explanation: 'Recall/RecallText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

export const caseReopening = block<CaseReopening>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  explanation: 'ResumptionText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});
