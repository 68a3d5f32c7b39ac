import { HubError, type Problem } from '../errors.ts';
import type { ExchangeErrorCode } from '../flows/exchange-error.ts';
import type { MappingErrorCode } from '../mapping/mapping-error.ts';
import type { MessageErrorCode } from '../message/message-error.ts';
import { HttpError, type HttpErrorCode } from './http-error.ts';
import { isStoreUnavailable } from './store-unavailable.ts';

/** Every code that the API answers with (docs/errors.md). */
export type ProblemCode = ExchangeErrorCode | MessageErrorCode | MappingErrorCode | HttpErrorCode;

/** The only place where a code gets its HTTP status. A code that is not here is answered as INTERNAL. */
export const STATUS_OF: Readonly<Record<ProblemCode, number>> = {
  REQUEST_UNREADABLE: 400,
  REQUEST_TIMEOUT: 408,
  HEADERS_TOO_LARGE: 431,
  HEADER_REPEATED: 400,
  PATH_INVALID: 400,
  PATH_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  QUERY_INVALID: 400,
  CURSOR_INVALID: 400,
  BODY_TOO_LARGE: 413,
  BODY_INCOMPLETE: 400,
  CONTENT_ENCODING_UNSUPPORTED: 415,
  COMMAND_INVALID: 422,
  SOAP_INVALID: 400,
  SOAP_VERSION_UNKNOWN: 400,
  SOAP_NOT_UNDERSTOOD: 400,
  SOAP_OPERATION_UNKNOWN: 400,
  SECURITY_INVALID: 401,
  PASSWORD_DIGEST_UNSUPPORTED: 401,
  MESSAGE_EXPIRED: 401,
  MESSAGE_REPLAYED: 401,
  SIGNATURE_INVALID: 401,
  SESSION_IDLE: 401,
  SIGN_IN_INCOMPLETE: 403,
  STEP_UP_REQUIRED: 403,
  CSRF_REFUSED: 403,
  ORIGIN_FOREIGN: 403,
  UNAVAILABLE: 503,
  INTERNAL: 500,

  JSON_MALFORMED: 400,
  JSON_DUPLICATE_KEY: 400,
  JSON_FORBIDDEN_KEY: 400,
  JSON_NUMBER_UNSAFE: 400,
  JSON_TOO_DEEP: 400,
  TEXT_INVALID: 400,
  ENVELOPE_INVALID: 422,
  UNKNOWN_TYPE: 422,
  UNKNOWN_VERSION: 422,
  SCHEMA_INVALID: 422,

  DIALECT_INVALID: 500,
  CONTENT_TYPE_UNEXPECTED: 415,
  DOCUMENT_UNREADABLE: 400,
  DOCUMENT_TOO_LARGE: 413,
  DOCUMENT_TOO_DEEP: 400,
  DOCTYPE_FORBIDDEN: 400,
  RECORD_UNRECOGNISED: 422,
  RECORD_AMBIGUOUS: 422,
  NATIVE_INVALID: 422,
  ACTIVITY_UNMAPPED: 422,
  NOT_HELD: 422,

  SOURCE_FOREIGN: 403,
  DESTINATION_UNKNOWN: 422,
  DESTINATION_NOT_CONNECTED: 422,
  DESTINATION_IS_SENDER: 422,
  DESTINATION_NOT_PARTY: 422,
  SUPERVISION_TYPE_REQUIRED: 422,
  SUPERVISION_TYPE_DIFFERS: 422,
  CONTENT_TYPE_UNSUPPORTED: 415,
  DOCUMENT_NOT_SINGLE: 422,
  CASE_REQUIRED: 422,
  CASE_UNKNOWN: 422,
  PERSON_UNKNOWN: 422,
  IDENTIFIER_TAKEN: 409,
  OUT_OF_ORDER: 422,
  NOT_TRANSFERABLE: 422,
  SUCCESSOR_UNFIT: 422,
  LIST_CHANGED: 409,
  EXPORT_TOO_LARGE: 422,
  CONTACT_CHANGED: 409,
  HOOK_ADDRESS_REFUSED: 422,
  DIGEST_MISMATCH: 422,
  MEDIA_TYPE_UNSUPPORTED: 415,
  MEDIA_TYPE_MISMATCH: 422,
  ATTACHMENT_DIFFERS: 422,
  ID_REUSE: 409,
  ERASED: 410,
  SEALED: 451,
  SECOND_PERSON_REQUIRED: 403,
  NOT_FOUND: 404,
  NOT_PERMITTED: 403,
  STATE_FORBIDS: 422,
  SIGN_IN_FAILED: 401,
  SIGN_IN_BUSY: 503,
  CODE_REFUSED: 422,
  KEY_REFUSED: 422,
  LAST_FACTOR: 409,
  PROVIDER_REFUSED: 401,
  PROVIDER_UNAVAILABLE: 503,
  PASSWORD_REFUSED: 422,
  LINK_INVALID: 404,
  POLICY_CHANGED: 409,
  AGREEMENT_MISSING: 409,
  TRAINING_REQUIRED: 422,
  ROLE_NOT_ADMITTED: 422,
  ACCOUNT_EXISTS: 409,
  ACCOUNT_HAS_CASES: 409,
  LEDGER_LOCKED: 503,
  BUSY: 503,
  DOCUMENT_QUARANTINED: 422,
  EVIDENCE_STALLED: 503,
  STORAGE_LOW: 503,
  INTAKE_FULL: 503,
};

const TYPE_BASE = 'https://schemas.compact-hub.example/problems/';
export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** A problem document (RFC 9457) before it is written. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly problems?: readonly Problem[];
}

export interface RenderedProblem {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Seconds after which a caller who was told "not now" may try again; longer where a person must act. */
const TRY_AGAIN_AFTER = 1;
const TRY_AGAIN_LATER: Partial<Record<ProblemCode, number>> = {
  EVIDENCE_STALLED: 30,
  STORAGE_LOW: 30,
  INTAKE_FULL: 2,
};

/**
 * The one place that turns an error into an answer. Only a HubError with a code of the table speaks
 * for itself: its public text and problems never repeat a value. Anything else says INTERNAL, or
 * UNAVAILABLE when the store cannot be reached, and nothing of the error.
 */
export function renderProblem(error: unknown, requestId: string): RenderedProblem {
  const known = publicErrorOf(error);
  const status = STATUS_OF[known.code];
  const document: ProblemDocument = {
    type: TYPE_BASE + known.code.toLowerCase().replaceAll('_', '-'),
    title: titleOf(known.code),
    status,
    detail: known.message,
    code: known.code,
    requestId,
    ...(known.problems.length > 0 ? { problems: known.problems } : {}),
  };
  const retryAfter =
    (known instanceof HttpError ? known.retryAfter : undefined) ??
    (status === 503 ? (TRY_AGAIN_LATER[known.code] ?? TRY_AGAIN_AFTER) : undefined);
  return {
    status,
    code: known.code,
    headers: {
      'Content-Type': PROBLEM_CONTENT_TYPE,
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
      // RFC 9110 section 11.6.1
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="compact-hub"' } : {}),
    },
    body: JSON.stringify(document),
  };
}

function publicErrorOf(error: unknown): HubError<ProblemCode> {
  if (speaksForItself(error)) return error;
  return new HttpError(isStoreUnavailable(error) ? 'UNAVAILABLE' : 'INTERNAL');
}

function speaksForItself(error: unknown): error is HubError<ProblemCode> {
  if (!(error instanceof HubError)) return false;
  const code: unknown = error.code;
  if (typeof code !== 'string' || !Object.hasOwn(STATUS_OF, code)) return false;
  return STATUS_OF[code as ProblemCode] !== 500;
}

/** `SCHEMA_INVALID` → `Schema invalid`: the same for every occurrence (RFC 9457 section 3.1.3). */
function titleOf(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
