/** Why the hub's SOAP service refuses a request before any call; docs/errors.md has each. */
export type SoapRefusalCode =
  | 'CONTENT_TYPE_UNSUPPORTED'
  | 'DOCTYPE_FORBIDDEN'
  | 'DOCUMENT_UNREADABLE'
  | 'DOCUMENT_TOO_DEEP'
  | 'DOCUMENT_TOO_LARGE'
  | 'COMMAND_INVALID'
  | 'SOAP_INVALID'
  | 'SOAP_VERSION_UNKNOWN'
  | 'SOAP_NOT_UNDERSTOOD'
  | 'SOAP_OPERATION_UNKNOWN'
  | 'SECURITY_INVALID'
  | 'PASSWORD_DIGEST_UNSUPPORTED'
  | 'MESSAGE_EXPIRED'
  | 'MESSAGE_REPLAYED'
  | 'SIGNATURE_INVALID';

export class SoapRefusal extends Error {
  override readonly name = 'SoapRefusal';
  readonly code: SoapRefusalCode;

  constructor(code: SoapRefusalCode) {
    super('the SOAP request is refused');
    this.code = code;
  }
}
