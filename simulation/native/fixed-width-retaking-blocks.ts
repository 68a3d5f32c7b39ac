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
import { CODES } from './fixed-width-codes.ts';
import { dayOfFile, oneOrZero, only, telephone } from './fixed-width-values.ts';
import {
  address,
  employment,
  incarceration,
  lastEmployment,
  phone,
  residence,
  supervision,
} from './fixed-width-person-blocks.ts';

export const activityReference = block<ActivityReference>({
  activity: at('PRIOR-RECORD', code(CODES.activityCode)),
  id: 'PRIOR-XMIT',
  sentBy: at('PRIOR-SENDER', code(CODES.caseSide)),
});

export const violation = block<Violation>({
  dateOfBehavior: at('BREACH-COMMITTED', dayOfFile),
  dateDetermined: at('BREACH-FOUND', dayOfFile),
  description: 'BREACH-TEXT',
  conditionViolated: 'BROKEN-COND-TEXT',
  disposition: at('BREACH-OUTCOME', cut(60)),
});

export const availability = block<Availability>({
  status: at('SEIZE-STANDING', code(CODES.availabilityStatus)),
  reason: at('SEIZE-BAR', code(CODES.unavailabilityReason)),
  expectedOn: at('SEIZE-FROM', dayOfFile),
  explanation: 'SEIZE-TEXT',
});

export const whereabouts = block<Whereabouts>({
  status: at('PLACE-STANDING', code(CODES.custodyStatus)),
  incarceration: at('JAIL-SEG', only(incarceration)),
  address: inline('PLACE-', address),
});

export const probableCause = block<ProbableCause>({
  status: at('CAUSE-STANDING', code(CODES.probableCauseStatus)),
  hearingDate: at('CAUSE-HEARING', dayOfFile),
  reportDate: at('CAUSE-REPORTED', dayOfFile),
});

export const abscondingContact = block<AbscondingContact>({
  kind: at('SEARCH-CLASS', code(CODES.abscondingContactKind)),
  date: at('SEARCH-DAY', dayOfFile),
  result: 'SEARCH-TEXT',
});

export const absconding = block<Absconding>({
  lastKnownAddress: inline('LAST-', address),
  lastKnownPhone: telephone('LAST-PHONE'),
  lastKnownEmployment: at('LAST-JOB-SEG', only(lastEmployment)),
  lastContactDate: at('LAST-SEEN', dayOfFile),
  contacts: at('SEARCH-SEG', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: at('WRIT-ISSUED', dayOfFile),
  authority: 'WRIT-COURT',
  number: 'WRIT-SERIAL',
  ncicNumber: 'WRIT-NCIC',
  ncicVerifiedOn: at('WRIT-VERIFIED', dayOfFile),
});

export const profileChanges = block<ProfileChanges>({
  residence: at('DWELL-SEG', only(residence)),
  phones: at('DIAL-SEG', list(object(phone))),
  emails: at('MAIL-SEG', list(same)),
  employment: at('JOB-SEG', only(employment)),
  supervision: at('SUPV-SEG', only(supervision)),
  tolling: at('CLOCK-STANDING', code(CODES.tollingStatus)),
  intendedDepartureDate: at('PLAN-LEAVE', dayOfFile),
  newPhoto: at('PHOTO-RENEWED', oneOrZero),
});
