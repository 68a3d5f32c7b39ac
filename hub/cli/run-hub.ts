import { type Decorators, type Hub, type HubSettings, buildHub } from '../build-hub.ts';
import type { Clocks } from '../clock.ts';
import type { Config } from '../config.ts';
import { createLog, type Log } from '../log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../store/embedded-postgres.ts';

export interface RunningHub extends Hub {
  /** Owner of the database. */
  readonly databaseUrl: string;
}

export interface RunHubOptions {
  readonly config: Config;
  readonly softwareVersion: string;
  readonly clocks?: Clocks;
  readonly log?: Log;
  readonly settings?: Partial<HubSettings>;
  readonly decorate?: Decorators;
}

/** The hub on its database: the embedded one unless the settings name another. */
export async function runHub(options: RunHubOptions): Promise<RunningHub> {
  const { config } = options;
  const database = await openedDatabase(config);
  try {
    const hub = await buildHub(config, {
      ...(options.clocks === undefined ? {} : { clocks: options.clocks }),
      log: options.log ?? createLog(config.logLevel),
      softwareVersion: options.softwareVersion,
      databaseUrl: database.url,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.decorate === undefined ? {} : { decorate: options.decorate }),
    });
    return {
      url: config.publicUrl ?? hub.url,
      databaseUrl: database.url,
      stop: async () => {
        await hub.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** The database of the settings, started when it is the embedded one; `stop` when done with it. */
export function openedDatabase(config: Config): Promise<Pick<EmbeddedPostgres, 'url' | 'stop'>> {
  if (config.databaseUrl !== undefined) {
    return Promise.resolve({ url: config.databaseUrl, stop: () => Promise.resolve() });
  }
  return startEmbeddedPostgres({ dataDirectory: config.dataDirectory });
}
