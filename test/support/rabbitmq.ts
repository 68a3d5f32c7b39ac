import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import {
  type BrokerUser,
  type PrivateBroker,
  newPassword,
  startPrivateBroker,
} from '../../hub/cli/private-broker.ts';
import { removeLeftFolders } from './left-folders.ts';
import { makeReachableFolder } from './reachable-folder.ts';

/** The broker that all tests of a run share, each with queues of its own. */
export interface TestBroker {
  /** Where it keeps everything, messages too. */
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  /** Where tests have their queues. */
  readonly vhost: string;
  /** A vhost that no user may enter. */
  readonly closedVhost: string;
  /** `user:password` of those who may do all, what the docs ask for, nothing, or all but publish. */
  readonly credentials: Readonly<Record<'full' | 'narrow' | 'powerless' | 'silent', string>>;
}

const FOLDER_PREFIX = 'compact-hub-broker-';
const VHOST = 'compact';
/** The common name of `fixtures/keys/tls/client.crt`. */
const CERTIFICATE_USER = 'hub';

let started: Promise<{ broker: TestBroker; stop: () => Promise<void> }> | undefined;

/** Starts the broker at its first use in this process; takes up to ten seconds then. */
export async function testBroker(): Promise<TestBroker> {
  started ??= start();
  return (await started).broker;
}

/** Ends it and removes its files, if this process started it. */
export async function stopTestBroker(): Promise<void> {
  await (await started)?.stop();
  started = undefined;
}

async function start(): Promise<{ broker: TestBroker; stop: () => Promise<void> }> {
  await removeLeftFolders(FOLDER_PREFIX);
  const folder = await makeReachableFolder(`${FOLDER_PREFIX}${process.pid}-`);
  const users = {
    full: user('full', { configure: '.*', write: '.*', read: '.*' }),
    // docs/adapters-queue.md
    narrow: user('narrow', {
      configure: '^compact\\..*$',
      write: '^(compact\\..*|amq\\.default)$',
      read: '^compact\\..*$',
    }),
    powerless: user('powerless', { configure: '', write: '', read: '' }),
    // Publishing to a queue by its name goes through the broker's default exchange.
    silent: user('silent', { configure: '.*', write: 'compact.*', read: '.*' }),
    certificate: user(CERTIFICATE_USER, { configure: '.*', write: '.*', read: '.*' }),
  };
  const broker: PrivateBroker = await startPrivateBroker({
    folder,
    vhosts: [VHOST, 'closed'],
    users: Object.values(users),
    tls: {
      authority: tlsFixture('authority.crt'),
      certificate: tlsFixture('server.crt'),
      privateKey: tlsFixture('server.key'),
    },
  });
  return {
    broker: {
      folder,
      port: broker.port,
      tlsPort: broker.tlsPort ?? 0,
      vhost: VHOST,
      closedVhost: 'closed',
      credentials: {
        full: credentialOf(users.full),
        narrow: credentialOf(users.narrow),
        powerless: credentialOf(users.powerless),
        silent: credentialOf(users.silent),
      },
    },
    stop: async () => {
      await broker.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function user(name: string, rights: Record<'configure' | 'write' | 'read', string>): BrokerUser {
  return { name, password: newPassword(), permissions: [{ vhost: VHOST, ...rights }] };
}

const credentialOf = ({ name, password }: BrokerUser): string => `${name}:${password}`;

/** A PEM text of the tests' own authority. */
export function tlsFixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/keys/tls/${name}`, import.meta.url), 'utf8');
}
