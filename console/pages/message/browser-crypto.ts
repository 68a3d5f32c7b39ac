import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { fromHex } from '../../../ledger-verifier/encoding.ts';
import type { CheckSignature } from '../../../ledger-verifier/note.ts';
import type { Sha256 } from '../../../ledger-verifier/tree.ts';

/**
 * What the verifier needs, in the browser. A library and not the browser's own: that one knows Ed25519
 * only of late, and answers later only, where the verifier asks in line.
 */
export const sha256: Sha256 = (bytes) => hash(bytes);

// RFC 5480: the SPKI form of a key on P-256 is this, then its point without compression.
const P256_SPKI = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
const POINT_BYTES = 65;

/** RFC 8032 for Ed25519, P-256 with SHA-256 in DER for ECDSA; what cannot be read does not verify. */
export const checkSignature: CheckSignature = ({ algorithm, publicKey }, message, signature) => {
  try {
    if (algorithm !== 'ecdsa') return ed25519.verify(signature, message, publicKey, STRICT);
    const point = pointOf(publicKey);
    if (point === undefined) return false;
    return p256.verify(signature, message, point, { format: 'der', lowS: false });
  } catch {
    return false;
  }
};

// Without it the library also takes the looser rules of ZIP 215.
const STRICT = { zip215: false } as const;

/** The point of a key on P-256; undefined for one on another curve. */
function pointOf(spki: Uint8Array): Uint8Array | undefined {
  const isP256 = P256_SPKI.every((byte, at) => spki[at] === byte);
  const point = spki.slice(P256_SPKI.length);
  return isP256 && point.length === POINT_BYTES ? point : undefined;
}
