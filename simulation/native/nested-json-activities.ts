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
import { at, block, list, object } from './block.ts';
import type { Block } from './block.ts';
import { code } from './codecs.ts';
import * as blocks from './nested-json-blocks.ts';
import { CODES } from './nested-json-codes.ts';
import * as correspondence from './nested-json-correspondence-activities.ts';
import * as retaking from './nested-json-retaking-activities.ts';

const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  supervisedIndividual: at('content/client', object(blocks.supervisedIndividual)),
  supervision: at('content/order', object(blocks.supervision)),
  reason: at('content/request/ground', code(CODES.reportingInstructionsReason)),
  explanation: 'content/request/ground_explained',
  qualifyingEvent: at('content/request/triggering_event', object(blocks.qualifyingEvent)),
  intendedDepartureDate: 'content/move/leaves_on',
  residence: at('content/move/new_home', object(blocks.residence)),
  otherResidents: at('content/move/household', list(object(blocks.otherResident))),
  proofOfResidence: 'content/move/proof_of_living',
  sponsor: at('content/move/sponsor', object(blocks.sponsor)),
  travelPermit: at('content/move/permit', object(blocks.travelPermit)),
  militaryOrders: at('content/support/military', object(blocks.militaryOrders)),
  employerLetter: at('content/support/employer_letter', object(blocks.employerLetter)),
  veteranReferral: at('content/support/veteran_care', object(blocks.veteranReferral)),
  offenses: at('content/crimes', list(object(blocks.offense))),
  offenseSummary: 'content/crime_summary',
  conditions: at('content/supervision_rules', list(object(blocks.condition))),
  registrable: 'content/sex_registration/required',
  sexOffense: at('content/sex_registration/details', object(blocks.sexOffense)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const reportingInstructionsReply = block<ReportingInstructionsReply>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  decision: at('content/answer/granted_code', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: at('content/answer/report_to', object(blocks.reportingInstructions)),
  denialReasons: at(
    'content/answer/denied_because',
    list(code(CODES.reportingInstructionsDenialReason)),
  ),
  denialExplanation: 'content/answer/denial_explained',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const transferRequest = block<TransferRequest>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  supervisedIndividual: at('content/client', object(blocks.supervisedIndividual)),
  supervision: at('content/order', object(blocks.supervision)),
  requestKind: at('content/request/round', code(CODES.transferRequestKind)),
  transferReason: at('content/request/transfer_ground', code(CODES.transferReason)),
  justification: 'content/request/ground_explained',
  substantialCompliance: 'content/request/in_compliance',
  reportingInstructionsGranted: 'content/request/already_reporting',
  intendedDepartureDate: 'content/move/leaves_on',
  residence: at('content/move/new_home', object(blocks.residence)),
  otherResidents: at('content/move/household', list(object(blocks.otherResident))),
  sponsor: at('content/move/sponsor', object(blocks.sponsor)),
  militaryOrders: at('content/support/military', object(blocks.militaryOrders)),
  employerLetter: at('content/support/employer_letter', object(blocks.employerLetter)),
  veteranReferral: at('content/support/veteran_care', object(blocks.veteranReferral)),
  meansOfSupport: at('content/support/living', object(blocks.meansOfSupport)),
  offenses: at('content/crimes', list(object(blocks.offense))),
  offenseNarrative: 'content/crime_story',
  conditions: at('content/supervision_rules', list(object(blocks.condition))),
  protectiveOrders: at('content/court_orders', list(object(blocks.protectiveOrder))),
  registrable: 'content/sex_registration/required',
  sexOffense: at('content/sex_registration/details', object(blocks.sexOffense)),
  supervisionHistory: 'content/past/under_supervision',
  disciplineHistory: 'content/past/prison_discipline',
  mentalHealthHistory: 'content/past/mental_health',
  financialObligations: at('content/debts', list(object(blocks.financialObligation))),
  application: at('content/signed_application', object(blocks.application)),
  applicationFee: at('content/application_fee', object(blocks.applicationFee)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const transferReply = block<TransferReply>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  decision: at('content/answer/transfer_code', code(CODES.transferDecision)),
  reportingInstructions: at('content/answer/report_to', object(blocks.reportingInstructions)),
  conditionsImposed: at('content/answer/added_rules', list(object(blocks.condition))),
  conditionsNotEnforceable: at(
    'content/answer/rules_not_kept',
    list(object(blocks.conditionNotEnforceable)),
  ),
  rejectionReasons: at(
    'content/answer/rejected_because',
    list(code(CODES.transferRejectionReason)),
  ),
  rejectionExplanation: 'content/answer/rejection_explained',
  investigatedBy: at('content/investigation/investigator', object(blocks.contact)),
  investigationReport: 'content/investigation/findings',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const departureNotice = block<DepartureNotice>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  direction: at('content/trip/heading', code(CODES.departureDirection)),
  departureDate: 'content/trip/left_on',
  expectedArrivalDate: 'content/trip/expected_on',
  reportDate: 'content/trip/reports_on',
  destinationAddress: at('content/trip/going_to', object(blocks.address)),
  subsequentState: at('content/trip/third_state_fips', code(CODES.addressState)),
  methodOfTravel: at('content/trip/by', code(CODES.travelMethod)),
  travelPermit: at('content/trip/permit', object(blocks.travelPermit)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const arrivalNotice = block<ArrivalNotice>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  arrivalDate: 'content/arrived/on',
  officer: at('content/arrived/officer', object(blocks.contact)),
  residence: at('content/living/home', object(blocks.residence)),
  phone: 'content/living/phone',
  employment: at('content/living/job', object(blocks.employment)),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const failureToArriveNotice = block<FailureToArriveNotice>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  reportDate: 'content/missed/report_day',
  efforts: 'content/missed/search_efforts',
  lastContactDate: 'content/last_seen/contact_on',
  lastKnownAddress: at('content/last_seen/address', object(blocks.address)),
  lastKnownPhone: 'content/last_seen/phone',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const progressReport = block<ProgressReport>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  reasons: at('content/report/occasions', list(code(CODES.progressReportReason))),
  requested: 'content/report/was_asked_for',
  periodFrom: 'content/report/covers/first_day',
  periodTo: 'content/report/covers/last_day',
  summary: 'content/report/narrative',
  residence: at('content/living/home', object(blocks.residence)),
  phone: 'content/living/phone',
  email: 'content/living/mailbox',
  employment: at('content/living/job', object(blocks.employment)),
  conditionStatuses: at('content/conduct/rule_standing', list(object(blocks.conditionStatus))),
  programs: at('content/conduct/programs', list(object(blocks.program))),
  responses: at('content/conduct/responses', list(object(blocks.supervisionResponse))),
  newArrests: at('content/conduct/arrests', list(object(blocks.arrest))),
  newConvictions: at('content/conduct/convictions', list(object(blocks.conviction))),
  newConditions: at('content/conduct/new_rules', list(object(blocks.condition))),
  recommendation: at('content/outlook/recommended', code(CODES.progressRecommendation)),
  recommendationExplanation: 'content/outlook/explained',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const caseClosureNotice = block<CaseClosureNotice>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  closureReason: at('content/closing/cause', code(CODES.caseClosureReason)),
  closureDate: 'content/closing/effective',
  incarceration: at('content/closing/imprisoned', object(blocks.incarceration)),
  deathDate: 'content/closing/died_on',
  subsequentState: at('content/closing/third_state_fips', code(CODES.addressState)),
  lastKnownAddress: at('content/last_seen/address', object(blocks.address)),
  lastKnownEmployment: at('content/last_seen/work', object(blocks.lastEmployment)),
  financialObligations: at('content/debts', list(object(blocks.financialObligation))),
  conditionStatuses: at('content/conduct/rule_standing', list(object(blocks.conditionStatus))),
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

const caseClosureReply = block<CaseClosureReply>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  outcome: at('content/answer/closure_code', code(CODES.caseClosureOutcome)),
  explanation: 'content/answer/not_agreed_because',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

/** The table of each activity below the document's root, and the number by which it is known. */
export const NESTED_ACTIVITIES: Readonly<Record<ActivityType, { kind: number; data: Block }>> = {
  'compact.reporting-instructions-request.v1': { kind: 110, data: reportingInstructionsRequest },
  'compact.reporting-instructions-reply.v1': { kind: 115, data: reportingInstructionsReply },
  'compact.transfer-request.v1': { kind: 120, data: transferRequest },
  'compact.transfer-reply.v1': { kind: 125, data: transferReply },
  'compact.departure-notice.v1': { kind: 130, data: departureNotice },
  'compact.arrival-notice.v1': { kind: 135, data: arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { kind: 137, data: failureToArriveNotice },
  'compact.progress-report.v1': { kind: 140, data: progressReport },
  'compact.case-closure-notice.v1': { kind: 150, data: caseClosureNotice },
  'compact.case-closure-reply.v1': { kind: 155, data: caseClosureReply },
  'compact.return-instructions-request.v1': { kind: 160, data: retaking.returnInstructionsRequest },
  'compact.return-instructions-reply.v1': { kind: 165, data: retaking.returnInstructionsReply },
  'compact.violation-report.v1': { kind: 170, data: retaking.violationReport },
  'compact.violation-report-addendum.v1': { kind: 172, data: retaking.violationReportAddendum },
  'compact.violation-response.v1': { kind: 175, data: retaking.violationResponse },
  'compact.violation-response-addendum.v1': { kind: 177, data: retaking.violationResponseAddendum },
  'compact.discretionary-retaking-notice.v1': {
    kind: 180,
    data: retaking.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { kind: 185, data: retaking.warrantStatus },
  'compact.action-request.v1': { kind: 190, data: correspondence.actionRequest },
  'compact.action-reply.v1': { kind: 195, data: correspondence.actionReply },
  'compact.profile-update.v1': { kind: 200, data: correspondence.profileUpdate },
  'compact.activity-withdrawal.v1': { kind: 210, data: correspondence.activityWithdrawal },
  'compact.case-withdrawal.v1': { kind: 215, data: correspondence.caseWithdrawal },
  'compact.case-reopening.v1': { kind: 220, data: correspondence.caseReopening },
};
