import { LedgerError } from './ledger-error.ts';

// Written out so that the same file runs in Node and in a browser, and so that only the one
// canonical form of a value is read: two texts must never stand for the same hash.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HEX_DIGITS = '0123456789abcdef';
const HEX = /^(?:[0-9a-f]{2})*$/;

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : ALPHABET.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : ALPHABET.charAt(bits & 63);
  }
  return text;
}

/** The bytes of standard base64; refuses whitespace, missing padding and bits left over. */
export function fromBase64(text: string): Uint8Array {
  if (!BASE64.test(text)) throw new LedgerError('malformed', 'not standard base64');
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  if ((bits & ((1 << held) - 1)) !== 0) {
    throw new LedgerError('malformed', 'base64 with bits left over');
  }
  return bytes;
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15);
  return text;
}

export function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) throw new LedgerError('malformed', 'not lower-case hexadecimal');
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  }
  return bytes;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, whole: a byte order mark stays, a broken sequence is refused. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new LedgerError('malformed', 'not UTF-8', { cause });
  }
}

export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,18})$/;

/** A size or index in ASCII decimal without leading zeroes, below 2^63. */
export function parseDecimal(text: string): bigint {
  if (!DECIMAL.test(text)) throw new LedgerError('malformed', 'not a decimal number');
  const value = BigInt(text);
  if (value >= 1n << 63n) throw new LedgerError('malformed', 'number out of range');
  return value;
}
