import { HALF_A_PAIR } from './half-a-pair.ts';

/** Needs no escape and holds no surrogate, so its JSON text is itself between quotes: nearly every text. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** The JSON text of a string (RFC 8785 section 3.2.2.2); undefined where it holds half a surrogate pair. */
export function quotedText(text: string): string | undefined {
  if (PLAIN.test(text)) return `"${text}"`;
  return HALF_A_PAIR.test(text) ? undefined : JSON.stringify(text);
}
