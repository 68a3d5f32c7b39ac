import { doubleMetaphone } from 'double-metaphone';

/** Letters that no decomposition takes apart. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Ð: 'D',
  Đ: 'D',
  Ħ: 'H',
  Ł: 'L',
  Ø: 'O',
  Œ: 'OE',
  Þ: 'TH',
};

/** Words inside a name that say nothing by themselves; they count in the name as a whole. */
const PARTICLES: ReadonlySet<string> = new Set(
  'AL BIN DA DAS DE DEL DELA DEN DER DI DO DOS DU EL IBN LA LAS LE LOS MC SAN ST VAN VON Y ZU'.split(
    ' ',
  ),
);

/** What the schemas let stand in a name is shorter; from elsewhere more may come. */
const MOST_CHARACTERS = 200;
const MOST_PARTS = 12;

/** Upper-case letters and digits without accents or punctuation; what else there is parts the words. */
export function plainWords(text: string): string[] {
  return text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}'’‘ʼʻ´\x60]/gu, '')
    .toUpperCase()
    .replace(/[ÆÐĐĦŁØŒÞ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_PARTS);
}

/** The name as one word, which is the same however its parts are divided. Empty where no letter is. */
export function wholeName(name: string): string {
  return plainWords(name).join('');
}

/** By which a name is found: each of its words that tells something, and the whole. */
export function nameParts(name: string): string[] {
  const words = plainWords(name);
  const telling = words.filter((word) => word.length > 1 && !PARTICLES.has(word));
  const whole = words.join('');
  return [...new Set(whole === '' ? telling : [...telling, whole])];
}

/** How the parts sound (double metaphone, made for English and common names of other languages). */
export function soundsOf(parts: readonly string[]): string[] {
  // The sound of one letter is that of too many names.
  const codes = parts.filter((part) => part.length > 1).flatMap((part) => doubleMetaphone(part));
  return [...new Set(codes.filter((code) => code !== ''))];
}
