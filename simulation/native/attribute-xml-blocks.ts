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
import { at, block, inline, object, same, wrapped } from './block.ts';
import { code, cut, numberText } from './codecs.ts';
import { CODES } from './attribute-xml-codes.ts';
import * as person from './attribute-xml-person.ts';
import { centsText, dottedTime, solidDay, oneOrNought } from './attribute-xml-values.ts';

// Attributes first, then elements in the order of the XSD.

export const abscondingContact = block<AbscondingContact>({
  kind: at('@Typ', code(CODES.abscondingContactKind)),
  date: at('@Dte', solidDay),
  result: 'Rsl',
});

export const lastEmployment = block<LastEmployment>({
  status: at('@Sts', code(CODES.employmentStatus)),
  employment: inline('', person.employment),
});

export const absconding = block<Absconding>({
  lastContactDate: at('@LsCnt', solidDay),
  lastKnownAddress: inline('Lk', person.address),
  lastKnownPhone: '@LkTel',
  lastKnownEmployment: inline('Le', lastEmployment),
  contacts: wrapped('Tri/TriE', object(abscondingContact)),
});

export const activityReference = block<ActivityReference>({
  activity: at('@Act', code(CODES.activityCode)),
  sentBy: at('@Sde', code(CODES.caseSide)),
  id: '@Nbr',
});

export const applicationFee = block<ApplicationFee>({
  amount: at('@Amn', centsText),
  status: at('@Sts', code(CODES.feeStatus)),
});

export const application = block<Application>({
  signedOn: at('@SgOn', solidDay),
  extraditionWaived: at('@Xwv', oneOrNought),
});

export const arrest = block<Arrest>({
  date: at('@Dte', solidDay),
  degree: at('@Dgr', code(CODES.offenseDegree)),
  charge: '@Chr',
  agency: '@Agn',
  disposition: '@Dsp',
});

export const attachment = block<Attachment>({
  sha256: '@Sha',
  mediaType: at('@Mim', code(CODES.attachmentMediaType)),
  size: at('@Siz', numberText),
  kind: at('@Typ', code(CODES.attachmentKind)),
  fileName: '@Fil',
  description: '@Dsc',
});

export const availability = block<Availability>({
  status: at('@Sts', code(CODES.availabilityStatus)),
  reason: at('@Rsn', code(CODES.unavailabilityReason)),
  expectedOn: at('@ExpOn', solidDay),
  explanation: 'Xpl',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'Msg',
  explanation: 'Xpl',
});

export const conditionStatus = block<ConditionStatus>({
  reference: '@CndNo',
  status: at('@Sts', code(CODES.conditionCompliance)),
  text: 'Msg',
  comment: 'Cmn',
});

export const condition = block<Condition>({
  reference: '@CndNo',
  kind: at('@Typ', code(CODES.conditionKind)),
  imposedBy: at('@ImpBy', code(CODES.caseSide)),
  text: 'Msg',
});

export const conviction = block<Conviction>({
  date: at('@Dte', solidDay),
  degree: at('@Dgr', code(CODES.offenseDegree)),
  offense: '@Ofn',
  sentence: 'Snt',
});

export const employerLetter = block<EmployerLetter>({
  issuedOn: at('@IsOn', solidDay),
  startDate: at('@StrDt', solidDay),
  employer: '@Firm',
  position: '@Pst',
  address: inline('', person.address),
  transferredMember: '@TrnMbr',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('@Typ', code(CODES.financialObligationKind)),
  balance: at('@Bln', centsText),
  payee: '@Pay',
  payeeAddress: inline('Py', person.address),
});

export const incarceration = block<Incarceration>({
  since: at('@Snc', solidDay),
  expectedReleaseDate: at('@Rls', solidDay),
  facility: '@Fcl',
  address: inline('', person.address),
  offense: '@Ofn',
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('@Brn', code(CODES.militaryBranch)),
  issuedOn: at('@IsOn', solidDay),
  reportOn: at('@RprOn', solidDay),
  orderNumber: '@OrdNmb',
  installation: '@Ins',
  servingMember: '@SrvMbr',
});

export const offense = block<Offense>({
  degree: at('@Dgr', code(CODES.offenseDegree)),
  ncicCode: '@Ncic',
  instant: at('@Cur', oneOrNought),
  chargeReduced: at('@ChrRdc', oneOrNought),
  registrable: at('@Rgs', oneOrNought),
  offenseDate: at('@OfnDt', solidDay),
  sentenceDate: at('@SntDt', solidDay),
  description: '@Dsc',
  statute: '@Sta',
  docketNumber: '@DckNmb',
  counties: wrapped('Vnus/Vnu', same),
  sentence: 'Snt',
  misdemeanorCriteria: wrapped('MsdCr/MsdCrE', code(CODES.misdemeanorCriterion)),
  narrative: 'Nrt',
});

export const probableCause = block<ProbableCause>({
  status: at('@Sts', code(CODES.probableCauseStatus)),
  hearingDate: at('@Hrn', solidDay),
  reportDate: at('@RpDt', solidDay),
});

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('@Typ', code(CODES.supervisionPeriodType)),
  startDate: at('@StrDt', solidDay),
  endDate: at('@EndDt', solidDay),
  indefinite: at('@Ind', oneOrNought),
});

export const supervision = block<Supervision>({
  type: at('@Typ', code(CODES.supervisionType)),
  deferredSentence: at('@DfrSnt', oneOrNought),
  incarcerated: at('@Inc', oneOrNought),
  plannedReleaseDate: at('@PlRlDt', solidDay),
  periods: wrapped('Prd/PrdE', object(supervisionPeriod)),
});

export const profileChanges = block<ProfileChanges>({
  tolling: at('@Tln', code(CODES.tollingStatus)),
  intendedDepartureDate: at('@InDpDt', solidDay),
  newPhoto: at('@NwPht', oneOrNought),
  residence: at('Rsd', object(person.residence)),
  phones: wrapped('Tels/TelN', object(person.phone)),
  emails: wrapped('Emls/EmlA', same),
  employment: at('Job', object(person.employment)),
  supervision: at('Sup', object(supervision)),
});

export const program = block<Program>({
  status: at('@Sts', code(CODES.programStatus)),
  from: at('@Frm', solidDay),
  to: at('@Thr', solidDay),
  name: '@Nme',
  comment: 'Cmn',
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('@Typ', code(CODES.protectiveOrderKind)),
  expiresOn: at('@Xps', solidDay),
  number: '@Nbr',
  protectedParty: '@PrtPrt',
  issuedBy: '@IsdBy',
  terms: 'Trm',
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('@Typ', code(CODES.qualifyingEventKind)),
  date: at('@Dte', solidDay),
});

export const registry = block<Registry>({
  status: at('@Sts', code(CODES.registryStatus)),
  state: at('@Jur', code(CODES.addressState)),
  registeredOn: at('@Dte', solidDay),
  number: '@Nbr',
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('@RpDt', solidDay),
  reportTime: at('@RprTm', dottedTime),
  office: inline('Of', person.office),
  officer: inline('Ag', person.contact),
  instructions: 'Dir',
});

export const victim = block<Victim>({
  sex: at('@Gdr', code(CODES.sex)),
  age: at('@Age', numberText),
  name: inline('', person.personName),
  relationship: '@Rlt',
  statement: 'Stm',
});

export const sexOffense = block<SexOffense>({
  registry: inline('Rg', registry),
  narrative: 'Nrt',
  contactRestrictions: wrapped('CntRs/CntRsE', same),
  victims: wrapped('Vct/VctE', object(victim)),
  assessment: 'Asm',
  treatmentPlan: 'TrtPln',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('@Typ', code(CODES.supervisionResponseKind)),
  date: at('@Dte', solidDay),
  description: 'Dsc',
  outcome: 'Otc',
});

export const travelPermit = block<TravelPermit>({
  issued: at('@Isd', oneOrNought),
  issuedOn: at('@IsOn', solidDay),
  expiresOn: at('@Xps', solidDay),
});

export const veteranReferral = block<VeteranReferral>({
  issuedOn: at('@IsOn', solidDay),
  facility: '@Fcl',
  reference: '@RfrNo',
  address: inline('', person.address),
});

export const violation = block<Violation>({
  dateOfBehavior: at('@DtBhv', solidDay),
  dateDetermined: at('@DtDtr', solidDay),
  disposition: '@Dsp',
  description: at('Dsc', cut(2500)),
  conditionViolated: 'CndVlt',
});

export const warrant = block<Warrant>({
  issuedOn: at('@IsOn', solidDay),
  number: '@Nbr',
  ncicNumber: '@Nic',
  ncicVerifiedOn: at('@VrOn', solidDay),
  authority: '@Ath',
});

export const whereabouts = block<Whereabouts>({
  status: at('@Sts', code(CODES.custodyStatus)),
  incarceration: inline('Jl', incarceration),
  address: inline('', person.address),
});
