import type { Codec } from './codec.ts';

/**
 * Canonical forms: RFC 3339 full-date and date-time, a date-time in UTC and whole seconds, and the
 * hour and minute of a day.
 */
export const CANONICAL_TEMPLATE = {
  date: 'YYYY-MM-DD',
  time: 'hh:mm',
  moment: 'YYYY-MM-DDThh:mm:ssZ',
  dateTime: 'YYYY-MM-DDThh:mm:ssfz',
} as const;
export type TemporalKind = keyof typeof CANONICAL_TEMPLATE;

/** What each token stands for; all other characters of a template stand for themselves. */
const TOKENS = {
  YYYY: '\\d{4}',
  MM: '0[1-9]|1[0-2]',
  DD: '0[1-9]|[12]\\d|3[01]',
  hh: '[01]\\d|2[0-3]',
  II: '0[1-9]|1[0-2]', // hour of a twelve-hour clock, with A
  mm: '[0-5]\\d',
  ss: '[0-5]\\d|60',
  A: 'AM|PM',
  f: '(?:\\.\\d+)?', // fraction of a second with its point, or nothing
  z: 'Z|[+-]\\d\\d:\\d\\d',
  o: 'Z|[+-]\\d{4}', // offset without the colon
} as const;
type Token = keyof typeof TOKENS;

const TOKEN_PATTERN = /YYYY|MM|DD|hh|II|mm|ss|A|f|z|o/g;

interface Template {
  readonly pattern: RegExp;
  readonly tokens: readonly Token[];
  /** Literals and tokens in order. */
  readonly pieces: readonly (string | { readonly token: Token })[];
}

/** A codec between the canonical form of days, times or moments and a local template. */
export function temporalCodec(kind: TemporalKind, format: string): Codec {
  const canonical = compileTemplate(CANONICAL_TEMPLATE[kind]);
  const local = compileTemplate(format);
  const toLocal = conversion(canonical, local);
  const toCanonical = conversion(local, canonical);
  return {
    there: (value) => (typeof value === 'string' ? toLocal(value) : undefined),
    back: (value) => (typeof value === 'string' ? toCanonical(value) : undefined),
    exact: true,
    notHeld: 'VALUE_NOT_HELD',
    unreadable: 'VALUE_UNREADABLE',
  };
}

/** What one of canonical form and template says and the other does not. Fractions may be missing. */
export function templateGaps(kind: TemporalKind, format: string): string[] {
  const meaning = (template: string): Set<string> =>
    new Set(compileTemplate(template).tokens.map((token) => MEANING[token] ?? token));
  const canonical = meaning(CANONICAL_TEMPLATE[kind]);
  const local = meaning(format);
  const gaps = [...canonical, ...local].filter(
    (token) => !canonical.has(token) || !local.has(token),
  );
  return gaps.filter((token) => token !== 'f');
}

const MEANING: Partial<Record<Token, string>> = { II: 'hh', A: 'hh', o: 'z' };

function compileTemplate(format: string): Template {
  const tokens: Token[] = [];
  const pieces: Template['pieces'][number][] = [];
  let source = '';
  let end = 0;
  const literal = (text: string): void => {
    if (text === '') return;
    pieces.push(text);
    source += text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  };
  for (const match of format.matchAll(TOKEN_PATTERN)) {
    literal(format.slice(end, match.index));
    const token = match[0] as Token;
    tokens.push(token);
    pieces.push({ token });
    source += `(${TOKENS[token]})`;
    end = match.index + token.length;
  }
  literal(format.slice(end));
  return { pattern: new RegExp(`^${source}$`), tokens, pieces };
}

type Part = string | number | ((match: RegExpExecArray) => string);

/** Reads one template and writes the other; undefined when the text is not of the first. */
function conversion(from: Template, to: Template): (text: string) => string | undefined {
  const parts: Part[] = to.pieces.map((piece) =>
    typeof piece === 'string' ? piece : partFor(piece.token, from.tokens),
  );
  return (text) => {
    const match = from.pattern.exec(text);
    if (match === null) return undefined;
    let result = '';
    for (const part of parts) {
      if (typeof part === 'string') result += part;
      else result += typeof part === 'number' ? (match[part] ?? '') : part(match);
    }
    return result;
  };
}

function partFor(token: Token, from: readonly Token[]): Part {
  const indexOf = (other: Token): number => from.indexOf(other) + 1;
  if (indexOf(token) > 0) return indexOf(token);
  const read = (other: Token, match: RegExpExecArray): string => match[indexOf(other)] ?? '';
  if (token === 'o') return (match) => read('z', match).replace(':', '');
  if (token === 'z') return (match) => read('o', match).replace(/(\d\d)(\d\d)$/, '$1:$2');
  if (token === 'II') return (match) => twoDigits(((Number(read('hh', match)) + 11) % 12) + 1);
  if (token === 'A') return (match) => (Number(read('hh', match)) < 12 ? 'AM' : 'PM');
  if (token === 'hh') {
    return (match) =>
      twoDigits((Number(read('II', match)) % 12) + (read('A', match) === 'PM' ? 12 : 0));
  }
  return '';
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
