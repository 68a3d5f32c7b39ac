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
import { at, block, list, object, wrapped } from './block.ts';
import type { Block } from './block.ts';
import { code } from './codecs.ts';
import * as matter from './niem-xml-case-blocks.ts';
import { CODES } from './niem-xml-codes.ts';
import * as person from './niem-xml-person-blocks.ts';
import * as retaking from './niem-xml-retaking-activities.ts';
import { day, identification, telephone, trueText } from './niem-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  supervisedIndividual: at('nc:Person', object(person.supervisedIndividual)),
  supervision: at('nc:Supervision', object(matter.supervision)),
  reason: at('InstructionsGround/InstructionsGroundCode', code(CODES.reportingInstructionsReason)),
  explanation: 'InstructionsGround/InstructionsGroundText',
  qualifyingEvent: at('InstructionsGround/QualifyingEvent', object(matter.qualifyingEvent)),
  intendedDepartureDate: at('IntendedDepartureDate', day),
  residence: at('PersonResidence', object(person.residence)),
  proofOfResidence: 'ResidenceEvidenceText',
  otherResidents: wrapped('PlannedHousehold/HouseholdMember', object(person.otherResident)),
  sponsor: at('PlanSponsor', object(person.sponsor)),
  militaryOrders: at('MilitaryAssignment', object(matter.militaryOrders)),
  employerLetter: at('EmployerTransferLetter', object(matter.employerLetter)),
  veteranReferral: at('VeteranCareReferral', object(matter.veteranReferral)),
  travelPermit: at('InterstateTravelPermit', object(matter.travelPermit)),
  offenses: at('j:Offense', list(object(matter.offense))),
  offenseSummary: 'InstantOffenseSummaryText',
  conditions: wrapped('SupervisionConditions/nc:Condition', object(matter.condition)),
  registrable: at(
    'SexOffenderRegistration/j:RegisteredOffenderRegistrationRequiredIndicator',
    trueText,
  ),
  sexOffense: at('SexOffenderRegistration/SexOffenseDetails', object(matter.sexOffense)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const reportingInstructionsReply = block<ReportingInstructionsReply>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  decision: at(
    'InstructionsDecision/InstructionsDecisionCode',
    code(CODES.reportingInstructionsDecision),
  ),
  denialReasons: at(
    'InstructionsDecision/InstructionsDenialCode',
    list(code(CODES.reportingInstructionsDenialReason)),
  ),
  denialExplanation: 'InstructionsDecision/InstructionsDenialText',
  reportingInstructions: at('ReportingAppointment', object(matter.reportingInstructions)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const transferRequest = block<TransferRequest>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  supervisedIndividual: at('nc:Person', object(person.supervisedIndividual)),
  supervision: at('nc:Supervision', object(matter.supervision)),
  requestKind: at('TransferGround/TransferSequenceCode', code(CODES.transferRequestKind)),
  transferReason: at('TransferGround/TransferGroundCode', code(CODES.transferReason)),
  justification: 'TransferGround/TransferGroundText',
  substantialCompliance: at('TransferGround/SubstantialComplianceIndicator', trueText),
  reportingInstructionsGranted: at('TransferGround/InstructionsGrantedIndicator', trueText),
  intendedDepartureDate: at('IntendedDepartureDate', day),
  residence: at('PersonResidence', object(person.residence)),
  otherResidents: wrapped('PlannedHousehold/HouseholdMember', object(person.otherResident)),
  sponsor: at('PlanSponsor', object(person.sponsor)),
  militaryOrders: at('MilitaryAssignment', object(matter.militaryOrders)),
  employerLetter: at('EmployerTransferLetter', object(matter.employerLetter)),
  veteranReferral: at('VeteranCareReferral', object(matter.veteranReferral)),
  meansOfSupport: at('SupportMeans', object(matter.meansOfSupport)),
  offenses: at('j:Offense', list(object(matter.offense))),
  offenseNarrative: 'OffenseHistoryNarrativeText',
  conditions: wrapped('SupervisionConditions/nc:Condition', object(matter.condition)),
  protectiveOrders: at('j:ProtectionOrder', list(object(matter.protectiveOrder))),
  registrable: at(
    'SexOffenderRegistration/j:RegisteredOffenderRegistrationRequiredIndicator',
    trueText,
  ),
  sexOffense: at('SexOffenderRegistration/SexOffenseDetails', object(matter.sexOffense)),
  supervisionHistory: 'SubjectHistory/SupervisionHistoryText',
  disciplineHistory: 'SubjectHistory/DisciplineHistoryText',
  mentalHealthHistory: 'SubjectHistory/MentalHealthHistoryText',
  financialObligations: at('MonetaryObligation', list(object(matter.financialObligation))),
  application: at('TransferConsent', object(matter.application)),
  applicationFee: at('TransferFee', object(matter.applicationFee)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const transferReply = block<TransferReply>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  decision: at('TransferDecision/TransferDecisionCode', code(CODES.transferDecision)),
  rejectionReasons: at(
    'TransferDecision/TransferRejectionCode',
    list(code(CODES.transferRejectionReason)),
  ),
  rejectionExplanation: 'TransferDecision/TransferRejectionText',
  reportingInstructions: at('ReportingAppointment', object(matter.reportingInstructions)),
  conditionsImposed: at('ImposedConditions/nc:Condition', list(object(matter.condition))),
  conditionsNotEnforceable: at(
    'UnenforceableCondition',
    list(object(matter.conditionNotEnforceable)),
  ),
  investigatedBy: at('PlanInvestigation/InvestigatingOfficer', object(person.contact)),
  investigationReport: 'PlanInvestigation/InvestigationFindingText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const departureNotice = block<DepartureNotice>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  direction: at('Departure/DepartureDirectionCode', code(CODES.departureDirection)),
  departureDate: at('Departure/DepartureDate', day),
  expectedArrivalDate: at('Departure/nc:ArrivalEstimatedDate', day),
  reportDate: at('Departure/SubjectReportDate', day),
  methodOfTravel: at('Departure/TravelMethodCode', code(CODES.travelMethod)),
  subsequentState: at('Departure/ThirdStateCode', code(CODES.addressState)),
  destinationAddress: at('Departure/nc:Address', object(person.address)),
  travelPermit: at('InterstateTravelPermit', object(matter.travelPermit)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const arrivalNotice = block<ArrivalNotice>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  arrivalDate: at('SubjectArrival/nc:ArrivalDate', day),
  officer: at('SupervisingOfficer', object(person.contact)),
  residence: at('PersonResidence', object(person.residence)),
  phone: telephone('PresentContactInformation/nc:ContactTelephoneNumber'),
  employment: at('PersonEmployment', object(person.employment)),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const failureToArriveNotice = block<FailureToArriveNotice>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  reportDate: at('MissedArrival/SubjectReportDate', day),
  lastContactDate: at('MissedArrival/LastPersonalContactDate', day),
  efforts: 'MissedArrival/LocateEffortText',
  lastKnownAddress: at('MissedArrival/nc:Address', object(person.address)),
  lastKnownPhone: telephone('MissedArrival/nc:ContactTelephoneNumber'),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const progressReport = block<ProgressReport>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  reasons: at('ReportOccasion/ReportOccasionCode', list(code(CODES.progressReportReason))),
  requested: at('ReportOccasion/ReportRequestedIndicator', trueText),
  periodFrom: at('ReportDateRange/nc:StartDate', day),
  periodTo: at('ReportDateRange/nc:EndDate', day),
  residence: at('PersonResidence', object(person.residence)),
  phone: telephone('CurrentContactInformation/nc:ContactTelephoneNumber'),
  email: 'CurrentContactInformation/nc:ContactEmailID',
  employment: at('PersonEmployment', object(person.employment)),
  summary: 'ProgressSummaryText',
  conditionStatuses: at('ConditionCompliance', list(object(matter.conditionStatus))),
  programs: at('ProgramParticipation', list(object(matter.program))),
  responses: wrapped(
    'SupervisionResponses/SupervisionResponse',
    object(matter.supervisionResponse),
  ),
  newArrests: at('SubjectArrest', list(object(matter.arrest))),
  newConvictions: at('SubjectConviction', list(object(matter.conviction))),
  newConditions: at('AddedConditions/nc:Condition', list(object(matter.condition))),
  recommendation: at(
    'ProgressRecommendation/ProgressRecommendationCode',
    code(CODES.progressRecommendation),
  ),
  recommendationExplanation: 'ProgressRecommendation/RecommendationReasonText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const caseClosureNotice = block<CaseClosureNotice>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  closureReason: at('SupervisionClosure/ClosureReasonCode', code(CODES.caseClosureReason)),
  closureDate: at('SupervisionClosure/ClosureDate', day),
  deathDate: at('SupervisionClosure/nc:PersonDeathDate', day),
  subsequentState: at('SupervisionClosure/ThirdStateCode', code(CODES.addressState)),
  lastKnownAddress: at('SupervisionClosure/nc:Address', object(person.address)),
  lastKnownEmployment: at('LastKnownEmployment', object(matter.lastEmployment)),
  incarceration: at('SubjectConfinement', object(matter.incarceration)),
  financialObligations: at('MonetaryObligation', list(object(matter.financialObligation))),
  conditionStatuses: at('ConditionCompliance', list(object(matter.conditionStatus))),
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

const caseClosureReply = block<CaseClosureReply>({
  senderCaseNumber: at('CompactCase/SenderCaseIdentification', identification),
  submittedBy: at('SubmittingOfficial', object(person.actor)),
  releasedBy: at('CompactOfficeRelease', object(person.attestation)),
  outcome: at('ClosureResponse/ClosureResponseCode', code(CODES.caseClosureOutcome)),
  explanation: 'ClosureResponse/ClosureObjectionText',
  attachments: at('nc:Attachment', list(object(matter.attachment))),
  comments: 'nc:ActivityComment/nc:CommentText',
});

/** The table of each activity, and the element at the document's root by which it is known. */
export const NIEM_ACTIVITIES: Readonly<Record<ActivityType, { root: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    root: 'ReportingInstructionsRequestMessage',
    data: reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    root: 'ReportingInstructionsReplyMessage',
    data: reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { root: 'TransferRequestMessage', data: transferRequest },
  'compact.transfer-reply.v1': { root: 'TransferReplyMessage', data: transferReply },
  'compact.departure-notice.v1': { root: 'DepartureNoticeMessage', data: departureNotice },
  'compact.arrival-notice.v1': { root: 'ArrivalNoticeMessage', data: arrivalNotice },
  'compact.failure-to-arrive-notice.v1': {
    root: 'FailureToArriveNoticeMessage',
    data: failureToArriveNotice,
  },
  'compact.progress-report.v1': { root: 'ProgressReportMessage', data: progressReport },
  'compact.case-closure-notice.v1': { root: 'CaseClosureNoticeMessage', data: caseClosureNotice },
  'compact.case-closure-reply.v1': { root: 'CaseClosureReplyMessage', data: caseClosureReply },
  'compact.return-instructions-request.v1': {
    root: 'ReturnInstructionsRequestMessage',
    data: retaking.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    root: 'ReturnInstructionsReplyMessage',
    data: retaking.returnInstructionsReply,
  },
  'compact.violation-report.v1': { root: 'ViolationReportMessage', data: retaking.violationReport },
  'compact.violation-response.v1': {
    root: 'ViolationResponseMessage',
    data: retaking.violationResponse,
  },
  'compact.violation-report-addendum.v1': {
    root: 'ViolationReportAddendumMessage',
    data: retaking.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    root: 'ViolationResponseAddendumMessage',
    data: retaking.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    root: 'DiscretionaryRetakingNoticeMessage',
    data: retaking.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { root: 'WarrantStatusMessage', data: retaking.warrantStatus },
  'compact.action-request.v1': {
    root: 'CompactActionRequestMessage',
    data: retaking.actionRequest,
  },
  'compact.action-reply.v1': { root: 'CompactActionReplyMessage', data: retaking.actionReply },
  'compact.profile-update.v1': { root: 'ProfileUpdateMessage', data: retaking.profileUpdate },
  'compact.activity-withdrawal.v1': {
    root: 'ActivityWithdrawalMessage',
    data: retaking.activityWithdrawal,
  },
  'compact.case-withdrawal.v1': { root: 'CaseWithdrawalMessage', data: retaking.caseWithdrawal },
  'compact.case-reopening.v1': { root: 'CaseReopeningMessage', data: retaking.caseReopening },
};
