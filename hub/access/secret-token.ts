import { createHash } from 'node:crypto';
import type { RandomBytes } from '../message/identifiers.ts';

const TOKEN_BYTES = 32;

/** A secret that is shown once, of a session or a link, with the form in which a row keeps it. */
export interface SecretToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** 256 bits in base64url. */
export function mintToken(random: RandomBytes): SecretToken {
  const token = random(TOKEN_BYTES).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** SHA-256: enough for 256 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether the text could be a token at all. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}
