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
import { at, block, object, same, wrapped } from './block.ts';
import { code, cut } from './codecs.ts';
import * as blocks from './element-xml-blocks.ts';
import { CODES } from './element-xml-codes.ts';
import { packedDay, trueText } from './element-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

export const activityReference = block<ActivityReference>({
  activity: at('@messageKind', code(CODES.activityCode)),
  sentBy: at('@bySide', code(CODES.caseSide)),
  id: '#',
});

export const violation = block<Violation>({
  dateOfBehavior: at('@occurred', packedDay),
  dateDetermined: at('@determined', packedDay),
  description: at('ConductText', cut(3000)),
  conditionViolated: 'TermText',
  disposition: 'DispositionText',
});

export const availability = block<Availability>({
  status: at('@takeable', code(CODES.availabilityStatus)),
  reason: at('@hindrance', code(CODES.unavailabilityReason)),
  expectedOn: at('@takeableFrom', packedDay),
  explanation: 'HindranceText',
});

export const whereabouts = block<Whereabouts>({
  status: at('@custody', code(CODES.custodyStatus)),
  incarceration: at('Confinement', object(blocks.incarceration)),
  address: at('Location', object(blocks.address)),
});

export const probableCause = block<ProbableCause>({
  status: at('@hearingState', code(CODES.probableCauseStatus)),
  hearingDate: at('@hearingDay', packedDay),
  reportDate: at('@reportSent', packedDay),
});

export const abscondingContact = block<AbscondingContact>({
  kind: at('@tryKind', code(CODES.abscondingContactKind)),
  date: at('@tried', packedDay),
  result: 'TryResult',
});

export const absconding = block<Absconding>({
  lastContactDate: at('@lastContact', packedDay),
  lastKnownAddress: at('Location', object(blocks.address)),
  lastKnownPhone: 'Voice',
  lastKnownEmployment: at('LastWork', object(blocks.lastEmployment)),
  contacts: wrapped('Tries/Try', object(abscondingContact)),
});

export const warrant = block<Warrant>({
  issuedOn: at('@issued', packedDay),
  number: '@warrantNo',
  ncicNumber: '@nic',
  ncicVerifiedOn: at('@nicChecked', packedDay),
  authority: 'IssuingCourt',
});

export const profileChanges = block<ProfileChanges>({
  tolling: at('@clock', code(CODES.tollingStatus)),
  intendedDepartureDate: at('@leaves', packedDay),
  newPhoto: at('@portraitChanged', trueText),
  residence: at('Residence', object(blocks.residence)),
  phones: wrapped('Voices/VoiceLine', object(blocks.phone)),
  emails: wrapped('Mails/Mail', same),
  employment: at('WorkEntry', object(blocks.employment)),
  supervision: at('SupervisionOrder', object(blocks.supervision)),
});
