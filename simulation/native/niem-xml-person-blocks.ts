import type {
  Actor,
  Address,
  Alias,
  Attestation,
  Contact,
  Employment,
  Identifier,
  MarkOnBody,
  Office,
  OtherResident,
  PersonName,
  Phone,
  Residence,
  Sponsor,
  StateIdentifier,
  SupervisedIndividual,
  Victim,
} from '../../hub/generated/messages.ts';
import { at, block, list, object, same } from './block.ts';
import { code, numberText } from './codecs.ts';
import { CODES } from './niem-xml-codes.ts';
import { day, identification, telephone, trueText } from './niem-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

const personName = block<PersonName>({
  firstName: 'nc:PersonGivenName',
  middleName: 'nc:PersonMiddleName',
  lastName: 'nc:PersonSurName',
  suffix: 'nc:PersonNameSuffixText',
});

const alias = block<Alias>({
  name: at('nc:PersonName', object(personName)),
  kind: at('AliasCategoryCode', code(CODES.aliasKind)),
});

export const address = block<Address>({
  line2: 'nc:AddressSecondaryUnitText',
  line1: 'nc:AddressDeliveryPointText',
  city: 'nc:AddressCityName',
  county: 'nc:AddressCountyName',
  state: at('nc:AddressState/nc:StateUSPostalServiceCode', code(CODES.addressState)),
  postalCode: 'nc:AddressPostalCode',
});

export const actor = block<Actor>({
  name: 'nc:PersonFullName',
  title: 'nc:PersonJobTitleText',
  role: at('OfficialRoleCode', code(CODES.actorRole)),
  reference: at('OfficialAccountIdentification', identification),
  phone: telephone('nc:ContactTelephoneNumber'),
  email: 'nc:ContactEmailID',
});

export const attestation = block<Attestation>({
  releasedAt: at('CompactReleaseDate/nc:DateTime', same),
  actor: at('ReleasingOfficial', object(actor)),
});

export const contact = block<Contact>({
  name: 'nc:PersonFullName',
  title: 'nc:PersonJobTitleText',
  phone: telephone('nc:ContactTelephoneNumber'),
  email: 'nc:ContactEmailID',
});

export const office = block<Office>({
  name: 'nc:OrganizationName',
  address: at('nc:Address', object(address)),
  phone: telephone('nc:ContactTelephoneNumber'),
});

export const phone = block<Phone>({
  number: telephone('nc:ContactTelephoneNumber'),
  kind: at('TelephoneCategoryCode', code(CODES.phoneKind)),
});

export const employment = block<Employment>({
  employer: 'EmployerOrganization/nc:OrganizationName',
  occupation: 'EmployeeOccupationText',
  from: at('EmploymentDateRange/nc:StartDate', day),
  to: at('EmploymentDateRange/nc:EndDate', day),
  address: at('nc:Address', object(address)),
  phone: telephone('nc:ContactTelephoneNumber'),
});

export const residence = block<Residence>({
  kind: at('ResidenceCategoryCode', code(CODES.residenceKind)),
  intent: at('ResidenceIntentCode', code(CODES.residenceIntent)),
  primary: at('PrimaryResidenceIndicator', trueText),
  from: at('ResidenceDateRange/nc:StartDate', day),
  to: at('ResidenceDateRange/nc:EndDate', day),
  address: at('nc:Address', object(address)),
  phone: telephone('nc:ContactTelephoneNumber'),
});

export const otherResident = block<OtherResident>({
  name: 'nc:PersonFullName',
  relationship: 'CohabitantRelationshipText',
  age: at('nc:PersonAgeMeasure/nc:MeasureIntegerValue', numberText),
});

const identifier = block<Identifier>({
  value: 'nc:IdentificationID',
  scheme: 'nc:IdentificationCategoryDescriptionText',
});

const stateIdentifier = block<StateIdentifier>({
  number: 'nc:IdentificationID',
  state: at('nc:IdentificationIssuerState/nc:StateUSPostalServiceCode', code(CODES.addressState)),
});

const markOnBody = block<MarkOnBody>({
  description: 'nc:PhysicalFeatureDescriptionText',
  kind: at('nc:PhysicalFeatureGeneralCategoryText', code(CODES.bodyMarkKind)),
  location: 'nc:PhysicalFeatureLocationText',
});

const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('GangAffiliationKnownIndicator', trueText),
  gang: 'GangName',
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: '@structures:uri',
  dateOfBirth: at('nc:PersonBirthDate', day),
  citizenships: at('nc:PersonCitizenship/CitizenshipCountryCode', list(same)),
  ethnicity: at('j:PersonEthnicityCode', code(CODES.ethnicity)),
  eyeColor: at('j:PersonEyeColorCode', code(CODES.eyeColor)),
  hairColor: at('j:PersonHairColorCode', code(CODES.hairColor)),
  height: 'nc:PersonHeightMeasure/nc:MeasureValueText',
  name: at('nc:PersonName', object(personName)),
  identifiers: at('nc:PersonOtherIdentification', list(object(identifier))),
  marks: at('nc:PersonPhysicalFeature', list(object(markOnBody))),
  race: at('j:PersonRaceCode', code(CODES.race)),
  sex: at('j:PersonSexCode', code(CODES.sex)),
  socialSecurityNumbers: at('nc:PersonSSNIdentification/nc:IdentificationID', list(same)),
  weight: at('nc:PersonWeightMeasure/nc:MeasureIntegerValue', numberText),
  emails: at('nc:PersonContactInformation/nc:ContactEmailID', list(same)),
  fbiNumber: at('j:PersonAugmentation/j:PersonFBIIdentification', identification),
  stateIdentifiers: at(
    'j:PersonAugmentation/j:PersonStateFingerprintIdentification',
    list(object(stateIdentifier)),
  ),
  aliases: at('PersonAugmentation/PersonAlternateName', list(object(alias))),
  otherDatesOfBirth: at('PersonAugmentation/PersonOtherBirthDate', list(same)),
  phones: at('PersonAugmentation/PersonTelephone', list(object(phone))),
  residences: at('PersonAugmentation/PersonResidence', list(object(residence))),
  employments: at('PersonAugmentation/PersonEmployment', list(object(employment))),
  immigrationStatus: at('PersonAugmentation/ImmigrationStatusCode', code(CODES.immigrationStatus)),
  gangAffiliation: at('PersonAugmentation/PersonGangAffiliation', object(gangAffiliation)),
  specialStatuses: at('PersonAugmentation/OfficerCautionCode', list(code(CODES.specialStatus))),
});

export const sponsor = block<Sponsor>({
  name: at('nc:PersonName', object(personName)),
  relationship: at('SponsorRelationshipCode', code(CODES.sponsorRelationship)),
  phone: telephone('nc:ContactTelephoneNumber'),
  address: at('nc:Address', object(address)),
  residentSince: at('SponsorResidenceStartDate', day),
  willing: at('SponsorWillingIndicator', trueText),
  able: at('SponsorAbleIndicator', trueText),
});

export const victim = block<Victim>({
  age: at('nc:PersonAgeMeasure/nc:MeasureIntegerValue', numberText),
  name: at('nc:PersonName', object(personName)),
  sex: at('j:PersonSexCode', code(CODES.sex)),
  relationship: 'VictimAugmentation/VictimRelationshipText',
  statement: 'VictimAugmentation/VictimImpactText',
});
