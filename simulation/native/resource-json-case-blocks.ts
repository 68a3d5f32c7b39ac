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
  MeansOfSupport,
  MilitaryOrders,
  Offense,
  Program,
  ProtectiveOrder,
  QualifyingEvent,
  Registry,
  SexOffense,
  Sponsor,
  Supervision,
  SupervisionPeriod,
  SupervisionResponse,
  TransferReply,
  TravelPermit,
  VeteranReferral,
  Victim,
} from '../../hub/generated/messages.ts';
import { at, block, carriedOnly, list, object, same } from './block.ts';
import { code, cut } from './codecs.ts';
import * as person from './resource-json-person-blocks.ts';
import { CODES } from './resource-json-codes.ts';
import { amount, coding, one, telephone } from './resource-json-values.ts';

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('orderClass', coding('supervision-period-type', CODES.supervisionPeriodType)),
  startDate: 'commencesOn',
  endDate: 'concludesOn',
  indefinite: 'withoutTerm',
});

export const supervision = block<Supervision>({
  type: at('regimeClass', coding('supervision-type', CODES.supervisionType)),
  periods: at('spells', list(object(supervisionPeriod))),
  deferredSentence: 'sentenceDeferred',
  incarcerated: 'presentlyHeld',
  plannedReleaseDate: 'releasePlannedFor',
});

export const offense = block<Offense>({
  description: 'offenceTitle',
  ncicCode: 'offenceClassNo',
  statute: 'enactment',
  degree: at('gravity', coding('offense-degree', CODES.offenseDegree)),
  counties: at('countiesOfTrial', list(same)),
  docketNumber: 'courtFileNo',
  offenseDate: 'committedOn',
  sentenceDate: 'sentencedOn',
  sentence: 'sentencePassed',
  instant: 'currentOffence',
  chargeReduced: 'chargeLowered',
  registrable: 'attractsRegistration',
  misdemeanorCriteria: at('lesserOffenceGrounds', list(code(CODES.misdemeanorCriterion))),
  narrative: at('offenceAccount', cut(3000)),
});

export const condition = block<Condition>({
  reference: 'requirementRef',
  kind: at('requirementClass', coding('condition-kind', CODES.conditionKind)),
  text: 'requirementText',
  imposedBy: at('laidDownBy', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'requirementRef',
  text: 'requirementText',
  status: at('adherence', coding('condition-compliance', CODES.conditionCompliance)),
  comment: 'adherenceRemark',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'requirementText',
  explanation: 'whyUnenforceable',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('liabilityClass', coding('financial-obligation-kind', CODES.financialObligationKind)),
  balance: at('outstanding', amount),
  payee: 'creditor',
  payeeAddress: at('creditorAddresses', one(person.address)),
});

export const applicationFee = block<ApplicationFee>({
  amount: at('levyDue', amount),
  status: at('levyState', coding('fee-status', CODES.feeStatus)),
});

export const sponsor = block<Sponsor>({
  name: at('names', one(person.personName)),
  relationship: at(
    'kinshipToIndividual',
    coding('sponsor-relationship', CODES.sponsorRelationship),
  ),
  phone: at('sponsorTelephone', telephone),
  address: at('addresses', one(person.address)),
  residentSince: 'domiciledSince',
  willing: 'consentsToHost',
  able: 'hasMeansToHost',
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('subsistenceClass', coding('means-of-support-kind', CODES.meansOfSupportKind)),
  description: 'subsistenceDetail',
  employment: at('employments', one(person.employment)),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('armedForce', coding('military-branch', CODES.militaryBranch)),
  orderNumber: 'postingOrderNo',
  issuedOn: 'datedOn',
  reportOn: 'musterOn',
  installation: 'garrison',
  servingMember: 'enlistedRelative',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'employingFirm',
  issuedOn: 'datedOn',
  position: 'tradeFollowed',
  startDate: 'employedFrom',
  address: at('addresses', one(person.address)),
  transferredMember: 'relocatedRelative',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'clinicName',
  issuedOn: 'datedOn',
  reference: carriedOnly,
  address: at('addresses', one(person.address)),
});

export const victim = block<Victim>({
  name: at('names', one(person.personName)),
  sex: at('victimSex', code(CODES.sex)),
  age: 'ageInYears',
  relationship: 'tieToIndividual',
  statement: 'victimPersonalStatement',
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('injunctionClass', coding('protective-order-kind', CODES.protectiveOrderKind)),
  protectedParty: 'personProtected',
  issuedBy: 'grantingBench',
  number: 'injunctionNo',
  expiresOn: 'lapsesOn',
  terms: 'prohibitions',
});

export const registry = block<Registry>({
  status: at('notificationState', coding('registry-status', CODES.registryStatus)),
  state: at('notificationSubdivision', code(CODES.addressState)),
  number: 'notificationNo',
  registeredOn: 'notifiedOn',
});

export const sexOffense = block<SexOffense>({
  narrative: 'attributes/sexualOffenceAccount',
  contactRestrictions: at('attributes/contactProhibitions', list(same)),
  assessment: 'attributes/riskFormulation',
  treatmentPlan: 'attributes/therapyProgramme',
  victims: at('resources/injuredParties', list(object(victim))),
  registry: at('resources/notifications', one(registry)),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('happening', coding('qualifying-event-kind', CODES.qualifyingEventKind)),
  date: 'happenedOn',
});

export const travelPermit = block<TravelPermit>({
  issued: 'permitGiven',
  issuedOn: 'datedOn',
  expiresOn: 'lapsesOn',
});

export const application = block<Application>({
  signedOn: 'signatureOn',
  extraditionWaived: 'waivesExtradition',
});

export const attachment = block<Attachment>({
  sha256: 'checksum',
  mediaType: at('encodedAs', coding('attachment-media-type', CODES.attachmentMediaType)),
  size: 'byteLength',
  kind: at('annexClass', coding('attachment-kind', CODES.attachmentKind)),
  fileName: 'originalFilename',
  description: 'synopsis',
});

export const arrest = block<Arrest>({
  date: 'detainedOn',
  charge: 'allegation',
  degree: at('seriousness', code(CODES.offenseDegree)),
  agency: 'policeForce',
  disposition: 'allegationOutcome',
});

export const conviction = block<Conviction>({
  date: 'foundGuiltyOn',
  offense: 'offenceTitle',
  degree: at('gravity', coding('offense-degree', CODES.offenseDegree)),
  sentence: 'sentencePassed',
});

export const program = block<Program>({
  name: 'programmeTitle',
  status: at('programmeState', coding('program-status', CODES.programStatus)),
  from: 'enrolledFrom',
  to: 'enrolledTo',
  comment: 'programmeRemark',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('interventionClass', coding('supervision-response-kind', CODES.supervisionResponseKind)),
  date: 'intervenedOn',
  description: 'interventionText',
  outcome: 'interventionResult',
});

export const incarceration = block<Incarceration>({
  facility: 'establishment',
  address: at('addresses', one(person.address)),
  since: 'receivedOn',
  expectedReleaseDate: 'dischargeDue',
  offense: 'offenceTitle',
});
