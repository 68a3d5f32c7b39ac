import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import nock from 'nock';
import { TRANSPORTS } from '../../adapters/registry.ts';
import { parcelOf } from './adapter-contract.ts';

const rest = TRANSPORTS.get('rest')!;
const valid = new Ajv2020({ strict: true, allErrors: true }).compile(rest.optionsSchema);
const REQUIRED = { acknowledgement: 'synchronous', sizeLimitBytes: 1_000 };

describe('registry: options of the REST transport', () => {
  const cases = [
    { name: 'bearer', options: { ...REQUIRED, authentication: { scheme: 'bearer' } }, ok: true },
    {
      name: 'basic',
      options: { ...REQUIRED, authentication: { scheme: 'basic', user: 'hub' } },
      ok: true,
    },
    {
      name: 'hmac',
      options: { ...REQUIRED, authentication: { scheme: 'hmac', keyId: 'hub-1' } },
      ok: true,
    },
    {
      name: 'everything',
      options: {
        ...REQUIRED,
        authentication: { scheme: 'certificate' },
        concurrency: 8,
        deadlines: { connectMs: 5_000, headersMs: 20_000, totalMs: 30_000 },
        answerLimitBytes: 65_536,
        trustedAuthorities: '-----BEGIN CERTIFICATE-----\n',
      },
      ok: true,
    },
    { name: 'no authentication', options: REQUIRED, ok: false },
    {
      name: 'a secret',
      options: { ...REQUIRED, authentication: { scheme: 'bearer', token: 'x' } },
      ok: false,
    },
    {
      name: 'basic without a user',
      options: { ...REQUIRED, authentication: { scheme: 'basic' } },
      ok: false,
    },
    {
      name: 'a user with a colon',
      options: { ...REQUIRED, authentication: { scheme: 'basic', user: 'a:b' } },
      ok: false,
    },
    {
      name: 'an unknown scheme',
      options: { ...REQUIRED, authentication: { scheme: 'digest' } },
      ok: false,
    },
    {
      name: 'an unknown option',
      options: { ...REQUIRED, authentication: { scheme: 'none' }, redirects: 5 },
      ok: false,
    },
    {
      name: 'no deadline at all',
      options: {
        ...REQUIRED,
        authentication: { scheme: 'none' },
        deadlines: { connectMs: 0, headersMs: 0, totalMs: 0 },
      },
      ok: false,
    },
  ];
  for (const { name, options, ok } of cases) {
    it(`${ok ? 'takes' : 'refuses'} ${name}`, () => {
      expect(valid(options)).to.equal(ok);
    });
  }

  it('has no row for a state in memory, which would keep nothing', () => {
    expect([...TRANSPORTS.keys()]).to.deep.equal(['rest']);
  });
});

describe('registry: adapters from a profile and the credential in force', () => {
  const cases = [
    { authentication: { scheme: 'none' }, credential: undefined, header: undefined },
    { authentication: { scheme: 'bearer' }, credential: 'abc', header: 'Bearer abc' },
    {
      authentication: { scheme: 'basic', user: 'hub' },
      credential: 'pw',
      header: 'Basic aHViOnB3',
    },
  ];
  for (const { authentication, credential, header } of cases) {
    it(authentication.scheme, async () => {
      const parcel = parcelOf();
      let seen: unknown = 'nothing';
      const scope = nock('https://state.example')
        .post('/activities')
        .reply(function (this: nock.ReplyFnContext) {
          seen = this.req.headers['authorization'];
          return [200, { deliveryId: parcel.deliveryId }, { 'content-type': 'application/json' }];
        });
      const adapter = rest.create({
        endpoint: 'https://state.example',
        credential,
        options: { ...REQUIRED, authentication },
        allowedNetworks: [],
        now: () => new Date(0),
      });
      const [outcome] = await adapter.deliver([parcel], new AbortController().signal);
      await adapter.close();
      expect(outcome).to.include({ kind: 'handed-over' });
      expect(seen).to.equal(header);
      expect(scope.isDone()).to.equal(true);
    });
  }

  for (const { authentication } of [
    { authentication: { scheme: 'bearer' } },
    { authentication: { scheme: 'basic', user: 'hub' } },
    { authentication: { scheme: 'hmac', keyId: 'hub-1' } },
    { authentication: { scheme: 'certificate' } },
  ]) {
    it(`sends nothing where the credential for ${authentication.scheme} is missing`, async () => {
      const adapter = rest.create({
        endpoint: 'https://state.example',
        credential: undefined,
        options: { ...REQUIRED, authentication },
        allowedNetworks: [],
        now: () => new Date(0),
      });
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
    });
  }
});
