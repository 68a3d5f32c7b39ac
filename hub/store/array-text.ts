/** What a column of rows may hold besides bytes. */
export type Scalar = string | number | bigint | boolean | Date | null | undefined;

/** What PostgreSQL reads as it stands: no delimiter, quote, backslash or blank, and not empty. */
const PLAIN = /^[\w.:+-]+$/;
const NULL = /^null$/i;

/**
 * Values as the text of a PostgreSQL array (manual, 8.15.6). The driver quotes and escapes every
 * element; here most are written as they are, and the same moment in every row only once.
 */
export function arrayText(values: readonly Scalar[]): string {
  let lastDate: Date | undefined;
  let lastText = '';
  const elements = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (typeof value === 'string') return elementText(value);
    if (!(value instanceof Date)) return String(value);
    if (value !== lastDate) {
      lastDate = value;
      lastText = value.toISOString();
    }
    return lastText;
  });
  return `{${elements.join(',')}}`;
}

function elementText(value: string): string {
  if (PLAIN.test(value) && !NULL.test(value)) return value;
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
