import { expect } from 'chai';
import fc from 'fast-check';
import { checkEndpoint, createGuardedLookup } from '../../adapters/endpoint-guard.ts';
import { isAllowedAddress, isPublicAddress, parseNetworks } from '../../adapters/public-address.ts';
import {
  HOSTILE_ENDPOINTS,
  LOOPBACK,
  LOOPBACK_ENDPOINTS,
  NONE,
  endpointVerdict,
  resolvesTo,
} from './hostile-endpoints.ts';

describe('endpoint guard: with no network allowed', () => {
  for (const one of HOSTILE_ENDPOINTS) {
    const as = one.resolves === undefined ? '' : ` (${one.resolves.join(', ')})`;
    it(`${JSON.stringify(one.endpoint)}${as}: ${one.expected}`, () => {
      expect(endpointVerdict(one)).to.equal(one.expected);
    });
  }
});

describe('endpoint guard: with loopback allowed', () => {
  for (const one of LOOPBACK_ENDPOINTS) {
    const as = one.resolves === undefined ? '' : ` (${one.resolves.join(', ')})`;
    it(`${one.endpoint}${as}: ${one.expected}`, () => {
      expect(endpointVerdict(one, LOOPBACK)).to.equal(one.expected);
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
