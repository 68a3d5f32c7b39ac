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
import { at, block, inline, list, object, same } from './block.ts';
import { code, cut } from './codecs.ts';
import * as matter from './resource-json-case-blocks.ts';
import * as person from './resource-json-person-blocks.ts';
import { CODES } from './resource-json-codes.ts';
import { coding, one, telephone } from './resource-json-values.ts';

export const activityReference = block<ActivityReference>({
  activity: at('eventClass', coding('activity-code', CODES.activityCode)),
  id: 'bundleId',
  sentBy: at('raisedBySide', code(CODES.caseSide)),
});

export const violation = block<Violation>({
  dateOfBehavior: 'breachedOn',
  dateDetermined: 'establishedOn',
  description: at('breachConduct', cut(3500)),
  conditionViolated: 'requirementBreached',
  disposition: 'allegationOutcome',
});

export const availability = block<Availability>({
  status: at(
    'attributes/surrenderability',
    coding('availability-status', CODES.availabilityStatus),
  ),
  reason: at('attributes/surrenderBar', code(CODES.unavailabilityReason)),
  expectedOn: 'attributes/surrenderFrom',
  explanation: 'attributes/surrenderRemark',
});

export const whereabouts = block<Whereabouts>({
  status: at('attributes/locationState', coding('custody-status', CODES.custodyStatus)),
  incarceration: at('resources/imprisonments', one(matter.incarceration)),
  address: at('resources/addresses', one(person.address)),
});

export const probableCause = block<ProbableCause>({
  status: at('attributes/hearingPhase', coding('probable-cause-status', CODES.probableCauseStatus)),
  hearingDate: 'attributes/hearingListedFor',
  reportDate: 'attributes/hearingReportDated',
});

export const abscondingContact = block<AbscondingContact>({
  kind: at('traceMeans', coding('absconding-contact-kind', CODES.abscondingContactKind)),
  date: 'attemptedOn',
  result: 'traceResult',
});

export const absconding = block<Absconding>({
  lastContactDate: 'attributes/lastHeardFrom',
  lastKnownPhone: at('attributes/lastTelephone', telephone),
  lastKnownAddress: at('resources/lastAddresses', one(person.address)),
  lastKnownEmployment: inline('', person.lastEmployment),
  contacts: at('resources/traceAttempts', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: 'datedOn',
  authority: 'grantingBench',
  number: 'warrantRef',
  ncicNumber: 'nationalFileNo',
  ncicVerifiedOn: 'nationalFileCheckedOn',
});

export const profileChanges = block<ProfileChanges>({
  tolling: at('attributes/sentenceClock', code(CODES.tollingStatus)),
  intendedDepartureDate: 'attributes/plannedDeparture',
  newPhoto: 'attributes/freshPhotograph',
  emails: at('attributes/emailAddresses', list(same)),
  residence: at('resources/dwellings', one(person.residence)),
  phones: at('resources/telecoms', list(object(person.phone))),
  employment: at('resources/employments', one(person.employment)),
  supervision: at('resources/orders', one(matter.supervision)),
});
