// A process of its own for tests: starts the embedded database and holds it until its input ends.
import { once } from 'node:events';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import type { EmbeddedPostgresOptions } from '../../hub/store/embedded-postgres.ts';

interface Order {
  readonly options: EmbeddedPostgresOptions;
  /** The user to become before the start; the process must be root's then. */
  readonly uid?: number;
}

const { options, uid } = JSON.parse(process.argv[2] ?? '') as Order;
if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(uid);
  process.setuid?.(uid);
}
console.log('starting');
const server = await startEmbeddedPostgres(options);
console.log(JSON.stringify({ url: server.url, directory: server.directory }));
await once(process.stdin.resume(), 'end');
await server.stop();
