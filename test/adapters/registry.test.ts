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
    { name: 'basic', options: { ...REQUIRED, authentication: { scheme: 'basic' } }, ok: true },
    { name: 'hmac', options: { ...REQUIRED, authentication: { scheme: 'hmac' } }, ok: true },
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
    { scheme: 'none', credential: undefined, field: 'authorization', value: /^undefined$/ },
    { scheme: 'bearer', credential: 'abc', field: 'authorization', value: /^Bearer abc$/ },
    {
      scheme: 'basic',
      credential: 'hub:p:w',
      field: 'authorization',
      value: /^Basic aHViOnA6dw==$/,
    },
    {
      scheme: 'hmac',
      credential: `hub-1:${Buffer.alloc(32).toString('base64')}`,
      field: 'signature-input',
      value: /^hub=\("@method".*;created=0;keyid="hub-1"$/,
    },
  ];
  for (const { scheme, credential, field, value } of cases) {
    it(scheme, async () => {
      const parcel = parcelOf();
      let seen: unknown = 'nothing';
      const scope = nock('https://state.example')
        .post('/activities')
        .reply(function (this: nock.ReplyFnContext) {
          seen = this.req.headers[field];
          return [200, { deliveryId: parcel.deliveryId }, { 'content-type': 'application/json' }];
        });
      const adapter = rest.create({
        endpoint: 'https://state.example',
        credential,
        options: { ...REQUIRED, authentication: { scheme } },
        allowedNetworks: [],
        now: () => new Date(0),
      });
      const [outcome] = await adapter.deliver([parcel], new AbortController().signal);
      await adapter.close();
      expect(outcome).to.include({ kind: 'handed-over' });
      expect(String(seen)).to.match(value);
      expect(scope.isDone()).to.equal(true);
    });
  }

  const unusable = [
    ...['bearer', 'basic', 'hmac', 'certificate'].map((scheme) => ({
      scheme,
      credential: undefined,
    })),
    { scheme: 'basic', credential: 'no-colon' },
    { scheme: 'basic', credential: ':no-user' },
    { scheme: 'hmac', credential: 'key:c2hvcnQ=' },
    { scheme: 'hmac', credential: 'ké:AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    { scheme: 'certificate', credential: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----' },
  ];
  for (const { scheme, credential } of unusable) {
    it(`sends nothing with the credential ${JSON.stringify(credential)} for ${scheme}`, async () => {
      const adapter = rest.create({
        endpoint: 'https://state.example',
        credential,
        options: { ...REQUIRED, authentication: { scheme } },
        allowedNetworks: [],
        now: () => new Date(0),
      });
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
    });
  }
});
