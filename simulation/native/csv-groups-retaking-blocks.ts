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
import { code } from './codecs.ts';
import { CODES } from './csv-groups-codes.ts';
import { dayOfExtract, firstOf, flag, telephone } from './csv-groups-values.ts';
import {
  address,
  employment,
  incarceration,
  lastEmployment,
  phone,
  residence,
  supervision,
} from './csv-groups-blocks.ts';

export const activityReference = block<ActivityReference>({
  activity: at('RECTY', code(CODES.activityCode)),
  id: 'TRNNO',
  sentBy: at('SIDEC', code(CODES.caseSide)),
});

export const violation = block<Violation>({
  dateOfBehavior: at('OCCDY', dayOfExtract),
  dateDetermined: at('DETDY', dayOfExtract),
  description: 'VIOTX',
  conditionViolated: 'CNDTX',
  disposition: 'DISPO',
});

export const availability = block<Availability>({
  status: at('AVLC', code(CODES.availabilityStatus)),
  reason: at('UNAVC', code(CODES.unavailabilityReason)),
  expectedOn: at('AVLDY', dayOfExtract),
  explanation: 'AVLTX',
});

export const whereabouts = block<Whereabouts>({
  status: at('LOCC', code(CODES.custodyStatus)),
  incarceration: inline('JL_', incarceration),
  address: inline('', address),
});

export const probableCause = block<ProbableCause>({
  status: at('PCHC', code(CODES.probableCauseStatus)),
  hearingDate: at('HRGDY', dayOfExtract),
  reportDate: at('RPTDY', dayOfExtract),
});

export const abscondingContact = block<AbscondingContact>({
  kind: at('TRYC', code(CODES.abscondingContactKind)),
  date: at('TRYDY', dayOfExtract),
  result: 'TRYTX',
});

export const absconding = block<Absconding>({
  lastKnownAddress: inline('', address),
  lastKnownPhone: telephone('TEL'),
  lastKnownEmployment: inline('LE_', lastEmployment),
  lastContactDate: at('LSTDY', dayOfExtract),
  contacts: at('TRY', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: at('ISSDY', dayOfExtract),
  authority: 'COURTN',
  number: 'WRTNO',
  ncicNumber: 'NICNO',
  ncicVerifiedOn: at('NICDY', dayOfExtract),
});

export const profileChanges = block<ProfileChanges>({
  residence: inline('HM_', residence),
  phones: at('TLN', list(object(phone))),
  emails: at('EML', firstOf(2, same)),
  employment: inline('JB_', employment),
  supervision: inline('SV_', supervision),
  tolling: at('TOLLC', code(CODES.tollingStatus)),
  intendedDepartureDate: at('PLDDY', dayOfExtract),
  newPhoto: at('PHOTYN', flag),
});
