import type {
  ArrivalNotice,
  DepartureNotice,
  FailureToArriveNotice,
  ReportingInstructionsReply,
  ReportingInstructionsRequest,
  TransferReply,
  TransferRequest,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { code } from './codecs.ts';
import * as matter from './resource-json-case-blocks.ts';
import * as person from './resource-json-person-blocks.ts';
import { COMMON } from './resource-json-common.ts';
import { CODES } from './resource-json-codes.ts';
import { coding, one, telephone } from './resource-json-values.ts';

export const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  ...COMMON,
  reason: at(
    'attributes/instructionGrounds',
    coding('reporting-instructions-reason', CODES.reportingInstructionsReason),
  ),
  explanation: 'attributes/groundsDetail',
  intendedDepartureDate: 'attributes/plannedDeparture',
  proofOfResidence: 'attributes/proofOfAbode',
  offenseSummary: 'attributes/offencesInBrief',
  registrable: 'attributes/attractsRegistration',
  sexOffense: inline('', matter.sexOffense),
  supervisedIndividual: at('resources/individuals', one(person.supervisedIndividual)),
  supervision: at('resources/orders', one(matter.supervision)),
  qualifyingEvent: at('resources/happenings', one(matter.qualifyingEvent)),
  residence: at('resources/dwellings', one(person.residence)),
  otherResidents: at('resources/housemates', list(object(person.otherResident))),
  sponsor: at('resources/sponsors', one(matter.sponsor)),
  militaryOrders: at('resources/postings', one(matter.militaryOrders)),
  employerLetter: at('resources/employerStatements', one(matter.employerLetter)),
  veteranReferral: at('resources/clinicReferrals', one(matter.veteranReferral)),
  travelPermit: at('resources/travelPermits', one(matter.travelPermit)),
  offenses: at('resources/offences', list(object(matter.offense))),
  conditions: at('resources/requirements', list(object(matter.condition))),
});

export const reportingInstructionsReply = block<ReportingInstructionsReply>({
  ...COMMON,
  decision: at(
    'attributes/determination',
    coding('reporting-instructions-decision', CODES.reportingInstructionsDecision),
  ),
  denialReasons: at(
    'attributes/refusalGrounds',
    list(code(CODES.reportingInstructionsDenialReason)),
  ),
  denialExplanation: 'attributes/refusalDetail',
  reportingInstructions: inline('', person.reportingInstructions),
});

export const transferRequest = block<TransferRequest>({
  ...COMMON,
  requestKind: at('attributes/submissionRound', code(CODES.transferRequestKind)),
  transferReason: at('attributes/transferGrounds', coding('transfer-reason', CODES.transferReason)),
  justification: 'attributes/groundsDetail',
  substantialCompliance: 'attributes/complyingSubstantially',
  intendedDepartureDate: 'attributes/plannedDeparture',
  reportingInstructionsGranted: 'attributes/instructionsInHand',
  offenseNarrative: 'attributes/offencesAccount',
  registrable: 'attributes/attractsRegistration',
  supervisionHistory: 'attributes/supervisionRecord',
  disciplineHistory: 'attributes/adjudicationRecord',
  mentalHealthHistory: 'attributes/psychiatricRecord',
  sexOffense: inline('', matter.sexOffense),
  supervisedIndividual: at('resources/individuals', one(person.supervisedIndividual)),
  supervision: at('resources/orders', one(matter.supervision)),
  residence: at('resources/dwellings', one(person.residence)),
  otherResidents: at('resources/housemates', list(object(person.otherResident))),
  sponsor: at('resources/sponsors', one(matter.sponsor)),
  militaryOrders: at('resources/postings', one(matter.militaryOrders)),
  employerLetter: at('resources/employerStatements', one(matter.employerLetter)),
  veteranReferral: at('resources/clinicReferrals', one(matter.veteranReferral)),
  meansOfSupport: at('resources/subsistences', one(matter.meansOfSupport)),
  offenses: at('resources/offences', list(object(matter.offense))),
  conditions: at('resources/requirements', list(object(matter.condition))),
  protectiveOrders: at('resources/injunctions', list(object(matter.protectiveOrder))),
  financialObligations: at('resources/liabilities', list(object(matter.financialObligation))),
  application: at('resources/applications', one(matter.application)),
  applicationFee: at('resources/levies', one(matter.applicationFee)),
});

export const transferReply = block<TransferReply>({
  ...COMMON,
  decision: at('attributes/determination', coding('transfer-decision', CODES.transferDecision)),
  rejectionReasons: at('attributes/refusalGrounds', list(code(CODES.transferRejectionReason))),
  rejectionExplanation: 'attributes/refusalDetail',
  investigationReport: 'attributes/enquiryFindings',
  reportingInstructions: inline('', person.reportingInstructions),
  conditionsImposed: at('resources/requirements', list(object(matter.condition))),
  conditionsNotEnforceable: at(
    'resources/unenforceableRequirements',
    list(object(matter.conditionNotEnforceable)),
  ),
  investigatedBy: at('resources/investigators', one(person.contact)),
});

export const departureNotice = block<DepartureNotice>({
  ...COMMON,
  direction: at(
    'attributes/journeyDirection',
    coding('departure-direction', CODES.departureDirection),
  ),
  departureDate: 'attributes/setOutOn',
  expectedArrivalDate: 'attributes/dueThereOn',
  reportDate: 'attributes/attendOn',
  subsequentState: at('attributes/onwardSubdivision', code(CODES.addressState)),
  methodOfTravel: at('attributes/conveyance', code(CODES.travelMethod)),
  destinationAddress: at('resources/addresses', one(person.address)),
  travelPermit: at('resources/travelPermits', one(matter.travelPermit)),
});

export const arrivalNotice = block<ArrivalNotice>({
  ...COMMON,
  arrivalDate: 'attributes/cameOn',
  phone: at('attributes/reachableTelephone', telephone),
  officer: at('resources/officers', one(person.contact)),
  residence: at('resources/dwellings', one(person.residence)),
  employment: at('resources/employments', one(person.employment)),
});

export const failureToArriveNotice = block<FailureToArriveNotice>({
  ...COMMON,
  reportDate: 'attributes/attendOn',
  efforts: 'attributes/effortsToTrace',
  lastContactDate: 'attributes/lastHeardFrom',
  lastKnownPhone: at('attributes/lastTelephone', telephone),
  lastKnownAddress: at('resources/lastAddresses', one(person.address)),
});
