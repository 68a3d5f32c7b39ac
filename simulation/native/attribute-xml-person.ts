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
import { at, block, inline, object, parts, same, wrapped } from './block.ts';
import { code, numberText } from './codecs.ts';
import { CODES } from './attribute-xml-codes.ts';
import { solidDay, solidMoment, oneOrNought } from './attribute-xml-values.ts';

// Attributes first, then elements in the order of the XSD.

export const address = block<Address>({
  state: at('@Jur', code(CODES.addressState)),
  postalCode: '@Zip',
  line1: '@Adr1',
  line2: '@Adr2',
  city: '@Cty',
  county: '@Cou',
});

export const employment = block<Employment>({
  from: at('@Frm', solidDay),
  to: at('@Thr', solidDay),
  employer: '@Firm',
  occupation: '@Ocp',
  address: inline('', address),
  phone: '@Tel',
});

export const actor = block<Actor>({
  reference: '@Usr',
  role: at('@Rol', code(CODES.actorRole)),
  name: '@Nme',
  title: '@Ttl',
  phone: '@Tel',
  email: '@Eml',
});

export const personName = block<PersonName>({
  lastName: '@Lnm',
  firstName: '@Fnm',
  middleName: '@Mnm',
  suffix: '@Sfx',
});

export const alias = block<Alias>({
  kind: at('@Typ', code(CODES.aliasKind)),
  name: inline('', personName),
});

export const attestation = block<Attestation>({
  releasedAt: at('@RlsAt', solidMoment),
  actor: inline('Rl', actor),
});

export const contact = block<Contact>({
  name: '@Nme',
  title: '@Ttl',
  phone: '@Tel',
  email: '@Eml',
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('@Knw', oneOrNought),
  gang: '@Nme',
});

export const identifier = block<Identifier>({
  scheme: '@Sch',
  value: '@Val',
});

export const markOnBody = block<MarkOnBody>({
  kind: at('@Typ', code(CODES.bodyMarkKind)),
  description: '@Dsc',
  location: '@Lct',
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('@Typ', code(CODES.meansOfSupportKind)),
  employment: inline('', employment),
  description: 'Dsc',
});

export const office = block<Office>({
  name: '@Nme',
  address: inline('', address),
  phone: '@Tel',
});

export const otherResident = block<OtherResident>({
  age: at('@Age', numberText),
  name: '@Nme',
  relationship: '@Rlt',
});

export const phone = block<Phone>({
  kind: at('@Typ', code(CODES.phoneKind)),
  number: '@Nbr',
});

export const residence = block<Residence>({
  kind: at('@Typ', code(CODES.residenceKind)),
  intent: at('@Int', code(CODES.residenceIntent)),
  primary: at('@Prm', oneOrNought),
  from: at('@Frm', solidDay),
  to: at('@Thr', solidDay),
  address: inline('', address),
  phone: '@Tel',
});

export const sponsor = block<Sponsor>({
  relationship: at('@Rlt', code(CODES.sponsorRelationship)),
  willing: at('@Wln', oneOrNought),
  able: at('@Abl', oneOrNought),
  residentSince: at('@RsdSnc', solidDay),
  name: inline('', personName),
  phone: '@Tel',
  address: inline('', address),
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('@Jur', code(CODES.addressState)),
  number: '@Nbr',
});

export const supervisedIndividual = block<SupervisedIndividual>({
  sex: at('@Gdr', code(CODES.sex)),
  race: at('@Rce', code(CODES.race)),
  ethnicity: at('@Eth', code(CODES.ethnicity)),
  dateOfBirth: at('@Dob', solidDay),
  fbiNumber: '@Fbi',
  personId: '@PrsId',
  immigrationStatus: at('@ImgSts', code(CODES.immigrationStatus)),
  name: inline('', personName),
  height: parts(['@HgtF', '@HgtI'], (text) => [text.slice(0, 1), text.slice(1)], ''),
  weight: at('@Wgt', numberText),
  eyeColor: at('@Eye', code(CODES.eyeColor)),
  hairColor: at('@Hai', code(CODES.hairColor)),
  gangAffiliation: inline('Gg', gangAffiliation),
  aliases: wrapped('Akas/Aka', object(alias)),
  otherDatesOfBirth: wrapped('Dobs/DobX', solidDay),
  marks: wrapped('Smts/Smt', object(markOnBody)),
  stateIdentifiers: wrapped('Sids/SidN', object(stateIdentifier)),
  socialSecurityNumbers: wrapped('Ssns/SsnN', same),
  identifiers: wrapped('Idns/IdN', object(identifier)),
  citizenships: wrapped('Ctzs/Ctz', same),
  residences: wrapped('Rsds/RsdE', object(residence)),
  employments: wrapped('Jobs/EmpE', object(employment)),
  phones: wrapped('Tels/TelN', object(phone)),
  emails: wrapped('Emls/EmlA', same),
  specialStatuses: wrapped('Flgs/Flg', code(CODES.specialStatus)),
});
