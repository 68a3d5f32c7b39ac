import { join, resolve } from 'node:path';
import { sha256 } from '../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../ledger-verifier/note.ts';
import { parseNetworks } from '../adapters/public-address.ts';
import { HubError, type Problem } from './errors.ts';
import type { LogLevel } from './log.ts';

/** Everything the environment decides; read once, whole, and frozen (docs/operations.md). */
export interface Config {
  readonly port: number;
  /** Loopback unless the hub serves TLS itself or stands behind a proxy. */
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly dataDirectory: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Where the embedded PostgreSQL copies its write-ahead log; undefined: nowhere. */
  readonly logArchive: string | undefined;
  readonly mappingsDirectory: string;
  /** Broker of the simulated queue states of the demo; what the hub connects to are rows in force. */
  readonly amqpUrl: string | undefined;
  /** Where mails are handed over; undefined: none are sent. */
  readonly mail: MailSettings | undefined;
  /** Address ranges besides public ones to which a state's endpoint may point. */
  readonly endpointNetworks: readonly string[];
  readonly tls: TlsFiles | undefined;
  readonly behindProxy: boolean;
  readonly keyFiles: KeyFiles;
  /** Where the last signed head of the ledger is kept off the database. */
  readonly ledgerHeadFile: string;
  /** Who cosigns the heads of the ledger. */
  readonly ledgerWitnesses: readonly WitnessSetting[];
  readonly metricsTokenFile: string | undefined;
  /** JSON of the sign-in that states have of their own (docs/access.md). */
  readonly signInProvidersFile: string | undefined;
  /** Free space of the data directory below which nothing is accepted. */
  readonly minFreeBytes: number;
  readonly logLevel: LogLevel;
}

export interface MailSettings {
  /** `smtp://` or `smtps://`, with the login where the server asks for one. */
  readonly url: string;
  /** The mailbox in the From field. */
  readonly from: string;
  /** Authorities that the server's certificate must come from, instead of the public ones. */
  readonly caFile: string | undefined;
}

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa: string | undefined;
}

/** Where the hub's own keys lie; files below the data directory, made at the first start, unless named. */
export interface KeyFiles {
  readonly master: string;
  /** Wraps once more what a court had sealed; read only then. */
  readonly seal: string;
  readonly receipt: string;
  readonly ledger: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration, or HubError CONFIGURATION_INVALID with every problem of it. */
export function readConfig(environment: Environment, workingDirectory: string): Config {
  const problems: Problem[] = [];
  const report = (name: string, detail: string): void => {
    problems.push({ pointer: name, code: 'CONFIGURATION_INVALID', detail });
  };
  const text = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const path = (name: string, otherwise: string): string =>
    resolve(workingDirectory, text(name) ?? otherwise);
  const optionalPath = (name: string): string | undefined => {
    const value = text(name);
    return value === undefined ? undefined : resolve(workingDirectory, value);
  };

  const dataDirectory = path('HUB_DATA_DIR', 'data');
  const keyFile = (name: string, file: string): string =>
    optionalPath(name) ?? join(dataDirectory, 'keys', file);
  const tls = readTls(optionalPath, report);
  const behindProxy = readFlag(text('HUB_BEHIND_PROXY'), 'HUB_BEHIND_PROXY', report);
  const config: Config = {
    port: readPort(text('HUB_PORT'), report),
    host: tls !== undefined || behindProxy ? '::' : '127.0.0.1',
    publicUrl: readUrl(text('HUB_PUBLIC_URL'), report),
    dataDirectory,
    databaseUrl: readDatabaseUrl(text('HUB_DATABASE_URL'), report),
    logArchive: optionalPath('HUB_WAL_ARCHIVE_DIR'),
    mappingsDirectory: path('HUB_MAPPINGS_DIR', 'mappings'),
    amqpUrl: readAmqpUrl(text('HUB_AMQP_URL'), report),
    mail: readMail(text, optionalPath, report),
    endpointNetworks: readNetworks(text('HUB_ENDPOINT_NETWORKS'), report),
    tls,
    behindProxy,
    keyFiles: {
      master: keyFile('HUB_MASTER_KEY_FILE', 'master.key'),
      seal: keyFile('HUB_SEAL_KEY_FILE', 'seal.key'),
      receipt: keyFile('HUB_RECEIPT_KEY_FILE', 'receipt.pem'),
      ledger: keyFile('HUB_LEDGER_KEY_FILE', 'ledger.pem'),
    },
    ledgerHeadFile: optionalPath('HUB_LEDGER_HEAD_FILE') ?? join(dataDirectory, 'ledger-head'),
    ledgerWitnesses: readWitnesses(text('HUB_LEDGER_WITNESSES'), report),
    metricsTokenFile: optionalPath('HUB_METRICS_TOKEN_FILE'),
    signInProvidersFile: optionalPath('HUB_SIGN_IN_PROVIDERS_FILE'),
    minFreeBytes: readMegabytes(text('HUB_MIN_FREE_MB'), report) * 1024 * 1024,
    logLevel: readLogLevel(text('HUB_LOG_LEVEL'), report),
  };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('HUB_') && !KNOWN.has(name)) report(name, 'is not a setting of the hub');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

/** The settings are wrong; the hub does not start. */
export class ConfigError extends HubError<'CONFIGURATION_INVALID'> {
  override readonly name = 'ConfigError';

  constructor(problems: readonly Problem[]) {
    super('CONFIGURATION_INVALID', 'the settings of the hub are wrong', { problems });
  }
}

/** Read elsewhere, or by parts that come later: known, so that a slip of the pen is told. */
const KNOWN: ReadonlySet<string> = new Set([
  'HUB_PORT',
  'HUB_PUBLIC_URL',
  'HUB_DATA_DIR',
  'HUB_DATABASE_URL',
  'HUB_WAL_ARCHIVE_DIR',
  'HUB_MAPPINGS_DIR',
  'HUB_AMQP_URL',
  'HUB_SMTP_URL',
  'HUB_SMTP_CA_FILE',
  'HUB_MAIL_FROM',
  'HUB_ENDPOINT_NETWORKS',
  'HUB_TLS_CERT_FILE',
  'HUB_TLS_KEY_FILE',
  'HUB_TLS_CLIENT_CA_FILE',
  'HUB_BEHIND_PROXY',
  'HUB_MASTER_KEY_FILE',
  'HUB_SEAL_KEY_FILE',
  'HUB_RECEIPT_KEY_FILE',
  'HUB_LEDGER_KEY_FILE',
  'HUB_LEDGER_HEAD_FILE',
  'HUB_LEDGER_WITNESSES',
  'HUB_METRICS_TOKEN_FILE',
  'HUB_SIGN_IN_PROVIDERS_FILE',
  'HUB_MIN_FREE_MB',
  'HUB_LOG_LEVEL',
  'HUB_INSTALL',
]);

type Report = (name: string, detail: string) => void;

function readPort(value: string | undefined, report: Report): number {
  if (value === undefined) return 8080;
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  report('HUB_PORT', 'must be a port from 0 to 65535');
  return 0;
}

function readMegabytes(value: string | undefined, report: Report): number {
  if (value === undefined) return 512;
  if (/^\d{1,7}$/.test(value)) return Number(value);
  report('HUB_MIN_FREE_MB', 'must be a whole number of megabytes');
  return 0;
}

function readUrl(value: string | undefined, report: Report): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return value.replace(/\/$/, '');
  report('HUB_PUBLIC_URL', 'must be an http or https address');
  return undefined;
}

function readAmqpUrl(value: string | undefined, report: Report): string | undefined {
  if (value === undefined || /^amqps?:\/\/[^/]/.test(value)) return value;
  report('HUB_AMQP_URL', 'must be an amqp:// or amqps:// address');
  return undefined;
}

/** A server without a sender, or without an address for the links in mails, tells nobody anything. */
function readMail(
  text: (name: string) => string | undefined,
  optionalPath: (name: string) => string | undefined,
  report: Report,
): MailSettings | undefined {
  const url = text('HUB_SMTP_URL');
  const from = text('HUB_MAIL_FROM');
  const caFile = optionalPath('HUB_SMTP_CA_FILE');
  if (url === undefined) {
    if (from !== undefined) report('HUB_MAIL_FROM', 'needs HUB_SMTP_URL too');
    if (caFile !== undefined) report('HUB_SMTP_CA_FILE', 'needs HUB_SMTP_URL too');
    return undefined;
  }
  const server = URL.parse(url);
  const isServer = server !== null && ['smtp:', 'smtps:'].includes(server.protocol);
  if (!isServer || server.hostname === '' || /[?#]/.test(url)) {
    report('HUB_SMTP_URL', 'must be an smtp:// or smtps:// address');
  }
  if (from === undefined || !SENDER.test(from)) {
    report('HUB_MAIL_FROM', 'must be an e-mail address, as hub@example.org');
  }
  if (text('HUB_PUBLIC_URL') === undefined) {
    report('HUB_PUBLIC_URL', 'is needed with HUB_SMTP_URL: mails link to it');
  }
  return { url, from: from ?? '', caFile };
}

const SENDER = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}$/;

function readDatabaseUrl(value: string | undefined, report: Report): string | undefined {
  if (value === undefined || /^postgres(ql)?:\/\//.test(value)) return value;
  report('HUB_DATABASE_URL', 'must be a postgres:// address');
  return undefined;
}

function readNetworks(value: string | undefined, report: Report): string[] {
  const networks = (value ?? '').split(/[\s,]+/).filter((network) => network !== '');
  try {
    parseNetworks(networks);
  } catch {
    const detail = 'must be address ranges such as 10.0.0.0/8, with commas between';
    report('HUB_ENDPOINT_NETWORKS', detail);
  }
  return networks;
}

/** A witness: where heads are submitted, and the line by which its cosignatures are verified. */
export interface WitnessSetting {
  /** Submission prefix (C2SP tlog-witness), without a slash at its end. */
  readonly url: string;
  readonly keyLine: string;
}

/** Lines, or texts with commas between, of an address and a key line with a space between. */
function readWitnesses(value: string | undefined, report: Report): WitnessSetting[] {
  const lines = (value ?? '').split(/[\n,]+/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [address = '', keyLine = '', ...more] = line.split(/\s+/);
      const url = URL.parse(address);
      const isAddress = url !== null && ['http:', 'https:'].includes(url.protocol);
      if (isAddress && isWitnessKey(keyLine) && more.length === 0) {
        return [{ url: address.replace(/\/$/, ''), keyLine }];
      }
      report('HUB_LEDGER_WITNESSES', 'must be lines of an http or https address and a witness key');
      return [];
    });
}

function isWitnessKey(line: string): boolean {
  try {
    return parseVerifierKey(sha256, line).algorithm === 'cosignature';
  } catch {
    return false;
  }
}

function readFlag(value: string | undefined, name: string, report: Report): boolean {
  if (value === undefined || value === 'no') return false;
  if (value !== 'yes') report(name, 'must be yes or no');
  return value === 'yes';
}

function readTls(
  optionalPath: (name: string) => string | undefined,
  report: Report,
): TlsFiles | undefined {
  const certificate = optionalPath('HUB_TLS_CERT_FILE');
  const key = optionalPath('HUB_TLS_KEY_FILE');
  const clientCa = optionalPath('HUB_TLS_CLIENT_CA_FILE');
  if (certificate === undefined && key === undefined) {
    if (clientCa !== undefined) report('HUB_TLS_CLIENT_CA_FILE', 'needs HUB_TLS_CERT_FILE too');
    return undefined;
  }
  if (certificate === undefined || key === undefined) {
    report('HUB_TLS_CERT_FILE', 'certificate and key must be given together');
    return undefined;
  }
  return { certificate, key, clientCa };
}

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

function readLogLevel(value: string | undefined, report: Report): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (value ?? 'info'));
  if (level === undefined) report('HUB_LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  return level ?? 'info';
}
