import { HttpError } from './http-error.ts';
import { type FieldValues, type Fields, readFields } from './read-fields.ts';

/**
 * The parameters of a query that the route knows. Throws QUERY_INVALID, listing every problem, for
 * one that is unknown, given twice or not of its form: a misspelt filter must not widen the answer.
 */
export function readQuery<Spec extends Fields>(spec: Spec, url: string): FieldValues<Spec> {
  const start = url.indexOf('?');
  const given = new Map<string, string | readonly string[]>();
  for (const [name, value] of new URLSearchParams(start < 0 ? '' : url.slice(start + 1))) {
    // Given twice it becomes a list, which no field reads.
    given.set(name, given.has(name) ? [value] : value);
  }
  const { values, problems } = readFields(spec, Object.fromEntries(given));
  if (problems.length > 0) throw new HttpError('QUERY_INVALID', { problems });
  return values;
}
