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
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'STATE_FORBIDS'
  | 'DIGEST_MISMATCH'
  | 'MEDIA_TYPE_UNSUPPORTED'
  | 'MEDIA_TYPE_MISMATCH'
  | 'ATTACHMENT_DIFFERS'
  | 'BUSY';

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
  ERASED: 'the activity with this id was expunged',
  NOT_FOUND: 'there is no such record for this caller',
  NOT_PERMITTED: 'this caller may not do this',
  STATE_FORBIDS: 'the record is not in a state that allows this now',
  DIGEST_MISMATCH: 'the bytes do not have the SHA-256 that names them',
  MEDIA_TYPE_UNSUPPORTED: 'files of this media type do not cross',
  MEDIA_TYPE_MISMATCH: 'the bytes are not of the media type that was said',
  ATTACHMENT_DIFFERS: 'an attachment is stored with another size or media type than is said',
  BUSY: 'the case is being changed by others; try again',
};

export class ExchangeError extends HubError<ExchangeErrorCode> {
  override readonly name = 'ExchangeError';

  constructor(code: ExchangeErrorCode, problems: readonly Problem[] = []) {
    super(code, PUBLIC_TEXT[code], { problems });
  }
}
