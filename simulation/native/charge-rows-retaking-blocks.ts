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
import { CODES } from './charge-rows-codes.ts';
import { slashedDay, trueOrFalse } from './charge-rows-values.ts';
import { code } from './codecs.ts';
import { incarceration, lastEmployment, supervision } from './charge-rows-blocks.ts';
import { address, employment, phone, residence } from './charge-rows-person.ts';

export const activityReference = block<ActivityReference>({
  activity: at('activity_dk', code(CODES.activityCode)),
  id: 'id_tx',
  sentBy: at('sent_by_dk', code(CODES.caseSide)),
});

export const violation = block<Violation>({
  dateOfBehavior: at('behavior_ymd', slashedDay),
  dateDetermined: at('determined_ymd', slashedDay),
  description: 'descr_narr',
  conditionViolated: 'condition_violated_narr',
  disposition: 'disposition_tx',
});

export const availability = block<Availability>({
  status: at('status_dk', code(CODES.availabilityStatus)),
  reason: at('reason_dk', code(CODES.unavailabilityReason)),
  expectedOn: at('expected_ymd', slashedDay),
  explanation: 'expl_narr',
});

export const whereabouts = block<Whereabouts>({
  status: at('status_dk', code(CODES.custodyStatus)),
  incarceration: inline('jail_', incarceration),
  address: inline('', address),
});

export const probableCause = block<ProbableCause>({
  status: at('status_dk', code(CODES.probableCauseStatus)),
  hearingDate: at('hearing_ymd', slashedDay),
  reportDate: at('report_ymd', slashedDay),
});

export const abscondingContact = block<AbscondingContact>({
  kind: at('cls_dk', code(CODES.abscondingContactKind)),
  date: at('event_ymd', slashedDay),
  result: 'result_narr',
});

export const absconding = block<Absconding>({
  lastKnownAddress: inline('', address),
  lastKnownPhone: 'last_known_phone_tx',
  lastKnownEmployment: inline('lastjob_', lastEmployment),
  lastContactDate: at('last_contact_ymd', slashedDay),
  contacts: at('search_rows', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: at('issued_ymd', slashedDay),
  authority: 'issuer_tx',
  number: 'nbr_tx',
  ncicNumber: 'ncic_number_tx',
  ncicVerifiedOn: at('ncic_verified_ymd', slashedDay),
});

export const profileChanges = block<ProfileChanges>({
  residence: inline('nowhome_', residence),
  phones: at('dial_rows', list(object(phone))),
  emails: at('mailbox_set', list(same)),
  employment: inline('job_', employment),
  supervision: inline('spvn_', supervision),
  tolling: at('tolling_dk', code(CODES.tollingStatus)),
  intendedDepartureDate: at('intended_departure_ymd', slashedDay),
  newPhoto: at('new_photo_tf', trueOrFalse),
});
