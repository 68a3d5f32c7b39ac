import type {
  Actor,
  Address,
  Alias,
  Attestation,
  Contact,
  Employment,
  Identifier,
  LastEmployment,
  MarkOnBody,
  Office,
  OtherResident,
  PersonName,
  Phone,
  ReportingInstructions,
  Residence,
  StateIdentifier,
  SupervisedIndividual,
} from '../../hub/generated/messages.ts';
import { at, block, carriedOnly, list, object, same } from './block.ts';
import { code } from './codecs.ts';
import { CODES } from './resource-json-codes.ts';
import { coding, momentWithOffset, one, telephone, wholeMinutes } from './resource-json-values.ts';

export const personName = block<PersonName>({
  lastName: 'familyName',
  firstName: 'givenName',
  middleName: 'otherGivenNames',
  suffix: 'generationTag',
});

export const address = block<Address>({
  line1: 'premisesLine',
  line2: 'localityLine',
  city: 'postTown',
  county: 'administrativeCounty',
  state: at('subdivision', coding('address-state', CODES.addressState)),
  postalCode: 'postcode',
});

export const actor = block<Actor>({
  name: 'preferredName',
  title: 'postHeld',
  role: at('duties', coding('actor-role', CODES.actorRole)),
  reference: 'staffRef',
  phone: at('dutyLine', telephone),
  email: 'officeMailbox',
});

export const contact = block<Contact>({
  name: 'preferredName',
  title: 'postHeld',
  phone: at('dutyLine', telephone),
  email: 'officeMailbox',
});

export const attestation = block<Attestation>({
  actor: at('resources/authorisers', one(actor)),
  releasedAt: at('meta/authorisedAt', momentWithOffset),
});

export const office = block<Office>({
  name: 'bureauName',
  address: at('addresses', one(address)),
  phone: at('switchboard', telephone),
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: 'attributes/attendOn',
  reportTime: at('attributes/attendAt', wholeMinutes),
  instructions: 'attributes/attendanceGuidance',
  office: at('resources/offices', one(office)),
  officer: at('resources/officers', one(contact)),
});

export const employment = block<Employment>({
  employer: 'employingFirm',
  occupation: 'tradeFollowed',
  address: at('addresses', one(address)),
  phone: at('firmTelephone', telephone),
  from: 'employedFrom',
  to: 'employedTo',
});

export const lastEmployment = block<LastEmployment>({
  status: at('attributes/workSituation', coding('employment-status', CODES.employmentStatus)),
  employment: at('resources/lastEmployments', one(employment)),
});

export const residence = block<Residence>({
  kind: at('accommodationType', coding('residence-kind', CODES.residenceKind)),
  address: at('addresses', one(address)),
  from: 'occupiedFrom',
  to: 'occupiedTo',
  intent: at('occupancyPlan', code(CODES.residenceIntent)),
  primary: 'mainHome',
  phone: at('houseTelephone', telephone),
});

export const otherResident = block<OtherResident>({
  name: 'housemateName',
  relationship: 'tieToIndividual',
  age: 'ageInYears',
});

export const phone = block<Phone>({
  kind: at('lineUse', coding('phone-kind', CODES.phoneKind)),
  number: at('dialled', telephone),
});

export const identifier = block<Identifier>({
  scheme: 'issuingRegister',
  value: 'registerEntry',
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('subdivision', coding('address-state', CODES.addressState)),
  number: 'bureauNumber',
});

export const markOnBody = block<MarkOnBody>({
  kind: at('markCategory', coding('body-mark-kind', CODES.bodyMarkKind)),
  location: 'bodySite',
  description: 'markDescription',
});

export const alias = block<Alias>({
  name: at('names', one(personName)),
  kind: at('aliasCategory', code(CODES.aliasKind)),
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: 'linkKnown',
  gang: 'gangLabel',
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'hubIndividualRef',
  name: at('names', one(personName)),
  aliases: at('knownAs', list(object(alias))),
  dateOfBirth: 'bornOn',
  otherDatesOfBirth: carriedOnly,
  sex: at('sexCategory', coding('sex', CODES.sex)),
  race: at('racialGroup', coding('race', CODES.race)),
  ethnicity: at('ethnicHeritage', code(CODES.ethnicity)),
  height: 'statureFeetInches',
  weight: 'bodyWeightPounds',
  eyeColor: at('eyeColour', code(CODES.eyeColor)),
  hairColor: at('hairColour', code(CODES.hairColor)),
  marks: at('bodyMarkings', list(object(markOnBody))),
  fbiNumber: 'federalBureauNo',
  stateIdentifiers: at('stateBureauEntries', list(object(stateIdentifier))),
  socialSecurityNumbers: at('socialSecurityNos', list(same)),
  identifiers: at('otherRegisters', list(object(identifier))),
  citizenships: at('nationalities', list(same)),
  immigrationStatus: at('immigrationStanding', code(CODES.immigrationStatus)),
  gangAffiliation: at('gangLinks', one(gangAffiliation)),
  residences: at('dwellings', list(object(residence))),
  employments: at('employments', list(object(employment))),
  phones: at('telecoms', list(object(phone))),
  emails: at('emailAddresses', list(same)),
  specialStatuses: at('safeguardFlags', list(code(CODES.specialStatus))),
});
