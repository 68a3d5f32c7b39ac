import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the checkout, from the sources as from dist/: schemas, mappings and SQL lie below it. */
export const PROJECT_ROOT = findRoot(import.meta.dirname);

function findRoot(start: string): string {
  if (existsSync(join(start, 'package-lock.json'))) return start;
  const parent = dirname(start);
  if (parent === start) throw new Error('the files of the compact hub are not complete');
  return findRoot(parent);
}
