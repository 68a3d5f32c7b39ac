import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, chown, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { NOBODY, ownAccount, spawnAs } from '../store/embedded-account.ts';
import {
  type Need,
  type PackageTools,
  MACHINE_TOOLS,
  installCommand,
  installPackages,
} from './debian-packages.ts';

/** Debian's own script; the one in the path would change to the account of the system's broker. */
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const READY_MS = 120_000;
const STOP_MS = 30_000;

export const BROKER_NEED: Need = {
  name: 'the RabbitMQ broker',
  aptPackage: 'rabbitmq-server',
  isThere: () =>
    access(SERVER).then(
      () => true,
      () => false,
    ),
};

/** Who may do what on the broker; patterns are RabbitMQ's, of names of queues and exchanges. */
export interface BrokerUser {
  readonly name: string;
  readonly password: string;
  readonly permissions: readonly {
    readonly vhost: string;
    readonly configure: string;
    readonly write: string;
    readonly read: string;
  }[];
}

export interface BrokerOptions {
  /** For all its files; it must be there, and reachable by the account `nobody` when root starts it. */
  readonly folder: string;
  readonly vhosts: readonly string[];
  readonly users: readonly BrokerUser[];
  /** Serves TLS too. PEM texts; a certificate of the authority is a login by its common name. */
  readonly tls?: {
    readonly authority: string;
    readonly certificate: string;
    readonly privateKey: string;
  };
  /** Of an earlier node on this folder, which has ended; free ones when absent. */
  readonly ports?: BrokerPorts;
}

/** A RabbitMQ node of this process alone, on loopback. */
export interface PrivateBroker {
  readonly port: number;
  readonly tlsPort: number | undefined;
  readonly ports: BrokerPorts;
  /** Ends the node cleanly, and the port mapper that it had for itself; its files stay. */
  stop(): Promise<void>;
}

/**
 * Makes sure that the broker is on this machine: root on a Debian installs it, and says so in one line.
 * Returns one line that says what is missing when it is not there and may not or cannot be installed.
 *
 * @param mayInstall false where the person forbade it (`HUB_INSTALL=no`).
 */
export async function meetBrokerNeed(
  mayInstall: boolean,
  say: (line: string) => void,
  need: Need = BROKER_NEED,
  tools: PackageTools = MACHINE_TOOLS,
): Promise<string | undefined> {
  if (await need.isThere()) return undefined;
  const missing = `${need.name} is missing; as root: ${installCommand([need])}`;
  if (!mayInstall || ownAccount().uid !== 0) return missing;
  say(`installing ${need.name} (${need.aptPackage}); HUB_INSTALL=no forbids it`);
  await installPackages([need], tools).catch(() => undefined); // what is there now decides
  return (await need.isThere()) ? undefined : missing;
}

/**
 * Starts a node with its data in `folder`; resolves when it takes connections, after about 7 s. Root
 * lends it the account `nobody`. Throws when it does not come up; its log is then in `folder/log`.
 */
export async function startPrivateBroker(options: BrokerOptions): Promise<PrivateBroker> {
  const { folder } = options;
  const ports = options.ports ?? (await freePorts());
  const { port, tlsPort, mapper } = ports;
  await writeFiles(options, ports);
  // A mapper that the node starts for itself would outlive it.
  const epmd = spawn('epmd', ['-port', String(mapper), '-address', '127.0.0.1'], {
    ...spawnAs(NOBODY),
    cwd: '/',
    stdio: 'ignore',
  });
  epmd.on('error', () => undefined);
  await writeFile(join(folder, MAPPER_FILE), `${epmd.pid ?? ''} ${mapper}`);
  await answers(mapper, epmd);
  const node = spawn(SERVER, [], {
    ...spawnAs(NOBODY),
    cwd: '/',
    stdio: 'ignore',
    env: environment(folder, ports),
  });
  node.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    await end(node, 'SIGTERM');
    await end(epmd, 'SIGTERM');
  };
  try {
    await answers(port, node);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, ports, tlsPort: options.tls === undefined ? undefined : tlsPort, stop };
}

/** What a node listens on, and its port mapper. */
export interface BrokerPorts {
  readonly port: number;
  readonly tlsPort: number;
  readonly distribution: number;
  readonly mapper: number;
}

function environment(folder: string, ports: BrokerPorts): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    HOME: join(folder, 'home'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_NODENAME: `hub${ports.port}@localhost`,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    ERL_EPMD_PORT: String(ports.mapper),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}

async function writeFiles(options: BrokerOptions, ports: BrokerPorts): Promise<void> {
  const { folder, tls } = options;
  const files: Record<string, string> = {
    'rabbitmq.conf': configuration(folder, ports, tls !== undefined),
    enabled_plugins: '[rabbitmq_auth_mechanism_ssl].\n',
    'definitions.json': JSON.stringify(definitions(options)),
  };
  if (tls !== undefined) {
    files['authority.crt'] = tls.authority;
    files['server.crt'] = tls.certificate;
    files['server.key'] = tls.privateKey;
  }
  const folders = ['home', 'mnesia', 'log'].map((name) => join(folder, name));
  for (const path of folders) await mkdir(path, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
  }
  if (ownAccount().uid !== 0) return;
  const paths = [folder, ...folders, ...Object.keys(files).map((name) => join(folder, name))];
  for (const path of paths) await chown(path, NOBODY.uid, NOBODY.gid);
}

function configuration(folder: string, ports: BrokerPorts, withTls: boolean): string {
  const lines = [
    `listeners.tcp.default = 127.0.0.1:${ports.port}`,
    `load_definitions = ${join(folder, 'definitions.json')}`,
    'log.console = false',
    'auth_mechanisms.1 = PLAIN',
    // A laptop with little room on its disk shall not block publishers of a demo or a test.
    'disk_free_limit.absolute = 50MB',
  ];
  if (withTls) {
    lines.push(
      `listeners.ssl.default = 127.0.0.1:${ports.tlsPort}`,
      `ssl_options.cacertfile = ${join(folder, 'authority.crt')}`,
      `ssl_options.certfile = ${join(folder, 'server.crt')}`,
      `ssl_options.keyfile = ${join(folder, 'server.key')}`,
      'ssl_options.verify = verify_peer',
      'ssl_options.fail_if_no_peer_cert = false',
      'ssl_cert_login_from = common_name',
      'auth_mechanisms.2 = EXTERNAL',
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What the node holds from its start: users and vhosts. It has no user of its own then. */
function definitions({ vhosts, users }: BrokerOptions): object {
  return {
    users: users.map(({ name, password }) => ({ name, password, tags: '' })),
    vhosts: vhosts.map((name) => ({ name })),
    permissions: users.flatMap(({ name, permissions }) =>
      permissions.map((permission) => ({ user: name, ...permission })),
    ),
  };
}

/** Ports that nothing listens on now. */
async function freePorts(): Promise<BrokerPorts> {
  const servers = Array.from({ length: 4 }, () => createServer());
  const [port = 0, tlsPort = 0, distribution = 0, mapper = 0] = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return { port, tlsPort, distribution, mapper };
}

/** Resolves when something takes connections at the port; throws when its program has ended. */
async function answers(port: number, program: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(READY_MS);
  while (!(await takesConnections(port))) {
    if (signal.aborted || hasEnded(program)) throw new Error('the private broker did not start');
    await wait(50);
  }
  // Another program may have the port.
  if (hasEnded(program)) throw new Error('the private broker did not start');
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

async function end(program: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(program)) return;
  const ended = once(program, 'exit');
  program.kill(signal);
  await Promise.race([ended, wait(STOP_MS, undefined, { ref: false })]);
  if (!hasEnded(program)) program.kill('SIGKILL');
}

/** A password that nobody has to remember. */
export const newPassword = (): string => randomBytes(18).toString('base64url');

/**
 * Ends the node and the mapper that a process which was killed left behind, and resolves when they are gone.
 * They are known by what their command lines name: the file in which a node keeps its id may be missing, or
 * name one that did not come up beside it.
 */
export async function endBrokerLeftIn(folder: string): Promise<void> {
  const [, port = ''] = (await readFile(join(folder, MAPPER_FILE), 'utf8').catch(() => '')).split(
    ' ',
  );
  const nodes = await processesWith((line) => line.includes('beam') && line.includes(`${folder}/`));
  const mappers =
    port === '' ? [] : await processesWith((line) => line.includes(`epmd\0-port\0${port}\0`));
  for (const pid of [...nodes, ...mappers]) process.kill(pid, 'SIGKILL');
  const until = performance.now() + GONE_WITHIN_MS;
  for (const pid of nodes) {
    while (!(await isOver(pid)) && performance.now() < until) await wait(20);
  }
}

const MAPPER_FILE = 'mapper';
const GONE_WITHIN_MS = 10_000;

async function processesWith(isMeant: (commandLine: string) => boolean): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^[1-9]\d*$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => (isMeant(await commandLine(Number(name))) ? [Number(name)] : [])),
  );
  return found.flat();
}

/** Empty for a process that is gone. */
const commandLine = (pid: number): Promise<string> =>
  readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');

/** Gone, or a zombie (`proc_pid_stat(5)`) of which no thread is left: only then its ports are free. */
async function isOver(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (stat === '') return true;
  if (!stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return false;
  return (await readdir(`/proc/${pid}/task`).catch(() => [])).length <= 1;
}
