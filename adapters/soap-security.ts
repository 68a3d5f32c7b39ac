import { X509Certificate, createHash, createPrivateKey, sign } from 'node:crypto';
import { canonicalXml, escapeText } from './canonical-xml.ts';
import {
  BASE64,
  DS,
  EXCLUSIVE_C14N,
  PASSWORD_DIGEST,
  PASSWORD_TEXT,
  RSA_SHA256,
  SHA256,
  WSSE,
  WSU,
  X509_TOKEN,
} from './soap-names.ts';
import { attributeOf, childElements } from './xml-reading.ts';
import { type XmlElement, parseXml } from './xml-tree.ts';

/** How the hub proves who it is (WS-Security 1.1): either, both or none. */
export interface SoapSecurity {
  readonly token?: UsernameToken;
  readonly signer?: SoapSigner;
}

export interface UsernameToken {
  readonly user: string;
  readonly password: string;
  readonly kind: 'text' | 'digest';
}

/** PEM texts; the key belongs to the certificate and is of RSA. */
export interface SoapSigner {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface Freshness {
  readonly now: () => Date;
  /** Bytes from a generator for cryptography. */
  readonly random: (size: number) => Buffer;
}

/** Where the signature goes into an envelope that has everything else. */
export const SIGNATURE_PLACE = '<!--signature-->';

/** `wsu:Id` of every part that a signature covers when it is there. */
export const SIGNED_PARTS = [
  'hub-body',
  'hub-timestamp',
  'hub-token',
  'hub-to',
  'hub-action',
  'hub-message-id',
  'hub-delivery',
  'hub-attachments',
] as const;

const TIMESTAMP_MS = 300_000;
const NONCE_BYTES = 16;

/** Whether a signer can be used: PEM that reads, RSA of 2048 bits or more, and one key pair. */
export function isUsableSigner({ certificate, privateKey }: SoapSigner): boolean {
  try {
    const key = createPrivateKey(privateKey);
    const isRsa = key.asymmetricKeyType === 'rsa';
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return isRsa && bits >= 2048 && new X509Certificate(certificate).checkPrivateKey(key);
  } catch {
    return false;
  }
}

/** `wsse:Security` with a Timestamp of now and a nonce of its own, so every attempt differs. */
export function securityHeader(
  { token, signer }: SoapSecurity,
  { now, random }: Freshness,
  mustUnderstand: string,
): string {
  if (token === undefined && signer === undefined) return '';
  const created = now();
  const expires = new Date(created.getTime() + TIMESTAMP_MS);
  return [
    `<wsse:Security xmlns:wsse="${WSSE}" ${mustUnderstand}>`,
    signer === undefined ? '' : binaryToken(signer),
    `<wsu:Timestamp wsu:Id="hub-timestamp"><wsu:Created>${created.toISOString()}</wsu:Created>`,
    `<wsu:Expires>${expires.toISOString()}</wsu:Expires></wsu:Timestamp>`,
    token === undefined ? '' : usernameToken(token, created.toISOString(), random(NONCE_BYTES)),
    signer === undefined ? '' : SIGNATURE_PLACE,
    '</wsse:Security>',
  ].join('');
}

function binaryToken({ certificate }: SoapSigner): string {
  const der = new X509Certificate(certificate).raw.toString('base64');
  return `<wsse:BinarySecurityToken EncodingType="${BASE64}" ValueType="${X509_TOKEN}" wsu:Id="hub-certificate">${der}</wsse:BinarySecurityToken>`;
}

function usernameToken(
  { user, password, kind }: UsernameToken,
  created: string,
  nonce: Buffer,
): string {
  // Username Token Profile 1.1, 3.1: Base64(SHA-1(nonce + created + password)).
  const proof =
    kind === 'text'
      ? `<wsse:Password Type="${PASSWORD_TEXT}">${escapeText(password)}</wsse:Password>`
      : `<wsse:Password Type="${PASSWORD_DIGEST}">${createHash('sha1').update(nonce).update(created).update(password).digest('base64')}</wsse:Password>`;
  return `<wsse:UsernameToken wsu:Id="hub-token"><wsse:Username>${escapeText(user)}</wsse:Username>${proof}<wsse:Nonce EncodingType="${BASE64}">${nonce.toString('base64')}</wsse:Nonce><wsu:Created>${created}</wsu:Created></wsse:UsernameToken>`;
}

/**
 * The envelope with its signature; what is signed stays as it is, byte for byte. By hand and not by
 * xml-crypto, whose own tree and paths cost half a second for a document of 50 kB.
 */
export function signEnvelope(envelope: string, { privateKey }: SoapSigner): string {
  const [before, after] = splitOnce(envelope, SIGNATURE_PLACE);
  const references = signedElements(parseXml(Buffer.from(before + after))).map(
    ([id, element]) =>
      `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${EXCLUSIVE_C14N}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${createHash('sha256').update(canonicalXml(element)).digest('base64')}</ds:DigestValue></ds:Reference>`,
  );
  // Written in its canonical form, so that these very bytes are what is signed.
  const info = `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${RSA_SHA256}"></ds:SignatureMethod>${references.join('')}</ds:SignedInfo>`;
  const value = sign('sha256', Buffer.from(info), privateKey).toString('base64');
  const keyInfo = `<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI="#hub-certificate" ValueType="${X509_TOKEN}"/></wsse:SecurityTokenReference></ds:KeyInfo>`;
  return `${before}<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature>${after}`;
}

/** The Body, and blocks of the header and of Security: never in the content, whatever ids that has. */
function signedElements(envelope: XmlElement): [id: string, element: XmlElement][] {
  const parts = childElements(envelope);
  const blocks = parts.filter(({ local }) => local === 'Header').flatMap(childElements);
  return [...parts, ...blocks, ...blocks.flatMap(childElements)].flatMap((element) => {
    const id = SIGNED_PARTS.find((part) => part === attributeOf(element, 'Id', WSU));
    return id === undefined ? [] : [[id, element]];
  });
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
