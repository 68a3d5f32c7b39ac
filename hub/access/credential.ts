import { createHash } from 'node:crypto';
import type { RandomBytes } from '../message/identifiers.ts';

/** Crockford's base 32 in lower case: no character is taken for another. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 52 characters of 5 random bits: 260. */
const SECRET_CHARACTERS = 52;

export interface Credential {
  /** Shown once to its owner and never stored. */
  readonly secret: string;
  /** SHA-256 of the secret: what a row keeps. Enough for 260 random bits; passwords need more. */
  readonly hash: Buffer;
}

/** A key of a state's system: `hub_OR_…`. The prefix says at sight what leaked and whose it is. */
export function mintSystemKey(member: string, random: RandomBytes): Credential {
  return mint(`hub_${member}_`, random);
}

/** A token of a person: `hubu_…`. */
export function mintUserToken(random: RandomBytes): Credential {
  return mint('hubu_', random);
}

function mint(prefix: string, random: RandomBytes): Credential {
  const characters = [...random(SECRET_CHARACTERS)].map((byte) => ALPHABET[byte & 31]);
  const secret = prefix + characters.join('');
  return { secret, hash: hashCredential(secret) };
}

export function hashCredential(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A client certificate as a credential: the SHA-256 of its DER form, its fingerprint. */
export function hashCertificate(der: Buffer): Buffer {
  return createHash('sha256').update(der).digest();
}

const BEARER = /^Bearer +(hub(?:u|_[A-Z]{2})_[0-9a-hjkmnp-tv-z]{52})$/i;

/**
 * The secret in an Authorization header (RFC 6750 section 2.1), or undefined when it has not the
 * form of a credential of this hub: such a header is refused without asking the store.
 */
export function readBearer(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 128) return undefined;
  const secret = BEARER.exec(header)?.[1];
  return secret !== undefined && isExact(secret) ? secret : undefined;
}

// Only the scheme's name may be in any case (RFC 9110 section 11.1).
function isExact(secret: string): boolean {
  return /^hub(?:u|_[A-Z]{2})_[0-9a-z]{52}$/.test(secret);
}

/** An opaque name of a principal for leaves and logs: `S-…` for systems, `U-…` for persons. */
export function mintReference(kind: 'system' | 'person', random: RandomBytes): string {
  const characters = [...random(12)].map((byte) => ALPHABET[byte & 31]);
  return `${kind === 'system' ? 'S' : 'U'}-${characters.join('').toUpperCase()}`;
}
