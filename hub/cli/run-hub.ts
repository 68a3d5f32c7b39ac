import { type Decorators, type Hub, type HubSettings, buildHub } from '../build-hub.ts';
import type { Clocks } from '../clock.ts';
import type { Config } from '../config.ts';
import type { SendLink } from '../flows/access-parts.ts';
import { createLog, type Log } from '../log.ts';
import { requireRestored } from './restore-marker.ts';
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
  readonly sendLink?: SendLink;
}

/** The hub on its database: the embedded one unless the settings name another. */
export async function runHub(options: RunHubOptions): Promise<RunningHub> {
  const { config } = options;
  requireRestored(config.dataDirectory);
  const database = await openedDatabase(config);
  try {
    const hub = await buildHub(config, {
      ...(options.clocks === undefined ? {} : { clocks: options.clocks }),
      log: options.log ?? createLog(config.logLevel),
      softwareVersion: options.softwareVersion,
      databaseUrl: database.url,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.decorate === undefined ? {} : { decorate: options.decorate }),
      ...(options.sendLink === undefined ? {} : { sendLink: options.sendLink }),
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

/**
 * The database of the settings, started when it is the embedded one, then with these settings of PostgreSQL;
 * `stop` when done with it.
 */
export function openedDatabase(
  config: Config,
  settings: Readonly<Record<string, string>> = {},
): Promise<Pick<EmbeddedPostgres, 'url' | 'stop'>> {
  if (config.databaseUrl !== undefined) {
    return Promise.resolve({ url: config.databaseUrl, stop: () => Promise.resolve() });
  }
  const { dataDirectory, logArchive } = config;
  return startEmbeddedPostgres({
    dataDirectory,
    settings,
    ...(logArchive === undefined ? {} : { logArchive }),
  });
}
