/** Fifteen decimal digits always come back from a double as they went in (IEEE 754). */
const ALWAYS_SAFE = /^-?[0-9]{1,15}$/;
const LONGEST = 64;
const PARTS = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

/**
 * Whether a number as JSON writes it means the same after it was read as a double and written
 * again: neither rounded, nor infinite, nor an integer beyond 2^53 - 1. Text that is no number
 * passes: it is for the parser to refuse.
 */
export function numberSurvives(text: string): boolean {
  if (ALWAYS_SAFE.test(text)) return true;
  if (text.length > LONGEST) return false;
  const written = decimal(text);
  if (written === undefined) return true;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  return decimal(String(value)) === written;
}

/** One text for all ways to write the same decimal number: its digits and their exponent. */
function decimal(text: string): string | undefined {
  const [match, sign, whole = '', fraction = '', exponent = '0'] = PARTS.exec(text) ?? [];
  if (match === undefined) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign ?? ''}${significant}e${scale}`;
}
