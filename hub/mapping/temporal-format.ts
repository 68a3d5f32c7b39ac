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
  const canonical = templateOf(CANONICAL_TEMPLATE[kind]);
  const local = templateOf(format);
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
    new Set(templateOf(template).tokens.map((token) => MEANING[token] ?? token));
  const canonical = meaning(CANONICAL_TEMPLATE[kind]);
  const local = meaning(format);
  const gaps = [...canonical, ...local].filter(
    (token) => !canonical.has(token) || !local.has(token),
  );
  return gaps.filter((token) => token !== 'f');
}

/** What a text of this template looks like; undefined when the template says nothing. */
export function templatePattern(format: string): RegExp | undefined {
  const { tokens, pattern } = templateOf(format);
  return tokens.length === 0 ? undefined : pattern;
}

/** The longest text of a template; a fraction of a second has at most nine digits. */
export function templateLength(format: string): number {
  const lengths: Partial<Record<Token, number>> = { f: 10, z: 6, o: 5, A: 2 };
  return templateOf(format).pieces.reduce((length, piece) => {
    if (typeof piece === 'string') return length + piece.length;
    return length + (lengths[piece.token] ?? piece.token.length);
  }, 0);
}

/** A text of one template in another that says no more; undefined when it is none or says less. */
export function convertTemplate(from: string, to: string, text: string): string | undefined {
  return conversionOf(from, to)(text);
}

/** A text of a template as one that sorts by time as written, whatever its offset. */
export function sortableText(format: string, text: string): string | undefined {
  let target = sortable.get(format);
  if (target === undefined) {
    const order: readonly Token[] = ['YYYY', 'MM', 'DD', 'hh', 'mm', 'ss', 'f'];
    const said = meaningOf(templateOf(format));
    target = order.filter((token) => said.has(token)).join('');
    sortable.set(format, target);
  }
  return conversionOf(format, target)(text);
}

function meaningOf({ tokens }: Template): ReadonlySet<string> {
  return new Set(tokens.map((token) => MEANING[token] ?? token));
}

const MEANING: Partial<Record<Token, string>> = { II: 'hh', A: 'hh', o: 'z' };

type Conversion = (text: string) => string | undefined;

/** By format: those of the dialects, and no other. */
const templates = new Map<string, Template>();
const sortable = new Map<string, string>();
const conversions = new Map<string, Conversion>();

function conversionOf(from: string, to: string): Conversion {
  const name = JSON.stringify([from, to]);
  const known = conversions.get(name);
  if (known !== undefined) return known;
  const [source, target] = [templateOf(from), templateOf(to)];
  const said = meaningOf(source);
  const isSaid = target.tokens.every((token) => said.has(MEANING[token] ?? token));
  const made = isSaid ? conversion(source, target) : () => undefined;
  conversions.set(name, made);
  return made;
}

function templateOf(format: string): Template {
  const known = templates.get(format);
  if (known !== undefined) return known;
  const made = compileTemplate(format);
  templates.set(format, made);
  return made;
}

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
function conversion(from: Template, to: Template): Conversion {
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
