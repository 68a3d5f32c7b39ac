import type {
  ActionReply,
  ActionRequest,
  ActivityWithdrawal,
  CaseReopening,
  CaseWithdrawal,
  ProfileChanges,
  ProfileUpdate,
} from '../../hub/generated/messages.ts';
import { at, block, list, object, same } from './block.ts';
import { code } from './codecs.ts';
import * as blocks from './nested-json-blocks.ts';
import { CODES } from './nested-json-codes.ts';

const profileChanges = block<ProfileChanges>({
  residence: at('home', object(blocks.residence)),
  phones: at('telephones', list(object(blocks.phone))),
  emails: at('mailboxes', list(same)),
  employment: at('job', object(blocks.employment)),
  supervision: at('order', object(blocks.supervision)),
  tolling: at('clock_code', code(CODES.tollingStatus)),
  intendedDepartureDate: 'leaves_on',
  newPhoto: 'photo_replaced',
});

export const actionRequest = block<ActionRequest>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  specialization: at('content/ask/topic', code(CODES.actionSpecialization)),
  about: at('content/ask/concerning', object(blocks.activityReference)),
  text: 'content/ask/says',
  replyRequested: 'content/ask/answer_wanted',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const actionReply = block<ActionReply>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  actionRequest: at('content/refers_to', object(blocks.activityReference)),
  text: 'content/answer/says',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const profileUpdate = block<ProfileUpdate>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  changes: at('content/new_facts', object(profileChanges)),
  effectiveDate: 'content/holds_from',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  withdrawn: at('content/taken_back/which_one', object(blocks.activityReference)),
  reason: at('content/taken_back/reason_code', code(CODES.withdrawalReason)),
  explanation: 'content/taken_back/explained',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const caseWithdrawal = block<CaseWithdrawal>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  reason: at('content/taken_back/reason_code', code(CODES.withdrawalReason)),
  explanation: 'content/taken_back/explained',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});

export const caseReopening = block<CaseReopening>({
  senderCaseNumber: 'case/sender_number',
  submittedBy: at('content/filing/entered_by', object(blocks.actor)),
  releasedBy: at('content/filing/compact_approval', object(blocks.attestation)),
  explanation: 'content/reopening/explained',
  attachments: at('content/papers', list(object(blocks.attachment))),
  comments: 'content/notes',
});
