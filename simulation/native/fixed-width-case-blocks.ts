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
  MeansOfSupport,
  MilitaryOrders,
  Offense,
  Program,
  ProtectiveOrder,
  QualifyingEvent,
  Registry,
  SexOffense,
  Sponsor,
  SupervisionResponse,
  TransferReply,
  TravelPermit,
  VeteranReferral,
  Victim,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object, same } from './block.ts';
import { code, cut, numberText } from './codecs.ts';
import { CODES } from './fixed-width-codes.ts';
import { centsText, dayOfFile, oneOrZero, telephone } from './fixed-width-values.ts';
import { address, employment, personName } from './fixed-width-person-blocks.ts';

export const offense = block<Offense>({
  description: 'CHARGE-TITLE',
  ncicCode: 'CHARGE-NCIC',
  statute: 'CHARGE-SECTION',
  degree: at('CHARGE-GRADE', code(CODES.offenseDegree)),
  counties: at('CHARGE-COUNTY', list(same)),
  docketNumber: 'CHARGE-DOCKET',
  offenseDate: at('CHARGE-COMMITTED', dayOfFile),
  sentenceDate: at('CHARGE-SENTENCED', dayOfFile),
  sentence: 'SENTENCE-TEXT',
  instant: at('CHARGE-CONTROLS', oneOrZero),
  chargeReduced: at('CHARGE-LOWERED', oneOrZero),
  registrable: at('CHARGE-MEGANS', oneOrZero),
  misdemeanorCriteria: at('CHARGE-CRITERION', list(code(CODES.misdemeanorCriterion))),
  narrative: 'CHARGE-TEXT',
});

export const condition = block<Condition>({
  reference: 'COND-LABEL',
  kind: at('COND-CLASS', code(CODES.conditionKind)),
  text: 'COND-TEXT',
  imposedBy: at('COND-IMPOSER', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'COND-LABEL',
  text: 'COND-TEXT',
  status: at('COND-STANDING', code(CODES.conditionCompliance)),
  comment: 'COND-NOTE-TEXT',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'COND-TEXT',
  explanation: 'COND-NOTE-TEXT',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('OWED-KIND', code(CODES.financialObligationKind)),
  balance: at('OWED-CENTS', centsText),
  payee: 'OWED-TO',
  payeeAddress: inline('OWED-', address),
});

export const application = block<Application>({
  signedOn: at('APPL-SIGNED', dayOfFile),
  extraditionWaived: at('APPL-WAIVED', oneOrZero),
});

export const applicationFee = block<ApplicationFee>({
  amount: at('FEE-CENTS', centsText),
  status: at('FEE-STANDING', code(CODES.feeStatus)),
});

export const sponsor = block<Sponsor>({
  name: inline('SPON-', personName),
  relationship: at('SPON-RELATION', code(CODES.sponsorRelationship)),
  phone: telephone('SPON-PHONE'),
  address: inline('SPON-', address),
  residentSince: at('SPON-LIVES-SINCE', dayOfFile),
  willing: at('SPON-WILLING', oneOrZero),
  able: at('SPON-ABLE', oneOrZero),
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('SUPPORT-KIND', code(CODES.meansOfSupportKind)),
  description: 'SUPPORT-TEXT',
  employment: inline('SUPPORT-', employment),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('SERVICE-BRANCH', code(CODES.militaryBranch)),
  orderNumber: 'SERVICE-ORDER',
  issuedOn: at('SERVICE-ISSUED', dayOfFile),
  reportOn: at('SERVICE-REPORT', dayOfFile),
  installation: 'SERVICE-POST',
  servingMember: 'SERVICE-MEMBER',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'LETTER-EMPLOYER',
  issuedOn: at('LETTER-ISSUED', dayOfFile),
  position: 'LETTER-POSITION',
  startDate: at('LETTER-START', dayOfFile),
  address: inline('LETTER-', address),
  transferredMember: 'LETTER-MEMBER',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'CLINIC-NAME',
  issuedOn: at('CLINIC-ISSUED', dayOfFile),
  reference: 'CLINIC-REFERRAL',
  address: inline('CLINIC-', address),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('EVENT-CLASS', code(CODES.qualifyingEventKind)),
  date: at('EVENT-DATE', dayOfFile),
});

export const travelPermit = block<TravelPermit>({
  issued: at('PASS-GIVEN', oneOrZero),
  issuedOn: at('PASS-ISSUED', dayOfFile),
  expiresOn: at('PASS-LAPSES', dayOfFile),
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('ORDER-CLASS', code(CODES.protectiveOrderKind)),
  protectedParty: 'ORDER-PROTECTS',
  issuedBy: 'ORDER-COURT',
  number: 'ORDER-SERIAL',
  expiresOn: at('ORDER-LAPSES', dayOfFile),
  terms: 'ORDER-TEXT',
});

export const victim = block<Victim>({
  name: inline('VICTIM-', personName),
  sex: at('VICTIM-GENDER', code(CODES.sex)),
  age: at('VICTIM-AGE', numberText),
  relationship: 'VICTIM-RELATION',
  statement: 'VICTIM-TEXT',
});

export const registry = block<Registry>({
  status: at('MEGAN-STANDING', code(CODES.registryStatus)),
  state: at('MEGAN-STATE', code(CODES.addressState)),
  number: 'MEGAN-SERIAL',
  registeredOn: at('MEGAN-SINCE', dayOfFile),
});

export const sexOffense = block<SexOffense>({
  narrative: 'SXO-FACTS-TEXT',
  contactRestrictions: at('KEEP-AWAY-SEG', list(cut(250))),
  victims: at('VICTIM-SEG', list(object(victim))),
  registry: inline('', registry),
  assessment: 'SXO-ASSESS-TEXT',
  treatmentPlan: 'SXO-TREAT-TEXT',
});

export const attachment = block<Attachment>({
  sha256: 'PAPER-DIGEST',
  mediaType: at('PAPER-MEDIA', code(CODES.attachmentMediaType)),
  size: at('PAPER-BYTES', numberText),
  kind: at('PAPER-CLASS', code(CODES.attachmentKind)),
  fileName: 'PAPER-FILE',
  description: 'PAPER-TITLE',
});

export const program = block<Program>({
  name: 'COURSE-NAME',
  status: at('COURSE-STANDING', code(CODES.programStatus)),
  from: at('COURSE-START', dayOfFile),
  to: at('COURSE-STOP', dayOfFile),
  comment: 'COURSE-TEXT',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('STEP-CLASS', code(CODES.supervisionResponseKind)),
  date: at('STEP-DATE', dayOfFile),
  description: 'STEP-TEXT',
  outcome: 'STEP-RESULT-TEXT',
});

export const arrest = block<Arrest>({
  date: at('ARREST-DAY', dayOfFile),
  charge: 'ARREST-CHARGE',
  degree: at('ARREST-GRADE', code(CODES.offenseDegree)),
  agency: 'ARREST-AGENCY',
  disposition: 'ARREST-OUTCOME',
});

export const conviction = block<Conviction>({
  date: at('GUILT-DAY', dayOfFile),
  offense: 'GUILT-CHARGE',
  degree: at('GUILT-GRADE', code(CODES.offenseDegree)),
  sentence: 'SENTENCE-TEXT',
});
