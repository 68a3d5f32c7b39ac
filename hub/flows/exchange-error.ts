import { HubError, type Problem } from '../errors.ts';

/** Why the exchange refuses something that is well-formed; docs/errors.md says what to do about each. */
export type ExchangeErrorCode =
  | 'SOURCE_FOREIGN'
  | 'DESTINATION_UNKNOWN'
  | 'DESTINATION_NOT_CONNECTED'
  | 'DESTINATION_IS_SENDER'
  | 'DESTINATION_NOT_PARTY'
  | 'SUPERVISION_TYPE_REQUIRED'
  | 'SUPERVISION_TYPE_DIFFERS'
  | 'CONTENT_TYPE_UNSUPPORTED'
  | 'DOCUMENT_NOT_SINGLE'
  | 'CASE_REQUIRED'
  | 'CASE_UNKNOWN'
  | 'PERSON_UNKNOWN'
  | 'IDENTIFIER_TAKEN'
  | 'OUT_OF_ORDER'
  | 'NOT_TRANSFERABLE'
  | 'ID_REUSE'
  | 'ERASED'
  | 'SEALED'
  | 'SECOND_PERSON_REQUIRED'
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'STATE_FORBIDS'
  | 'SUCCESSOR_UNFIT'
  | 'LIST_CHANGED'
  | 'EXPORT_TOO_LARGE'
  | 'DIGEST_MISMATCH'
  | 'MEDIA_TYPE_UNSUPPORTED'
  | 'MEDIA_TYPE_MISMATCH'
  | 'ATTACHMENT_DIFFERS'
  | 'CONTACT_CHANGED'
  | 'SIGN_IN_FAILED'
  | 'SIGN_IN_BUSY'
  | 'CODE_REFUSED'
  | 'KEY_REFUSED'
  | 'LAST_FACTOR'
  | 'PROVIDER_REFUSED'
  | 'PROVIDER_UNAVAILABLE'
  | 'PASSWORD_REFUSED'
  | 'LINK_INVALID'
  | 'POLICY_CHANGED'
  | 'AGREEMENT_MISSING'
  | 'TRAINING_REQUIRED'
  | 'ROLE_NOT_ADMITTED'
  | 'ACCOUNT_EXISTS'
  | 'ACCOUNT_HAS_CASES'
  | 'HOOK_ADDRESS_REFUSED'
  | 'BUSY'
  | 'LEDGER_LOCKED'
  | 'DOCUMENT_QUARANTINED'
  | 'EVIDENCE_STALLED'
  | 'STORAGE_LOW'
  | 'INTAKE_FULL';

const PUBLIC_TEXT: Record<ExchangeErrorCode, string> = {
  SOURCE_FOREIGN: 'the source is not the member that this credential belongs to',
  DESTINATION_UNKNOWN: 'the destination is not a member of the compact',
  DESTINATION_NOT_CONNECTED: 'the destination is not connected to the hub yet',
  DESTINATION_IS_SENDER: 'an activity cannot be sent to its own sender',
  DESTINATION_NOT_PARTY: 'the destination is not the other state of this case',
  SUPERVISION_TYPE_REQUIRED: 'the destination sorts by type of supervision, and none is named',
  SUPERVISION_TYPE_DIFFERS: 'the type of supervision is not the one of the supervision described',
  CONTENT_TYPE_UNSUPPORTED: 'neither the canonical envelope nor the format of this member',
  DOCUMENT_NOT_SINGLE: 'the document must hold exactly one activity',
  CASE_REQUIRED: 'an activity of this type must name its case',
  CASE_UNKNOWN: 'no case of this member is known by this identifier',
  PERSON_UNKNOWN: 'no person of this member is known by this id',
  IDENTIFIER_TAKEN:
    'this case number of the sender has a case already: name that case, or use a new number',
  OUT_OF_ORDER: 'the case is not in a state that allows this activity now',
  NOT_TRANSFERABLE: 'the rules of the compact do not let this request cross',
  ID_REUSE: 'this id was used before for other content',
  ERASED: 'the content was expunged',
  SEALED: 'the content is sealed by order of an authority',
  SECOND_PERSON_REQUIRED: 'who proposed it cannot approve it: another person of the state must',
  NOT_FOUND: 'there is no such record for this caller',
  NOT_PERMITTED: 'this caller may not do this',
  STATE_FORBIDS: 'the record is not in a state that allows this now',
  SUCCESSOR_UNFIT: 'that activity is no later one of the same case between the same states',
  EXPORT_TOO_LARGE: 'more matches than one export holds; ask for less at a time',
  LIST_CHANGED: 'the list is not the one that was shown; look at it again',
  DIGEST_MISMATCH: 'the bytes do not have the SHA-256 that names them',
  MEDIA_TYPE_UNSUPPORTED: 'files of this media type do not cross',
  MEDIA_TYPE_MISMATCH: 'the bytes are not of the media type that was said',
  ATTACHMENT_DIFFERS: 'an attachment is stored with another size or media type than is said',
  CONTACT_CHANGED: 'somebody changed it since it was read; look at it again',
  SIGN_IN_FAILED:
    'that did not work; after five failures an account is locked until its administrator opens it',
  SIGN_IN_BUSY: 'too many persons sign in at the moment; try again',
  CODE_REFUSED: 'the code is not the one of now; wait for the next one',
  KEY_REFUSED: 'this security key is not taken: it is known already, or answered too late',
  LAST_FACTOR: 'nothing would be left beside the password; add another second factor first',
  PROVIDER_REFUSED: 'what the other sign-in sent back proves nothing here; begin again',
  PROVIDER_UNAVAILABLE: 'the other sign-in cannot be reached now; try again, or use the password',
  PASSWORD_REFUSED: 'the password is not taken',
  LINK_INVALID: 'the link was used, is older than 20 minutes or was never made; ask for a new one',
  AGREEMENT_MISSING: 'the agency of this member has not agreed to the terms of exchange yet',
  POLICY_CHANGED: 'that is not the version of the policy that is in force; read it again',
  TRAINING_REQUIRED: 'the day on which the person completed the training is needed',
  ROLE_NOT_ADMITTED: 'a person of this member cannot have these roles',
  ACCOUNT_EXISTS: 'this address belongs to an account already; one person has one account',
  ACCOUNT_HAS_CASES: 'cases or activities are assigned to this person; reassign them first',
  HOOK_ADDRESS_REFUSED: 'the hub may not call this address: it must be https, public or allowed',
  LEDGER_LOCKED: 'the hub cannot sign evidence now, so it changes nothing; reading goes on',
  BUSY: 'the case is being changed by others; try again',
  DOCUMENT_QUARANTINED: 'working on this document ended the hub several times: it is not taken',
  EVIDENCE_STALLED:
    'the hub cannot prove what it accepts at the moment, and accepts nothing; try again',
  STORAGE_LOW: 'the hub has no room for more at the moment; try again',
  INTAKE_FULL: 'more activities wait than the hub can take at the moment; try again',
};

export class ExchangeError extends HubError<ExchangeErrorCode> {
  override readonly name = 'ExchangeError';

  constructor(code: ExchangeErrorCode, problems: readonly Problem[] = []) {
    super(code, PUBLIC_TEXT[code], { problems });
  }
}
