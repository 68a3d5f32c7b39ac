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
import { at, block, carriedOnly, list, object, parts, same } from './block.ts';
import { code, dollars, lastNameFirst } from './codecs.ts';
import { CODES } from './nested-json-codes.ts';

export const address = block<Address>({
  line1: 'street',
  line2: 'unit',
  city: 'town',
  county: 'county_name',
  state: at('state_fips', code(CODES.addressState)),
  postalCode: 'zip',
});

export const actor = block<Actor>({
  name: 'name',
  title: 'job_title',
  role: at('capacity', code(CODES.actorRole)),
  reference: 'account',
  phone: 'work_phone',
  email: 'work_email',
});

export const attestation = block<Attestation>({
  actor: at('approver', object(actor)),
  releasedAt: 'approved_at',
});

export const contact = block<Contact>({
  name: 'name',
  title: 'job_title',
  phone: 'work_phone',
  email: 'work_email',
});

export const office = block<Office>({
  name: 'office_name',
  address: at('located_at', object(address)),
  phone: 'front_desk',
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: 'appointment/day',
  reportTime: 'appointment/clock',
  office: at('office', object(office)),
  officer: at('officer', object(contact)),
  instructions: 'what_to_bring',
});

export const employment = block<Employment>({
  employer: 'company',
  occupation: 'position',
  address: at('worksite', object(address)),
  phone: 'company_phone',
  from: 'period/begin',
  to: 'period/finish',
});

export const residence = block<Residence>({
  kind: at('dwelling_type', code(CODES.residenceKind)),
  address: at('where', object(address)),
  from: 'lived/since',
  to: 'lived/until',
  intent: at('purpose', code(CODES.residenceIntent)),
  primary: 'is_main',
  phone: 'household_phone',
});

export const otherResident = block<OtherResident>({
  name: 'occupant',
  relationship: 'relation',
  age: 'years_old',
});

export const alias = block<Alias>({
  name: at('full_name', lastNameFirst),
  kind: at('alias_type', code(CODES.aliasKind)),
});

export const markOnBody = block<MarkOnBody>({
  kind: at('mark_type', code(CODES.bodyMarkKind)),
  location: 'body_part',
  description: 'looks_like',
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('state_fips', code(CODES.addressState)),
  number: 'sid',
});

export const identifier = block<Identifier>({
  scheme: 'issuer',
  value: 'number',
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: 'affiliated',
  gang: 'gang_name',
});

export const phone = block<Phone>({
  number: 'digits',
  kind: at('line_type', code(CODES.phoneKind)),
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'ids/hub_person',
  fbiNumber: 'ids/fbi_number',
  stateIdentifiers: at('ids/state_ids', list(object(stateIdentifier))),
  socialSecurityNumbers: at('ids/ssn', list(same)),
  identifiers: at('ids/elsewhere', list(object(identifier))),
  name: at('identity/full_name', lastNameFirst),
  aliases: at('identity/also_known_as', list(object(alias))),
  dateOfBirth: 'identity/born',
  otherDatesOfBirth: at('identity/other_birth_dates', list(same)),
  sex: at('identity/sex_code', code(CODES.sex)),
  race: at('identity/race_code', code(CODES.race)),
  ethnicity: at('identity/ethnic_origin', code(CODES.ethnicity)),
  citizenships: at('identity/citizen_of', list(same)),
  immigrationStatus: at('identity/immigration', code(CODES.immigrationStatus)),
  height: parts(
    ['appearance/height/feet', 'appearance/height/inches'],
    (text) => [text.slice(0, 1), text.slice(1)],
    '',
  ),
  weight: 'appearance/weight_lb',
  eyeColor: at('appearance/eyes', code(CODES.eyeColor)),
  hairColor: at('appearance/hair', code(CODES.hairColor)),
  marks: at('appearance/distinguishing_marks', list(object(markOnBody))),
  gangAffiliation: at('security/gang', object(gangAffiliation)),
  specialStatuses: at('security/alerts', list(code(CODES.specialStatus))),
  residences: at('history/homes', list(object(residence))),
  employments: at('history/jobs', list(object(employment))),
  phones: at('reach/telephones', list(object(phone))),
  emails: at('reach/mailboxes', list(same)),
});

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('track', code(CODES.supervisionPeriodType)),
  startDate: 'begins',
  endDate: 'ends',
  indefinite: 'open_ended',
});

export const supervision = block<Supervision>({
  type: at('order_type', code(CODES.supervisionType)),
  periods: at('terms', list(object(supervisionPeriod))),
  deferredSentence: 'deferred',
  incarcerated: 'custody/in_prison',
  plannedReleaseDate: 'custody/release_planned',
});

export const offense = block<Offense>({
  description: 'charge/title',
  ncicCode: 'charge/ncic',
  statute: 'charge/statute_text',
  degree: at('charge/class', code(CODES.offenseDegree)),
  counties: at('court/counties', list(same)),
  docketNumber: 'court/docket',
  offenseDate: 'dates/committed',
  sentenceDate: 'dates/sentenced',
  sentence: 'outcome/sentence_text',
  misdemeanorCriteria: at('outcome/misdemeanor_basis', list(code(CODES.misdemeanorCriterion))),
  instant: 'flags/instant_charge',
  chargeReduced: 'flags/pled_down',
  registrable: 'flags/registrable_charge',
  narrative: 'story',
});

export const condition = block<Condition>({
  reference: 'condition_number',
  kind: at('condition_type', code(CODES.conditionKind)),
  text: 'wording',
  imposedBy: at('ordered_by_side', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: 'condition_number',
  text: 'wording',
  status: at('standing', code(CODES.conditionCompliance)),
  comment: 'remark',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'wording',
  explanation: 'why_not',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('debt_type', code(CODES.financialObligationKind)),
  balance: at('owed', dollars),
  payee: 'pay_to/recipient',
  payeeAddress: at('pay_to/mail_to', object(address)),
});

export const application = block<Application>({
  signedOn: 'signature_date',
  extraditionWaived: 'extradition_waiver',
});

export const applicationFee = block<ApplicationFee>({
  amount: at('dollars', dollars),
  status: at('fee_state', code(CODES.feeStatus)),
});

export const sponsor = block<Sponsor>({
  name: at('full_name', lastNameFirst),
  relationship: at('kinship', code(CODES.sponsorRelationship)),
  phone: 'sponsor_phone',
  address: at('home_address', object(address)),
  residentSince: 'in_state_since',
  willing: 'agrees',
  able: 'capable',
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('source', code(CODES.meansOfSupportKind)),
  description: 'explained',
  employment: at('job', object(employment)),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('service_branch', code(CODES.militaryBranch)),
  orderNumber: 'orders_no',
  issuedOn: 'orders_date',
  reportOn: 'reports_on',
  installation: 'base_name',
  servingMember: 'service_member',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'letter_from',
  issuedOn: 'letter_date',
  position: 'new_position',
  startDate: 'starts_on',
  address: at('new_worksite', object(address)),
  transferredMember: 'moved_relative',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'va_facility',
  issuedOn: 'referred_on',
  reference: carriedOnly,
  address: at('va_address', object(address)),
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('event_type', code(CODES.qualifyingEventKind)),
  date: 'event_date',
});

export const travelPermit = block<TravelPermit>({
  issued: 'given',
  issuedOn: 'given_on',
  expiresOn: 'good_until',
});

export const protectiveOrder = block<ProtectiveOrder>({
  kind: at('order_kind', code(CODES.protectiveOrderKind)),
  protectedParty: 'protects',
  issuedBy: 'issuing_court',
  number: 'order_no',
  expiresOn: 'valid_until',
  terms: 'order_terms',
});

export const victim = block<Victim>({
  name: at('full_name', lastNameFirst),
  sex: at('sex_code', code(CODES.sex)),
  age: 'years_old',
  relationship: 'relation',
  statement: 'impact_statement',
});

export const registry = block<Registry>({
  status: at('registration_standing', code(CODES.registryStatus)),
  state: at('registered_in_fips', code(CODES.addressState)),
  number: 'registration_no',
  registeredOn: 'registered_since',
});

export const sexOffense = block<SexOffense>({
  narrative: 'offense_account',
  contactRestrictions: at('no_contact_rules', list(same)),
  victims: at('harmed', list(object(victim))),
  registry: at('registration', object(registry)),
  assessment: 'risk_assessment',
  treatmentPlan: 'treatment',
});

export const attachment = block<Attachment>({
  sha256: 'digest',
  mediaType: at('mime_code', code(CODES.attachmentMediaType)),
  size: 'bytes',
  kind: at('document_class', code(CODES.attachmentKind)),
  fileName: 'file_name',
  description: 'caption',
});

export const program = block<Program>({
  name: 'program_title',
  status: at('completion', code(CODES.programStatus)),
  from: 'attended/start',
  to: 'attended/stop',
  comment: 'remark',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('response_type', code(CODES.supervisionResponseKind)),
  date: 'response_date',
  description: 'what_was_done',
  outcome: 'effect',
});

export const arrest = block<Arrest>({
  date: 'arrested_on',
  charge: 'charge_title',
  degree: at('charge_class', code(CODES.offenseDegree)),
  agency: 'police_agency',
  disposition: 'charge_standing',
});

export const conviction = block<Conviction>({
  date: 'convicted_on',
  offense: 'charge_title',
  degree: at('charge_class', code(CODES.offenseDegree)),
  sentence: 'sentence_text',
});

export const lastEmployment = block<LastEmployment>({
  status: at('work_status', code(CODES.employmentStatus)),
  employment: at('job', object(employment)),
});

export const incarceration = block<Incarceration>({
  facility: 'prison',
  address: at('prison_address', object(address)),
  since: 'held_since',
  expectedReleaseDate: 'release_expected',
  offense: 'held_for',
});

export const activityReference = block<ActivityReference>({
  activity: at('kind_no', code(CODES.activityCode)),
  id: 'message_no',
  sentBy: at('from_side', code(CODES.caseSide)),
});
