import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

type Open = (this: EventEmitter, ...given: unknown[]) => unknown;

let isGuarded = false;

/**
 * Gives every connection of amqplib a listener for errors from its beginning. The library hands a
 * connection to its caller only after it has read what came together with the last word of the handshake;
 * an error in that finds no listener and would end this process, which any broker could bring about.
 */
export function guardConnections(): void {
  if (isGuarded) return;
  isGuarded = true;
  const load = createRequire(import.meta.url);
  // The class is not exported: it is reached by its file (amqplib 2.3).
  const file = join(dirname(load.resolve('amqplib')), 'lib', 'connection.js');
  const { Connection } = load(file) as { Connection: { prototype: { open: Open } } };
  const { open } = Connection.prototype;
  Connection.prototype.open = function (...given) {
    this.on('error', () => undefined);
    return open.apply(this, given);
  };
}
