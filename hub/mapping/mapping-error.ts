import { HubError, type Problem } from '../errors.ts';

/** Why a document cannot be read from, or written in, a state's own words. */
export type MappingErrorCode =
  | 'DIALECT_INVALID'
  | 'CONTENT_TYPE_UNEXPECTED'
  | 'DOCUMENT_UNREADABLE'
  | 'DOCUMENT_TOO_LARGE'
  | 'DOCUMENT_TOO_DEEP'
  | 'DOCTYPE_FORBIDDEN'
  | 'RECORD_UNRECOGNISED'
  | 'RECORD_AMBIGUOUS'
  | 'NATIVE_INVALID'
  | 'ACTIVITY_UNMAPPED'
  | 'NOT_HELD';

const PUBLIC_TEXT: Record<MappingErrorCode, string> = {
  DIALECT_INVALID: 'the files of the dialect do not fit together',
  CONTENT_TYPE_UNEXPECTED: 'the content type is not that of the dialect',
  DOCUMENT_UNREADABLE: 'the document is not well-formed',
  DOCUMENT_TOO_LARGE: 'the document is larger than its format allows',
  DOCUMENT_TOO_DEEP: 'the document nests deeper than its format allows',
  DOCTYPE_FORBIDDEN: 'a document type declaration is not allowed',
  RECORD_UNRECOGNISED: 'the record is none of the activities of the dialect',
  RECORD_AMBIGUOUS: 'the record is more than one of the activities of the dialect',
  NATIVE_INVALID: 'the document does not follow the format of the dialect',
  ACTIVITY_UNMAPPED: 'the dialect has no form for this type of activity',
  NOT_HELD: 'the format of the destination cannot hold the activity without loss',
};

/**
 * Refusal by the mapping. Inbound (`NATIVE_INVALID`) the problems point into the native document,
 * outbound (`NOT_HELD`) into the canonical envelope, for `DIALECT_INVALID` into the named file.
 */
export class MappingError extends HubError<MappingErrorCode> {
  override readonly name = 'MappingError';

  constructor(
    code: MappingErrorCode,
    options: { cause?: unknown; problems?: readonly Problem[] } = {},
  ) {
    super(code, PUBLIC_TEXT[code], options);
  }
}
