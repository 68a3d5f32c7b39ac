import type { HubOptions } from './hub-process.ts';

/** The settings of the hub of a bench: those of a real one, with states on loopback. */
export function hubEnvironment(options: HubOptions): Record<string, string> {
  return {
    HUB_PORT: '0',
    HUB_DATABASE_URL: options.databaseUrl,
    HUB_DATA_DIR: options.dataDirectory,
    HUB_MAPPINGS_DIR: options.mappingsDirectory,
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
}
