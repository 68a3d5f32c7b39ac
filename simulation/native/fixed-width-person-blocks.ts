import type {
  Actor,
  Address,
  Alias,
  Attestation,
  Contact,
  Employment,
  Identifier,
  Incarceration,
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
  Supervision,
  SupervisionPeriod,
} from '../../hub/generated/messages.ts';
import { at, block, carriedOnly, inline, list, object, same } from './block.ts';
import { code, cut, numberText } from './codecs.ts';
import { CODES } from './fixed-width-codes.ts';
import {
  dayOfFile,
  feetAndInches,
  hourOfFile,
  oneOrZero,
  stampOfFile,
  telephone,
  zipCode,
} from './fixed-width-values.ts';

export const personName = block<PersonName>({
  lastName: 'SURNAME',
  firstName: 'GIVEN-NAME',
  middleName: 'MIDDLE-NAME',
  suffix: 'NAME-SUFFIX',
});

export const address = block<Address>({
  line1: 'ADR-STREET',
  line2: 'ADR-SECOND',
  city: 'ADR-CITY',
  county: 'ADR-COUNTY',
  state: at('ADR-STATE', code(CODES.addressState)),
  postalCode: zipCode('ADR-ZIP'),
});

export const actor = block<Actor>({
  name: 'STAFF-NAME',
  title: 'STAFF-POSITION',
  role: at('STAFF-ROLE', code(CODES.actorRole)),
  reference: 'STAFF-SIGNON',
  phone: telephone('STAFF-PHONE'),
  email: 'STAFF-MAIL',
});

export const attestation = block<Attestation>({
  actor: inline('', actor),
  releasedAt: at('RELEASE-STAMP', stampOfFile),
});

export const contact = block<Contact>({
  name: 'OFFICER-NAME',
  title: 'OFFICER-POSITION',
  phone: telephone('OFFICER-PHONE'),
  email: 'OFFICER-MAIL',
});

export const office = block<Office>({
  name: 'OFFICE-NAME',
  address: inline('OFFICE-', address),
  phone: telephone('OFFICE-PHONE'),
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('REPORT-DATE', dayOfFile),
  reportTime: at('REPORT-TIME', hourOfFile),
  office: inline('', office),
  officer: inline('', contact),
  instructions: 'REPORT-TEXT',
});

export const employment = block<Employment>({
  employer: 'EMPLOYER-NAME',
  occupation: 'JOB-DUTIES',
  address: inline('JOB-', address),
  phone: carriedOnly,
  from: at('JOB-START', dayOfFile),
  to: at('JOB-STOP', dayOfFile),
});

export const residence = block<Residence>({
  kind: at('DWELL-KIND', code(CODES.residenceKind)),
  address: inline('DWELL-', address),
  from: at('DWELL-START', dayOfFile),
  to: at('DWELL-STOP', dayOfFile),
  intent: at('DWELL-INTENT', code(CODES.residenceIntent)),
  primary: at('DWELL-MAIN', oneOrZero),
  phone: telephone('DWELL-PHONE'),
});

export const otherResident = block<OtherResident>({
  name: 'MATE-NAME',
  relationship: 'MATE-RELATION',
  age: at('MATE-AGE', numberText),
});

export const phone = block<Phone>({
  number: telephone('DIAL-NUMBER'),
  kind: at('DIAL-KIND', code(CODES.phoneKind)),
});

export const alias = block<Alias>({
  name: inline('ALIAS-', personName),
  kind: at('ALIAS-KIND', code(CODES.aliasKind)),
});

export const identifier = block<Identifier>({
  scheme: 'FOREIGN-SYSTEM',
  value: 'FOREIGN-NUMBER',
});

export const stateIdentifier = block<StateIdentifier>({
  state: at('SID-STATE', code(CODES.addressState)),
  number: 'SID-SERIAL',
});

export const markOnBody = block<MarkOnBody>({
  kind: at('MARK-KIND', code(CODES.bodyMarkKind)),
  location: 'MARK-PLACE',
  description: at('MARK-DETAIL', cut(80)),
});

export const gangAffiliation = block<NonNullable<SupervisedIndividual['gangAffiliation']>>({
  known: at('GANG-KNOWN', oneOrZero),
  gang: 'GANG-TITLE',
});

export const supervisionPeriod = block<SupervisionPeriod>({
  type: at('TERM-KIND', code(CODES.supervisionPeriodType)),
  startDate: at('TERM-START', dayOfFile),
  endDate: at('TERM-STOP', dayOfFile),
  indefinite: at('TERM-LIFELONG', oneOrZero),
});

export const supervision = block<Supervision>({
  type: at('SUPV-CLASS', code(CODES.supervisionType)),
  periods: at('TERM-SEG', list(object(supervisionPeriod))),
  deferredSentence: at('SUPV-DEFERRED', oneOrZero),
  incarcerated: at('SUPV-CONFINED', oneOrZero),
  plannedReleaseDate: at('SUPV-RELEASE', dayOfFile),
});

export const supervisedIndividual = block<SupervisedIndividual>({
  personId: 'SUBJ-HUB-KEY',
  name: inline('SUBJ-', personName),
  aliases: at('ALIAS-SEG', list(object(alias))),
  dateOfBirth: at('SUBJ-BIRTH', dayOfFile),
  otherDatesOfBirth: at('SUBJ-OTHER-BIRTH', list(dayOfFile)),
  sex: at('SUBJ-SEX', code(CODES.sex)),
  race: at('SUBJ-RACE', code(CODES.race)),
  ethnicity: at('SUBJ-ORIGIN', code(CODES.ethnicity)),
  height: feetAndInches('SUBJ-FEET', 'SUBJ-INCHES'),
  weight: at('SUBJ-POUNDS', numberText),
  eyeColor: at('SUBJ-EYES', code(CODES.eyeColor)),
  hairColor: at('SUBJ-HAIR', code(CODES.hairColor)),
  marks: at('MARK-SEG', list(object(markOnBody))),
  fbiNumber: 'SUBJ-FBI',
  stateIdentifiers: at('SID-SEG', list(object(stateIdentifier))),
  socialSecurityNumbers: at('SUBJ-SOCIAL', list(same)),
  identifiers: at('FOREIGN-SEG', list(object(identifier))),
  citizenships: at('SUBJ-CITIZEN', list(same)),
  immigrationStatus: at('SUBJ-ALIEN-CLASS', code(CODES.immigrationStatus)),
  gangAffiliation: inline('', gangAffiliation),
  residences: at('PAST-DWELL-SEG', list(object(residence))),
  employments: at('PAST-JOB-SEG', list(object(employment))),
  phones: at('DIAL-SEG', list(object(phone))),
  emails: at('MAIL-SEG', list(same)),
  specialStatuses: at('SUBJ-ALERT', list(code(CODES.specialStatus))),
});

export const lastEmployment = block<LastEmployment>({
  status: at('LABOR-STANDING', code(CODES.employmentStatus)),
  employment: inline('', employment),
});

export const incarceration = block<Incarceration>({
  facility: 'JAIL-NAME',
  address: inline('JAIL-', address),
  since: at('JAIL-SINCE', dayOfFile),
  expectedReleaseDate: at('JAIL-RELEASE', dayOfFile),
  offense: 'JAIL-CHARGE',
});
