import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HubError } from '../errors.ts';

/** Says that a data directory was restored, and that its erasures were not done again yet. */
const marker = (dataDirectory: string): string => join(dataDirectory, 'restored');

export function beginRestore(dataDirectory: string): void {
  writeFileSync(marker(dataDirectory), 'run: compact-hub erasure reapply FOLDER\n', {
    flush: true,
  });
}

export function endRestore(dataDirectory: string): void {
  rmSync(marker(dataDirectory), { force: true });
}

/** Before anything of a restored database is served. Throws RESTORE_UNFINISHED. */
export function requireRestored(dataDirectory: string): void {
  if (!existsSync(marker(dataDirectory))) return;
  const text =
    'this data directory was restored: what was erased since is open in it until it is erased again (compact-hub erasure reapply FOLDER)';
  throw new HubError('RESTORE_UNFINISHED', text);
}
