import net from 'node:net';
import { config } from 'chai';
import nock from 'nock';
import { stopTestBroker } from './rabbitmq.ts';
import { stopTestServer } from './test-server.ts';

// What was found is told whole: a failure that does not come again is known by nothing else.
config.truncateThreshold = 0;

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/;

/** Where each server that listens now was opened. */
const openServers = new Map<net.Server, string>();

/** Held around every test: no network but loopback, and nothing goes on listening after the last. */
export const mochaHooks: Mocha.RootHookObject = {
  beforeAll() {
    watchServers();
  },
  beforeEach() {
    nock.disableNetConnect();
    nock.enableNetConnect(LOOPBACK);
  },
  async afterAll() {
    await stopTestBroker();
    await stopTestServer();
    const leaked = [...openServers.values()];
    if (leaked.length > 0) {
      throw new Error(`tests left servers listening, opened\n${leaked.join('\nand\n')}`);
    }
  },
};

function watchServers(): void {
  const listen = Reflect.get(net.Server.prototype, 'listen') as (...args: unknown[]) => net.Server;
  function watchedListen(this: net.Server, ...args: unknown[]): net.Server {
    const where = callers();
    this.once('listening', () => openServers.set(this, where));
    this.once('close', () => openServers.delete(this));
    return listen.apply(this, args);
  }
  Reflect.set(net.Server.prototype, 'listen', watchedListen);
}

function callers(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const lines = new Error().stack?.split('\n').slice(3) ?? [];
  Error.stackTraceLimit = limit;
  const ours = lines.filter((line) => !line.includes('node_modules') && !line.includes('node:'));
  return ours.slice(0, 4).join('\n');
}
