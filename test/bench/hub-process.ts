// A process of its own: the hub as it is served, with its rate limits lifted.
import type * as RunHub from '../../hub/cli/run-hub.ts';
import { readConfig } from '../../hub/config.ts';
import { loadCompiled } from '../support/load-compiled.ts';
import { collectGarbage } from './collect-garbage.ts';
import { hubEnvironment } from './hub-environment.ts';
import { serveParent, workerOptions } from './serve-parent.ts';

export interface HubOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly dataDirectory: string;
  readonly mappingsDirectory: string;
}

/** Bytes after a full collection in both threads. */
export interface MemoryFigures {
  readonly rss: number;
  /** Of the thread that answers requests. */
  readonly heapUsed: number;
}

const options = workerOptions() as HubOptions;
const { runHub } = (await loadCompiled('hub/cli/run-hub.ts')) as typeof RunHub;
const hub = await runHub({
  config: readConfig(hubEnvironment(options), options.dataDirectory),
  softwareVersion: 'bench',
  settings: { rates: undefined, poolSize: options.poolSize },
});

serveParent(
  { url: hub.url },
  {
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    memory: async (): Promise<MemoryFigures> => {
      await collectGarbage();
      const { rss, heapUsed } = process.memoryUsage();
      return { rss, heapUsed };
    },
  },
  () => hub.stop(),
);
