import { chmod, cp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { CommandContext } from '../../hub/cli/command.ts';
import { COMMANDS } from '../../hub/cli/commands.ts';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { commandContext } from './command-context.ts';
import type { OwnServer } from './own-server.ts';
import type { TestSite } from './test-hub.ts';

/** On which database a command works: the embedded one of a data directory, or one by its address. */
export type CommandPlace = { readonly data: string } | { readonly url: string };

/** Runs a command of compact-hub on the keys of a site, as an administrator types it. */
export async function runCommand(
  site: TestSite,
  line: string,
  place: CommandPlace,
  print: (line: string) => void = () => undefined,
): Promise<number> {
  const command = COMMANDS.find(({ name }) => line === name || line.startsWith(`${name} `));
  if (command === undefined) throw new Error(`no such command: ${line}`);
  const context = commandContext(site.folder, 'url' in place ? place.url : undefined, print);
  const dataDirectory = 'data' in place ? place.data : site.config.dataDirectory;
  const config: CommandContext['config'] = () => ({ ...context.config(), dataDirectory });
  const args = line.slice(command.name.length).split(' ');
  return command.run(
    args.filter((arg) => arg !== ''),
    { ...context, config },
  );
}

/** Where a drill keeps what outlives the server. */
export interface DrillPlaces {
  readonly backups: string;
  readonly archive: string;
  /** The write-ahead log of the server that was destroyed. */
  readonly lostLog: string;
}

export function drillPlaces({ folder }: OwnServer): DrillPlaces {
  return {
    backups: join(folder, 'backups'),
    archive: join(folder, 'wal'),
    lostLog: join(folder, 'lost-wal'),
  };
}

/** Ends a server as a machine does that loses its power, and leaves of it only its write-ahead log. */
export async function destroyServer(server: OwnServer): Promise<void> {
  const { directory } = server;
  const pid = Number((await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await pause(20);
  const { lostLog } = drillPlaces(server);
  await cp(join(directory, 'pg_wal'), lostLog, { recursive: true });
  // The user of the restored server reads it.
  await chmod(lostLog, 0o755);
  for (const name of await readdir(lostLog)) await chmod(join(lostLog, name), 0o755);
  await rm(directory, { recursive: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A restored data directory with its database running. */
export interface RestoredDatabase {
  readonly url: string;
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

export async function openRestored(dataDirectory: string): Promise<RestoredDatabase> {
  const database = await startEmbeddedPostgres({ dataDirectory });
  const owner = new pg.Pool({ connectionString: database.url, max: 1 });
  return {
    url: database.url,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await owner.query<Row>(sql, [...values])).rows,
    stop: async () => {
      await owner.end();
      await database.stop();
    },
  };
}
