import type {
  Absconding,
  AbscondingContact,
  Availability,
  ProbableCause,
  Violation,
  Warrant,
  Whereabouts,
} from '../../hub/generated/messages.ts';
import { at, block, carriedOnly, list, object } from './block.ts';
import { code } from './codecs.ts';
import { address, incarceration, lastEmployment } from './nested-json-blocks.ts';
import { CODES } from './nested-json-codes.ts';

export const violation = block<Violation>({
  dateOfBehavior: 'behaved_on',
  dateDetermined: 'found_out_on',
  description: 'what_happened',
  conditionViolated: 'rule_broken',
  disposition: 'charge_standing',
});

export const availability = block<Availability>({
  status: at('ready_code', code(CODES.availabilityStatus)),
  reason: at('not_ready_because', code(CODES.unavailabilityReason)),
  expectedOn: 'ready_from',
  explanation: 'explained',
});

export const whereabouts = block<Whereabouts>({
  status: at('where_code', code(CODES.custodyStatus)),
  incarceration: at('imprisoned', object(incarceration)),
  address: at('living_at', object(address)),
});

export const probableCause = block<ProbableCause>({
  status: at('hearing_stage', code(CODES.probableCauseStatus)),
  hearingDate: 'heard_on',
  reportDate: carriedOnly,
});

const abscondingContact = block<AbscondingContact>({
  kind: at('looked_at', code(CODES.abscondingContactKind)),
  date: 'looked_on',
  result: 'turned_up',
});

export const absconding = block<Absconding>({
  lastKnownAddress: at('address', object(address)),
  lastKnownPhone: 'phone',
  lastKnownEmployment: at('work', object(lastEmployment)),
  lastContactDate: 'contact_on',
  contacts: at('search', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: 'order_date',
  authority: 'issuing_court',
  number: 'order_no',
  ncicNumber: 'nic',
  ncicVerifiedOn: 'nic_checked_on',
});
