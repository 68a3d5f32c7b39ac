import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CheckSignature, VerifierKey } from './note.ts';
import type { Sha256 } from './tree.ts';

/** SHA-256 in one call, without a hash object for each input. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

/** Checks signatures with node:crypto; a key or signature that cannot be read does not verify. */
export const checkSignature: CheckSignature = (key, message, signature) => {
  try {
    const digest = key.algorithm === 'ecdsa' ? 'sha256' : null;
    return verify(digest, message, readPublicKey(key), signature);
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
