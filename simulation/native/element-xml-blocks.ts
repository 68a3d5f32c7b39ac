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
import { at, block, carriedOnly, object, parts, same, wrapped } from './block.ts';
import { code, numberText } from './codecs.ts';
import { CODES } from './element-xml-codes.ts';
import { packedDay, packedMoment, packedTime, trueText } from './element-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

export const actor = block<Actor>({
  reference: '@login',
  role: at('@roleCode', code(CODES.actorRole)),
  name: 'DisplayName',
  title: 'Rank',
  phone: 'Voice',
  email: 'Mail',
});

export const attestation = block<Attestation>({
  releasedAt: at('@when', packedMoment),
  actor: at('CompactOfficer', object(actor)),
});

const personName = block<PersonName>({
  lastName: '@last',
  firstName: '@first',
  middleName: '@middle',
  suffix: '@suffix',
});

const alias = block<Alias>({
  kind: at('@nameType', code(CODES.aliasKind)),
  name: at('PersonName', object(personName)),
});

export const address = block<Address>({
  state: at('@region', code(CODES.addressState)),
  postalCode: '@postal',
  line1: 'Thoroughfare',
  line2: 'SubPremise',
  city: 'Municipality',
  county: 'CountyArea',
});

export const employment = block<Employment>({
  from: at('@hired', packedDay),
  to: at('@left', packedDay),
  employer: 'Employer',
  occupation: 'Occupation',
  address: at('Location', object(address)),
  phone: 'Voice',
});

const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('@tied', trueText),
  gang: 'GangTitle',
});

const identifier = block<Identifier>({
  scheme: '@system',
  value: '#',
});

const markOnBody = block<MarkOnBody>({
  kind: at('@markKind', code(CODES.bodyMarkKind)),
  description: '#',
  location: carriedOnly,
});

export const phone = block<Phone>({
  kind: at('@lineKind', code(CODES.phoneKind)),
  number: '#',
});

export const residence = block<Residence>({
  kind: at('@dwelling', code(CODES.residenceKind)),
  intent: at('@intention', code(CODES.residenceIntent)),
  primary: at('@principal', trueText),
  from: at('@movedIn', packedDay),
  to: at('@movedOut', packedDay),
  address: at('Location', object(address)),
  phone: 'Voice',
});

const stateIdentifier = block<StateIdentifier>({
  state: at('@region', code(CODES.addressState)),
  number: '#',
});

export const supervisedIndividual = block<SupervisedIndividual>({
  sex: at('@gender', code(CODES.sex)),
  race: at('@race', code(CODES.race)),
  ethnicity: at('@ethnicity', code(CODES.ethnicity)),
  dateOfBirth: at('@dob', packedDay),
  fbiNumber: '@fbiNo',
  personId: '@personKey',
  immigrationStatus: at('@immigrationClass', code(CODES.immigrationStatus)),
  name: at('PersonName', object(personName)),
  aliases: wrapped('Aliases/Alias', object(alias)),
  otherDatesOfBirth: wrapped('FurtherBirthDates/BirthDate', packedDay),
  height: parts(
    ['Description/@heightFeet', 'Description/@heightInches'],
    (text) => [text.slice(0, 1), text.slice(1)],
    '',
  ),
  weight: at('Description/@pounds', numberText),
  eyeColor: at('Description/@iris', code(CODES.eyeColor)),
  hairColor: at('Description/@hairTone', code(CODES.hairColor)),
  marks: wrapped('Description/BodyMarks/BodyMark', object(markOnBody)),
  stateIdentifiers: wrapped('StateNumbers/StateNumber', object(stateIdentifier)),
  socialSecurityNumbers: wrapped('SocialSecurity/SocialNumber', same),
  identifiers: wrapped('ForeignKeys/ForeignKey', object(identifier)),
  citizenships: wrapped('Citizenships/Country', same),
  gangAffiliation: at('GangTie', object(gangAffiliation)),
  residences: wrapped('AddressHistory/Residence', object(residence)),
  employments: wrapped('WorkHistory/WorkEntry', object(employment)),
  phones: wrapped('Lines/Line', object(phone)),
  emails: wrapped('Mails/Mail', same),
  specialStatuses: wrapped('Cautions/Caution', code(CODES.specialStatus)),
});

const supervisionPeriod = block<SupervisionPeriod>({
  type: at('@phase', code(CODES.supervisionPeriodType)),
  startDate: at('@startDay', packedDay),
  endDate: at('@endDay', packedDay),
  indefinite: at('@life', trueText),
});

export const supervision = block<Supervision>({
  type: at('@sentenceType', code(CODES.supervisionType)),
  deferredSentence: at('@deferredAdjudication', trueText),
  incarcerated: at('@confined', trueText),
  plannedReleaseDate: at('@maxOut', packedDay),
  periods: wrapped('SupervisionPeriods/SupervisionPeriod', object(supervisionPeriod)),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('@eventKind', code(CODES.qualifyingEventKind)),
  date: at('@eventDay', packedDay),
});

export const otherResident = block<OtherResident>({
  age: at('@age', numberText),
  name: 'CoResidentName',
  relationship: 'RelationText',
});

export const sponsor = block<Sponsor>({
  relationship: at('@kin', code(CODES.sponsorRelationship)),
  willing: at('@willing', trueText),
  able: at('@able', trueText),
  residentSince: at('@residentFrom', packedDay),
  name: at('PersonName', object(personName)),
  phone: 'Voice',
  address: at('Location', object(address)),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('@branch', code(CODES.militaryBranch)),
  issuedOn: at('@issued', packedDay),
  reportOn: at('@reportBy', packedDay),
  orderNumber: 'OrderRef',
  installation: 'Installation',
  servingMember: 'Serviceperson',
});

export const employerLetter = block<EmployerLetter>({
  issuedOn: at('@issued', packedDay),
  startDate: at('@startOn', packedDay),
  employer: 'Employer',
  position: 'Occupation',
  address: at('Location', object(address)),
  transferredMember: 'TransferredRelative',
});

export const veteranReferral = block<VeteranReferral>({
  issuedOn: at('@issued', packedDay),
  facility: 'Facility',
  reference: 'ReferralRef',
  address: at('Location', object(address)),
});

export const travelPermit = block<TravelPermit>({
  issued: at('@granted', trueText),
  issuedOn: at('@issued', packedDay),
  expiresOn: at('@lapses', packedDay),
});

export const offense = block<Offense>({
  degree: at('@grade', code(CODES.offenseDegree)),
  ncicCode: '@ncicNo',
  instant: at('@instantOffense', trueText),
  chargeReduced: at('@reduced', trueText),
  registrable: at('@registrable', trueText),
  offenseDate: at('@offenseDay', packedDay),
  sentenceDate: at('@sentenceDay', packedDay),
  description: 'Count',
  statute: 'CodeSection',
  docketNumber: 'CauseNo',
  counties: wrapped('Venues/Venue', same),
  sentence: 'SentenceTerms',
  misdemeanorCriteria: wrapped('MisdemeanorGrounds/Basis', code(CODES.misdemeanorCriterion)),
  narrative: 'Account',
});

export const condition = block<Condition>({
  reference: '@ref',
  kind: at('@conditionKind', code(CODES.conditionKind)),
  imposedBy: at('@imposedBy', code(CODES.caseSide)),
  text: '#',
});

const registry = block<Registry>({
  status: at('@rollStatus', code(CODES.registryStatus)),
  state: at('@region', code(CODES.addressState)),
  registeredOn: at('@enrolled', packedDay),
  number: '@enrollmentNo',
});

const victim = block<Victim>({
  sex: at('@gender', code(CODES.sex)),
  age: at('@age', numberText),
  name: at('PersonName', object(personName)),
  relationship: 'RelationText',
  statement: 'ImpactText',
});

export const sexOffense = block<SexOffense>({
  narrative: 'Account',
  contactRestrictions: wrapped('ContactLimits/ContactLimit', same),
  victims: wrapped('Victims/Victim', object(victim)),
  registry: at('Registry', object(registry)),
  assessment: 'Assessment',
  treatmentPlan: 'TreatmentPlan',
});

export const attachment = block<Attachment>({
  sha256: '@sha256',
  mediaType: at('@media', code(CODES.attachmentMediaType)),
  size: at('@octets', numberText),
  kind: at('@docClass', code(CODES.attachmentKind)),
  fileName: 'StoredAs',
  description: 'Subject',
});

export const contact = block<Contact>({
  name: 'DisplayName',
  title: 'Rank',
  phone: 'Voice',
  email: 'Mail',
});

const office = block<Office>({
  name: 'SiteName',
  address: at('Location', object(address)),
  phone: 'Voice',
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('@reportOn', packedDay),
  reportTime: at('@reportAt', packedTime),
  office: at('Site', object(office)),
  officer: at('Agent', object(contact)),
  instructions: 'InstructionText',
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('@livelihoodKind', code(CODES.meansOfSupportKind)),
  description: 'LivelihoodText',
  employment: at('WorkEntry', object(employment)),
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('@kindOfOrder', code(CODES.protectiveOrderKind)),
  expiresOn: at('@lapses', packedDay),
  number: 'OrderRef',
  protectedParty: 'Protected',
  issuedBy: 'IssuingBench',
  terms: 'TermsText',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('@obligation', code(CODES.financialObligationKind)),
  balance: '@due',
  payee: 'Payee',
  payeeAddress: at('Location', object(address)),
});

export const application = block<Application>({
  signedOn: at('@signed', packedDay),
  extraditionWaived: at('@extraditionWaived', trueText),
});

export const applicationFee = block<ApplicationFee>({
  amount: '@fee',
  status: at('@feeStatus', code(CODES.feeStatus)),
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'ConditionText',
  explanation: 'Obstacle',
});

export const conditionStatus = block<ConditionStatus>({
  reference: '@ref',
  status: at('@complianceCode', code(CODES.conditionCompliance)),
  text: 'ConditionText',
  comment: 'Commentary',
});

export const program = block<Program>({
  status: at('@outcomeCode', code(CODES.programStatus)),
  from: at('@startDay', packedDay),
  to: at('@endDay', packedDay),
  name: 'CourseName',
  comment: 'Commentary',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('@measureKind', code(CODES.supervisionResponseKind)),
  date: at('@taken', packedDay),
  description: 'ActionText',
  outcome: 'OutcomeText',
});

export const arrest = block<Arrest>({
  date: at('@arrested', packedDay),
  degree: at('@grade', code(CODES.offenseDegree)),
  charge: 'Count',
  agency: 'Agency',
  disposition: 'DispositionText',
});

export const conviction = block<Conviction>({
  date: at('@convicted', packedDay),
  degree: at('@grade', code(CODES.offenseDegree)),
  offense: 'Count',
  sentence: 'SentenceTerms',
});

export const lastEmployment = block<LastEmployment>({
  status: at('@engaged', code(CODES.employmentStatus)),
  employment: at('WorkEntry', object(employment)),
});

export const incarceration = block<Incarceration>({
  since: at('@heldFrom', packedDay),
  expectedReleaseDate: at('@maxOut', packedDay),
  facility: 'Facility',
  address: at('Location', object(address)),
  offense: 'HeldForText',
});
