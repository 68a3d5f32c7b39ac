import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { createTestDatabase } from '../support/template-database.ts';
import type { LabDatabase } from './fault-lab.ts';

/** A database of the tests' shared server, which a machine's failure may lose. */
export async function openTestDatabase(): Promise<LabDatabase> {
  const database = await createTestDatabase();
  return { url: database.url, close: () => database.drop() };
}

/** A server of its own in the folder, with the settings that a hub's embedded one has. */
export async function openEmbeddedDatabase(folder: string): Promise<LabDatabase> {
  const directory = join(folder, 'database');
  const server = await startEmbeddedPostgres({ dataDirectory: directory });
  return { url: server.url, directory, close: () => server.stop() };
}
