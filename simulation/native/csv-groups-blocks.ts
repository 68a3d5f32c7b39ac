import type {
  Actor,
  Address,
  Alias,
  Application,
  ApplicationFee,
  Arrest,
  Attachment,
  Attestation,
  Condition,
  ConditionStatus,
  Contact,
  Conviction,
  EmployerLetter,
  Employment,
  FinancialObligation,
  Identifier,
  Incarceration,
  LastEmployment,
  MarkOnBody,
  MeansOfSupport,
  MilitaryOrders,
  Offense,
  Office,
  OtherResident,
  PersonName,
  Phone,
  Program,
  ProtectiveOrder,
  QualifyingEvent,
  Registry,
  ReportingInstructions,
  Residence,
  SexOffense,
  Sponsor,
  StateIdentifier,
  SupervisedIndividual,
  Supervision,
  SupervisionPeriod,
  SupervisionResponse,
  TransferReply,
  TravelPermit,
  VeteranReferral,
  Victim,
} from '../../hub/generated/messages.ts';
import { at, block, carriedOnly, inline, list, object, same } from './block.ts';
import { code, cut, numberText } from './codecs.ts';
import { CODES } from './csv-groups-codes.ts';
import {
  dayOfExtract,
  firstOf,
  flag,
  hourOfExtract,
  momentOfExtract,
  telephone,
} from './csv-groups-values.ts';

export const personName = block<PersonName>({
  lastName: 'LASTN',
  firstName: 'FRSTN',
  middleName: 'MIDLN',
  suffix: 'SUFXN',
});

export const address = block<Address>({
  line1: 'STRT',
  line2: 'UNITNO',
  city: 'TOWN',
  county: 'CNTYN',
  state: at('STCD', code(CODES.addressState)),
  postalCode: 'ZIPCD',
});

export const actor = block<Actor>({
  name: 'FULLN',
  title: 'POSN',
  role: at('ROLEC', code(CODES.actorRole)),
  reference: 'LOGON',
  phone: telephone('TEL'),
  email: 'EMADR',
});

export const attestation = block<Attestation>({
  actor: inline('', actor),
  releasedAt: at('STAMP', momentOfExtract),
});

export const contact = block<Contact>({
  name: 'FULLN',
  title: 'POSN',
  phone: telephone('TEL'),
  email: carriedOnly,
});

export const office = block<Office>({
  name: 'UNITN',
  address: inline('', address),
  phone: telephone('TEL'),
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('RPTDY', dayOfExtract),
  reportTime: at('RPTHR', hourOfExtract),
  office: inline('UN_', office),
  officer: inline('AG_', contact),
  instructions: 'DIRTX',
});

export const employment = block<Employment>({
  employer: 'EMPLR',
  occupation: 'OCCUP',
  address: inline('', address),
  phone: telephone('TEL'),
  from: at('BEGDY', dayOfExtract),
  to: at('ENDDY', dayOfExtract),
});

export const residence = block<Residence>({
  kind: at('DWELC', code(CODES.residenceKind)),
  address: inline('', address),
  from: at('MVIN', dayOfExtract),
  to: at('MVOUT', dayOfExtract),
  intent: at('STAYC', code(CODES.residenceIntent)),
  primary: at('MAINYN', flag),
  phone: telephone('TEL'),
});

export const otherResident = block<OtherResident>({
  name: 'FULLN',
  relationship: 'KINTX',
  age: at('YRS', numberText),
});

export const phone = block<Phone>({
  number: telephone('TEL'),
  kind: at('TELC', code(CODES.phoneKind)),
});

export const alias = block<Alias>({
  name: inline('', personName),
  kind: at('AKAC', code(CODES.aliasKind)),
});

export const identifier = block<Identifier>({
  scheme: 'IDSYS',
  value: 'IDVAL',
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('STCD', code(CODES.addressState)),
  number: 'SIDNO',
});

export const markOnBody = block<MarkOnBody>({
  kind: at('SMTC', code(CODES.bodyMarkKind)),
  location: 'SMTLOC',
  description: 'SMTDES',
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('MBRYN', flag),
  gang: 'SETNM',
});

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('JURC', code(CODES.supervisionPeriodType)),
  startDate: at('BEGDY', dayOfExtract),
  endDate: at('ENDDY', dayOfExtract),
  indefinite: at('LIFEYN', flag),
});

export const supervision = block<Supervision>({
  type: at('CLSC', code(CODES.supervisionType)),
  periods: at('TRM', list(object(supervisionPeriod))),
  deferredSentence: at('DEFYN', flag),
  incarcerated: at('CUSTYN', flag),
  plannedReleaseDate: at('EPRDY', dayOfExtract),
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'HUBPID',
  name: inline('', personName),
  aliases: at('AKA', list(object(alias))),
  dateOfBirth: at('BTHDY', dayOfExtract),
  otherDatesOfBirth: at('BTH', list(dayOfExtract)),
  sex: at('SEXC', code(CODES.sex)),
  race: at('RACEC', code(CODES.race)),
  ethnicity: at('ETHNC', code(CODES.ethnicity)),
  height: 'HGT',
  weight: at('WGT', numberText),
  eyeColor: at('EYEC', code(CODES.eyeColor)),
  hairColor: at('HAIRC', code(CODES.hairColor)),
  marks: at('SMT', list(object(markOnBody))),
  fbiNumber: 'FBINO',
  stateIdentifiers: at('SID', list(object(stateIdentifier))),
  socialSecurityNumbers: at('SSN', list(same)),
  identifiers: at('OID', list(object(identifier))),
  citizenships: at('CTZ', list(same)),
  immigrationStatus: at('IMMC', code(CODES.immigrationStatus)),
  gangAffiliation: inline('GNG_', gangAffiliation),
  residences: at('RSD', list(object(residence))),
  employments: at('WRK', list(object(employment))),
  phones: at('TLN', list(object(phone))),
  emails: at('EML', firstOf(2, same)),
  specialStatuses: at('FLG', list(code(CODES.specialStatus))),
});

export const offense = block<Offense>({
  description: 'CHGTX',
  ncicCode: 'NCICO',
  statute: 'CODSEC',
  degree: at('FELMC', code(CODES.offenseDegree)),
  counties: at('CTY', list(same)),
  docketNumber: 'DKTNO',
  offenseDate: at('CRMDY', dayOfExtract),
  sentenceDate: at('SNTDY', dayOfExtract),
  sentence: 'SNTTX',
  instant: at('CTRLYN', flag),
  chargeReduced: at('RDCDYN', flag),
  registrable: at('REGYN', flag),
  misdemeanorCriteria: at('MDC', list(code(CODES.misdemeanorCriterion))),
  narrative: at('FACTX', cut(1000)),
});

export const condition = block<Condition>({
  reference: 'CNDNO',
  kind: at('CNDC', code(CODES.conditionKind)),
  text: 'CNDTX',
  imposedBy: at('CNDBY', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'CNDNO',
  text: 'CNDTX',
  status: at('CMPLC', code(CODES.conditionCompliance)),
  comment: 'CMPTX',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'CNDTX',
  explanation: 'WHYTX',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('OBLGC', code(CODES.financialObligationKind)),
  balance: 'OBLAMT',
  payee: 'PAYTO',
  payeeAddress: inline('PA_', address),
});

export const application = block<Application>({
  signedOn: at('SGNDY', dayOfExtract),
  extraditionWaived: at('WAIVYN', flag),
});

export const applicationFee = block<ApplicationFee>({
  amount: 'FEEAMT',
  status: at('FEEC', code(CODES.feeStatus)),
});

export const sponsor = block<Sponsor>({
  name: inline('', personName),
  relationship: at('KINC', code(CODES.sponsorRelationship)),
  phone: telephone('TEL'),
  address: inline('', address),
  residentSince: at('RSDSNC', dayOfExtract),
  willing: at('WILLYN', flag),
  able: at('ABLEYN', flag),
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('MOSC', code(CODES.meansOfSupportKind)),
  description: 'MOSTX',
  employment: inline('MW_', employment),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('SVCC', code(CODES.militaryBranch)),
  orderNumber: 'ORDNO',
  issuedOn: at('ISSDY', dayOfExtract),
  reportOn: at('RPTDY', dayOfExtract),
  installation: 'POSTN',
  servingMember: 'MBRN',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'EMPLR',
  issuedOn: at('ISSDY', dayOfExtract),
  position: 'OCCUP',
  startDate: at('BEGDY', dayOfExtract),
  address: inline('', address),
  transferredMember: 'MBRN',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'FACLN',
  issuedOn: at('ISSDY', dayOfExtract),
  reference: 'RFLNO',
  address: inline('', address),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('EVNTC', code(CODES.qualifyingEventKind)),
  date: at('EVNTDY', dayOfExtract),
});

export const travelPermit = block<TravelPermit>({
  issued: at('ISSYN', flag),
  issuedOn: at('ISSDY', dayOfExtract),
  expiresOn: at('XPRDY', dayOfExtract),
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('TROC', code(CODES.protectiveOrderKind)),
  protectedParty: 'PRTEE',
  issuedBy: 'COURTN',
  number: 'ORDNO',
  expiresOn: at('XPRDY', dayOfExtract),
  terms: 'TRMTX',
});

export const victim = block<Victim>({
  name: inline('', personName),
  sex: at('SEXC', code(CODES.sex)),
  age: at('YRS', numberText),
  relationship: 'KINTX',
  statement: 'STMTX',
});

export const registry = block<Registry>({
  status: at('RGSTC', code(CODES.registryStatus)),
  state: at('STCD', code(CODES.addressState)),
  number: 'RGSNO',
  registeredOn: at('RGSDY', dayOfExtract),
});

export const sexOffense = block<SexOffense>({
  narrative: 'FACTX',
  contactRestrictions: at('NCR', list(same)),
  victims: at('VCT', list(object(victim))),
  registry: inline('RG_', registry),
  assessment: 'ASMTX',
  treatmentPlan: 'TRTTX',
});

export const attachment = block<Attachment>({
  sha256: 'HASHV',
  mediaType: at('MEDC', code(CODES.attachmentMediaType)),
  size: at('BYTEN', numberText),
  kind: at('ATTC', code(CODES.attachmentKind)),
  fileName: 'DSNAM',
  description: 'ATTTX',
});

export const program = block<Program>({
  name: 'PGMN',
  status: at('PGMC', code(CODES.programStatus)),
  from: at('BEGDY', dayOfExtract),
  to: at('ENDDY', dayOfExtract),
  comment: 'PGMTX',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('RSPNC', code(CODES.supervisionResponseKind)),
  date: at('RSPDY', dayOfExtract),
  description: 'RSPTX',
  outcome: 'RSLTX',
});

export const arrest = block<Arrest>({
  date: at('ARRDY', dayOfExtract),
  charge: 'CHGTX',
  degree: at('FELMC', code(CODES.offenseDegree)),
  agency: 'LEAN',
  disposition: 'DISPO',
});

export const conviction = block<Conviction>({
  date: at('CNVDY', dayOfExtract),
  offense: 'CHGTX',
  degree: at('FELMC', code(CODES.offenseDegree)),
  sentence: 'SNTTX',
});

export const lastEmployment = block<LastEmployment>({
  status: at('WRKC', code(CODES.employmentStatus)),
  employment: inline('', employment),
});

export const incarceration = block<Incarceration>({
  facility: 'FACLN',
  address: inline('', address),
  since: at('BKGDY', dayOfExtract),
  expectedReleaseDate: at('EPRDY', dayOfExtract),
  offense: 'CHGTX',
});
