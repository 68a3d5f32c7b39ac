import type { LookupAddress } from 'node:dns';
import {
  type EndpointRefusal,
  type ResolveAll,
  checkEndpoint,
  createGuardedLookup,
} from '../../adapters/endpoint-guard.ts';
import { type Networks, parseNetworks } from '../../adapters/public-address.ts';

export const NONE: Networks = parseNetworks([]);
export const LOOPBACK: Networks = parseNetworks(['127.0.0.0/8', '::1/128']);

/** What becomes of an endpoint: refused when it is read, when its name is resolved, or not at all. */
export type EndpointVerdict = EndpointRefusal | 'allowed';

/** An address as somebody would set it who means another system than his own. */
export interface HostileEndpoint {
  readonly endpoint: string;
  /** What the name stands for; a public address without it. */
  readonly resolves?: readonly string[];
  readonly expected: EndpointVerdict;
}

export function endpointVerdict(
  { endpoint, resolves = ['93.184.216.34'] }: HostileEndpoint,
  networks = NONE,
): EndpointVerdict {
  const check = checkEndpoint(endpoint, networks);
  if (check.kind === 'refused') return check.reason;
  let verdict: EndpointVerdict = 'allowed';
  const literal = /^[\d.]+$|^\[/.test(check.url.hostname);
  if (literal) return verdict;
  const lookup = createGuardedLookup(networks, check.inside, resolvesTo(resolves));
  lookup(check.url.hostname, { all: true }, (error) => {
    if (error !== null) verdict = (error as unknown as { reason: EndpointRefusal }).reason;
  });
  return verdict;
}

export function resolvesTo(addresses: readonly string[]): ResolveAll {
  return (_hostname, _options, callback) => {
    const found = addresses.map((address): LookupAddress => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    callback(null, found);
  };
}

/** With no network allowed. */
// prettier-ignore
export const HOSTILE_ENDPOINTS: readonly HostileEndpoint[] = [
  { endpoint: 'https://state.example/compact', expected: 'allowed' },
  { endpoint: 'https://STATE.example/compact/v1/', expected: 'allowed' },
  { endpoint: 'https://state.example:8443', expected: 'allowed' },
  { endpoint: 'https://93.184.216.34/', expected: 'allowed' },
  { endpoint: 'https://[2606:2800:220:1::1]/', expected: 'allowed' },
  { endpoint: 'https://state.example', resolves: ['2606:2800:220:1::1', '93.184.216.34'], expected: 'allowed' },
  // Loopback, private and link-local addresses.
  { endpoint: 'https://127.0.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://127.255.255.254/', expected: 'ADDRESS' },
  { endpoint: 'https://[::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[::]/', expected: 'ADDRESS' },
  { endpoint: 'https://0.0.0.0/', expected: 'ADDRESS' },
  { endpoint: 'https://0.1.2.3/', expected: 'ADDRESS' },
  { endpoint: 'https://10.0.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://172.16.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://172.31.255.255/', expected: 'ADDRESS' },
  { endpoint: 'https://172.32.0.1/', expected: 'allowed' },
  { endpoint: 'https://192.168.1.1/', expected: 'ADDRESS' },
  { endpoint: 'https://100.64.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://100.100.100.200/', expected: 'ADDRESS' },
  { endpoint: 'https://169.254.169.254/latest/meta-data', expected: 'ADDRESS' },
  { endpoint: 'https://169.254.170.2/', expected: 'ADDRESS' },
  { endpoint: 'https://168.63.129.16/', expected: 'ADDRESS' },
  { endpoint: 'https://192.0.0.192/', expected: 'ADDRESS' },
  { endpoint: 'https://192.0.2.1/', expected: 'ADDRESS' },
  { endpoint: 'https://198.18.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://198.51.100.1/', expected: 'ADDRESS' },
  { endpoint: 'https://203.0.113.1/', expected: 'ADDRESS' },
  { endpoint: 'https://192.88.99.1/', expected: 'ADDRESS' },
  { endpoint: 'https://224.0.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://240.0.0.1/', expected: 'ADDRESS' },
  { endpoint: 'https://255.255.255.255/', expected: 'ADDRESS' },
  { endpoint: 'https://[fd00::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[fd00:ec2::254]/', expected: 'ADDRESS' },
  { endpoint: 'https://[fc00::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[fe80::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[fec0::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[ff02::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[2001:db8::1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[3fff::1]/', expected: 'ADDRESS' },
  // IPv4 dressed as IPv6.
  { endpoint: 'https://[::ffff:7f00:1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[::ffff:127.0.0.1]/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://[::ffff:5db8:d822]/', expected: 'ADDRESS' },
  { endpoint: 'https://[::7f00:1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[64:ff9b::7f00:1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[64:ff9b:1::7f00:1]/', expected: 'ADDRESS' },
  { endpoint: 'https://[2002:7f00:1::]/', expected: 'ADDRESS' },
  { endpoint: 'https://[2001:0:7f00:1::]/', expected: 'ADDRESS' },
  { endpoint: 'https://[2001::7f00:1]/', expected: 'ADDRESS' },
  // Addresses in other notations.
  { endpoint: 'https://2130706433/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://0x7f000001/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://0x7f.0.0.1/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://0177.0.0.1/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://017700000001/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://127.1/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://127.0.0.1./', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://93.184.55330/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://256.256.256.256/', expected: 'MALFORMED' },
  { endpoint: 'https://[0:0:0:0:0:0:0:1]/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://[fe80::1%25eth0]/', expected: 'MALFORMED' },
  { endpoint: 'https://127%2e0.0.1/', expected: 'MALFORMED' },
  { endpoint: 'https://１２７.０.０.１/', expected: 'MALFORMED' },
  { endpoint: 'https://①②⑦.0.0.1/', expected: 'MALFORMED' },
  // Names that are not what they seem.
  { endpoint: 'https://127.0.0.1.nip.io/', resolves: ['127.0.0.1'], expected: 'ADDRESS' },
  { endpoint: 'https://localhost/', resolves: ['127.0.0.1', '::1'], expected: 'ADDRESS' },
  { endpoint: 'https://metadata.google.internal/', resolves: ['169.254.169.254'], expected: 'ADDRESS' },
  { endpoint: 'https://alias.state.example/', resolves: ['10.1.2.3'], expected: 'ADDRESS' },
  { endpoint: 'https://rebinds.example/', resolves: ['93.184.216.34', '127.0.0.1'], expected: 'ADDRESS' },
  { endpoint: 'https://rebinds.example/', resolves: ['93.184.216.34', '::ffff:127.0.0.1'], expected: 'ADDRESS' },
  { endpoint: 'https://scoped.example/', resolves: ['fe80::1%eth0'], expected: 'ADDRESS' },
  { endpoint: 'https://nothing.example/', resolves: [], expected: 'ADDRESS' },
  { endpoint: 'https://not-an-address.example/', resolves: ['localhost'], expected: 'ADDRESS' },
  { endpoint: 'https://stаte.example/', expected: 'MALFORMED' },
  { endpoint: 'https://xn--stte-53d.example/', expected: 'HOST_DISGUISED' },
  { endpoint: 'https://state.example。evil.example/', expected: 'MALFORMED' },
  // Schemes.
  { endpoint: 'http://state.example/', expected: 'PLAINTEXT' },
  { endpoint: 'http://93.184.216.34/', expected: 'PLAINTEXT' },
  { endpoint: 'http://127.0.0.1/', expected: 'ADDRESS' },
  { endpoint: 'file:///etc/passwd', expected: 'SCHEME' },
  { endpoint: 'gopher://state.example:70/_x', expected: 'SCHEME' },
  { endpoint: 'ftp://state.example/', expected: 'SCHEME' },
  { endpoint: 'unix:/var/run/docker.sock', expected: 'SCHEME' },
  { endpoint: 'http+unix://%2Fvar%2Frun%2Fdocker.sock/', expected: 'SCHEME' },
  { endpoint: 'javascript:alert(1)', expected: 'SCHEME' },
  { endpoint: 'data:text/plain,x', expected: 'SCHEME' },
  { endpoint: 'blob:https://state.example/x', expected: 'SCHEME' },
  { endpoint: '//state.example/', expected: 'SCHEME' },
  { endpoint: '/compact', expected: 'SCHEME' },
  { endpoint: '', expected: 'SCHEME' },
  // URLs that parsers read differently.
  { endpoint: 'https://state.example@127.0.0.1/', expected: 'CREDENTIALS_IN_URL' },
  { endpoint: 'https://user:password@state.example/', expected: 'CREDENTIALS_IN_URL' },
  { endpoint: 'https://@state.example/', expected: 'CREDENTIALS_IN_URL' },
  { endpoint: 'https:\\\\127.0.0.1\\', expected: 'MALFORMED' },
  { endpoint: 'https://state.example\\@127.0.0.1/', expected: 'MALFORMED' },
  { endpoint: 'https:///127.0.0.1/', expected: 'MALFORMED' },
  { endpoint: 'https:127.0.0.1', expected: 'MALFORMED' },
  { endpoint: ' https://127.0.0.1/', expected: 'SCHEME' },
  { endpoint: 'https://state.example/\r\nHost: x', expected: 'MALFORMED' },
  { endpoint: 'https://state\t.example/', expected: 'MALFORMED' },
  { endpoint: 'https://state.example/?x=1', expected: 'MALFORMED' },
  { endpoint: 'https://state.example/#x', expected: 'MALFORMED' },
  { endpoint: 'https://state.example?', expected: 'MALFORMED' },
  // Ports of other services.
  { endpoint: 'https://state.example:22/', expected: 'PORT' },
  { endpoint: 'https://state.example:25/', expected: 'PORT' },
  { endpoint: 'https://state.example:80/', expected: 'PORT' },
  { endpoint: 'https://state.example:1023/', expected: 'PORT' },
  { endpoint: 'https://state.example:5432/', expected: 'PORT' },
  { endpoint: 'https://state.example:5672/', expected: 'PORT' },
  { endpoint: 'https://state.example:6379/', expected: 'PORT' },
  { endpoint: 'https://93.184.216.34:3306/', expected: 'PORT' },
  { endpoint: 'https://state.example:443/', expected: 'allowed' },
  { endpoint: 'https://state.example:99999/', expected: 'MALFORMED' },
  { endpoint: 'https://state.example:0/', expected: 'PORT' },
];

/** With loopback allowed. */
// prettier-ignore
export const LOOPBACK_ENDPOINTS: readonly HostileEndpoint[] = [
  { endpoint: 'http://127.0.0.1:8080', expected: 'allowed' },
  { endpoint: 'http://127.9.9.9:5432', expected: 'allowed' },
  { endpoint: 'http://[::1]:22', expected: 'allowed' },
  { endpoint: 'http://localhost:8080', resolves: ['::1', '127.0.0.1'], expected: 'allowed' },
  { endpoint: 'https://state.example', expected: 'allowed' },
  { endpoint: 'http://state.example', expected: 'PLAINTEXT' },
  { endpoint: 'https://state.example:5432', expected: 'PORT' },
  { endpoint: 'https://state.example:5432', resolves: ['127.0.0.1'], expected: 'allowed' },
  { endpoint: 'http://mixed.example', resolves: ['127.0.0.1', '93.184.216.34'], expected: 'PLAINTEXT' },
  { endpoint: 'http://2130706433', expected: 'HOST_DISGUISED' },
  { endpoint: 'http://[::ffff:7f00:1]', expected: 'ADDRESS' },
  { endpoint: 'http://mapped.example', resolves: ['::ffff:127.0.0.1'], expected: 'ADDRESS' },
  { endpoint: 'http://10.0.0.1', expected: 'ADDRESS' },
  { endpoint: 'http://169.254.169.254', expected: 'ADDRESS' },
  { endpoint: 'http://user@127.0.0.1', expected: 'CREDENTIALS_IN_URL' },
];
