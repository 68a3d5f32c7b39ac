import { isUtf8 } from 'node:buffer';
import type { JsonValue } from './json.ts';
import { findDuplicateNames } from './duplicate-names.ts';
import { numberSurvives } from './json-number.ts';
import { HALF_A_PAIR } from './half-a-pair.ts';
import { MessageError } from './message-error.ts';

/** No document of the compact nests deeper than about 8. */
export const MAX_DEPTH = 64;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The value of JSON text (RFC 8259) in strict UTF-8 without a byte order mark. Refused, as a
 * MessageError: nesting deeper than 64, a name that occurs twice in one object (RFC 7493 section 2.3),
 * names that reach an object's prototype, half surrogate pairs and NUL, numbers that do not survive
 * as a double. The size of the bytes is the caller's to bound. Time is linear in it.
 */
export function parseJson(bytes: Buffer): JsonValue {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new MessageError('TEXT_INVALID', 'the text begins with a byte order mark');
  }
  if (!isUtf8(bytes)) throw new MessageError('TEXT_INVALID', 'the text is not UTF-8');
  const membersWritten = scan(bytes);
  const text = bytes.toString('utf8');
  const value = parse(text);
  // Only a \u escape can bring a NUL or half a surrogate pair into UTF-8 text.
  const membersRead = countMembers(value, text.includes('\\u'));
  if (membersRead !== membersWritten) {
    throw new MessageError('JSON_DUPLICATE_KEY', 'a name occurs twice in one object', {
      problems: findDuplicateNames(text),
    });
  }
  return value;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The engine's own message quotes the document, so it is not kept as the cause.
    throw new MessageError('JSON_MALFORMED', 'the text is not JSON');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;

/**
 * Checks depth and numbers before anything is built. Returns the colons outside strings: in
 * well-formed JSON that is the number of members of all its objects.
 */
function scan(bytes: Buffer): number {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COLON) members += 1;
    else if (isOpening(byte)) depth = deeper(depth);
    else if (isClosing(byte)) depth -= 1;
    else if (byte === MINUS || isDigit(byte)) at = endOfNumber(bytes, at);
  }
  return members;
}

function deeper(depth: number): number {
  if (depth < MAX_DEPTH) return depth + 1;
  throw new MessageError('JSON_TOO_DEEP', `the text nests deeper than ${MAX_DEPTH}`);
}

/** The index of the closing quote of the string that opens at `start`. */
function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

// `[` 5b and `{` 7b, `]` 5d and `}` 7d differ in one bit.
const isOpening = (byte: number): boolean => (byte | 0x20) === 0x7b;
const isClosing = (byte: number): boolean => (byte | 0x20) === 0x7d;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isNumberByte = (byte: number): boolean =>
  isDigit(byte) || byte === MINUS || byte === 0x2b || byte === 0x2e || (byte | 0x20) === 0x65;

/** The index of the last character of the number that begins at `start`. */
function endOfNumber(bytes: Buffer, start: number): number {
  let end = start + 1;
  while (end < bytes.length && isNumberByte(bytes[end] ?? 0)) end += 1;
  if (!numberSurvives(bytes.toString('latin1', start, end))) {
    throw new MessageError('JSON_NUMBER_UNSAFE', 'a number does not survive as a double');
  }
  return end - 1;
}

function countMembers(value: JsonValue, checkText: boolean): number {
  if (typeof value === 'string') {
    if (checkText) checkString(value);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += countMembers(item, checkText);
    return members;
  }
  for (const [key, item] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) {
      throw new MessageError('JSON_FORBIDDEN_KEY', 'an object has a name that is not allowed');
    }
    if (checkText) checkString(key);
    members += 1 + countMembers(item, checkText);
  }
  return members;
}

function checkString(text: string): void {
  if (HALF_A_PAIR.test(text) || text.includes('\0')) {
    throw new MessageError('TEXT_INVALID', 'a string holds NUL or half a surrogate pair');
  }
}
