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
import { at, block, inline, object, wrapped } from './block.ts';
import { code, cut } from './codecs.ts';
import { CODES } from './attribute-xml-codes.ts';
import * as person from './attribute-xml-person.ts';
import * as blocks from './attribute-xml-blocks.ts';
import { solidDay, oneOrNought } from './attribute-xml-values.ts';

// Attributes first, then elements in the order of the XSD.

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  reason: at('@Rsn', code(CODES.returnReason)),
  intendedReturnDate: at('@InRtDt', solidDay),
  residence: at('Rsd', object(person.residence)),
  residenceUnknown: 'RsdUnk',
  employment: at('Job', object(person.employment)),
  meansOfSupport: wrapped('MnsSp/MnsSpE', object(person.meansOfSupport)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  reportingInstructions: at('RpIns', object(blocks.reportingInstructions)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const violationReport = block<ViolationReport>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  violationType: at('@VltTyp', code(CODES.violationType)),
  recommendation: at('@Rcm', code(CODES.violationRecommendation)),
  probableCause: inline('Pc', blocks.probableCause),
  officer: inline('Ag', person.contact),
  violations: wrapped('Vlt/VltE', object(blocks.violation)),
  summary: 'Smr',
  responses: wrapped('Rsp/RspE', object(blocks.supervisionResponse)),
  earlierNoncompliance: 'ErlNcm',
  recommendationExplanation: 'RcmExp',
  availability: at('Avl', object(blocks.availability)),
  whereabouts: at('Whr', object(blocks.whereabouts)),
  absconding: at('Abs', object(blocks.absconding)),
  newConviction: at('NwCv', object(blocks.conviction)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const violationResponse = block<ViolationResponse>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  violationReport: inline('Rf', blocks.activityReference),
  action: at('@Atn', code(CODES.violationResponseAction)),
  actionBeginDate: at('@AcBgDt', solidDay),
  estimatedCompletionDate: at('@EsCmDt', solidDay),
  warrant: inline('Wr', blocks.warrant),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  violationReport: inline('Rf', blocks.activityReference),
  probableCause: inline('Pc', blocks.probableCause),
  availability: at('Avl', object(blocks.availability)),
  whereabouts: at('Whr', object(blocks.whereabouts)),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  violationResponse: inline('Rf', blocks.activityReference),
  action: at('@Atn', code(CODES.violationResponseAction)),
  actionBeginDate: at('@AcBgDt', solidDay),
  estimatedCompletionDate: at('@EsCmDt', solidDay),
  warrant: inline('Wr', blocks.warrant),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  estimatedCompletionDate: at('@EsCmDt', solidDay),
  warrant: inline('Wr', blocks.warrant),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const warrantStatus = block<WarrantStatus>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  warrantStatus: at('@WrnSts', code(CODES.warrantStage)),
  duty: at('@Dty', code(CODES.warrantDuty)),
  endedOn: at('@EndOn', solidDay),
  warrant: inline('Wr', blocks.warrant),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const actionRequest = block<ActionRequest>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  specialization: at('@Spc', code(CODES.actionSpecialization)),
  replyRequested: at('@RplRqs', oneOrNought),
  about: inline('Rf', blocks.activityReference),
  text: 'Msg',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const actionReply = block<ActionReply>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  actionRequest: inline('Rf', blocks.activityReference),
  text: 'Msg',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const profileUpdate = block<ProfileUpdate>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  effectiveDate: at('@EfcDt', solidDay),
  changes: at('Chn', object(blocks.profileChanges)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  withdrawn: inline('Rf', blocks.activityReference),
  reason: at('@Rsn', code(CODES.withdrawalReason)),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const caseWithdrawal = block<CaseWithdrawal>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  reason: at('@Rsn', code(CODES.withdrawalReason)),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const caseReopening = block<CaseReopening>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});
