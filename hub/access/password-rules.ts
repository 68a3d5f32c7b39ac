import type { Problem } from '../errors.ts';

/** Characters; the most is bounded only so that nobody is made to hash a book (NIST SP 800-63B). */
export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 256;

/** What must be left of a password when the common and the own words are taken out of it. */
const LEAST_OF_ITS_OWN = 8;
const SHORTEST_WORD = 4;

export interface PasswordContext {
  /** Lower case. */
  readonly common: ReadonlySet<string>;
  /** The person's name, address, and the names of the state and of the hub. */
  readonly own: readonly string[];
}

/**
 * Why this password is not taken, in words for the person who chose it; none when it is. All printable
 * characters and blanks count, no kind of them is asked for (CJIS IA-5(1)).
 */
export function passwordProblems(password: string, { common, own }: PasswordContext): Problem[] {
  const length = Array.from(password).length;
  if (length < SHORTEST_PASSWORD) {
    return [problem('too-short', `has fewer than ${SHORTEST_PASSWORD} characters`)];
  }
  if (length > LONGEST_PASSWORD) {
    return [problem('too-long', `has more than ${LONGEST_PASSWORD} characters`)];
  }
  if (/[\p{Cc}\p{Surrogate}]/u.test(password)) {
    return [problem('unprintable', 'holds a character that cannot be typed')];
  }
  const plain = password.normalize('NFKC').toLowerCase();
  if (common.has(plain) || common.has(plain.replaceAll(' ', ''))) {
    return [problem('common', 'is one of the passwords that are tried first')];
  }
  if (unitOf(plain).length < LEAST_OF_ITS_OWN || isRun(plain)) {
    return [problem('repeated', 'repeats itself, or is a row of neighboring characters')];
  }
  if (without(plain, wordsOf(own)).length < LEAST_OF_ITS_OWN) {
    return [problem('own-words', 'is made of your name, your address or words of your work')];
  }
  if (common.has(coreOf(plain))) {
    return [problem('common', 'is a common password with digits or signs around it')];
  }
  return [];
}

const problem = (code: string, what: string): Problem => ({
  pointer: '/password',
  code,
  detail: `the password ${what}; choose another`,
});

function wordsOf(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const long = words.filter((word) => word.length >= SHORTEST_WORD);
  // The longest first, so that a shorter one does not break it up.
  return [...new Set(long)].sort((a, b) => b.length - a.length);
}

function without(text: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ''), text).replaceAll(/[\W_]/g, '');
}

/** Without the digits and signs around it. */
function coreOf(text: string): string {
  return unitOf(text.replace(/^[\d\W_]+/, '').replace(/[\d\W_]+$/, ''));
}

/** The shortest text of which this is a repetition: itself when there is none. */
function unitOf(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return at < text.length ? text.slice(0, at) : text;
}

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
] as const;

function isRun(text: string): boolean {
  const backwards = Array.from(text).reverse().join('');
  return ROWS.some((row) => `${row}${row}`.includes(text) || `${row}${row}`.includes(backwards));
}
