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
import { at, block, list, object } from './block.ts';
import { code, cut } from './codecs.ts';
import * as blocks from './entry-json-blocks.ts';
import { CODES } from './entry-json-codes.ts';
import * as person from './entry-json-person.ts';
import { dottedDay, yesOrNo } from './entry-json-values.ts';

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  submittedBy: at('BQ01', object(person.actor)),
  releasedBy: at('BQ02', object(person.attestation)),
  senderCaseNumber: 'BQ03',
  reason: at('BQ04', code(CODES.returnReason)),
  intendedReturnDate: at('BQ05', dottedDay),
  residence: at('BQ06', object(person.residence)),
  residenceUnknown: 'BQ07',
  employment: at('BQ08', object(person.employment)),
  meansOfSupport: at('BQ09', list(object(person.meansOfSupport))),
  attachments: at('BQ10', list(object(blocks.attachment))),
  comments: at('BQ11', cut(900)),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  submittedBy: at('BA01', object(person.actor)),
  releasedBy: at('BA02', object(person.attestation)),
  senderCaseNumber: 'BA03',
  reportingInstructions: at('BA04', object(blocks.reportingInstructions)),
  attachments: at('BA05', list(object(blocks.attachment))),
  comments: at('BA06', cut(900)),
});

export const violationReport = block<ViolationReport>({
  submittedBy: at('VQ01', object(person.actor)),
  releasedBy: at('VQ02', object(person.attestation)),
  senderCaseNumber: 'VQ03',
  violationType: at('VQ04', code(CODES.violationType)),
  violations: at('VQ05', list(object(blocks.violation))),
  summary: 'VQ06',
  responses: at('VQ07', list(object(blocks.supervisionResponse))),
  earlierNoncompliance: 'VQ08',
  recommendation: at('VQ09', code(CODES.violationRecommendation)),
  recommendationExplanation: 'VQ10',
  availability: at('VQ11', object(blocks.availability)),
  whereabouts: at('VQ12', object(blocks.whereabouts)),
  probableCause: at('VQ13', object(blocks.probableCause)),
  absconding: at('VQ14', object(blocks.absconding)),
  newConviction: at('VQ15', object(blocks.conviction)),
  officer: at('VQ16', object(person.contact)),
  attachments: at('VQ17', list(object(blocks.attachment))),
  comments: at('VQ18', cut(900)),
});

export const violationResponse = block<ViolationResponse>({
  submittedBy: at('VA01', object(person.actor)),
  releasedBy: at('VA02', object(person.attestation)),
  senderCaseNumber: 'VA03',
  violationReport: at('VA04', object(blocks.activityReference)),
  action: at('VA05', code(CODES.violationResponseAction)),
  actionBeginDate: at('VA06', dottedDay),
  estimatedCompletionDate: at('VA07', dottedDay),
  warrant: at('VA08', object(blocks.warrant)),
  explanation: 'VA09',
  attachments: at('VA10', list(object(blocks.attachment))),
  comments: at('VA11', cut(900)),
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  submittedBy: at('VM01', object(person.actor)),
  releasedBy: at('VM02', object(person.attestation)),
  senderCaseNumber: 'VM03',
  violationReport: at('VM04', object(blocks.activityReference)),
  availability: at('VM05', object(blocks.availability)),
  whereabouts: at('VM06', object(blocks.whereabouts)),
  probableCause: at('VM07', object(blocks.probableCause)),
  explanation: 'VM08',
  attachments: at('VM09', list(object(blocks.attachment))),
  comments: at('VM10', cut(900)),
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  submittedBy: at('VN01', object(person.actor)),
  releasedBy: at('VN02', object(person.attestation)),
  senderCaseNumber: 'VN03',
  violationResponse: at('VN04', object(blocks.activityReference)),
  action: at('VN05', code(CODES.violationResponseAction)),
  actionBeginDate: at('VN06', dottedDay),
  estimatedCompletionDate: at('VN07', dottedDay),
  warrant: at('VN08', object(blocks.warrant)),
  explanation: 'VN09',
  attachments: at('VN10', list(object(blocks.attachment))),
  comments: at('VN11', cut(900)),
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  submittedBy: at('RN01', object(person.actor)),
  releasedBy: at('RN02', object(person.attestation)),
  senderCaseNumber: 'RN03',
  warrant: at('RN04', object(blocks.warrant)),
  explanation: 'RN05',
  estimatedCompletionDate: at('RN06', dottedDay),
  attachments: at('RN07', list(object(blocks.attachment))),
  comments: at('RN08', cut(900)),
});

export const warrantStatus = block<WarrantStatus>({
  submittedBy: at('WN01', object(person.actor)),
  releasedBy: at('WN02', object(person.attestation)),
  senderCaseNumber: 'WN03',
  warrantStatus: at('WN04', code(CODES.warrantStage)),
  duty: at('WN05', code(CODES.warrantDuty)),
  warrant: at('WN06', object(blocks.warrant)),
  endedOn: at('WN07', dottedDay),
  attachments: at('WN08', list(object(blocks.attachment))),
  comments: at('WN09', cut(900)),
});

export const actionRequest = block<ActionRequest>({
  submittedBy: at('OQ01', object(person.actor)),
  releasedBy: at('OQ02', object(person.attestation)),
  senderCaseNumber: 'OQ03',
  specialization: at('OQ04', code(CODES.actionSpecialization)),
  about: at('OQ05', object(blocks.activityReference)),
  text: 'OQ06',
  replyRequested: at('OQ07', yesOrNo),
  attachments: at('OQ08', list(object(blocks.attachment))),
  comments: at('OQ09', cut(900)),
});

export const actionReply = block<ActionReply>({
  submittedBy: at('OA01', object(person.actor)),
  releasedBy: at('OA02', object(person.attestation)),
  senderCaseNumber: 'OA03',
  actionRequest: at('OA04', object(blocks.activityReference)),
  text: 'OA05',
  attachments: at('OA06', list(object(blocks.attachment))),
  comments: at('OA07', cut(900)),
});

export const profileUpdate = block<ProfileUpdate>({
  submittedBy: at('UN01', object(person.actor)),
  releasedBy: at('UN02', object(person.attestation)),
  senderCaseNumber: 'UN03',
  changes: at('UN04', object(blocks.profileChanges)),
  effectiveDate: at('UN05', dottedDay),
  attachments: at('UN06', list(object(blocks.attachment))),
  comments: at('UN07', cut(900)),
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  submittedBy: at('XM01', object(person.actor)),
  releasedBy: at('XM02', object(person.attestation)),
  senderCaseNumber: 'XM03',
  withdrawn: at('XM04', object(blocks.activityReference)),
  reason: at('XM05', code(CODES.withdrawalReason)),
  explanation: 'XM06',
  attachments: at('XM07', list(object(blocks.attachment))),
  comments: at('XM08', cut(900)),
});

export const caseWithdrawal = block<CaseWithdrawal>({
  submittedBy: at('XC01', object(person.actor)),
  releasedBy: at('XC02', object(person.attestation)),
  senderCaseNumber: 'XC03',
  reason: at('XC04', code(CODES.withdrawalReason)),
  explanation: 'XC05',
  attachments: at('XC06', list(object(blocks.attachment))),
  comments: at('XC07', cut(900)),
});

export const caseReopening = block<CaseReopening>({
  submittedBy: at('XO01', object(person.actor)),
  releasedBy: at('XO02', object(person.attestation)),
  senderCaseNumber: 'XO03',
  explanation: 'XO04',
  attachments: at('XO05', list(object(blocks.attachment))),
  comments: at('XO06', cut(900)),
});
