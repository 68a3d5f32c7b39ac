import type { Author } from './reads.ts';

/** Who did something, with the name of whoever has an account. */
export function authorOf(by: string, names: ReadonlyMap<string, string>): Author {
  const name = names.get(by);
  return { by, ...(name === undefined ? {} : { name }) };
}
