import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type Networks, isAllowedAddress, isInNetworks } from './public-address.ts';

/** Why an address may not be connected to. */
export type EndpointRefusal =
  /** Not an absolute URL in plain ASCII, or more than origin and path. */
  | 'MALFORMED'
  | 'SCHEME'
  /** A user or password in the URL. */
  | 'CREDENTIALS_IN_URL'
  /** A host that is written in other than its plain form: decimal, octal or hexadecimal, escaped, international. */
  | 'HOST_DISGUISED'
  /** Neither public nor in an allowed network. */
  | 'ADDRESS'
  /** A port of another service. */
  | 'PORT'
  /** Without TLS outside the allowed networks. */
  | 'PLAINTEXT';

export type EndpointCheck =
  | {
      readonly kind: 'allowed';
      readonly url: URL;
      /** Why the address that the name stands for must lie in an allowed network, if it must. */
      readonly inside: EndpointRefusal | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: EndpointRefusal };

/**
 * What can be said of an endpoint of these schemes before its name is resolved (OWASP SSRF prevention;
 * ASVS 1.3.6).
 * A name that passes is checked again at each connection by `createGuardedLookup`.
 */
export function checkEndpoint(
  text: string,
  networks: Networks,
  schemes: readonly EndpointScheme[] = ['https', 'http'],
): EndpointCheck {
  const [, scheme = '', authority] = AUTHORITY.exec(text) ?? [];
  if (!schemes.some((known) => known === scheme.toLowerCase())) return refused('SCHEME');
  if (authority === undefined || !PLAIN_TEXT.test(text)) return refused('MALFORMED');
  // The URL parser checks hosts of the schemes of the web only: it reads all as if they were.
  const https = `https://${authority}`;
  if (!URL.canParse(https) || !URL.canParse(text)) return refused('MALFORMED');
  const url = new URL(text);
  if (authority.includes('@')) return refused('CREDENTIALS_IN_URL');
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) return refused('MALFORMED');
  const host = authority.replace(/:\d*$/, '');
  // The URL parser reads 0x7f.1 and 2130706433 as 127.0.0.1: only what stays the same is plain.
  if (host.toLowerCase() !== new URL(https).hostname || IDN.test(host)) {
    return refused('HOST_DISGUISED');
  }
  const inside = mustBeInside(url);
  const address = hostAddress(url);
  const reason = isIP(address) === 0 ? undefined : addressRefusal(address, inside, networks);
  return reason === undefined ? { kind: 'allowed', url, inside } : refused(reason);
}

/** The host of a URL as sockets take it: an IPv6 address without its brackets. */
export function hostAddress(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** The code of the error with which a guarded lookup ends for an address that is not allowed. */
export const ENDPOINT_REFUSED = 'ENDPOINT_REFUSED';

export class EndpointRefusedError extends Error {
  override readonly name = 'EndpointRefusedError';
  readonly code = ENDPOINT_REFUSED;
  readonly reason: EndpointRefusal;

  constructor(reason: EndpointRefusal) {
    super('the address of the endpoint is not allowed');
    this.reason = reason;
  }
}

export type ResolveAll = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for sockets that hands on only addresses that it has checked, so that the address
 * checked is the address connected to and a name cannot be bound anew in between. One address that
 * is not allowed refuses the name.
 *
 * @param inside why every address must lie in an allowed network, from `checkEndpoint`.
 */
export function createGuardedLookup(
  networks: Networks,
  inside: EndpointRefusal | undefined,
  resolve: ResolveAll = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const [first] = addresses;
      const reasons = addresses.map(({ address }) => addressRefusal(address, inside, networks));
      const reason = first === undefined ? 'ADDRESS' : reasons.find((one) => one !== undefined);
      if (first === undefined || reason !== undefined) {
        callback(new EndpointRefusedError(reason ?? 'ADDRESS'), '', 0);
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

const AUTHORITY = /^([a-z]{1,10}):(?:\/\/([^/?#]+))?/i;
// No escapes, backslashes, blanks or controls: what the URL parser would quietly repair.
const PLAIN_TEXT = /^[A-Za-z0-9:/?#[\]@!$&'()*+,;=._~-]+$/;
const IDN = /(^|\.)xn--/i;

/** The schemes of endpoints, the port that each has without one, and whether it is encrypted. */
const SCHEMES = {
  https: { port: 443, encrypted: true },
  http: { port: 80, encrypted: false },
  sftp: { port: 22, encrypted: true },
  amqps: { port: 5671, encrypted: true },
  amqp: { port: 5672, encrypted: false },
} as const;

export type EndpointScheme = keyof typeof SCHEMES;

/**
 * From 1024 up, ports of databases, queues, caches, orchestrators and of the Fetch standard's
 * list of bad ports; below, only the usual one of the scheme is open.
 */
// prettier-ignore
const SERVICE_PORTS: ReadonlySet<number> = new Set([
  1080, 1433, 1434, 1521, 1719, 1720, 1723, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 3128, 3268,
  3306, 3389, 3659, 4045, 4190, 4369, 5060, 5061, 5432, 5433, 5671, 5672, 5900, 5984, 5985, 5986,
  6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 8086, 8500, 8883, 9042, 9092,
  9200, 9300, 10080, 10250, 10255, 11211, 15672, 25672, 27017, 27018, 50000, 50070,
]);

function mustBeInside(url: URL): EndpointRefusal | undefined {
  const { port: usual, encrypted } = SCHEMES[url.protocol.slice(0, -1) as EndpointScheme];
  if (!encrypted) return 'PLAINTEXT';
  const port = url.port === '' ? usual : Number(url.port);
  if (port === usual) return undefined;
  return port < 1024 || SERVICE_PORTS.has(port) ? 'PORT' : undefined;
}

function addressRefusal(
  address: string,
  inside: EndpointRefusal | undefined,
  networks: Networks,
): EndpointRefusal | undefined {
  if (!isAllowedAddress(address, networks)) return 'ADDRESS';
  return inside === undefined || isInNetworks(address, networks) ? undefined : inside;
}

function refused(reason: EndpointRefusal): EndpointCheck {
  return { kind: 'refused', reason };
}
