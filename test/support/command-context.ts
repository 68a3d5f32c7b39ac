import { join } from 'node:path';
import type { CommandContext } from '../../hub/cli/command.ts';
import { readConfig } from '../../hub/config.ts';

/** What commands on packs run in: data and mappings below the folder, loopback allowed. */
export function commandContext(
  folder: string,
  databaseUrl: string | undefined,
  print: (line: string) => void,
): CommandContext {
  const environment = {
    HUB_PORT: '0',
    HUB_DATA_DIR: join(folder, 'data'),
    HUB_MAPPINGS_DIR: join(folder, 'mappings'),
    ...(databaseUrl === undefined ? {} : { HUB_DATABASE_URL: databaseUrl }),
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
  const config = readConfig(environment, folder);
  return {
    config: () => config,
    environment,
    print,
    signal: new AbortController().signal,
    softwareVersion: '0.0.0',
  };
}
