import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { ensureOwnDirectory } from '../../hub/store/embedded-file.ts';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import type { EmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { reachableTmp } from './reachable-folder.ts';

/** A machine that stops loses test data only; a process that is killed loses nothing. */
export const TEST_SETTINGS = { fsync: 'off', full_page_writes: 'off' } as const;

let started: Promise<EmbeddedPostgres> | undefined;

/**
 * The owner's URL of the PostgreSQL server that tests share: that of `npm test`, or for a file run
 * by itself one of this checkout, started at first use and warm at the next run.
 */
export async function testServerUrl(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return given;
  started ??= startForCheckout();
  return (await started).url;
}

/** Ends this process's use of the server that it started, if it did. */
export async function stopTestServer(): Promise<void> {
  await (await started)?.stop();
  started = undefined;
}

async function startForCheckout(): Promise<EmbeddedPostgres> {
  const checkout = createHash('sha256').update(PROJECT_ROOT).digest('hex').slice(0, 16);
  const folder = join(
    await reachableTmp(),
    `compact-hub-mocha-${process.getuid?.() ?? 0}-${checkout}`,
  );
  await ensureOwnDirectory(folder);
  return startEmbeddedPostgres({ dataDirectory: join(folder, 'data'), settings: TEST_SETTINGS });
}
