import { createCipheriv, createDecipheriv, createHash, createHmac, hash } from 'node:crypto';
import type { RandomBytes } from './identifiers.ts';

/**
 * The secret of one transmission: every record of it is sealed under a key derived from `key`,
 * and committed to with `salt`. Destroying the two makes the content unreadable and its
 * commitments unguessable, while every leaf that holds them stays verifiable.
 */
export interface ContentKey {
  readonly key: Buffer;
  readonly salt: Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAP_IV = Buffer.alloc(8, 0xa6); // RFC 3394 section 2.2.3.1

export function mintContentKey(random: RandomBytes): ContentKey {
  return { key: random(KEY_BYTES), salt: random(KEY_BYTES) };
}

/** AES-256-GCM under the record's own derived key: nonce, ciphertext, tag. */
export function sealRecord(
  content: ContentKey,
  recordId: string,
  plaintext: Buffer,
  random: RandomBytes,
): Buffer {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(content, recordId), nonce);
  cipher.setAAD(Buffer.from(recordId));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The document back; throws when a byte of it, its key or its record id is another. */
export function openRecord(content: ContentKey, recordId: string, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(content, recordId), nonce);
  decipher.setAAD(Buffer.from(recordId));
  decipher.setAuthTag(tag);
  const ciphertext = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

/** A digest as the store keeps it: an HMAC that says nothing once the content key is gone. */
export function digestToken(content: ContentKey, digest: Buffer): Buffer {
  return createHmac('sha256', content.key).update('hub/digest/v1').update(digest).digest();
}

/** AES key wrap (RFC 3394) of a key under a key-encryption key. */
export function wrapKey(keyEncryptionKey: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('id-aes256-wrap', keyEncryptionKey, WRAP_IV);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** The wrapped key back; throws under another key-encryption key. */
export function unwrapKey(keyEncryptionKey: Buffer, wrapped: Buffer): Buffer {
  const decipher = createDecipheriv('id-aes256-wrap', keyEncryptionKey, WRAP_IV);
  return Buffer.concat([decipher.update(wrapped), decipher.final()]);
}

export function sha256(...parts: readonly Buffer[]): Buffer {
  const [only, ...others] = parts;
  // In one call there is no object for the hash.
  if (only !== undefined && others.length === 0) return hash('sha256', only, 'buffer');
  const whole = createHash('sha256');
  for (const part of parts) whole.update(part);
  return whole.digest();
}

function deriveKey(content: ContentKey, recordId: string): Buffer {
  return createHmac('sha256', content.key).update('hub/record/v1').update(recordId).digest();
}
