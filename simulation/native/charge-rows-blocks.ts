import type {
  Application,
  ApplicationFee,
  Arrest,
  Attachment,
  Condition,
  ConditionStatus,
  Conviction,
  EmployerLetter,
  FinancialObligation,
  Incarceration,
  LastEmployment,
  MilitaryOrders,
  Offense,
  Program,
  ProtectiveOrder,
  QualifyingEvent,
  Registry,
  ReportingInstructions,
  SexOffense,
  Supervision,
  SupervisionPeriod,
  SupervisionResponse,
  TransferReply,
  TravelPermit,
  VeteranReferral,
  Victim,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object, same } from './block.ts';
import { CODES } from './charge-rows-codes.ts';
import { halfDayClock, slashedDay, trueOrFalse } from './charge-rows-values.ts';
import { code, cut, numberText } from './codecs.ts';
import { address, contact, employment, office, personName } from './charge-rows-person.ts';

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('report_ymd', slashedDay),
  reportTime: at('report_time_clk', halfDayClock),
  office: inline('ofc_', office),
  officer: inline('agent_', contact),
  instructions: 'instructions_narr',
});

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('type_dk', code(CODES.supervisionPeriodType)),
  startDate: at('start_ymd', slashedDay),
  endDate: at('end_ymd', slashedDay),
  indefinite: at('indefinite_tf', trueOrFalse),
});

export const supervision = block<Supervision>({
  type: at('type_dk', code(CODES.supervisionType)),
  periods: at('term_rows', list(object(supervisionPeriod))),
  deferredSentence: at('deferred_sentence_tf', trueOrFalse),
  incarcerated: at('incarcerated_tf', trueOrFalse),
  plannedReleaseDate: at('planned_release_ymd', slashedDay),
});

export const offense = block<Offense>({
  description: 'descr_tx',
  ncicCode: 'ncic_cls_tx',
  statute: 'statute_tx',
  degree: at('degree_dk', code(CODES.offenseDegree)),
  counties: at('venue_set', list(same)),
  docketNumber: 'docket_tx',
  offenseDate: at('offense_ymd', slashedDay),
  sentenceDate: at('sentence_ymd', slashedDay),
  sentence: 'sentence_narr',
  instant: at('this_case_tf', trueOrFalse),
  chargeReduced: at('charge_reduced_tf', trueOrFalse),
  registrable: at('regis_reqd_tf', trueOrFalse),
  misdemeanorCriteria: at('misd_crit_set', list(code(CODES.misdemeanorCriterion))),
  narrative: at('narrative_narr', cut(800)),
});

export const condition = block<Condition>({
  reference: 'ref_tx',
  kind: at('cls_dk', code(CODES.conditionKind)),
  text: 'stmt_narr',
  imposedBy: at('imposed_by_dk', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'ref_tx',
  text: 'stmt_narr',
  status: at('status_dk', code(CODES.conditionCompliance)),
  comment: 'remark_narr',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'stmt_narr',
  explanation: 'expl_narr',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('cls_dk', code(CODES.financialObligationKind)),
  balance: 'balance_usd',
  payee: 'payee_tx',
  payeeAddress: inline('payee_', address),
});

export const application = block<Application>({
  signedOn: at('signed_ymd', slashedDay),
  extraditionWaived: at('extradition_waived_tf', trueOrFalse),
});

export const applicationFee = block<ApplicationFee>({
  amount: 'amount_usd',
  status: at('status_dk', code(CODES.feeStatus)),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('branch_dk', code(CODES.militaryBranch)),
  orderNumber: 'order_number_tx',
  issuedOn: at('issued_ymd', slashedDay),
  reportOn: at('report_ymd', slashedDay),
  installation: 'installation_tx',
  servingMember: 'serving_member_tx',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'emplr_tx',
  issuedOn: at('issued_ymd', slashedDay),
  position: 'position_tx',
  startDate: at('start_ymd', slashedDay),
  address: inline('', address),
  transferredMember: 'transferred_member_tx',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'facil_tx',
  issuedOn: at('issued_ymd', slashedDay),
  reference: 'ref_tx',
  address: inline('', address),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('cls_dk', code(CODES.qualifyingEventKind)),
  date: at('event_ymd', slashedDay),
});

export const travelPermit = block<TravelPermit>({
  issued: at('issued_tf', trueOrFalse),
  issuedOn: at('issued_ymd', slashedDay),
  expiresOn: at('expires_ymd', slashedDay),
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('cls_dk', code(CODES.protectiveOrderKind)),
  protectedParty: 'protected_party_tx',
  issuedBy: 'issued_by_tx',
  number: 'nbr_tx',
  expiresOn: at('expires_ymd', slashedDay),
  terms: 'terms_narr',
});

export const victim = block<Victim>({
  name: inline('', personName),
  sex: at('sex_dk', code(CODES.sex)),
  age: at('age_cnt', numberText),
  relationship: 'relationship_tx',
  statement: 'statement_narr',
});

export const registry = block<Registry>({
  status: at('status_dk', code(CODES.registryStatus)),
  state: at('juris_dk', code(CODES.addressState)),
  number: 'nbr_tx',
  registeredOn: at('registered_ymd', slashedDay),
});

export const sexOffense = block<SexOffense>({
  narrative: 'narrative_narr',
  contactRestrictions: at('nocontact_rows', list(same)),
  victims: at('victims_rows', list(object(victim))),
  registry: inline('regis_', registry),
  assessment: 'assessment_narr',
  treatmentPlan: 'treatment_plan_narr',
});

export const attachment = block<Attachment>({
  sha256: 'digest_tx',
  mediaType: at('fmt_dk', code(CODES.attachmentMediaType)),
  size: at('byte_cnt', numberText),
  kind: at('cls_dk', code(CODES.attachmentKind)),
  fileName: 'dsname_tx',
  description: 'descr_tx',
});

export const program = block<Program>({
  name: 'name_tx',
  status: at('status_dk', code(CODES.programStatus)),
  from: at('begin_ymd', slashedDay),
  to: at('finish_ymd', slashedDay),
  comment: 'remark_narr',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('cls_dk', code(CODES.supervisionResponseKind)),
  date: at('event_ymd', slashedDay),
  description: 'descr_narr',
  outcome: 'outcome_narr',
});

export const arrest = block<Arrest>({
  date: at('event_ymd', slashedDay),
  charge: 'charge_tx',
  degree: at('degree_dk', code(CODES.offenseDegree)),
  agency: 'agency_tx',
  disposition: 'disposition_tx',
});

export const conviction = block<Conviction>({
  date: at('event_ymd', slashedDay),
  offense: 'offense_tx',
  degree: at('degree_dk', code(CODES.offenseDegree)),
  sentence: 'sentence_narr',
});

export const lastEmployment = block<LastEmployment>({
  status: at('status_dk', code(CODES.employmentStatus)),
  employment: inline('', employment),
});

export const incarceration = block<Incarceration>({
  facility: 'facil_tx',
  address: inline('', address),
  since: at('since_ymd', slashedDay),
  expectedReleaseDate: at('expected_release_ymd', slashedDay),
  offense: 'offense_tx',
});
