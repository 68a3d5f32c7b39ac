import { createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { formatVerifierKey, isKeyName, keyIdOf } from '../../ledger-verifier/note.ts';
import type { SignatureAlgorithm } from '../../ledger-verifier/note.ts';
import { sha256 } from '../../ledger-verifier/node-crypto.ts';

/** Signs checkpoints under one key; the key may lie elsewhere, as in a key service. */
export interface Signer {
  /** The name on the signature line: the origin of the log. */
  readonly name: string;
  /** Four bytes, big-endian (C2SP signed-note). */
  readonly keyId: Uint8Array;
  /** The line by which others verify, `name+id+key`. */
  readonly verifierKey: string;
  sign(text: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** A signer on a private key of node:crypto; Ed25519, or ECDSA on P-256, after the key's type. */
export function createSigner(name: string, privateKey: KeyObject): Signer {
  if (!isKeyName(name)) throw new TypeError('the name of a key has no spaces and no plus signs');
  const algorithm = algorithmOf(privateKey);
  const publicKey = rawPublicKey(algorithm, privateKey);
  const keyId = keyIdOf(sha256, { name, algorithm, publicKey });
  const digest = algorithm === 'ecdsa' ? 'sha256' : null;
  return {
    name,
    keyId,
    verifierKey: formatVerifierKey({ name, keyId, algorithm, publicKey }),
    sign: (text) => sign(digest, text, privateKey),
  };
}

/** The signers that sign the next head, asked anew for each: keys come and go while a hub runs. */
export type SignersInForce = () => Promise<readonly Signer[]>;

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ecdsa';
  throw new TypeError('a ledger key is Ed25519 or ECDSA on P-256');
}

const ED25519_KEY_BYTES = 32;

function rawPublicKey(algorithm: SignatureAlgorithm, privateKey: KeyObject): Uint8Array {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // The SPKI form of an Ed25519 key ends in its 32 bytes (RFC 8410 section 4).
  return algorithm === 'ecdsa' ? spki : spki.subarray(-ED25519_KEY_BYTES);
}
