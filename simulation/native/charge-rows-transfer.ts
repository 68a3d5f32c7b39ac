import type {
  ArrivalNotice,
  CaseClosureNotice,
  CaseClosureReply,
  CaseReopening,
  DepartureNotice,
  FailureToArriveNotice,
  ReportingInstructionsReply,
  ReportingInstructionsRequest,
  ReturnInstructionsReply,
  ReturnInstructionsRequest,
  TransferReply,
  TransferRequest,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { CODES } from './charge-rows-codes.ts';
import { slashedDay, trueOrFalse } from './charge-rows-values.ts';
import { code } from './codecs.ts';
import * as blocks from './charge-rows-blocks.ts';
import { common } from './charge-rows-common.ts';
import * as person from './charge-rows-person.ts';

export const reportingInstructionsRequest = block<ReportingInstructionsRequest>({
  ...common,
  supervisedIndividual: inline('person_', person.supervisedIndividual),
  supervision: inline('spvn_', blocks.supervision),
  reason: at('reason_dk', code(CODES.reportingInstructionsReason)),
  explanation: 'expl_narr',
  qualifyingEvent: inline('event_', blocks.qualifyingEvent),
  intendedDepartureDate: at('intended_departure_ymd', slashedDay),
  residence: inline('newhome_', person.residence),
  otherResidents: at('cohab_rows', list(object(person.otherResident))),
  proofOfResidence: 'proof_residence_narr',
  sponsor: inline('spons_', person.sponsor),
  militaryOrders: inline('milit_', blocks.militaryOrders),
  employerLetter: inline('emplr_', blocks.employerLetter),
  veteranReferral: inline('vetref_', blocks.veteranReferral),
  travelPermit: inline('permit_', blocks.travelPermit),
  offenses: at('charge_rows', list(object(blocks.offense))),
  offenseSummary: 'offense_summary_narr',
  conditions: at('cond_rows', list(object(blocks.condition))),
  registrable: at('regis_reqd_tf', trueOrFalse),
  sexOffense: inline('sexoff_', blocks.sexOffense),
});

export const reportingInstructionsReply = block<ReportingInstructionsReply>({
  ...common,
  decision: at('decision_dk', code(CODES.reportingInstructionsDecision)),
  reportingInstructions: inline('instr_', blocks.reportingInstructions),
  denialReasons: at('deny_rsn_set', list(code(CODES.reportingInstructionsDenialReason))),
  denialExplanation: 'denial_explanation_narr',
});

export const transferRequest = block<TransferRequest>({
  ...common,
  supervisedIndividual: inline('person_', person.supervisedIndividual),
  supervision: inline('spvn_', blocks.supervision),
  requestKind: at('request_dk', code(CODES.transferRequestKind)),
  transferReason: at('transfer_reason_dk', code(CODES.transferReason)),
  justification: 'justification_narr',
  substantialCompliance: at('substantial_compliance_tf', trueOrFalse),
  intendedDepartureDate: at('intended_departure_ymd', slashedDay),
  reportingInstructionsGranted: at('reporting_instructions_granted_tf', trueOrFalse),
  residence: inline('newhome_', person.residence),
  otherResidents: at('cohab_rows', list(object(person.otherResident))),
  sponsor: inline('spons_', person.sponsor),
  militaryOrders: inline('milit_', blocks.militaryOrders),
  employerLetter: inline('emplr_', blocks.employerLetter),
  veteranReferral: inline('vetref_', blocks.veteranReferral),
  meansOfSupport: inline('means_', person.meansOfSupport),
  offenses: at('charge_rows', list(object(blocks.offense))),
  offenseNarrative: 'offense_narrative_narr',
  conditions: at('cond_rows', list(object(blocks.condition))),
  protectiveOrders: at('protord_rows', list(object(blocks.protectiveOrder))),
  registrable: at('regis_reqd_tf', trueOrFalse),
  sexOffense: inline('sexoff_', blocks.sexOffense),
  supervisionHistory: 'supervision_history_narr',
  disciplineHistory: 'discipline_history_narr',
  mentalHealthHistory: 'mental_health_history_narr',
  financialObligations: at('debt_rows', list(object(blocks.financialObligation))),
  application: inline('applic_', blocks.application),
  applicationFee: inline('applic_', blocks.applicationFee),
});

export const transferReply = block<TransferReply>({
  ...common,
  decision: at('decision_dk', code(CODES.transferDecision)),
  reportingInstructions: inline('instr_', blocks.reportingInstructions),
  conditionsImposed: at('cond_rows', list(object(blocks.condition))),
  conditionsNotEnforceable: at('condrej_rows', list(object(blocks.conditionNotEnforceable))),
  investigatedBy: inline('invst_', person.contact),
  investigationReport: 'investigation_report_narr',
  rejectionReasons: at('reject_rsn_rows', list(code(CODES.transferRejectionReason))),
  rejectionExplanation: 'rejection_explanation_narr',
});

export const departureNotice = block<DepartureNotice>({
  ...common,
  direction: at('direction_dk', code(CODES.departureDirection)),
  departureDate: at('departure_ymd', slashedDay),
  expectedArrivalDate: at('expected_arrival_ymd', slashedDay),
  reportDate: at('report_ymd', slashedDay),
  destinationAddress: inline('dest_', person.address),
  subsequentState: at('subsequent_state_dk', code(CODES.addressState)),
  methodOfTravel: at('method_travel_dk', code(CODES.travelMethod)),
  travelPermit: inline('permit_', blocks.travelPermit),
});

export const arrivalNotice = block<ArrivalNotice>({
  ...common,
  arrivalDate: at('arrival_ymd', slashedDay),
  officer: inline('agent_', person.contact),
  residence: inline('nowhome_', person.residence),
  phone: 'dial_tx',
  employment: inline('job_', person.employment),
});

export const failureToArriveNotice = block<FailureToArriveNotice>({
  ...common,
  reportDate: at('report_ymd', slashedDay),
  efforts: 'efforts_narr',
  lastContactDate: at('last_contact_ymd', slashedDay),
  lastKnownAddress: inline('lastknown_', person.address),
  lastKnownPhone: 'last_known_phone_tx',
});

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  ...common,
  reason: at('reason_dk', code(CODES.returnReason)),
  intendedReturnDate: at('intended_return_ymd', slashedDay),
  residence: inline('newhome_', person.residence),
  residenceUnknown: 'residence_unknown_narr',
  employment: inline('job_', person.employment),
  meansOfSupport: at('income_rows', list(object(person.meansOfSupport))),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  ...common,
  reportingInstructions: inline('instr_', blocks.reportingInstructions),
});

export const caseClosureNotice = block<CaseClosureNotice>({
  ...common,
  closureReason: at('closure_reason_dk', code(CODES.caseClosureReason)),
  closureDate: at('closure_ymd', slashedDay),
  lastKnownAddress: inline('lastknown_', person.address),
  lastKnownEmployment: inline('lastjob_', blocks.lastEmployment),
  financialObligations: at('debt_rows', list(object(blocks.financialObligation))),
  conditionStatuses: at('condstat_rows', list(object(blocks.conditionStatus))),
  incarceration: inline('jail_', blocks.incarceration),
  deathDate: at('death_ymd', slashedDay),
  subsequentState: at('subsequent_state_dk', code(CODES.addressState)),
});

export const caseClosureReply = block<CaseClosureReply>({
  ...common,
  outcome: at('outcome_dk', code(CODES.caseClosureOutcome)),
  explanation: 'expl_narr',
});

export const caseReopening = block<CaseReopening>({
  ...common,
  explanation: 'expl_narr',
});
