import { createHash } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import type { SoapSigner } from '../../adapters/soap-security.ts';

/** Names written out, so that a test shares none with what it tests. */
export const NS = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
  hub: 'urn:compact-hub:soap:v1',
  wsa: 'http://www.w3.org/2005/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
} as const;

const PROFILE =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export interface MessageOptions {
  readonly version?: '1.1' | '1.2';
  /** The element in the Body. */
  readonly content: string;
  readonly created: string;
  readonly expires?: string;
  /** More blocks of the header. */
  readonly headers?: string;
}

export interface TokenOptions {
  readonly password: string;
  readonly type?: 'PasswordText' | 'PasswordDigest';
  readonly nonce?: string;
}

/** An envelope with a username token. */
export function tokenMessage(options: MessageOptions, token: TokenOptions): string {
  const { password, type = 'PasswordText', nonce } = token;
  const said =
    type === 'PasswordText' ? password : createHash('sha1').update(password).digest('base64');
  const once = nonce === undefined ? '' : `<wsse:Nonce>${nonce}</wsse:Nonce>`;
  return envelope(
    options,
    `<wsse:UsernameToken><wsse:Username>TX</wsse:Username><wsse:Password Type="${PROFILE}#${type}">${said}</wsse:Password>${once}<wsu:Created>${options.created}</wsu:Created></wsse:UsernameToken>`,
  );
}

export interface SignOptions {
  readonly signer: SoapSigner;
  /** Local names of what is signed. */
  readonly parts?: readonly string[];
  readonly digest?: string;
  readonly method?: string;
  readonly transforms?: readonly string[];
}

/** A signed envelope. */
export function signedMessage(options: MessageOptions, sign: SignOptions): string {
  const { signer, parts = ['Body', 'Timestamp'], transforms = [C14N] } = sign;
  const der = signer.certificate.replace(/-----[A-Z ]+-----|\s/g, '');
  const plain = envelope(
    options,
    `<wsse:BinarySecurityToken wsu:Id="X509">${der}</wsse:BinarySecurityToken>`,
  );
  const signed = new SignedXml({
    idMode: 'wssecurity',
    privateKey: signer.privateKey,
    signatureAlgorithm: sign.method ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: C14N,
    getKeyInfoContent: () =>
      `<wsse:SecurityTokenReference xmlns:wsse="${NS.wsse}"><wsse:Reference URI="#X509"/></wsse:SecurityTokenReference>`,
  });
  for (const part of parts) {
    signed.addReference({
      xpath: `//*[local-name(.)='${part}']`,
      transforms: [...transforms],
      digestAlgorithm: sign.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
    });
  }
  signed.computeSignature(plain, {
    prefix: 'ds',
    location: { reference: "//*[local-name(.)='Security']", action: 'append' },
  });
  return signed.getSignedXml();
}

function envelope(
  { version = '1.2', content, created, expires, headers = '' }: MessageOptions,
  proof: string,
): string {
  const until = expires === undefined ? '' : `<wsu:Expires>${expires}</wsu:Expires>`;
  return `<s:Envelope xmlns:s="${NS[version]}" xmlns:wsu="${NS.wsu}"><s:Header>${headers}<wsse:Security xmlns:wsse="${NS.wsse}" s:mustUnderstand="1"><wsu:Timestamp wsu:Id="TS"><wsu:Created>${created}</wsu:Created>${until}</wsu:Timestamp>${proof}</wsse:Security></s:Header><s:Body wsu:Id="B">${content}</s:Body></s:Envelope>`;
}
