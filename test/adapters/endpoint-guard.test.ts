import type { LookupAddress } from 'node:dns';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type EndpointRefusal,
  type ResolveAll,
  checkEndpoint,
  createGuardedLookup,
} from '../../adapters/endpoint-guard.ts';
import { isAllowedAddress, isPublicAddress, parseNetworks } from '../../adapters/public-address.ts';

const NONE = parseNetworks([]);
const LOOPBACK = parseNetworks(['127.0.0.0/8', '::1/128']);

/** What becomes of an endpoint: refused when it is read, when its name is resolved, or not at all. */
type Verdict = EndpointRefusal | 'allowed';

interface Case {
  readonly endpoint: string;
  /** What the name stands for; a public address without it. */
  readonly resolves?: readonly string[];
  readonly expected: Verdict;
}

function verdictOf({ endpoint, resolves = ['93.184.216.34'] }: Case, networks = NONE): Verdict {
  const check = checkEndpoint(endpoint, networks);
  if (check.kind === 'refused') return check.reason;
  let verdict: Verdict = 'allowed';
  const literal = /^[\d.]+$|^\[/.test(check.url.hostname);
  if (literal) return verdict;
  const lookup = createGuardedLookup(networks, check.inside, resolvesTo(resolves));
  lookup(check.url.hostname, { all: true }, (error) => {
    if (error !== null) verdict = (error as unknown as { reason: EndpointRefusal }).reason;
  });
  return verdict;
}

function resolvesTo(addresses: readonly string[]): ResolveAll {
  return (_hostname, _options, callback) => {
    const found = addresses.map((address): LookupAddress => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    callback(null, found);
  };
}

describe('endpoint guard: with no network allowed', () => {
  // prettier-ignore
  const cases: Case[] = [
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
  for (const one of cases) {
    const as = one.resolves === undefined ? '' : ` (${one.resolves.join(', ')})`;
    it(`${JSON.stringify(one.endpoint)}${as}: ${one.expected}`, () => {
      expect(verdictOf(one)).to.equal(one.expected);
    });
  }
});

describe('endpoint guard: with loopback allowed', () => {
  // prettier-ignore
  const cases: Case[] = [
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
  for (const one of cases) {
    const as = one.resolves === undefined ? '' : ` (${one.resolves.join(', ')})`;
    it(`${one.endpoint}${as}: ${one.expected}`, () => {
      expect(verdictOf(one, LOOPBACK)).to.equal(one.expected);
    });
  }
});

describe('endpoint guard: lookup', () => {
  it('hands on exactly the addresses that it checked', () => {
    const lookup = createGuardedLookup(
      NONE,
      undefined,
      resolvesTo(['93.184.216.34', '2606:2800::1']),
    );
    lookup('state.example', { all: true }, (error, addresses) => {
      expect(error).to.equal(null);
      expect(addresses).to.deep.equal([
        { address: '93.184.216.34', family: 4 },
        { address: '2606:2800::1', family: 6 },
      ]);
    });
    lookup('state.example', {}, (error, address, family) => {
      expect([error, address, family]).to.deep.equal([null, '93.184.216.34', 4]);
    });
  });

  it('hands on the error of the resolver', () => {
    const error = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const lookup = createGuardedLookup(NONE, undefined, (_name, _options, callback) => {
      callback(error, []);
    });
    lookup('state.example', { all: true }, (reported) => {
      expect(reported).to.equal(error);
    });
  });

  it('says why without the name or the address', () => {
    const lookup = createGuardedLookup(NONE, undefined, resolvesTo(['10.0.0.1']));
    lookup('secret.example', { all: true }, (error) => {
      expect(error?.code).to.equal('ENDPOINT_REFUSED');
      expect(error?.message).not.to.match(/10\.0|secret/);
    });
  });
});

describe('endpoint guard: address ranges', () => {
  const seed = 20261123;

  it(`never takes an address of a private range for a public one (seed ${seed})`, () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const anyPrivate = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
      fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
    );
    fc.assert(
      fc.property(anyPrivate, (bytes) => {
        const address = bytes.join('.');
        expect(isPublicAddress(address)).to.equal(false);
        expect(isPublicAddress(`::ffff:${address}`)).to.equal(false);
        expect(isAllowedAddress(`::ffff:${address}`, parseNetworks(['0.0.0.0/0']))).to.equal(false);
        expect(isAllowedAddress(address, parseNetworks(['0.0.0.0/0']))).to.equal(true);
      }),
      { seed, numRuns: 300 },
    );
  });

  for (const range of [
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0/8',
    'x',
    '',
    '10.0.0.0/-1',
    '10.0.0.0/0x8',
  ]) {
    it(`refuses ${JSON.stringify(range)}, naming its place only`, () => {
      expect(() => parseNetworks(['127.0.0.1', range])).to.throw(
        RangeError,
        /^address range 2 is not in CIDR notation$/,
      );
    });
  }
});

describe('endpoint guard: of other schemes', () => {
  // prettier-ignore
  const cases = [
    { endpoint: 'sftp://files.state.example/compact', schemes: ['sftp'], expected: 'allowed' },
    { endpoint: 'sftp://files.state.example:2222/', schemes: ['sftp'], expected: 'allowed' },
    { endpoint: 'sftp://files.state.example:25/', schemes: ['sftp'], expected: 'PORT' },
    { endpoint: 'sftp://files.state.example:5432/', schemes: ['sftp'], expected: 'PORT' },
    { endpoint: 'sftp://hub@files.state.example/', schemes: ['sftp'], expected: 'CREDENTIALS_IN_URL' },
    { endpoint: 'sftp://127.0.0.1/', schemes: ['sftp'], expected: 'ADDRESS' },
    { endpoint: 'sftp://2130706433/', schemes: ['sftp'], expected: 'HOST_DISGUISED' },
    { endpoint: 'sftp://0x7f.1/', schemes: ['sftp'], expected: 'HOST_DISGUISED' },
    { endpoint: 'sftp://xn--sttte-gra.example/', schemes: ['sftp'], expected: 'HOST_DISGUISED' },
    { endpoint: 'https://files.state.example/', schemes: ['sftp'], expected: 'SCHEME' },
    { endpoint: 'file:///etc/passwd', schemes: ['sftp'], expected: 'SCHEME' },
    { endpoint: 'amqps://broker.state.example/compact', schemes: ['amqps', 'amqp'], expected: 'allowed' },
    { endpoint: 'amqps://broker.state.example:5671/', schemes: ['amqps', 'amqp'], expected: 'allowed' },
    { endpoint: 'amqps://broker.state.example:5432/', schemes: ['amqps', 'amqp'], expected: 'PORT' },
    { endpoint: 'amqp://93.184.216.34/', schemes: ['amqps', 'amqp'], expected: 'PLAINTEXT' },
    { endpoint: 'amqps://[::1]/', schemes: ['amqps', 'amqp'], expected: 'ADDRESS' },
  ] as const;
  for (const { endpoint, schemes, expected } of cases) {
    it(`${expected}: ${endpoint}`, () => {
      const check = checkEndpoint(endpoint, NONE, schemes);
      expect(check.kind === 'refused' ? check.reason : (check.inside ?? 'allowed')).to.equal(
        expected,
      );
    });
  }
});
