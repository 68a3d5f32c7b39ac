import { createHash, timingSafeEqual } from 'node:crypto';

/** What is committed to; each has its own prefix, so that one can never pose as another. */
export type CommitmentPurpose = 'payload' | 'envelope' | 'acknowledgement';

const SALT_BYTES = 32;

/**
 * SHA-256 over `hub/<purpose>/v1`, a secret salt of 256 bits and the bytes: 32 bytes that bind the
 * hub to the content. Without the salt they cannot be tied to any content, not even by guessing, so
 * they may stand in the ledger for ever (docs/ledger-format.md).
 */
export function commit(purpose: CommitmentPurpose, salt: Buffer, content: Uint8Array): Buffer {
  if (salt.length !== SALT_BYTES) throw new RangeError('the salt of a commitment has 32 bytes');
  return createHash('sha256').update(`hub/${purpose}/v1`).update(salt).update(content).digest();
}

/** Whether the commitment was made with this salt to these bytes. */
export function opensCommitment(
  purpose: CommitmentPurpose,
  opening: { readonly salt: Buffer; readonly content: Uint8Array },
  commitment: Buffer,
): boolean {
  const made = commit(purpose, opening.salt, opening.content);
  return made.length === commitment.length && timingSafeEqual(made, commitment);
}
