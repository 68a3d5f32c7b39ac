import type {
  Actor,
  Address,
  Alias,
  Attestation,
  Contact,
  Employment,
  Identifier,
  MarkOnBody,
  MeansOfSupport,
  Office,
  OtherResident,
  PersonName,
  Phone,
  Residence,
  Sponsor,
  StateIdentifier,
  SupervisedIndividual,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object, same } from './block.ts';
import { CODES } from './charge-rows-codes.ts';
import { slashedDay, slashedMoment, trueOrFalse, zipCode } from './charge-rows-values.ts';
import { code, numberText } from './codecs.ts';

export const personName = block<PersonName>({
  lastName: 'family_tx',
  firstName: 'given_tx',
  middleName: 'middle_tx',
  suffix: 'gener_tx',
});

export const address = block<Address>({
  line1: 'street_1_tx',
  line2: 'street_2_tx',
  city: 'place_tx',
  county: 'cnty_tx',
  state: at('juris_dk', code(CODES.addressState)),
  postalCode: zipCode,
});

export const actor = block<Actor>({
  name: 'name_tx',
  title: 'post_tx',
  role: at('role_dk', code(CODES.actorRole)),
  reference: 'ref_tx',
  phone: 'dial_tx',
  email: 'mailbox_tx',
});

export const attestation = block<Attestation>({
  actor: inline('', actor),
  releasedAt: at('rlsd_utc', slashedMoment),
});

export const contact = block<Contact>({
  name: 'name_tx',
  title: 'post_tx',
  phone: 'dial_tx',
  email: 'mailbox_tx',
});

export const office = block<Office>({
  name: 'name_tx',
  address: inline('', address),
  phone: 'dial_tx',
});

export const employment = block<Employment>({
  employer: 'emplr_tx',
  occupation: 'occup_tx',
  address: inline('', address),
  phone: 'dial_tx',
  from: at('begin_ymd', slashedDay),
  to: at('finish_ymd', slashedDay),
});

export const residence = block<Residence>({
  kind: at('cls_dk', code(CODES.residenceKind)),
  address: inline('', address),
  from: at('begin_ymd', slashedDay),
  to: at('finish_ymd', slashedDay),
  intent: at('intent_dk', code(CODES.residenceIntent)),
  primary: at('primary_tf', trueOrFalse),
  phone: 'dial_tx',
});

export const otherResident = block<OtherResident>({
  name: 'name_tx',
  relationship: 'relationship_tx',
  age: at('age_cnt', numberText),
});

export const phone = block<Phone>({
  number: 'nbr_tx',
  kind: at('cls_dk', code(CODES.phoneKind)),
});

export const alias = block<Alias>({
  name: inline('', personName),
  kind: at('cls_dk', code(CODES.aliasKind)),
});

export const identifier = block<Identifier>({
  scheme: 'scheme_tx',
  value: 'value_tx',
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('juris_dk', code(CODES.addressState)),
  number: 'nbr_tx',
});

export const markOnBody = block<MarkOnBody>({
  kind: at('cls_dk', code(CODES.bodyMarkKind)),
  location: 'location_tx',
  description: 'descr_tx',
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('known_tf', trueOrFalse),
  gang: 'set_tx',
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'hub_person_tx',
  name: inline('', personName),
  aliases: at('aka_rows', list(object(alias))),
  dateOfBirth: at('birth_ymd', slashedDay),
  otherDatesOfBirth: at('alt_birth_set', list(slashedDay)),
  sex: at('sex_dk', code(CODES.sex)),
  race: at('race_dk', code(CODES.race)),
  ethnicity: at('ethnicity_dk', code(CODES.ethnicity)),
  height: 'ht_ftin_tx',
  weight: at('wt_lb_cnt', numberText),
  eyeColor: at('eye_color_dk', code(CODES.eyeColor)),
  hairColor: at('hair_color_dk', code(CODES.hairColor)),
  marks: at('bodymark_rows', list(object(markOnBody))),
  fbiNumber: 'fbi_number_tx',
  stateIdentifiers: at('sid_rows', list(object(stateIdentifier))),
  socialSecurityNumbers: at('ssn_set', list(same)),
  identifiers: at('xref_rows', list(object(identifier))),
  citizenships: at('citizen_set', list(same)),
  immigrationStatus: at('immigration_status_dk', code(CODES.immigrationStatus)),
  gangAffiliation: inline('gang_', gangAffiliation),
  residences: at('dwelling_rows', list(object(residence))),
  employments: at('jobhist_rows', list(object(employment))),
  phones: at('dial_rows', list(object(phone))),
  emails: at('mailbox_set', list(same)),
  specialStatuses: at('alert_set', list(code(CODES.specialStatus))),
});

export const sponsor = block<Sponsor>({
  name: inline('', personName),
  relationship: at('relationship_dk', code(CODES.sponsorRelationship)),
  phone: 'dial_tx',
  address: inline('', address),
  residentSince: at('resident_since_ymd', slashedDay),
  willing: at('willing_tf', trueOrFalse),
  able: at('able_tf', trueOrFalse),
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('cls_dk', code(CODES.meansOfSupportKind)),
  description: 'descr_narr',
  employment: inline('wage_', employment),
});
