import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { migrate } from '../../hub/store/migrate.ts';
import { makeReachableFolder } from './reachable-folder.ts';
import { type TestDatabase, agreeForAll } from './template-database.ts';

/** A database on a server of its own, whose files a test reads; to drop the one ends the other. */
export interface OwnServer {
  readonly database: TestDatabase;
  /** Of the cluster. */
  readonly directory: string;
  readonly dataDirectory: string;
  /** Removed with the database. */
  readonly folder: string;
  /** Lets everything that is committed lie in the tables' files, and the log begin anew. */
  settle(): Promise<void>;
}

/** As the hub starts it, with every safety on. */
export async function startOwnServer({
  archived = false,
}: { readonly archived?: boolean } = {}): Promise<OwnServer> {
  const folder = await makeReachableFolder('compact-hub-own-');
  const dataDirectory = join(folder, 'data');
  const logArchive = join(folder, 'wal');
  const server = await startEmbeddedPostgres({
    dataDirectory,
    ...(archived ? { logArchive } : {}),
  });
  const stop = async (): Promise<void> => {
    await server.stop().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  await prepare(server.url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    database: { url: server.url, drop: stop },
    directory: server.directory,
    dataDirectory,
    folder,
    settle: async () => {
      const owner = new pg.Client({ connectionString: server.url });
      await owner.connect();
      try {
        // Two checkpoints: a segment is given back once neither of the last two needs it.
        for (let times = 0; times < 2; times += 1) {
          await owner.query('SELECT pg_switch_wal()');
          await owner.query('CHECKPOINT');
        }
      } finally {
        await owner.end();
      }
    },
  };
}

async function prepare(url: string): Promise<void> {
  await migrate(url);
  await agreeForAll(url);
}
