import { HubError } from '../errors.ts';

/** Why a document is not an activity that the hub can read. */
export type MessageErrorCode =
  | 'JSON_MALFORMED'
  | 'JSON_DUPLICATE_KEY'
  | 'JSON_FORBIDDEN_KEY'
  | 'JSON_NUMBER_UNSAFE'
  | 'JSON_TOO_DEEP'
  | 'TEXT_INVALID'
  | 'ENVELOPE_INVALID'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_VERSION'
  | 'SCHEMA_INVALID';

export class MessageError extends HubError<MessageErrorCode> {
  override readonly name = 'MessageError';
}
