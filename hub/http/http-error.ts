import { HubError, type Problem } from '../errors.ts';

/** Why a request is refused before a flow sees it. */
export type HttpErrorCode =
  | 'REQUEST_UNREADABLE'
  | 'REQUEST_TIMEOUT'
  | 'HEADERS_TOO_LARGE'
  | 'HEADER_REPEATED'
  | 'PATH_INVALID'
  | 'PATH_UNKNOWN'
  | 'METHOD_NOT_ALLOWED'
  | 'UNAUTHENTICATED'
  | 'RATE_LIMITED'
  | 'QUERY_INVALID'
  | 'CURSOR_INVALID'
  | 'BODY_TOO_LARGE'
  | 'BODY_INCOMPLETE'
  | 'CONTENT_ENCODING_UNSUPPORTED'
  | 'COMMAND_INVALID'
  | 'SOAP_INVALID'
  | 'SOAP_VERSION_UNKNOWN'
  | 'SOAP_NOT_UNDERSTOOD'
  | 'SOAP_OPERATION_UNKNOWN'
  | 'SECURITY_INVALID'
  | 'PASSWORD_DIGEST_UNSUPPORTED'
  | 'MESSAGE_EXPIRED'
  | 'MESSAGE_REPLAYED'
  | 'SIGNATURE_INVALID'
  | 'SESSION_IDLE'
  | 'SIGN_IN_INCOMPLETE'
  | 'STEP_UP_REQUIRED'
  | 'CSRF_REFUSED'
  | 'ORIGIN_FOREIGN'
  | 'UNAVAILABLE'
  | 'INTERNAL';

const PUBLIC_TEXT: Record<HttpErrorCode, string> = {
  REQUEST_UNREADABLE: 'the request is not HTTP as this server reads it',
  REQUEST_TIMEOUT: 'the request did not arrive in time',
  HEADERS_TOO_LARGE: 'the head of the request is too large',
  HEADER_REPEATED: 'a header that may occur once occurs twice',
  PATH_INVALID: 'the path is not well-formed',
  PATH_UNKNOWN: 'the hub has no such path; its paths stand at /docs',
  METHOD_NOT_ALLOWED: 'this path does not know that method',
  UNAUTHENTICATED: 'a valid credential is needed: Authorization: Bearer …',
  RATE_LIMITED: 'too many requests; wait as long as Retry-After says',
  QUERY_INVALID: 'a parameter of the query is unknown, repeated or not of its form',
  CURSOR_INVALID: 'the cursor is not one that the page before gave',
  BODY_TOO_LARGE: 'the body is larger than this route allows',
  BODY_INCOMPLETE: 'the body ended early',
  CONTENT_ENCODING_UNSUPPORTED: 'a body is sent as it is, without Content-Encoding',
  COMMAND_INVALID: 'the body is not what this route asks for',
  SOAP_INVALID: 'not one envelope with one Body that holds one element',
  SOAP_VERSION_UNKNOWN: 'the envelope is not of the SOAP version that the content type says',
  SOAP_NOT_UNDERSTOOD:
    'a header that must be understood is not, or an answer is asked for elsewhere',
  SOAP_OPERATION_UNKNOWN: 'the service has no such operation, or the action is that of another',
  SECURITY_INVALID:
    'one wsse:Security is needed with a Timestamp and either a UsernameToken or a Signature with its certificate',
  PASSWORD_DIGEST_UNSUPPORTED:
    'a password digest cannot be checked, as the hub stores only the SHA-256 of keys: send PasswordText over TLS, or sign',
  MESSAGE_EXPIRED: 'the timestamp is missing, or not within five minutes of the clock of the hub',
  MESSAGE_REPLAYED: 'this nonce or signature was used before: make a new one for each message',
  SIGNATURE_INVALID:
    'the signature does not hold, or does not cover Body and Timestamp as this service asks',
  SESSION_IDLE: 'the session was idle for 30 minutes; show password and code again',
  STEP_UP_REQUIRED: 'this asks for a code of the app that was shown within the last five minutes',
  SIGN_IN_INCOMPLETE: 'at this stage of signing in the session may not call this',
  CSRF_REFUSED: 'a request that changes something needs the X-CSRF-Token of its session',
  ORIGIN_FOREIGN: 'the request comes from a page of another address',
  UNAVAILABLE: 'the hub cannot answer now; try again',
  INTERNAL: 'the hub failed; nothing was accepted by this request unless a receipt says so',
};

export class HttpError extends HubError<HttpErrorCode> {
  override readonly name = 'HttpError';
  /** Seconds until the caller may try again (RFC 9110 section 10.2.3). */
  readonly retryAfter: number | undefined;

  constructor(
    code: HttpErrorCode,
    options: { problems?: readonly Problem[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(code, PUBLIC_TEXT[code], options);
    this.retryAfter = options.retryAfter;
  }
}
