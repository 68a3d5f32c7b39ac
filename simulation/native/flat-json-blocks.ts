import type {
  ActivityReference,
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
  ProfileChanges,
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
import { at, block, carriedOnly, inline, list, object, parts, same } from './block.ts';
import { cents, code } from './codecs.ts';
import { CODES } from './flat-json-codes.ts';
import { dayWithSlashes, flag, momentWithSlashes, twelveHours } from './flat-json-values.ts';

export const address = block<Address>({
  line1: 'LN1',
  line2: 'LN2',
  city: 'CITY',
  county: 'CNTY',
  state: at('ST', code(CODES.addressState)),
  postalCode: parts(['ZIP5', 'ZIP4'], (text) => text.split('-'), '-'),
});

export const personName = block<PersonName>({
  lastName: 'LAST_NM',
  firstName: 'FIRST_NM',
  middleName: 'MID_NM',
  suffix: 'NM_SFX',
});

export const actor = block<Actor>({
  name: 'NM',
  title: 'TTL',
  role: at('ROLE_CD', code(CODES.actorRole)),
  reference: 'USER_ID',
  phone: 'PH',
  email: 'EML',
});

export const attestation = block<Attestation>({
  actor: inline('', actor),
  releasedAt: at('TS', momentWithSlashes),
});

export const contact = block<Contact>({ name: 'NM', title: 'TTL', phone: 'PH', email: 'EML' });

export const office = block<Office>({
  name: 'NM',
  address: inline('ADDR_', address),
  phone: carriedOnly,
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('DT', dayWithSlashes),
  reportTime: at('TM', twelveHours),
  office: inline('OFC_', office),
  officer: inline('OFCR_', contact),
  instructions: 'TXT',
});

export const employment = block<Employment>({
  employer: 'EMPR_NM',
  occupation: 'JOB_TTL',
  address: inline('ADDR_', address),
  phone: 'PH',
  from: at('HIRE_DT', dayWithSlashes),
  to: at('TERM_DT', dayWithSlashes),
});

export const residence = block<Residence>({
  kind: at('KIND_CD', code(CODES.residenceKind)),
  address: inline('ADDR_', address),
  from: at('FROM_DT', dayWithSlashes),
  to: at('TO_DT', dayWithSlashes),
  intent: at('INTENT_CD', code(CODES.residenceIntent)),
  primary: at('PRIM_FLG', flag),
  phone: 'PH',
});

export const otherResident = block<OtherResident>({
  name: 'OCC_NM',
  relationship: 'OCC_REL',
  age: 'OCC_AGE',
});

const alias = block<Alias>({
  name: inline('', personName),
  kind: at('AKA_CD', code(CODES.aliasKind)),
});

const markOnBody = block<MarkOnBody>({
  kind: at('SMT_CD', code(CODES.bodyMarkKind)),
  location: 'SMT_LOC',
  description: 'SMT_DESC',
});

const stateIdentifier = block<StateIdentifier>({
  state: at('SID_ST', code(CODES.addressState)),
  number: 'SID_NBR',
});

const identifier = block<Identifier>({ scheme: 'ID_SRC', value: 'ID_NBR' });

const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('FLG', flag),
  gang: 'NM',
});

const phone = block<Phone>({
  number: parts(['PH_NBR', 'PH_EXT'], (text) => text.split('x'), 'x'),
  kind: at('PH_CD', code(CODES.phoneKind)),
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'HUB_PERSON_ID',
  name: inline('PERS_', personName),
  aliases: at('AKAS', list(object(alias))),
  dateOfBirth: at('PERS_DOB', dayWithSlashes),
  otherDatesOfBirth: at('PERS_DOB_LIST', list(dayWithSlashes)),
  sex: at('PERS_SEX', code(CODES.sex)),
  race: at('PERS_RACE', code(CODES.race)),
  ethnicity: at('PERS_ETHN', code(CODES.ethnicity)),
  height: parts(['PERS_HGT_FT', 'PERS_HGT_IN'], (text) => [text.slice(0, 1), text.slice(1)], ''),
  weight: 'PERS_WGT',
  eyeColor: at('PERS_EYE', code(CODES.eyeColor)),
  hairColor: at('PERS_HAIR', code(CODES.hairColor)),
  marks: at('MARKS', list(object(markOnBody))),
  fbiNumber: 'PERS_FBI_NBR',
  stateIdentifiers: at('SIDS', list(object(stateIdentifier))),
  socialSecurityNumbers: at('PERS_SSN_LIST', list(same)),
  identifiers: at('OTHER_IDS', list(object(identifier))),
  citizenships: carriedOnly,
  immigrationStatus: carriedOnly,
  gangAffiliation: inline('GANG_', gangAffiliation),
  residences: at('RESIDENCES', list(object(residence))),
  employments: at('JOBS', list(object(employment))),
  phones: at('PHONES', list(object(phone))),
  emails: at('EMAIL_LIST', list(same)),
  specialStatuses: at('ALERT_LIST', list(code(CODES.specialStatus))),
});

const supervisionPeriod = block<SupervisionPeriod>({
  type: at('TRACK_CD', code(CODES.supervisionPeriodType)),
  startDate: at('BEG_DT', dayWithSlashes),
  endDate: at('END_DT', dayWithSlashes),
  indefinite: at('LIFE_FLG', flag),
});

export const supervision = block<Supervision>({
  type: at('TYPE_CD', code(CODES.supervisionType)),
  periods: at('PERIODS', list(object(supervisionPeriod))),
  deferredSentence: at('DEFER_FLG', flag),
  incarcerated: at('INCAR_FLG', flag),
  plannedReleaseDate: at('REL_PLAN_DT', dayWithSlashes),
});

export const offense = block<Offense>({
  description: 'CHG_DESC',
  ncicCode: 'NCIC_CD',
  statute: 'STATUTE',
  degree: at('DEGREE_CD', code(CODES.offenseDegree)),
  counties: at('CNTY_LIST', list(same)),
  docketNumber: 'CAUSE_NBR',
  offenseDate: at('OFNS_DT', dayWithSlashes),
  sentenceDate: at('SENT_DT', dayWithSlashes),
  sentence: 'SENT_TXT',
  instant: at('INSTANT_FLG', flag),
  chargeReduced: at('REDUCED_FLG', flag),
  registrable: at('REG_FLG', flag),
  misdemeanorCriteria: at('MISD_LIST', list(code(CODES.misdemeanorCriterion))),
  narrative: 'CHG_NARR',
});

export const condition = block<Condition>({
  reference: 'COND_NBR',
  kind: at('COND_CD', code(CODES.conditionKind)),
  text: 'COND_TXT',
  imposedBy: at('COND_SIDE_CD', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'COND_NBR',
  text: 'COND_TXT',
  status: at('CMPL_CD', code(CODES.conditionCompliance)),
  comment: 'CMPL_TXT',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({ text: 'COND_TXT', explanation: 'UNABLE_TXT' });

export const financialObligation = block<FinancialObligation>({
  kind: at('DEBT_CD', code(CODES.financialObligationKind)),
  balance: at('BAL_CENTS', cents),
  payee: 'PAYEE_NM',
  payeeAddress: inline('PAYEE_ADDR_', address),
});

export const application = block<Application>({
  signedOn: at('SIGN_DT', dayWithSlashes),
  extraditionWaived: at('WAIVER_FLG', flag),
});

export const applicationFee = block<ApplicationFee>({
  amount: at('CENTS', cents),
  status: at('STAT_CD', code(CODES.feeStatus)),
});

export const sponsor = block<Sponsor>({
  name: inline('', personName),
  relationship: at('REL_CD', code(CODES.sponsorRelationship)),
  phone: 'PH',
  address: inline('ADDR_', address),
  residentSince: at('RES_SINCE_DT', dayWithSlashes),
  willing: at('WILLING_FLG', flag),
  able: at('ABLE_FLG', flag),
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('SUPPORT_CD', code(CODES.meansOfSupportKind)),
  description: 'SUPPORT_TXT',
  employment: inline('SUPPORT_JOB_', employment),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('BRANCH_CD', code(CODES.militaryBranch)),
  orderNumber: 'ORDER_NBR',
  issuedOn: at('ISSUE_DT', dayWithSlashes),
  reportOn: at('RPT_DT', dayWithSlashes),
  installation: 'BASE_NM',
  servingMember: 'MEMBER_NM',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'EMPR_NM',
  issuedOn: at('ISSUE_DT', dayWithSlashes),
  position: 'JOB_TTL',
  startDate: at('START_DT', dayWithSlashes),
  address: inline('ADDR_', address),
  transferredMember: 'MEMBER_NM',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'FAC_NM',
  issuedOn: at('ISSUE_DT', dayWithSlashes),
  reference: 'REF_NBR',
  address: inline('ADDR_', address),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('CD', code(CODES.qualifyingEventKind)),
  date: at('DT', dayWithSlashes),
});

export const travelPermit = block<TravelPermit>({
  issued: at('FLG', flag),
  issuedOn: at('ISSUE_DT', dayWithSlashes),
  expiresOn: at('EXP_DT', dayWithSlashes),
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('PO_CD', code(CODES.protectiveOrderKind)),
  protectedParty: 'PO_PARTY',
  issuedBy: 'PO_COURT',
  number: 'PO_NBR',
  expiresOn: at('PO_EXP_DT', dayWithSlashes),
  terms: 'PO_TXT',
});

const victim = block<Victim>({
  name: inline('VIC_', personName),
  sex: at('VIC_SEX', code(CODES.sex)),
  age: 'VIC_AGE',
  relationship: 'VIC_REL',
  statement: 'VIC_STMT',
});

const registry = block<Registry>({
  status: at('STAT_CD', code(CODES.registryStatus)),
  state: at('ST', code(CODES.addressState)),
  number: 'NBR',
  registeredOn: at('DT', dayWithSlashes),
});

export const sexOffense = block<SexOffense>({
  narrative: 'NARR',
  contactRestrictions: at('NO_CONTACT_LIST', list(same)),
  victims: at('VICTIMS', list(object(victim))),
  registry: inline('REG_', registry),
  assessment: 'ASSESS_TXT',
  treatmentPlan: 'TREAT_TXT',
});

export const attachment = block<Attachment>({
  sha256: 'DOC_SHA256',
  mediaType: at('DOC_FMT_CD', code(CODES.attachmentMediaType)),
  size: 'DOC_LEN',
  kind: at('DOC_CD', code(CODES.attachmentKind)),
  fileName: 'DOC_FILE_NM',
  description: 'DOC_DESC',
});

export const program = block<Program>({
  name: 'PGM_NM',
  status: at('PGM_STAT_CD', code(CODES.programStatus)),
  from: at('PGM_BEG_DT', dayWithSlashes),
  to: at('PGM_END_DT', dayWithSlashes),
  comment: 'PGM_TXT',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('RSP_CD', code(CODES.supervisionResponseKind)),
  date: at('RSP_DT', dayWithSlashes),
  description: 'RSP_TXT',
  outcome: 'RSP_OUTCOME',
});

export const arrest = block<Arrest>({
  date: at('ARR_DT', dayWithSlashes),
  charge: 'ARR_CHG',
  degree: at('ARR_DEGREE_CD', code(CODES.offenseDegree)),
  agency: 'ARR_AGCY',
  disposition: 'ARR_DISP',
});

export const conviction = block<Conviction>({
  date: at('CONV_DT', dayWithSlashes),
  offense: 'CONV_OFNS',
  degree: at('CONV_DEGREE_CD', code(CODES.offenseDegree)),
  sentence: 'CONV_SENT_TXT',
});

export const lastEmployment = block<LastEmployment>({
  status: at('STAT_CD', code(CODES.employmentStatus)),
  employment: inline('', employment),
});

export const incarceration = block<Incarceration>({
  facility: 'FAC_NM',
  address: inline('ADDR_', address),
  since: at('SINCE_DT', dayWithSlashes),
  expectedReleaseDate: at('EXP_REL_DT', dayWithSlashes),
  offense: 'OFNS_TXT',
});

export const activityReference = block<ActivityReference>({
  activity: at('TXN_CD', code(CODES.activityCode)),
  id: 'TXN_ID',
  sentBy: at('SIDE_CD', code(CODES.caseSide)),
});

export const profileChanges = block<ProfileChanges>({
  residence: inline('RES_', residence),
  phones: at('PHONES', list(object(phone))),
  emails: at('EMAIL_LIST', list(same)),
  employment: inline('JOB_', employment),
  supervision: inline('SUPV_', supervision),
  tolling: at('TOLL_CD', code(CODES.tollingStatus)),
  intendedDepartureDate: at('INTEND_DEP_DT', dayWithSlashes),
  newPhoto: at('NEW_PHOTO_FLG', flag),
});
