import type { JsonValue } from '../message/json.ts';
import type { Codec } from './codec.ts';
import type { CodeListDocument } from './mapping-document.ts';

/** Codes of two lists. The first pair of a code decides where several have it. */
export function codeCodec(list: CodeListDocument, strip = ''): Codec {
  const local = new Map<JsonValue, JsonValue>();
  const canonical = new Map<JsonValue, JsonValue>();
  for (const pair of list.pairs) {
    const canonicalCode = strip === '' ? pair.canonical : `${strip}${pair.canonical}`;
    if (!local.has(canonicalCode)) local.set(canonicalCode, pair.local);
    if (!canonical.has(pair.local)) canonical.set(pair.local, canonicalCode);
  }
  return {
    there: (value) => local.get(value),
    back: (value) => canonical.get(value),
    exact: [...local].every(([code, partner]) => canonical.get(partner) === code),
    notHeld: 'CODE_NOT_HELD',
    unreadable: 'CODE_UNKNOWN',
  };
}
