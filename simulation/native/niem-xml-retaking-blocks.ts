import type {
  Absconding,
  AbscondingContact,
  ActivityReference,
  Availability,
  ProbableCause,
  ProfileChanges,
  Violation,
  Warrant,
  Whereabouts,
} from '../../hub/generated/messages.ts';
import { at, block, list, object, same } from './block.ts';
import { code } from './codecs.ts';
import * as matter from './niem-xml-case-blocks.ts';
import { CODES } from './niem-xml-codes.ts';
import * as person from './niem-xml-person-blocks.ts';
import { day, identification, telephone, trueText } from './niem-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

export const activityReference = block<ActivityReference>({
  activity: at('ReferencedActivityCode', code(CODES.activityCode)),
  id: at('ReferencedDocumentIdentification', identification),
  sentBy: at('ReferencedSenderCode', code(CODES.caseSide)),
});

export const violation = block<Violation>({
  dateOfBehavior: at('nc:ActivityDate', day),
  dateDetermined: at('ViolationDeterminationDate', day),
  description: 'ViolationBehaviorText',
  conditionViolated: 'ViolatedConditionText',
  disposition: 'ViolationDispositionText',
});

export const availability = block<Availability>({
  status: at('RetakingAvailabilityCode', code(CODES.availabilityStatus)),
  reason: at('UnavailabilityReasonCode', code(CODES.unavailabilityReason)),
  expectedOn: at('ExpectedAvailabilityDate', day),
  explanation: 'UnavailabilityDescriptionText',
});

export const whereabouts = block<Whereabouts>({
  status: at('SubjectCustodyCode', code(CODES.custodyStatus)),
  incarceration: at('SubjectConfinement', object(matter.incarceration)),
  address: at('nc:Address', object(person.address)),
});

export const probableCause = block<ProbableCause>({
  status: at('ProbableCauseCode', code(CODES.probableCauseStatus)),
  hearingDate: at('ProbableCauseHearingDate', day),
  reportDate: at('ProbableCauseReportDate', day),
});

const abscondingContact = block<AbscondingContact>({
  kind: at('ContactAttemptCategoryCode', code(CODES.abscondingContactKind)),
  date: at('nc:ActivityDate', day),
  result: 'ContactAttemptResultText',
});

export const absconding = block<Absconding>({
  lastKnownAddress: at('nc:Address', object(person.address)),
  lastKnownPhone: telephone('nc:ContactTelephoneNumber'),
  lastKnownEmployment: at('LastKnownEmployment', object(matter.lastEmployment)),
  lastContactDate: at('LastPersonalContactDate', day),
  contacts: at('ContactAttempt', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: at('WarrantIssueDate', day),
  authority: 'WarrantIssuingAuthorityName',
  number: at('WarrantIdentification', identification),
  ncicNumber: at('WarrantNCICIdentification', identification),
  ncicVerifiedOn: at('WarrantNCICVerificationDate', day),
});

export const profileChanges = block<ProfileChanges>({
  residence: at('PersonResidence', object(person.residence)),
  phones: at('PersonTelephone', list(object(person.phone))),
  emails: at('nc:ContactEmailID', list(same)),
  employment: at('PersonEmployment', object(person.employment)),
  supervision: at('nc:Supervision', object(matter.supervision)),
  tolling: at('SupervisionTollingCode', code(CODES.tollingStatus)),
  intendedDepartureDate: at('IntendedDepartureDate', day),
  newPhoto: at('PhotographReplacedIndicator', trueText),
});
