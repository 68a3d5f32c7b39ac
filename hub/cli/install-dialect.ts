import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a folder in the place of a dialect's. It is copied whole beside it first: a hub that starts
 * meanwhile reads the old files or the new ones, or says that the dialect is missing.
 */
export function installDialect(mappingsDirectory: string, name: string, folder: string): void {
  const place = join(mappingsDirectory, 'dialects', name);
  // Names below `mappings/` that are no member's are not read.
  const [incoming, replaced] = ['incoming', 'replaced'].map((word) =>
    join(mappingsDirectory, `.${word}-${name}`),
  ) as [string, string];
  for (const left of [incoming, replaced]) rmSync(left, { recursive: true, force: true });
  mkdirSync(join(mappingsDirectory, 'dialects'), { recursive: true });
  cpSync(folder, incoming, { recursive: true });
  if (existsSync(place)) renameSync(place, replaced);
  renameSync(incoming, place);
  rmSync(replaced, { recursive: true, force: true });
}
