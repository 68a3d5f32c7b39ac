import { Secret, TOTP } from 'otpauth';
import type { RandomBytes } from '../message/identifiers.ts';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, 30 seconds. */
const FORM = { issuer: 'Compact hub', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
/** One step before and one after: a clock may be wrong by so much. */
const WINDOW = 1;

/** A new secret of 160 bits, in base 32. */
export function mintTotpSecret(random: RandomBytes): string {
  return new Secret({ buffer: new Uint8Array(random(SECRET_BYTES)).buffer }).base32;
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: string, label: string): string {
  return new TOTP({ ...FORM, label, secret: Secret.fromBase32(secret) }).toString();
}

/**
 * The step whose code this is, or undefined when it is of none near now. The caller lets each step
 * count once.
 */
export function totpStepOf(secret: string, code: string, now: Date): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const totp = new TOTP({ ...FORM, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / FORM.period) + delta;
}
