import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CheckSignature, VerifierKey } from './note.ts';
import type { CheckReceipt } from './receipt.ts';
import type { Sha256 } from './tree.ts';

/** SHA-256 in one call, without a hash object for each input. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

/** Checks signatures with node:crypto; a key or signature that cannot be read does not verify. */
export const checkSignature: CheckSignature = (key, message, signature) => {
  try {
    const publicKey = readPublicKey(key);
    if (key.algorithm !== 'ecdsa') return verify(null, message, publicKey, signature);
    return isNistCurve(publicKey) && verify('sha256', message, publicKey, signature);
  } catch {
    return false;
  }
};

// RFC 8410 section 4: the SPKI form of an Ed25519 key is this and its 32 bytes.
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function readPublicKey({
  algorithm,
  publicKey,
}: Pick<VerifierKey, 'algorithm' | 'publicKey'>): KeyObject {
  const der = algorithm === 'ecdsa' ? publicKey : Buffer.concat([ED25519_SPKI, publicKey]);
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
}

const NIST_CURVES: ReadonlySet<string | undefined> = new Set([
  'prime256v1',
  'secp384r1',
  'secp521r1',
]);

// The SPKI form can hold a key of any kind; type 0x02 is for these only (C2SP signed-note).
const isNistCurve = (key: KeyObject): boolean =>
  NIST_CURVES.has(key.asymmetricKeyDetails?.namedCurve);

/** Checks the signature of a receipt under a JWK; a key of another kind does not verify. */
export const checkReceiptSignature: CheckReceipt = (jwk, message, signature) => {
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, message, key, signature);
  } catch {
    return false;
  }
};
