import type { JsonObject, JsonValue } from './json.ts';
import { MessageError } from './message-error.ts';
import { quotedText } from './quoted-text.ts';

/**
 * The one text of a JSON value (RFC 8785): no blanks, names in order of their UTF-16 code units,
 * numbers and strings as ECMAScript writes them. Equal values give equal text, whatever text they
 * were read from. Throws a MessageError for a string with half a surrogate pair or a number that is
 * not finite, which RFC 8785 sections 3.2.2.2 and 3.2.2.3 forbid.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numeral(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? arrayText(value) : objectText(value);
}

/** The members of an object in their order, by name, each as the text that stands between commas. */
export function canonicalMembers(value: JsonObject): Map<string, string> {
  const members = new Map<string, string>();
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members.set(name, `${quoted(name)}:${canonicalJson(member)}`);
  }
  return members;
}

function objectText(value: JsonObject): string {
  let text = '{';
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    text += `${text === '{' ? '' : ','}${quoted(name)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

function arrayText(value: readonly JsonValue[]): string {
  let text = '[';
  for (const item of value) text += `${text === '[' ? '' : ','}${canonicalJson(item)}`;
  return `${text}]`;
}

function quoted(text: string): string {
  const quotes = quotedText(text);
  if (quotes !== undefined) return quotes;
  throw new MessageError('TEXT_INVALID', 'a string holds half a surrogate pair');
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) {
    throw new MessageError('JSON_NUMBER_UNSAFE', 'a number is not finite');
  }
  return String(value);
}
