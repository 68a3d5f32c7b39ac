import type {
  ActionReply,
  ActionRequest,
  ActivityWithdrawal,
  CaseReopening,
  CaseWithdrawal,
  ProfileUpdate,
  ReturnInstructionsReply,
  ReturnInstructionsRequest,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { code } from './codecs.ts';
import * as blocks from './flat-json-blocks.ts';
import { CODES } from './flat-json-codes.ts';
import { common } from './flat-json-common.ts';
import { dayWithSlashes, flag } from './flat-json-values.ts';

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  ...common,
  reason: at('RTN_RSN_CD', code(CODES.returnReason)),
  intendedReturnDate: at('INTEND_RTN_DT', dayWithSlashes),
  residence: inline('NEW_RES_', blocks.residence),
  residenceUnknown: 'RES_UNK_TXT',
  employment: inline('JOB_', blocks.employment),
  meansOfSupport: at('SUPPORTS', list(object(blocks.meansOfSupport))),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  ...common,
  reportingInstructions: inline('RPT_', blocks.reportingInstructions),
});

export const actionRequest = block<ActionRequest>({
  ...common,
  specialization: at('ASK_CD', code(CODES.actionSpecialization)),
  about: inline('REF_', blocks.activityReference),
  text: 'ASK_TXT',
  replyRequested: at('ASK_RPL_FLG', flag),
});

export const actionReply = block<ActionReply>({
  ...common,
  actionRequest: inline('REF_', blocks.activityReference),
  text: 'RPL_TXT',
});

export const profileUpdate = block<ProfileUpdate>({
  ...common,
  changes: inline('', blocks.profileChanges),
  effectiveDate: at('EFF_DT', dayWithSlashes),
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  ...common,
  withdrawn: inline('REF_', blocks.activityReference),
  reason: at('WD_RSN_CD', code(CODES.withdrawalReason)),
  explanation: 'WD_TXT',
});

export const caseWithdrawal = block<CaseWithdrawal>({
  ...common,
  reason: at('WD_RSN_CD', code(CODES.withdrawalReason)),
  explanation: 'WD_TXT',
});

export const caseReopening = block<CaseReopening>({ ...common, explanation: 'REOPEN_TXT' });
