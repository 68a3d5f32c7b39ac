import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import nock from 'nock';
import { TRANSPORTS } from '../../adapters/registry.ts';
import { STATE_WSDL } from '../support/fake-soap-state.ts';
import { soapPair } from '../support/soap-keys.ts';
import { parcelOf } from './adapter-contract.ts';

const rest = TRANSPORTS.get('rest')!;
const valid = new Ajv2020({ strict: true, allErrors: true }).compile(rest.optionsSchema);
const REQUIRED = { mode: 'push' };
const SETTINGS = {
  member: 'TX',
  endpoint: 'https://state.example',
  capabilities: {
    acknowledgement: 'synchronous',
    sizeLimitBytes: 1_000,
    concurrency: 4,
    listMaximum: 1,
  },
  hostKeys: [],
  timeZone: 'America/Chicago',
  allowedNetworks: [],
  now: () => new Date(0),
  contentType: 'application/json',
  joinDocuments: ([first]: readonly Buffer[]) => first!,
} as const;

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
    expect(TRANSPORTS.has('memory')).to.equal(false);
  });
});

describe('registry: options of the SOAP transport', () => {
  const soap = TRANSPORTS.get('soap')!;
  const validSoap = new Ajv2020({ strict: true, allErrors: true }).compile(soap.optionsSchema);
  const push = { mode: 'push', wsdl: STATE_WSDL, operation: 'TakeActivity', security: {} };
  const cases = [
    { name: 'pull', options: { mode: 'pull' }, ok: true },
    { name: 'push without security', options: push, ok: true },
    {
      name: 'everything',
      options: {
        ...push,
        version: '1.2',
        answer: { deliveryId: 'id', reference: 'number' },
        status: { operation: 'AskDelivery', status: 'state', held: ['HELD'], notHeld: ['NONE'] },
        security: { usernameToken: 'digest', signature: true, clientCertificate: true },
        deadlines: { connectMs: 5_000, headersMs: 20_000, totalMs: 30_000 },
        answerLimitBytes: 65_536,
        trustedAuthorities: '-----BEGIN CERTIFICATE-----\n',
      },
      ok: true,
    },
    { name: 'the standard service', options: { mode: 'push', security: {} }, ok: true },
    {
      name: 'the standard service in SOAP 1.1',
      options: { mode: 'push', version: '1.1', security: {} },
      ok: true,
    },
    { name: 'an operation without a WSDL', options: { ...push, wsdl: undefined }, ok: false },
    { name: 'a WSDL without an operation', options: { ...push, operation: undefined }, ok: false },
    {
      name: 'names in answers of the standard service',
      options: { mode: 'push', security: {}, answer: { deliveryId: 'id' } },
      ok: false,
    },
    { name: 'pull with a WSDL', options: { ...push, mode: 'pull' }, ok: false },
    { name: 'a secret', options: { ...push, security: { password: 'x' } }, ok: false },
    { name: 'an unknown version', options: { ...push, version: '2' }, ok: false },
    {
      name: 'a question without its words',
      options: { ...push, status: { operation: 'Ask' } },
      ok: false,
    },
  ];
  for (const { name, options, ok } of cases) {
    it(`${ok ? 'takes' : 'refuses'} ${name}`, () => {
      expect(validSoap(JSON.parse(JSON.stringify(options)))).to.equal(ok);
    });
  }

  const { certificate, privateKey } = soapPair('signer');
  const credentials = [
    { name: 'user and password', security: { usernameToken: 'text' }, credential: 'hub:p:w' },
    { name: 'PEM', security: { signature: true }, credential: certificate + privateKey },
    {
      name: 'both',
      security: { usernameToken: 'digest', signature: true },
      credential: `hub:p:w\n${certificate}${privateKey}`,
    },
    { name: 'none', security: {}, credential: undefined },
  ];
  for (const { name, security, credential } of credentials) {
    it(`sends with the credential of ${name}`, async () => {
      let sent = '';
      const scope = nock('https://state.example')
        .post('/', (body: string) => {
          sent = body;
          return true;
        })
        .reply(503);
      const options = { ...push, security };
      const adapter = soap.create({ ...SETTINGS, credential, options });
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      await adapter.close();
      expect(outcome).to.include({ kind: 'failed', code: 'REMOTE_BUSY' });
      expect(scope.isDone()).to.equal(true);
      expect(sent.includes('<wsse:UsernameToken')).to.equal('usernameToken' in security);
      expect(sent.includes('<ds:Signature')).to.equal('signature' in security);
    });
  }

  for (const { name, security, credential } of [
    { name: 'no credential', security: { usernameToken: 'text' }, credential: undefined },
    { name: 'no colon', security: { usernameToken: 'text' }, credential: 'hub' },
    { name: 'no PEM', security: { signature: true }, credential: 'hub:p' },
    { name: 'no key', security: { signature: true }, credential: certificate },
    { name: 'no PEM for TLS', security: { clientCertificate: true }, credential: 'hub:p' },
  ]) {
    it(`sends nothing with ${name}`, async () => {
      const adapter = soap.create({ ...SETTINGS, credential, options: { ...push, security } });
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
    });
  }
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
        ...SETTINGS,
        credential,
        options: { ...REQUIRED, authentication: { scheme } },
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
        ...SETTINGS,
        credential,
        options: { ...REQUIRED, authentication: { scheme } },
      });
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
    });
  }
});

describe('registry: options of the queue transport', () => {
  const entry = TRANSPORTS.get('queue')!;
  const validQueue = new Ajv2020({ strict: true, allErrors: true }).compile(entry.optionsSchema);
  const password = { authentication: { scheme: 'password' } };
  const cases = [
    { name: 'a password', options: password, ok: true },
    { name: 'a certificate', options: { authentication: { scheme: 'certificate' } }, ok: true },
    {
      name: 'everything',
      options: {
        ...password,
        trustedAuthorities: '-----BEGIN CERTIFICATE-----\n',
        queues: { deliveries: 'courts.in', dead: 'courts.dead' },
        declares: false,
        maxLength: 10_000,
        connectMs: 5_000,
        confirmMs: 10_000,
      },
      ok: true,
    },
    { name: 'no authentication', options: {}, ok: false },
    { name: 'a queue that has no part', options: { ...password, queues: { x: 'y' } }, ok: false },
    { name: 'a name with a blank', options: { ...password, queues: { dead: 'a b' } }, ok: false },
    {
      name: 'a secret',
      options: { authentication: { scheme: 'password', password: 'x' } },
      ok: false,
    },
  ];
  for (const { name, options, ok } of cases) {
    it(`${ok ? 'takes' : 'refuses'} ${name}`, () => {
      expect(validQueue(options)).to.equal(ok);
    });
  }

  for (const credential of [undefined, 'no-colon', ':no-user', 'no-password:']) {
    it(`sends nothing with the credential ${JSON.stringify(credential)}`, async () => {
      const settings = { ...SETTINGS, endpoint: 'amqps://state.example/compact', credential };
      const adapter = entry.create({ ...settings, options: password });
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
      await adapter.close();
    });
  }
});
