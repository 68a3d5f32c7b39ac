/** Names of SOAP and the standards around it. */
export type SoapVersion = '1.1' | '1.2';

/** What differs between the versions on the wire. */
export interface SoapForm {
  readonly envelope: string;
  readonly mediaType: string;
  /** Namespace of the WSDL binding. */
  readonly binding: string;
}

export const SOAP: Readonly<Record<SoapVersion, SoapForm>> = {
  '1.1': {
    envelope: 'http://schemas.xmlsoap.org/soap/envelope/',
    mediaType: 'text/xml',
    binding: 'http://schemas.xmlsoap.org/wsdl/soap/',
  },
  '1.2': {
    envelope: 'http://www.w3.org/2003/05/soap-envelope',
    mediaType: 'application/soap+xml',
    binding: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  },
};

const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';

export const WSSE = `${WSS}wssecurity-secext-1.0.xsd`;
export const WSU = `${WSS}wssecurity-utility-1.0.xsd`;
export const PASSWORD_TEXT = `${WSS}username-token-profile-1.0#PasswordText`;
export const PASSWORD_DIGEST = `${WSS}username-token-profile-1.0#PasswordDigest`;
export const BASE64 = `${WSS}soap-message-security-1.0#Base64Binary`;
export const X509_TOKEN = `${WSS}x509-token-profile-1.0#X509v3`;

export const WSA = 'http://www.w3.org/2005/08/addressing';
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** The hub's own elements in either direction (docs/adapters-soap.md). */
export const HUB = 'urn:compact-hub:soap:v1';

/** `wsa:MessageID` of a delivery: the same over all attempts and replays. */
export function messageIdOf(deliveryId: string): string {
  return `urn:uuid:${deliveryId}`;
}
