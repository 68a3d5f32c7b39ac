import { createHash } from 'node:crypto';
import { expect } from 'chai';
import nock from 'nock';
import type { DeliveryOutcome, Parcel, ProbeAnswer } from '../../adapters/adapter.ts';
import { type RestOptions, createRestAdapter } from '../../adapters/rest.ts';
import { parcelOf } from './adapter-contract.ts';
import { restOptions } from './rest-options.ts';

const HOST = 'https://state.example';
const ENDPOINT = `${HOST}/compact/v1/`;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const signal = new AbortController().signal;

const parcel = parcelOf({ deliveryId: 'd-1', body: Buffer.from('{"a":1}') });
const digest = `sha-256=:${createHash('sha256').update(parcel.body).digest('base64')}:`;

async function withAdapter<Result>(
  others: Partial<RestOptions>,
  use: (adapter: ReturnType<typeof createRestAdapter>) => Promise<Result>,
): Promise<Result> {
  const adapter = createRestAdapter(restOptions(ENDPOINT, others));
  try {
    return await use(adapter);
  } finally {
    await adapter.close();
  }
}

async function outcomeOf(
  sent: Parcel,
  others: Partial<RestOptions> = {},
): Promise<DeliveryOutcome> {
  const [outcome] = await withAdapter(others, (adapter) => adapter.deliver([sent], signal));
  return outcome!;
}

describe('rest: what each answer means', () => {
  afterEach(() => {
    nock.cleanAll();
  });

  interface Case {
    readonly name: string;
    readonly status: number;
    readonly body?: nock.Body;
    readonly headers?: Record<string, string>;
    readonly options?: Partial<RestOptions>;
    readonly expected: object;
  }

  const ours = { deliveryId: 'd-1' };
  const asynchronous = { acknowledgement: 'asynchronous' } as const;
  const blind = { acknowledgement: 'none' } as const;
  const handedOver = { kind: 'handed-over' } as const;
  const acknowledged = { kind: 'handed-over', acknowledgement: {} } as const;
  const failed = (code: string): object => ({ kind: 'failed', code });

  const cases: Case[] = [
    { name: '200 with our id', status: 200, body: ours, expected: acknowledged },
    {
      name: '201 with our id and the number that the state gave',
      status: 201,
      body: { ...ours, reference: 'TX-7' },
      expected: { kind: 'handed-over', acknowledgement: { reference: 'TX-7' } },
    },
    {
      name: '202 with our id, acknowledged later',
      status: 202,
      body: ours,
      options: asynchronous,
      expected: handedOver,
    },
    {
      name: '202 without our id, acknowledged later',
      status: 202,
      body: {},
      options: asynchronous,
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 without a body from a blind state',
      status: 200,
      options: blind,
      expected: handedOver,
    },
    { name: '204 from a blind state', status: 204, options: blind, expected: handedOver },
    {
      name: '200 with another id from a blind state',
      status: 200,
      body: { deliveryId: 'd-2' },
      options: blind,
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with another id',
      status: 200,
      body: { deliveryId: 'd-2' },
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with our id as a number',
      status: 200,
      body: { deliveryId: 1 },
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with our id in a list',
      status: 200,
      body: '[{"deliveryId":"d-1"}]',
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with our id behind __proto__',
      status: 200,
      body: '{"__proto__":{"deliveryId":"d-1"}}',
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with garbage',
      status: 200,
      body: '{"deliveryId":',
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with JSON that says it is HTML',
      status: 200,
      body: ours,
      headers: { 'content-type': 'text/html' },
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with JSON of an application',
      status: 200,
      body: ours,
      headers: { 'content-type': 'application/vnd.state+json' },
      expected: acknowledged,
    },
    {
      name: '200 with a coded body',
      status: 200,
      body: Buffer.from(JSON.stringify(ours)),
      headers: { ...JSON_TYPE, 'content-encoding': 'br' },
      expected: failed('ANSWER_UNREADABLE'),
    },
    {
      name: '200 with a reference of several lines',
      status: 200,
      body: { ...ours, reference: 'a\nb' },
      expected: acknowledged,
    },
    {
      name: '200 that nests deeper than any parser likes',
      status: 200,
      body: '['.repeat(30_000),
      expected: failed('ANSWER_UNREADABLE'),
    },
    { name: '300', status: 300, expected: failed('UNROUTABLE') },
    { name: '304', status: 304, expected: failed('UNROUTABLE') },
    { name: '400', status: 400, expected: failed('DOCUMENT_REFUSED') },
    { name: '401', status: 401, body: ours, expected: failed('CREDENTIALS_REFUSED') },
    { name: '403', status: 403, expected: failed('CREDENTIALS_REFUSED') },
    {
      name: '404 of the state',
      status: 404,
      body: { title: 'no such county' },
      expected: failed('DOCUMENT_REFUSED'),
    },
    {
      name: '404 of a proxy',
      status: 404,
      body: '<h1>Not found</h1>',
      headers: { 'content-type': 'text/html' },
      expected: failed('UNROUTABLE'),
    },
    { name: '404 without a body', status: 404, expected: failed('UNROUTABLE') },
    { name: '405', status: 405, expected: failed('UNROUTABLE') },
    { name: '407', status: 407, expected: failed('CREDENTIALS_REFUSED') },
    { name: '408', status: 408, expected: failed('REMOTE_BUSY') },
    {
      name: '409 with our id and digest',
      status: 409,
      body: { ...ours, reference: 'TX-7', contentDigest: digest },
      expected: { kind: 'handed-over', acknowledgement: { reference: 'TX-7' } },
    },
    {
      name: '409 with our id and digest where acknowledgements come later',
      status: 409,
      body: { ...ours, contentDigest: digest },
      options: asynchronous,
      expected: acknowledged,
    },
    {
      name: '409 as a problem document',
      status: 409,
      body: { ...ours, contentDigest: digest },
      headers: { 'content-type': 'application/problem+json' },
      expected: acknowledged,
    },
    {
      name: '409 with another digest',
      status: 409,
      body: { ...ours, contentDigest: 'sha-256=:AAAA:' },
      expected: failed('ID_CONFLICT'),
    },
    { name: '409 without a digest', status: 409, body: ours, expected: failed('ID_CONFLICT') },
    {
      name: '409 with the digest of another id',
      status: 409,
      body: { deliveryId: 'd-2', contentDigest: digest },
      expected: failed('ID_CONFLICT'),
    },
    { name: '409 without a body', status: 409, expected: failed('ID_CONFLICT') },
    { name: '410', status: 410, expected: failed('UNROUTABLE') },
    { name: '413', status: 413, expected: failed('DOCUMENT_TOO_LARGE') },
    { name: '415', status: 415, expected: failed('DOCUMENT_REFUSED') },
    { name: '418, which no table lists', status: 418, expected: failed('DOCUMENT_REFUSED') },
    { name: '422', status: 422, body: { title: 'refused' }, expected: failed('DOCUMENT_REFUSED') },
    { name: '425', status: 425, expected: failed('REMOTE_BUSY') },
    {
      name: '429',
      status: 429,
      headers: { 'retry-after': '90' },
      expected: { ...failed('REMOTE_BUSY'), retryAfterMs: 90_000 },
    },
    { name: '500', status: 500, expected: failed('REMOTE_ERROR') },
    { name: '501', status: 501, expected: failed('REMOTE_ERROR') },
    {
      name: '502 that asks to wait',
      status: 502,
      headers: { 'retry-after': '5' },
      expected: { ...failed('REMOTE_ERROR'), retryAfterMs: 5_000 },
    },
    {
      name: '503 until a date',
      status: 503,
      headers: { 'retry-after': 'Mon, 23 Nov 2026 12:01:00 GMT' },
      expected: { ...failed('REMOTE_BUSY'), retryAfterMs: 60_000 },
    },
    { name: '599', status: 599, expected: failed('REMOTE_ERROR') },
    {
      name: '422 that asks to wait',
      status: 422,
      headers: { 'retry-after': '5' },
      expected: failed('DOCUMENT_REFUSED'),
    },
  ];

  for (const { name, status, body, headers, options, expected } of cases) {
    it(name, async () => {
      const scope = nock(HOST)
        .post('/compact/v1/activities')
        .reply(status, body, headers ?? (body === undefined ? {} : JSON_TYPE));
      const { bytesIn, detail, ...outcome } = {
        detail: undefined,
        bytesIn: undefined,
        ...(await outcomeOf(parcel, options)),
      };
      expect(outcome).to.deep.equal(expected);
      expect(bytesIn).to.be.a('number');
      if (outcome.kind === 'failed') expect(detail).to.equal(`status ${status}`);
      expect(scope.isDone()).to.equal(true);
    });
  }

  it('never follows a redirect', async () => {
    const scope = nock(HOST)
      .post('/compact/v1/activities')
      .reply(307, '', { location: 'https://state.example/elsewhere' });
    const elsewhere = nock(HOST).post('/elsewhere').reply(200, ours, JSON_TYPE);
    expect(await outcomeOf(parcel)).to.include({ kind: 'failed', code: 'UNROUTABLE' });
    expect(scope.isDone()).to.equal(true);
    expect(elsewhere.isDone()).to.equal(false);
  });

  it('says in the headers what the parcel is', async () => {
    let seen: Record<string, unknown> = {};
    const scope = nock(HOST)
      .post('/compact/v1/activities', (body) => JSON.stringify(body) === '{"a":1}')
      .reply(function (this: nock.ReplyFnContext) {
        seen = { ...this.req.headers };
        return [200, ours, JSON_TYPE];
      });
    await outcomeOf({ ...parcel, attempt: 3, possibleDuplicate: true, caseSequence: 12 });
    expect(scope.isDone()).to.equal(true);
    expect(seen).to.include({
      host: 'state.example',
      'content-type': 'application/json',
      'content-length': '7',
      'idempotency-key': 'd-1',
      'x-delivery-id': 'd-1',
      'x-attempt': '3',
      'x-possible-duplicate': 'true',
      'x-case-id': parcel.caseId,
      'x-case-sequence': '12',
      'x-activity-type': 'compact.transfer-request.v1',
      'content-digest': digest,
      digest: digest.replace(/^sha-256=:(.*):$/, 'SHA-256=$1'),
      'accept-encoding': 'identity',
    });
    expect(seen).not.to.have.property('authorization');
  });

  for (const { name, authentication, header } of [
    {
      name: 'bearer',
      authentication: { scheme: 'bearer', token: 'abc.DEF-1' },
      header: 'Bearer abc.DEF-1',
    },
    {
      name: 'basic',
      authentication: { scheme: 'basic', user: 'hub', password: 'pässword:1' },
      header: `Basic ${Buffer.from('hub:pässword:1').toString('base64')}`,
    },
  ] as const) {
    it(`proves who it is by ${name}, to deliveries and probes`, async () => {
      const scope = nock(HOST, { reqheaders: { authorization: header } })
        .post('/compact/v1/activities')
        .reply(200, ours, JSON_TYPE)
        .get('/compact/v1/activities/d-1')
        .reply(200, ours, JSON_TYPE);
      await withAdapter({ authentication }, async (adapter) => {
        expect((await adapter.deliver([parcel], signal))[0]).to.include({ kind: 'handed-over' });
        expect(await adapter.probe!('d-1', signal)).to.equal('held');
      });
      expect(scope.isDone()).to.equal(true);
    });
  }

  it('fails a document whose headers HTTP cannot carry, alone', async () => {
    const scope = nock(HOST).post('/compact/v1/activities').reply(200, ours, JSON_TYPE);
    const broken = parcelOf({ contentType: 'text/plain\r\nX-Evil: 1', caseId: 'C-2' });
    const outcomes = await withAdapter({}, (adapter) => adapter.deliver([broken, parcel], signal));
    expect(outcomes[0]).to.include({ kind: 'failed', code: 'DOCUMENT_REFUSED' });
    expect(outcomes[1]).to.include({ kind: 'handed-over' });
    expect(scope.isDone()).to.equal(true);
  });
});

describe('rest: credentials that cannot be used', () => {
  const unusable: { name: string; options: Partial<RestOptions> }[] = [
    { name: 'no token', options: { authentication: { scheme: 'bearer', token: '' } } },
    {
      name: 'a token of two lines',
      options: { authentication: { scheme: 'bearer', token: 'a\nb' } },
    },
    {
      name: 'a short secret',
      options: { authentication: { scheme: 'hmac', keyId: 'k', secret: Buffer.alloc(4) } },
    },
    { name: 'a certificate that is none', options: { tls: { certificate: 'x', privateKey: 'y' } } },
    {
      name: 'authorities that are none',
      options: { tls: { trusted: '-----BEGIN CERTIFICATE-----\nx' } },
    },
  ];
  for (const { name, options } of unusable) {
    it(name, async () => {
      const outcome = await outcomeOf(parcel, options);
      expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
    });
  }
});

describe('rest: what an answer to a probe means', () => {
  const cases: {
    name: string;
    status: number;
    body?: nock.Body;
    headers?: Record<string, string>;
    expected: ProbeAnswer;
  }[] = [
    { name: '200 with the id', status: 200, body: { deliveryId: 'd/1' }, expected: 'held' },
    { name: '200 with another id', status: 200, body: { deliveryId: 'd-2' }, expected: 'unknown' },
    { name: '200 without an id', status: 200, body: {}, expected: 'unknown' },
    {
      name: '404 that names the id',
      status: 404,
      body: { deliveryId: 'd/1' },
      expected: 'not-held',
    },
    { name: '404 of the state', status: 404, body: { title: 'not found' }, expected: 'not-held' },
    { name: '404 for another id', status: 404, body: { deliveryId: 'd-2' }, expected: 'unknown' },
    {
      name: '404 of a proxy',
      status: 404,
      body: 'Not found',
      headers: { 'content-type': 'text/plain' },
      expected: 'unknown',
    },
    { name: '401', status: 401, body: {}, expected: 'unknown' },
    { name: '302', status: 302, headers: { location: '/login' }, expected: 'unknown' },
    { name: '500', status: 500, body: { deliveryId: 'd/1' }, expected: 'unknown' },
  ];
  for (const { name, status, body, headers, expected } of cases) {
    it(`${name}: ${expected}`, async () => {
      const scope = nock(HOST)
        .get('/compact/v1/activities/d%2F1')
        .reply(status, body, headers ?? JSON_TYPE);
      expect(await withAdapter({}, (adapter) => adapter.probe!('d/1', signal))).to.equal(expected);
      expect(scope.isDone()).to.equal(true);
    });
  }
});
