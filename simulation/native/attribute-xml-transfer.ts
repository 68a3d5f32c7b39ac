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
import { at, block, inline, object, wrapped } from './block.ts';
import { code, cut } from './codecs.ts';
import { CODES } from './attribute-xml-codes.ts';
import * as person from './attribute-xml-person.ts';
import * as blocks from './attribute-xml-blocks.ts';
import { solidDay, oneOrNought } from './attribute-xml-values.ts';

// Attributes first, then elements in the order of the XSD.

export const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  reason: at('@Rsn', code(CODES.reportingInstructionsReason)),
  qualifyingEvent: inline('Qe', blocks.qualifyingEvent),
  intendedDepartureDate: at('@InDpDt', solidDay),
  travelPermit: inline('Tp', blocks.travelPermit),
  registrable: at('@Rgs', oneOrNought),
  supervisedIndividual: at('Subj', object(person.supervisedIndividual)),
  supervision: at('Sup', object(blocks.supervision)),
  explanation: 'Xpl',
  residence: at('Rsd', object(person.residence)),
  otherResidents: wrapped('OthRs/OthRsE', object(person.otherResident)),
  proofOfResidence: 'PrfRsd',
  sponsor: at('Spn', object(person.sponsor)),
  militaryOrders: at('MltOrd', object(blocks.militaryOrders)),
  employerLetter: at('EmpLtr', object(blocks.employerLetter)),
  veteranReferral: at('VtrRfr', object(blocks.veteranReferral)),
  offenses: wrapped('Chs/ChsE', object(blocks.offense)),
  offenseSummary: 'OfnSmr',
  conditions: wrapped('Cnd/CndE', object(blocks.condition)),
  sexOffense: at('SxOfn', object(blocks.sexOffense)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const reportingInstructionsReply = block<ReportingInstructionsReply>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  decision: at('@Dcn', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: at('RpIns', object(blocks.reportingInstructions)),
  denialReasons: wrapped('DnlRs/DnlRsE', code(CODES.reportingInstructionsDenialReason)),
  denialExplanation: 'DnlExp',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const transferRequest = block<TransferRequest>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  requestKind: at('@RqsKnd', code(CODES.transferRequestKind)),
  transferReason: at('@TrnRsn', code(CODES.transferReason)),
  substantialCompliance: at('@SbsCmp', oneOrNought),
  reportingInstructionsGranted: at('@RpInGr', oneOrNought),
  intendedDepartureDate: at('@InDpDt', solidDay),
  registrable: at('@Rgs', oneOrNought),
  application: inline('Ap', blocks.application),
  applicationFee: inline('Fe', blocks.applicationFee),
  supervisedIndividual: at('Subj', object(person.supervisedIndividual)),
  supervision: at('Sup', object(blocks.supervision)),
  justification: 'Jst',
  residence: at('Rsd', object(person.residence)),
  otherResidents: wrapped('OthRs/OthRsE', object(person.otherResident)),
  sponsor: at('Spn', object(person.sponsor)),
  militaryOrders: at('MltOrd', object(blocks.militaryOrders)),
  employerLetter: at('EmpLtr', object(blocks.employerLetter)),
  veteranReferral: at('VtrRfr', object(blocks.veteranReferral)),
  meansOfSupport: at('MnsSp', object(person.meansOfSupport)),
  offenses: wrapped('Chs/ChsE', object(blocks.offense)),
  offenseNarrative: 'OfnNrt',
  conditions: wrapped('Cnd/CndE', object(blocks.condition)),
  protectiveOrders: wrapped('PrtOr/PrtOrE', object(blocks.protectiveOrder)),
  sexOffense: at('SxOfn', object(blocks.sexOffense)),
  supervisionHistory: 'SprHst',
  disciplineHistory: 'DscHst',
  mentalHealthHistory: 'MnHlHs',
  financialObligations: wrapped('FncOb/FncObE', object(blocks.financialObligation)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const transferReply = block<TransferReply>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  decision: at('@Dcn', code(CODES.transferDecision)),
  investigatedBy: inline('Iv', person.contact),
  reportingInstructions: at('RpIns', object(blocks.reportingInstructions)),
  conditionsImposed: wrapped('CndIm/CndImE', object(blocks.condition)),
  conditionsNotEnforceable: wrapped('CndNe/CndNeE', object(blocks.conditionNotEnforceable)),
  investigationReport: 'InvRpr',
  rejectionReasons: wrapped('RjcRs/RjcRsE', code(CODES.transferRejectionReason)),
  rejectionExplanation: 'RjcExp',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const departureNotice = block<DepartureNotice>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  direction: at('@Drc', code(CODES.departureDirection)),
  departureDate: at('@DprDt', solidDay),
  expectedArrivalDate: at('@ExArDt', solidDay),
  reportDate: at('@RpDt', solidDay),
  subsequentState: at('@SbsSt', code(CODES.addressState)),
  methodOfTravel: at('@MthTrv', code(CODES.travelMethod)),
  destinationAddress: inline('Ds', person.address),
  travelPermit: inline('Tp', blocks.travelPermit),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const arrivalNotice = block<ArrivalNotice>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  arrivalDate: at('@ArvDt', solidDay),
  officer: inline('Ag', person.contact),
  phone: '@Tel',
  residence: at('Rsd', object(person.residence)),
  employment: at('Job', object(person.employment)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const failureToArriveNotice = block<FailureToArriveNotice>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  reportDate: at('@RpDt', solidDay),
  lastContactDate: at('@LsCnt', solidDay),
  lastKnownAddress: inline('Lk', person.address),
  lastKnownPhone: '@LkTel',
  efforts: 'Efr',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const progressReport = block<ProgressReport>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  requested: at('@Rqs', oneOrNought),
  periodFrom: at('@PrdFrm', solidDay),
  periodTo: at('@PrdTo', solidDay),
  recommendation: at('@Rcm', code(CODES.progressRecommendation)),
  phone: '@Tel',
  email: '@Eml',
  reasons: wrapped('Rsns/RsnsE', code(CODES.progressReportReason)),
  residence: at('Rsd', object(person.residence)),
  employment: at('Job', object(person.employment)),
  summary: 'Smr',
  conditionStatuses: wrapped('CndSt/CndStE', object(blocks.conditionStatus)),
  programs: wrapped('Prg/PrgE', object(blocks.program)),
  responses: wrapped('Rsp/RspE', object(blocks.supervisionResponse)),
  newArrests: wrapped('NwArs/NwArsE', object(blocks.arrest)),
  newConvictions: wrapped('NwCvs/NwCvsE', object(blocks.conviction)),
  newConditions: wrapped('NwCnd/NwCndE', object(blocks.condition)),
  recommendationExplanation: 'RcmExp',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const caseClosureNotice = block<CaseClosureNotice>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  closureReason: at('@ClsRsn', code(CODES.caseClosureReason)),
  closureDate: at('@ClsDt', solidDay),
  deathDate: at('@DthDt', solidDay),
  subsequentState: at('@SbsSt', code(CODES.addressState)),
  lastKnownAddress: inline('Lk', person.address),
  lastKnownEmployment: inline('Le', blocks.lastEmployment),
  incarceration: inline('Jl', blocks.incarceration),
  financialObligations: wrapped('FncOb/FncObE', object(blocks.financialObligation)),
  conditionStatuses: wrapped('CndSt/CndStE', object(blocks.conditionStatus)),
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});

export const caseClosureReply = block<CaseClosureReply>({
  senderCaseNumber: '@SndCas',
  submittedBy: inline('Sb', person.actor),
  releasedBy: inline('', person.attestation),
  outcome: at('@Otc', code(CODES.caseClosureOutcome)),
  explanation: 'Xpl',
  attachments: wrapped('Enc/EncE', object(blocks.attachment)),
  comments: at('Rmk', cut(600)),
});
