/**
 * Words of a state's system as one line of so many characters at most: what would move a terminal's
 * cursor, or is half a character, becomes a blank.
 */
export function plainText(text: string, most: number): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, most)
    .replace(HALF_AT_END, '');
}

const HALF_AT_END = /[\ud800-\udbff]$/;
