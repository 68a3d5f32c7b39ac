import type {
  Absconding,
  AbscondingContact,
  ActivityReference,
  Application,
  ApplicationFee,
  Arrest,
  Attachment,
  Availability,
  Condition,
  ConditionStatus,
  Conviction,
  EmployerLetter,
  FinancialObligation,
  Incarceration,
  LastEmployment,
  MilitaryOrders,
  Offense,
  ProbableCause,
  ProfileChanges,
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
  Violation,
  Warrant,
  Whereabouts,
} from '../../hub/generated/messages.ts';
import { at, block, list, object } from './block.ts';
import { code, cut, dollars } from './codecs.ts';
import { CODES } from './entry-json-codes.ts';
import * as person from './entry-json-person.ts';
import { dottedDay, dottedTime, yesOrNo } from './entry-json-values.ts';

export const abscondingContact = block<AbscondingContact>({
  kind: at('AC01', code(CODES.abscondingContactKind)),
  date: at('AC02', dottedDay),
  result: 'AC03',
});

export const lastEmployment = block<LastEmployment>({
  status: at('LE01', code(CODES.employmentStatus)),
  employment: at('LE02', object(person.employment)),
});

export const absconding = block<Absconding>({
  lastKnownAddress: at('AB01', object(person.address)),
  lastKnownPhone: 'AB02',
  lastKnownEmployment: at('AB03', object(lastEmployment)),
  lastContactDate: at('AB04', dottedDay),
  contacts: at('AB05', list(object(abscondingContact))),
});

export const activityReference = block<ActivityReference>({
  activity: at('AR01', code(CODES.activityCode)),
  id: 'AR02',
  sentBy: at('AR03', code(CODES.caseSide)),
});

export const applicationFee = block<ApplicationFee>({
  amount: at('AF01', dollars),
  status: at('AF02', code(CODES.feeStatus)),
});

export const application = block<Application>({
  signedOn: at('AP01', dottedDay),
  extraditionWaived: at('AP02', yesOrNo),
});

export const arrest = block<Arrest>({
  date: at('AE01', dottedDay),
  charge: 'AE02',
  degree: at('AE03', code(CODES.offenseDegree)),
  agency: 'AE04',
  disposition: 'AE05',
});

export const attachment = block<Attachment>({
  sha256: 'AA01',
  mediaType: at('AA02', code(CODES.attachmentMediaType)),
  size: 'AA03',
  kind: at('AA04', code(CODES.attachmentKind)),
  fileName: 'AA05',
  description: 'AA06',
});

export const availability = block<Availability>({
  status: at('AV01', code(CODES.availabilityStatus)),
  reason: at('AV02', code(CODES.unavailabilityReason)),
  expectedOn: at('AV03', dottedDay),
  explanation: 'AV04',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'CO01',
  explanation: 'CO02',
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'CS01',
  text: 'CS02',
  status: at('CS03', code(CODES.conditionCompliance)),
  comment: 'CS04',
});

export const condition = block<Condition>({
  reference: 'CD01',
  kind: at('CD02', code(CODES.conditionKind)),
  text: 'CD03',
  imposedBy: at('CD04', code(CODES.caseSide)),
});

export const conviction = block<Conviction>({
  date: at('CV01', dottedDay),
  offense: 'CV02',
  degree: at('CV03', code(CODES.offenseDegree)),
  sentence: 'CV04',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'EL01',
  issuedOn: at('EL02', dottedDay),
  position: 'EL03',
  startDate: at('EL04', dottedDay),
  address: at('EL05', object(person.address)),
  transferredMember: 'EL06',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('FO01', code(CODES.financialObligationKind)),
  balance: at('FO02', dollars),
  payee: 'FO03',
  payeeAddress: at('FO04', object(person.address)),
});

export const incarceration = block<Incarceration>({
  facility: 'IN01',
  address: at('IN02', object(person.address)),
  since: at('IN03', dottedDay),
  expectedReleaseDate: at('IN04', dottedDay),
  offense: 'IN05',
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('MI01', code(CODES.militaryBranch)),
  orderNumber: 'MI02',
  issuedOn: at('MI03', dottedDay),
  reportOn: at('MI04', dottedDay),
  installation: 'MI05',
  servingMember: 'MI06',
});

export const offense = block<Offense>({
  description: 'OF01',
  ncicCode: 'OF02',
  statute: 'OF03',
  degree: at('OF04', code(CODES.offenseDegree)),
  counties: 'OF05',
  docketNumber: 'OF06',
  offenseDate: at('OF07', dottedDay),
  sentenceDate: at('OF08', dottedDay),
  sentence: 'OF09',
  instant: at('OF10', yesOrNo),
  chargeReduced: at('OF11', yesOrNo),
  registrable: at('OF12', yesOrNo),
  misdemeanorCriteria: at('OF13', list(code(CODES.misdemeanorCriterion))),
  narrative: 'OF14',
});

export const probableCause = block<ProbableCause>({
  status: at('PC01', code(CODES.probableCauseStatus)),
  hearingDate: at('PC02', dottedDay),
  reportDate: at('PC03', dottedDay),
});

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('SE01', code(CODES.supervisionPeriodType)),
  startDate: at('SE02', dottedDay),
  endDate: at('SE03', dottedDay),
  indefinite: at('SE04', yesOrNo),
});

export const supervision = block<Supervision>({
  type: at('SV01', code(CODES.supervisionType)),
  periods: at('SV02', list(object(supervisionPeriod))),
  deferredSentence: at('SV03', yesOrNo),
  incarcerated: at('SV04', yesOrNo),
  plannedReleaseDate: at('SV05', dottedDay),
});

export const profileChanges = block<ProfileChanges>({
  residence: at('PR01', object(person.residence)),
  phones: at('PR02', list(object(person.phone))),
  emails: 'PR03',
  employment: at('PR04', object(person.employment)),
  supervision: at('PR05', object(supervision)),
  tolling: at('PR06', code(CODES.tollingStatus)),
  intendedDepartureDate: at('PR07', dottedDay),
  newPhoto: at('PR08', yesOrNo),
});

export const program = block<Program>({
  name: 'PO01',
  status: at('PO02', code(CODES.programStatus)),
  from: at('PO03', dottedDay),
  to: at('PO04', dottedDay),
  comment: 'PO05',
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('PT01', code(CODES.protectiveOrderKind)),
  protectedParty: 'PT02',
  issuedBy: 'PT03',
  number: 'PT04',
  expiresOn: at('PT05', dottedDay),
  terms: 'PT06',
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('QE01', code(CODES.qualifyingEventKind)),
  date: at('QE02', dottedDay),
});

export const registry = block<Registry>({
  status: at('RE01', code(CODES.registryStatus)),
  state: at('RE02', code(CODES.addressState)),
  number: 'RE03',
  registeredOn: at('RE04', dottedDay),
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('RI01', dottedDay),
  reportTime: at('RI02', dottedTime),
  office: at('RI03', object(person.office)),
  officer: at('RI04', object(person.contact)),
  instructions: 'RI05',
});

export const victim = block<Victim>({
  name: at('VI01', object(person.personName)),
  sex: at('VI02', code(CODES.sex)),
  age: 'VI03',
  relationship: 'VI04',
  statement: 'VI05',
});

export const sexOffense = block<SexOffense>({
  narrative: 'SO01',
  contactRestrictions: 'SO02',
  victims: at('SO03', list(object(victim))),
  registry: at('SO04', object(registry)),
  assessment: 'SO05',
  treatmentPlan: 'SO06',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('SR01', code(CODES.supervisionResponseKind)),
  date: at('SR02', dottedDay),
  description: 'SR03',
  outcome: 'SR04',
});

export const travelPermit = block<TravelPermit>({
  issued: at('TP01', yesOrNo),
  issuedOn: at('TP02', dottedDay),
  expiresOn: at('TP03', dottedDay),
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'VR01',
  issuedOn: at('VR02', dottedDay),
  reference: 'VR03',
  address: at('VR04', object(person.address)),
});

export const violation = block<Violation>({
  dateOfBehavior: at('VO01', dottedDay),
  dateDetermined: at('VO02', dottedDay),
  description: at('VO03', cut(3000)),
  conditionViolated: 'VO04',
  disposition: 'VO05',
});

export const warrant = block<Warrant>({
  issuedOn: at('WA01', dottedDay),
  authority: 'WA02',
  number: 'WA03',
  ncicNumber: 'WA04',
  ncicVerifiedOn: at('WA05', dottedDay),
});

export const whereabouts = block<Whereabouts>({
  status: at('WH01', code(CODES.custodyStatus)),
  incarceration: at('WH02', object(incarceration)),
  address: at('WH03', object(person.address)),
});
