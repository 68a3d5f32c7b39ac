import type {
  Absconding,
  AbscondingContact,
  Availability,
  ProbableCause,
  Violation,
  Warrant,
  Whereabouts,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { code, cut } from './codecs.ts';
import { address, incarceration, lastEmployment } from './flat-json-blocks.ts';
import { CODES } from './flat-json-codes.ts';
import { dayWithSlashes } from './flat-json-values.ts';

export const violation = block<Violation>({
  dateOfBehavior: at('BEHAV_DT', dayWithSlashes),
  dateDetermined: at('DETERM_DT', dayWithSlashes),
  description: at('VIOL_TXT', cut(2000)),
  conditionViolated: 'VIOL_COND_TXT',
  disposition: 'VIOL_DISP',
});

export const availability = block<Availability>({
  status: at('CD', code(CODES.availabilityStatus)),
  reason: at('RSN_CD', code(CODES.unavailabilityReason)),
  expectedOn: at('EXP_DT', dayWithSlashes),
  explanation: 'TXT',
});

export const whereabouts = block<Whereabouts>({
  status: at('WHERE_CD', code(CODES.custodyStatus)),
  incarceration: inline('INCAR_', incarceration),
  address: inline('WHERE_ADDR_', address),
});

export const probableCause = block<ProbableCause>({
  status: at('STAT_CD', code(CODES.probableCauseStatus)),
  hearingDate: at('HRG_DT', dayWithSlashes),
  reportDate: at('RPT_DT', dayWithSlashes),
});

const abscondingContact = block<AbscondingContact>({
  kind: at('TRY_CD', code(CODES.abscondingContactKind)),
  date: at('TRY_DT', dayWithSlashes),
  result: 'TRY_TXT',
});

export const absconding = block<Absconding>({
  lastKnownAddress: inline('LAST_ADDR_', address),
  lastKnownPhone: 'LAST_PH',
  lastKnownEmployment: inline('LAST_JOB_', lastEmployment),
  lastContactDate: at('LAST_CONTACT_DT', dayWithSlashes),
  contacts: at('FIND_TRIES', list(object(abscondingContact))),
});

export const warrant = block<Warrant>({
  issuedOn: at('ISSUE_DT', dayWithSlashes),
  authority: 'AUTH_NM',
  number: 'NBR',
  ncicNumber: 'NIC_NBR',
  ncicVerifiedOn: at('NIC_CHK_DT', dayWithSlashes),
});
