import type { RandomBytes } from '../message/identifiers.ts';

export const RECOVERY_CODES = 10;
/** Of 5 bits each: 80. */
const CHARACTERS = 16;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Codes for who loses the second factor, `xxxx-xxxx-xxxx-xxxx`. */
export function mintRecoveryCodes(random: RandomBytes): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    [...random(CHARACTERS)]
      .map((byte) => ALPHABET[byte & 31])
      .join('')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
}

/** As it is compared: typed with or without dashes and in any case; undefined for what is none. */
export function readRecoveryCode(text: string): string | undefined {
  const code = text.toLowerCase().replaceAll(/[\s-]/g, '');
  return /^[0-9a-hjkmnp-tv-z]{16}$/.test(code) ? code : undefined;
}
