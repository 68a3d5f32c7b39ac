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
import { at, block, list, object } from './block.ts';
import { code } from './codecs.ts';
import { CODES } from './entry-json-codes.ts';
import { dottedDay, dottedMoment, yesOrNo } from './entry-json-values.ts';

export const address = block<Address>({
  line1: 'AD01',
  line2: 'AD02',
  city: 'AD03',
  county: 'AD04',
  state: at('AD05', code(CODES.addressState)),
  postalCode: 'AD06',
});

export const employment = block<Employment>({
  employer: 'EM01',
  occupation: 'EM02',
  address: at('EM03', object(address)),
  phone: 'EM04',
  from: at('EM05', dottedDay),
  to: at('EM06', dottedDay),
});

export const actor = block<Actor>({
  name: 'AT01',
  title: 'AT02',
  role: at('AT03', code(CODES.actorRole)),
  reference: 'AT04',
  phone: 'AT05',
  email: 'AT06',
});

export const personName = block<PersonName>({
  lastName: 'PN01',
  firstName: 'PN02',
  middleName: 'PN03',
  suffix: 'PN04',
});

export const alias = block<Alias>({
  name: at('AL01', object(personName)),
  kind: at('AL02', code(CODES.aliasKind)),
});

export const attestation = block<Attestation>({
  actor: at('AS01', object(actor)),
  releasedAt: at('AS02', dottedMoment),
});

export const contact = block<Contact>({
  name: 'CT01',
  title: 'CT02',
  phone: 'CT03',
  email: 'CT04',
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('GA01', yesOrNo),
  gang: 'GA02',
});

export const identifier = block<Identifier>({
  scheme: 'ID01',
  value: 'ID02',
});

export const markOnBody = block<MarkOnBody>({
  kind: at('MO01', code(CODES.bodyMarkKind)),
  location: 'MO02',
  description: 'MO03',
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('ME01', code(CODES.meansOfSupportKind)),
  description: 'ME02',
  employment: at('ME03', object(employment)),
});

export const office = block<Office>({
  name: 'OI01',
  address: at('OI02', object(address)),
  phone: 'OI03',
});

export const otherResident = block<OtherResident>({
  name: 'OR01',
  relationship: 'OR02',
  age: 'OR03',
});

export const phone = block<Phone>({
  number: 'PH01',
  kind: at('PH02', code(CODES.phoneKind)),
});

export const residence = block<Residence>({
  kind: at('RS01', code(CODES.residenceKind)),
  address: at('RS02', object(address)),
  from: at('RS03', dottedDay),
  to: at('RS04', dottedDay),
  intent: at('RS05', code(CODES.residenceIntent)),
  primary: at('RS06', yesOrNo),
  phone: 'RS07',
});

export const sponsor = block<Sponsor>({
  name: at('SP01', object(personName)),
  relationship: at('SP02', code(CODES.sponsorRelationship)),
  phone: 'SP03',
  address: at('SP04', object(address)),
  residentSince: at('SP05', dottedDay),
  willing: at('SP06', yesOrNo),
  able: at('SP07', yesOrNo),
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('SI01', code(CODES.addressState)),
  number: 'SI02',
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'SU01',
  name: at('SU02', object(personName)),
  aliases: at('SU03', list(object(alias))),
  dateOfBirth: at('SU04', dottedDay),
  otherDatesOfBirth: at('SU05', list(dottedDay)),
  sex: at('SU06', code(CODES.sex)),
  race: at('SU07', code(CODES.race)),
  ethnicity: at('SU08', code(CODES.ethnicity)),
  height: 'SU09',
  weight: 'SU10',
  eyeColor: at('SU11', code(CODES.eyeColor)),
  hairColor: at('SU12', code(CODES.hairColor)),
  marks: at('SU13', list(object(markOnBody))),
  fbiNumber: 'SU14',
  stateIdentifiers: at('SU15', list(object(stateIdentifier))),
  socialSecurityNumbers: 'SU16',
  identifiers: at('SU17', list(object(identifier))),
  citizenships: 'SU18',
  immigrationStatus: at('SU19', code(CODES.immigrationStatus)),
  gangAffiliation: at('SU20', object(gangAffiliation)),
  residences: at('SU21', list(object(residence))),
  employments: at('SU22', list(object(employment))),
  phones: at('SU23', list(object(phone))),
  emails: 'SU24',
  specialStatuses: at('SU25', list(code(CODES.specialStatus))),
});
