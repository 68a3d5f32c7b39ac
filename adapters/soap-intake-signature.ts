import type { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { canonicalXml } from './canonical-xml.ts';
import type { RequestEnvelope } from './soap-intake-envelope.ts';
import { DS, EXCLUSIVE_C14N, RSA_SHA256, SHA256, SOAP, WSU } from './soap-names.ts';
import { SoapRefusal } from './soap-refusal.ts';
import {
  attributeOf,
  childElements,
  childrenNamed,
  elementsWithin,
  isNamed,
  onlyChild,
} from './xml-reading.ts';
import { type XmlElement, parseXml } from './xml-tree.ts';

/** Parts read anew from the bytes that the signature covers. */
export interface VerifiedParts {
  readonly body: XmlElement;
  readonly timestamp: XmlElement;
}

interface Signed {
  readonly signature: XmlElement;
  readonly timestamp: XmlElement;
  readonly certificate: X509Certificate;
}

const MOST_REFERENCES = 16;
const LEAST_BITS = 2048;
/** The first does nothing to a Body; common clients name it all the same. */
const TRANSFORMS: ReadonlySet<string> = new Set([`${DS}enveloped-signature`, EXCLUSIVE_C14N]);

/**
 * Verifies the signature, and that it covers this envelope's Body and Timestamp. Both are returned from
 * the bytes that were digested, so that nothing beside them can be taken for them: neither a second Body
 * or one that was moved, nor an id that occurs twice (signature wrapping). Throws a SoapRefusal.
 */
export function verifySignature(
  envelope: RequestEnvelope,
  { signature, timestamp, certificate }: Signed,
): VerifiedParts {
  const ids = referencedIds(signature);
  requireUnique(envelope.root, ids);
  const bodyId = idAmong(envelope.body, ids);
  const timestampId = idAmong(timestamp, ids);
  const parts = coveredParts(envelope, signature, certificate);
  const soap = SOAP[envelope.version].envelope;
  return {
    body: partOf(parts, { namespace: soap, local: 'Body', id: bodyId }),
    timestamp: partOf(parts, { namespace: WSU, local: 'Timestamp', id: timestampId }),
  };
}

function invalid(): SoapRefusal {
  return new SoapRefusal('SIGNATURE_INVALID');
}

/** The ids that the signature refers to, when it is made with nothing but what is allowed here. */
function referencedIds(signature: XmlElement): ReadonlySet<string> {
  const info = onlyChild(signature, DS, 'SignedInfo');
  if (info === undefined) throw invalid();
  const references = childrenNamed(info, DS, 'Reference');
  const isAllowed =
    algorithmOf(info, 'CanonicalizationMethod') === EXCLUSIVE_C14N &&
    algorithmOf(info, 'SignatureMethod') === RSA_SHA256 &&
    references.length <= MOST_REFERENCES &&
    references.every(isAllowedReference);
  if (!isAllowed) throw invalid();
  const ids = references.map((reference) => (attributeOf(reference, 'URI') ?? '').slice(1));
  if (new Set(ids).size !== ids.length) throw invalid();
  return new Set(ids);
}

function isAllowedReference(reference: XmlElement): boolean {
  const transforms = onlyChild(reference, DS, 'Transforms');
  const names = transforms
    ? childElements(transforms).map((transform) => attributeOf(transform, 'Algorithm') ?? '')
    : [];
  return (
    /^#[\w.-]{1,128}$/.test(attributeOf(reference, 'URI') ?? '') &&
    algorithmOf(reference, 'DigestMethod') === SHA256 &&
    names.at(-1) === EXCLUSIVE_C14N &&
    new Set(names).size === names.length &&
    names.every((name) => TRANSFORMS.has(name))
  );
}

function algorithmOf(parent: XmlElement, local: string): string | undefined {
  const element = onlyChild(parent, DS, local);
  return element && attributeOf(element, 'Algorithm');
}

/** An attribute that anybody might take for an id, in whatever namespace and case. */
const ID = /^id$/i;

function requireUnique(root: XmlElement, ids: ReadonlySet<string>): void {
  const seen = new Set<string>();
  let signatures = 0;
  for (const element of elementsWithin(root)) {
    if (isNamed(element, DS, 'Signature') && (signatures += 1) > 1) throw invalid();
    for (const { local, value } of element.attributes) {
      if (!ID.test(local) || !ids.has(value)) continue;
      if (seen.has(value)) throw invalid();
      seen.add(value);
    }
  }
}

function idAmong(element: XmlElement, ids: ReadonlySet<string>): string {
  const id = attributeOf(element, 'Id', WSU) ?? '';
  if (!ids.has(id)) throw invalid();
  return id;
}

function coveredParts(
  { bytes }: RequestEnvelope,
  signature: XmlElement,
  certificate: X509Certificate,
): XmlElement[] {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const isStrong = (asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS;
  if (asymmetricKeyType !== 'rsa' || !isStrong) throw invalid();
  try {
    const verifier = new SignedXml({
      idMode: 'wssecurity',
      publicCert: certificate.toString(),
      // The key is that of the known principal, whatever the signature says of keys.
      getCertFromKeyInfo: () => null,
    });
    // Finds `wsu:Id`; other spellings are looked for above, and each costs a walk through everything.
    verifier.idAttributes = ['Id'];
    verifier.loadSignature(canonicalXml(signature));
    if (!verifier.checkSignature(bytes.toString('utf8'))) throw invalid();
    return verifier.getSignedReferences().map((part) => parseXml(Buffer.from(part)));
  } catch {
    throw invalid();
  }
}

interface Wanted {
  readonly namespace: string;
  readonly local: string;
  readonly id: string;
}

function partOf(parts: readonly XmlElement[], { namespace, local, id }: Wanted): XmlElement {
  const [part, ...others] = parts.filter(
    (one) => isNamed(one, namespace, local) && attributeOf(one, 'Id', WSU) === id,
  );
  if (part === undefined || others.length > 0) throw invalid();
  return part;
}
