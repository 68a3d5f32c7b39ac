import { join } from 'node:path';
import { findPostmaster } from '../../hub/store/embedded-postmaster.ts';
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
  const dataDirectory = join(folder, 'database');
  const servers = [await startEmbeddedPostgres({ dataDirectory })];
  const { url = '', directory = '' } = servers[0] ?? {};
  const { port } = new URL(url);
  return {
    url,
    directory,
    kill: async () => {
      const running = await findPostmaster(directory);
      if (running === undefined) throw new Error('the database does not run');
      process.kill(running.pid, 'SIGKILL');
    },
    start: async () => {
      servers.push(await startEmbeddedPostgres({ dataDirectory, settings: { port } }));
    },
    close: async () => {
      for (const server of servers) await server.stop();
    },
  };
}
