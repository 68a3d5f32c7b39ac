import { X509Certificate, createHash } from 'node:crypto';
import type { ReplayKey } from './replay-cache.ts';
import { type RequestEnvelope, onlyContent } from './soap-intake-envelope.ts';
import { verifySignature } from './soap-intake-signature.ts';
import type { SoapCredential } from './soap-intake.ts';
import { DS, PASSWORD_DIGEST, PASSWORD_TEXT, WSSE, WSU } from './soap-names.ts';
import { SoapRefusal } from './soap-refusal.ts';
import {
  attributeOf,
  childElements,
  childrenNamed,
  elementsWithin,
  isNamed,
  onlyChild,
  textOf,
} from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';

/** A credential as it was shown; for a certificate, its signature is not verified yet. */
export interface ShownCredential {
  readonly shown: SoapCredential;
  readonly replay: ReplayKey | undefined;
  readonly signed: SignedMessage | undefined;
}

interface SignedMessage {
  readonly signature: XmlElement;
  readonly timestamp: XmlElement;
  readonly certificate: X509Certificate;
}

/** How far from the hub's clock a timestamp may be. */
const WINDOW_MS = 300_000;
const KNOWN: ReadonlySet<string> = new Set([
  `${WSU} Timestamp`,
  `${WSSE} UsernameToken`,
  `${WSSE} BinarySecurityToken`,
  `${DS} Signature`,
]);

/**
 * Reads the one `wsse:Security`: a fresh Timestamp, and either a username token or a signature with its
 * certificate. Throws a SoapRefusal.
 */
export function readCredential(envelope: RequestEnvelope, now: Date): ShownCredential {
  const security = envelope.header && onlyChild(envelope.header, WSSE, 'Security');
  if (security === undefined) throw new SoapRefusal('SECURITY_INVALID');
  const blocks = childElements(security);
  const names = blocks.map(({ namespace, local }) => `${namespace} ${local}`);
  const isPlain = new Set(names).size === names.length && names.every((name) => KNOWN.has(name));
  if (!isPlain) throw new SoapRefusal('SECURITY_INVALID');
  const find = (namespace: string, local: string): XmlElement | undefined =>
    blocks.find((block) => isNamed(block, namespace, local));
  const timestamp = find(WSU, 'Timestamp');
  const token = find(WSSE, 'UsernameToken');
  const signature = find(DS, 'Signature');
  const isEither = (token === undefined) !== (signature === undefined);
  if (timestamp === undefined || !isEither) throw new SoapRefusal('SECURITY_INVALID');
  const until = requireFresh(timestamp, now);
  if (token !== undefined) return readToken(token, until, now);
  if (signature === undefined) throw new SoapRefusal('SECURITY_INVALID');
  return readSigned({ security, signature, timestamp }, until, now);
}

/**
 * The content to go by. With a signature it is read from the bytes that the signature covers, and the
 * Timestamp that counts is the covered one; without, it is the envelope's own.
 */
export function verifiedBody(
  envelope: RequestEnvelope,
  { signed }: ShownCredential,
  now: Date,
): XmlElement {
  if (signed === undefined) return envelope.content;
  const { body, timestamp } = verifySignature(envelope, signed);
  requireFresh(timestamp, now);
  return onlyContent(body);
}

function readToken(token: XmlElement, until: Date, now: Date): ShownCredential {
  const password = onlyChild(token, WSSE, 'Password');
  const secret = password && textOf(password)?.trim();
  if (password === undefined || secret === undefined) throw new SoapRefusal('SECURITY_INVALID');
  const type = attributeOf(password, 'Type') ?? PASSWORD_TEXT;
  // Of keys only the SHA-256 is stored, so a digest of one cannot be made anew.
  if (type === PASSWORD_DIGEST) throw new SoapRefusal('PASSWORD_DIGEST_UNSUPPORTED');
  if (type !== PASSWORD_TEXT) throw new SoapRefusal('SECURITY_INVALID');
  const created = onlyChild(token, WSU, 'Created');
  if (created !== undefined) requireNear(momentOf(created), now);
  return {
    shown: { kind: 'key', secret },
    replay: nonceOf(token, secret, until),
    signed: undefined,
  };
}

/** A nonce is of one key: two systems may draw the same. */
function nonceOf(token: XmlElement, secret: string, until: Date): ReplayKey | undefined {
  const nonces = childrenNamed(token, WSSE, 'Nonce');
  const [nonce, ...others] = nonces;
  if (nonce === undefined) return undefined;
  const text = textOf(nonce)?.trim() ?? '';
  if (others.length > 0 || !/^[A-Za-z0-9+/=]{8,256}$/.test(text)) {
    throw new SoapRefusal('SECURITY_INVALID');
  }
  return { key: digestOf(`${secret} ${text}`), until };
}

interface SignedParts {
  readonly security: XmlElement;
  readonly signature: XmlElement;
  readonly timestamp: XmlElement;
}

function readSigned(
  { security, signature, timestamp }: SignedParts,
  until: Date,
  now: Date,
): ShownCredential {
  const certificate = certificateIn(security);
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (!(now.getTime() >= from && now.getTime() <= to)) throw new SoapRefusal('SIGNATURE_INVALID');
  const value = onlyChild(signature, DS, 'SignatureValue');
  const bytes = Buffer.from((value && textOf(value)) ?? '', 'base64');
  return {
    shown: { kind: 'certificate', der: certificate.raw },
    // An RSA signature of PKCS #1 1.5 has one value for one text and key: equal values are one message.
    replay: { key: digestOf(bytes), until },
    signed: { signature, timestamp, certificate },
  };
}

/** The one certificate in the header, as a token or in the key information, wherever that points. */
function certificateIn(security: XmlElement): X509Certificate {
  const found = [...elementsWithin(security)]
    .filter(
      (element) =>
        isNamed(element, WSSE, 'BinarySecurityToken') || isNamed(element, DS, 'X509Certificate'),
    )
    .map((element) => (textOf(element) ?? '').replace(/\s/g, ''));
  const [text = '', ...others] = [...new Set(found)];
  if (others.length > 0 || !/^[A-Za-z0-9+/]{4,16384}={0,2}$/.test(text)) {
    throw new SoapRefusal('SECURITY_INVALID');
  }
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    throw new SoapRefusal('SECURITY_INVALID');
  }
}

/** When a copy of the message stops to be fresh. */
function requireFresh(timestamp: XmlElement, now: Date): Date {
  const created = onlyChild(timestamp, WSU, 'Created');
  if (created === undefined) throw new SoapRefusal('MESSAGE_EXPIRED');
  const moment = momentOf(created);
  requireNear(moment, now);
  const [expires, ...others] = childrenNamed(timestamp, WSU, 'Expires');
  const isOver = expires !== undefined && momentOf(expires) <= now;
  if (isOver || others.length > 0) throw new SoapRefusal('MESSAGE_EXPIRED');
  return new Date(moment.getTime() + WINDOW_MS);
}

function requireNear(moment: Date, now: Date): void {
  if (!(Math.abs(moment.getTime() - now.getTime()) <= WINDOW_MS)) {
    throw new SoapRefusal('MESSAGE_EXPIRED');
  }
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

function momentOf(element: XmlElement): Date {
  const text = textOf(element)?.trim() ?? '';
  const moment = new Date(MOMENT.test(text) ? text : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw new SoapRefusal('MESSAGE_EXPIRED');
  return moment;
}

function digestOf(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('base64');
}
