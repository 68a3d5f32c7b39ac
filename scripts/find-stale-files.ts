import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from './generator.ts';

/** A file that is not as the generators make it; orphaned: none of them makes it. */
export interface StaleFile {
  readonly path: string;
  readonly kind: 'stale' | 'missing' | 'orphaned';
}

/** Compares files below `root` with what they must be. Changes nothing. */
export function findStaleFiles(
  root: string,
  files: readonly GeneratedFile[],
  generatedFolders: readonly string[],
): StaleFile[] {
  const expected = new Set(files.map(({ path }) => path));
  const wrong = files.flatMap(({ path, text }): StaleFile[] => {
    const full = join(root, path);
    if (!existsSync(full)) return [{ path, kind: 'missing' }];
    return readFileSync(full, 'utf8') === text ? [] : [{ path, kind: 'stale' }];
  });
  const orphans = generatedFolders
    .flatMap((folder) => filesBelow(root, folder))
    .filter((path) => !expected.has(path))
    .map((path): StaleFile => ({ path, kind: 'orphaned' }));
  return [...wrong, ...orphans];
}

function filesBelow(root: string, folder: string): string[] {
  const full = join(root, folder);
  return existsSync(full) ? readdirSync(full).map((name) => `${folder}/${name}`) : [];
}
