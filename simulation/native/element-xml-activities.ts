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
import { at, block, object, wrapped } from './block.ts';
import type { Block } from './block.ts';
import { code, cut } from './codecs.ts';
import * as blocks from './element-xml-blocks.ts';
import { CODES } from './element-xml-codes.ts';
import * as more from './element-xml-retaking-activities.ts';
import { packedDay, trueText } from './element-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  supervisedIndividual: at('Probationer', object(blocks.supervisedIndividual)),
  supervision: at('SupervisionOrder', object(blocks.supervision)),
  reason: at('Basis/@basisCode', code(CODES.reportingInstructionsReason)),
  explanation: 'Basis/BasisText',
  qualifyingEvent: at('Basis/Trigger', object(blocks.qualifyingEvent)),
  intendedDepartureDate: at('Plan/@leaves', packedDay),
  residence: at('Plan/Residence', object(blocks.residence)),
  otherResidents: wrapped('Plan/CoResidents/CoResident', object(blocks.otherResident)),
  proofOfResidence: 'Plan/ResidenceProof',
  sponsor: at('Plan/Host', object(blocks.sponsor)),
  militaryOrders: at('Plan/MilitaryOrder', object(blocks.militaryOrders)),
  employerLetter: at('Plan/EmployerNotice', object(blocks.employerLetter)),
  veteranReferral: at('Plan/VaReferral', object(blocks.veteranReferral)),
  travelPermit: at('Plan/TravelPass', object(blocks.travelPermit)),
  offenses: wrapped('Counts/CountEntry', object(blocks.offense)),
  offenseSummary: 'OffenseSummary',
  conditions: wrapped('Terms/Term', object(blocks.condition)),
  registrable: at('SexOffender/@mustRegister', trueText),
  sexOffense: at('SexOffender/Detail', object(blocks.sexOffense)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const reportingInstructionsReply = block<ReportingInstructionsReply>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  decision: at('Decision/@riDecision', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: at('ReportingOrder', object(blocks.reportingInstructions)),
  denialReasons: wrapped(
    'Denial/DenialGrounds/DenialGround',
    code(CODES.reportingInstructionsDenialReason),
  ),
  denialExplanation: 'Denial/DenialText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const transferRequest = block<TransferRequest>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  supervisedIndividual: at('Probationer', object(blocks.supervisedIndividual)),
  supervision: at('SupervisionOrder', object(blocks.supervision)),
  requestKind: at('Basis/@sequence', code(CODES.transferRequestKind)),
  transferReason: at('Basis/@transferBasis', code(CODES.transferReason)),
  substantialCompliance: at('Basis/@compliant', trueText),
  reportingInstructionsGranted: at('Basis/@riGranted', trueText),
  justification: 'Basis/BasisText',
  intendedDepartureDate: at('Plan/@leaves', packedDay),
  residence: at('Plan/Residence', object(blocks.residence)),
  otherResidents: wrapped('Plan/CoResidents/CoResident', object(blocks.otherResident)),
  sponsor: at('Plan/Host', object(blocks.sponsor)),
  militaryOrders: at('Plan/MilitaryOrder', object(blocks.militaryOrders)),
  employerLetter: at('Plan/EmployerNotice', object(blocks.employerLetter)),
  veteranReferral: at('Plan/VaReferral', object(blocks.veteranReferral)),
  meansOfSupport: at('Plan/Livelihood', object(blocks.meansOfSupport)),
  offenses: wrapped('Counts/CountEntry', object(blocks.offense)),
  offenseNarrative: 'OffenseNarrative',
  conditions: wrapped('Terms/Term', object(blocks.condition)),
  protectiveOrders: wrapped('ProtectiveOrders/ProtectiveOrder', object(blocks.protectiveOrder)),
  registrable: at('SexOffender/@mustRegister', trueText),
  sexOffense: at('SexOffender/Detail', object(blocks.sexOffense)),
  supervisionHistory: 'Background/SupervisionText',
  disciplineHistory: 'Background/DisciplineText',
  mentalHealthHistory: 'Background/MentalHealthText',
  financialObligations: wrapped('Obligations/Obligation', object(blocks.financialObligation)),
  application: at('Application', object(blocks.application)),
  applicationFee: at('FilingFee', object(blocks.applicationFee)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const transferReply = block<TransferReply>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  decision: at('Decision/@transferDecision', code(CODES.transferDecision)),
  reportingInstructions: at('ReportingOrder', object(blocks.reportingInstructions)),
  conditionsImposed: wrapped('ImposedConditions/Term', object(blocks.condition)),
  conditionsNotEnforceable: wrapped(
    'UnenforceableConditions/UnenforceableCondition',
    object(blocks.conditionNotEnforceable),
  ),
  investigatedBy: at('Inquiry/Agent', object(blocks.contact)),
  investigationReport: 'Inquiry/InquiryText',
  rejectionReasons: wrapped(
    'Rejection/RejectionGrounds/RejectionGround',
    code(CODES.transferRejectionReason),
  ),
  rejectionExplanation: 'Rejection/RejectionText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const departureNotice = block<DepartureNotice>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  direction: at('Journey/@direction', code(CODES.departureDirection)),
  departureDate: at('Journey/@departed', packedDay),
  expectedArrivalDate: at('Journey/@expected', packedDay),
  reportDate: at('Journey/@reportOn', packedDay),
  subsequentState: at('Journey/@thirdRegion', code(CODES.addressState)),
  methodOfTravel: at('Journey/@mode', code(CODES.travelMethod)),
  destinationAddress: at('Journey/Location', object(blocks.address)),
  travelPermit: at('Journey/TravelPass', object(blocks.travelPermit)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const arrivalNotice = block<ArrivalNotice>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  arrivalDate: at('Arrival/@arrivalDay', packedDay),
  officer: at('Arrival/Agent', object(blocks.contact)),
  residence: at('Arrival/Residence', object(blocks.residence)),
  phone: 'Arrival/Voice',
  employment: at('Arrival/WorkEntry', object(blocks.employment)),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const failureToArriveNotice = block<FailureToArriveNotice>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  reportDate: at('NonArrival/@reportOn', packedDay),
  lastContactDate: at('NonArrival/@lastContact', packedDay),
  efforts: 'NonArrival/EffortsText',
  lastKnownAddress: at('NonArrival/Location', object(blocks.address)),
  lastKnownPhone: 'NonArrival/Voice',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const progressReport = block<ProgressReport>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  requested: at('Progress/@onRequest', trueText),
  periodFrom: at('Progress/@periodStart', packedDay),
  periodTo: at('Progress/@periodEnd', packedDay),
  recommendation: at('Progress/@recommend', code(CODES.progressRecommendation)),
  reasons: wrapped('Progress/Triggers/TriggerEntry', code(CODES.progressReportReason)),
  residence: at('Progress/Residence', object(blocks.residence)),
  phone: 'Progress/Voice',
  email: 'Progress/Mail',
  employment: at('Progress/WorkEntry', object(blocks.employment)),
  summary: 'Progress/SummaryText',
  conditionStatuses: wrapped(
    'Progress/ConditionStandings/ConditionStanding',
    object(blocks.conditionStatus),
  ),
  programs: wrapped('Progress/Courses/Course', object(blocks.program)),
  responses: wrapped('Progress/Measures/Measure', object(blocks.supervisionResponse)),
  newArrests: wrapped('Progress/ArrestEntries/ArrestEntry', object(blocks.arrest)),
  newConvictions: wrapped('Progress/ConvictionEntries/ConvictionEntry', object(blocks.conviction)),
  newConditions: wrapped('Progress/AddedTerms/Term', object(blocks.condition)),
  recommendationExplanation: 'Progress/RecommendationText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const caseClosureNotice = block<CaseClosureNotice>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  closureReason: at('Closure/@closureCause', code(CODES.caseClosureReason)),
  closureDate: at('Closure/@closed', packedDay),
  deathDate: at('Closure/@deceased', packedDay),
  subsequentState: at('Closure/@thirdRegion', code(CODES.addressState)),
  lastKnownAddress: at('Closure/Location', object(blocks.address)),
  lastKnownEmployment: at('Closure/LastWork', object(blocks.lastEmployment)),
  incarceration: at('Closure/Confinement', object(blocks.incarceration)),
  financialObligations: wrapped('Obligations/Obligation', object(blocks.financialObligation)),
  conditionStatuses: wrapped(
    'ConditionStandings/ConditionStanding',
    object(blocks.conditionStatus),
  ),
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

const caseClosureReply = block<CaseClosureReply>({
  senderCaseNumber: 'CaseReference/@senderNo',
  submittedBy: at('Submitter', object(blocks.actor)),
  releasedBy: at('Release', object(blocks.attestation)),
  outcome: at('Agreement/@closureAnswer', code(CODES.caseClosureOutcome)),
  explanation: 'Agreement/DisagreementText',
  attachments: wrapped('Enclosures/Enclosure', object(blocks.attachment)),
  comments: at('Note', cut(750)),
});

/** The table of each activity, and the element at the document's root by which it is known. */
export const ELEMENT_ACTIVITIES: Readonly<Record<ActivityType, { root: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    root: 'InstructionsRequest',
    data: reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    root: 'InstructionsReply',
    data: reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { root: 'TransferApplication', data: transferRequest },
  'compact.transfer-reply.v1': { root: 'TransferAnswer', data: transferReply },
  'compact.departure-notice.v1': { root: 'DepartureNotice', data: departureNotice },
  'compact.arrival-notice.v1': { root: 'ArrivalNotice', data: arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { root: 'NonArrivalNotice', data: failureToArriveNotice },
  'compact.progress-report.v1': { root: 'ProgressReport', data: progressReport },
  'compact.case-closure-notice.v1': { root: 'ClosureNotice', data: caseClosureNotice },
  'compact.case-closure-reply.v1': { root: 'ClosureAnswer', data: caseClosureReply },
  'compact.return-instructions-request.v1': {
    root: 'ReturnRequest',
    data: more.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    root: 'ReturnAnswer',
    data: more.returnInstructionsReply,
  },
  'compact.violation-report.v1': { root: 'ViolationReport', data: more.violationReport },
  'compact.violation-response.v1': { root: 'ViolationAnswer', data: more.violationResponse },
  'compact.violation-report-addendum.v1': {
    root: 'ViolationSupplement',
    data: more.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    root: 'ViolationAnswerSupplement',
    data: more.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    root: 'RetakingNotice',
    data: more.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { root: 'WritNotice', data: more.warrantStatus },
  'compact.action-request.v1': { root: 'ActionInquiry', data: more.actionRequest },
  'compact.action-reply.v1': { root: 'ActionAnswer', data: more.actionReply },
  'compact.profile-update.v1': { root: 'ProfileNotice', data: more.profileUpdate },
  'compact.activity-withdrawal.v1': { root: 'MessageRecall', data: more.activityWithdrawal },
  'compact.case-withdrawal.v1': { root: 'CaseRecall', data: more.caseWithdrawal },
  'compact.case-reopening.v1': { root: 'CaseResumption', data: more.caseReopening },
};
