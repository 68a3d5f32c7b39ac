import { expect } from 'chai';
import type { Exchange } from '../../adapters/rest-exchange.ts';
import { type SentFacts, outcomeOf, probeAnswerOf } from '../../adapters/soap-outcome.ts';

const E11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const E12 = 'http://www.w3.org/2003/05/soap-envelope';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSA = 'http://www.w3.org/2005/08/addressing';
const HUB = 'urn:compact-hub:soap:v1';
const DATA = 'urn:example:state:data';

const OUTPUT = { namespace: DATA, local: 'TakeActivityResult' };
const FACTS: SentFacts = {
  deliveryId: 'd-1',
  acknowledgement: 'synchronous',
  output: OUTPUT,
  names: { deliveryId: 'deliveryId', reference: 'reference' },
  now: () => new Date('2026-11-23T12:00:00Z'),
};

const in11 = (body: string, header = ''): string =>
  `<e:Envelope xmlns:e="${E11}">${header}<e:Body>${body}</e:Body></e:Envelope>`;
const in12 = (body: string): string =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="${E12}"><e:Body>${body}</e:Body></e:Envelope>`;
const result = (fields: string): string =>
  `<r:TakeActivityResult xmlns:r="${DATA}">${fields}</r:TakeActivityResult>`;
const fault11 = (code: string, detail = ''): string =>
  in11(
    `<e:Fault><faultcode xmlns:w="${WSSE}" xmlns:a="${WSA}" xmlns:o="urn:o">${code}</faultcode><faultstring>x</faultstring>${detail}</e:Fault>`,
  );
const fault12 = (code: string, subcode = ''): string =>
  in12(
    `<e:Fault xmlns:w="${WSSE}" xmlns:a="${WSA}" xmlns:o="urn:o"><e:Code><e:Value>${code}</e:Value>${subcode}</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>`,
  );
const sub = (code: string, more = ''): string =>
  `<e:Subcode><e:Value>${code}</e:Value>${more}</e:Subcode>`;
const reason = (text: string): string =>
  `<detail><h:Reason xmlns:h="${HUB}">${text}</h:Reason></detail>`;

interface Case {
  readonly name: string;
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly complete?: boolean;
  readonly facts?: Partial<SentFacts>;
  readonly expected: object;
}

function answered({
  status = 200,
  type = 'text/xml; charset=utf-8',
  body = '',
  headers,
  complete = true,
}: Case): Exchange {
  const bytes = Buffer.from(body);
  return {
    kind: 'answered',
    status,
    headers: { 'content-type': type, ...headers },
    body: bytes,
    complete,
    bytesIn: bytes.length,
  };
}

const failed = (code: string, detail?: string): object => ({
  kind: 'failed',
  code,
  ...(detail === undefined ? {} : { detail }),
});
const OURS = '<r:deliveryId>d-1</r:deliveryId>';
const ACKNOWLEDGED = { kind: 'handed-over', acknowledgement: {} };
const UNREADABLE = failed('ANSWER_UNREADABLE', 'status 200');

describe('soap: what each answer means', () => {
  const successes: Case[] = [
    { name: 'our id', body: in11(result(OURS)), expected: ACKNOWLEDGED },
    {
      name: 'our id in SOAP 1.2',
      type: 'application/soap+xml',
      body: in12(result(OURS)),
      expected: ACKNOWLEDGED,
    },
    {
      name: 'our id and a reference, deeper in the answer',
      body: in11(result(`<x><deliveryId> d-1 </deliveryId><reference>TX 7</reference></x>`)),
      expected: { kind: 'handed-over', acknowledgement: { reference: 'TX 7' } },
    },
    {
      name: 'our id, where the state answers later',
      body: in11(result(OURS)),
      facts: { acknowledgement: 'asynchronous' },
      expected: { kind: 'handed-over' },
    },
    {
      name: 'nothing, where the status is enough',
      status: 202,
      facts: { acknowledgement: 'none' },
      expected: { kind: 'handed-over' },
    },
    {
      name: 'an empty Body, where the status is enough',
      body: in11(''),
      facts: { acknowledgement: 'none', output: undefined },
      expected: { kind: 'handed-over' },
    },
    {
      name: 'another id, where the status is enough',
      body: in11(result('<deliveryId>d-2</deliveryId>')),
      facts: { acknowledgement: 'none' },
      expected: UNREADABLE,
    },
    {
      name: 'an answer to another message',
      body: in11(
        result(OURS),
        `<e:Header><a:RelatesTo xmlns:a="${WSA}">urn:uuid:d-2</a:RelatesTo></e:Header>`,
      ),
      expected: UNREADABLE,
    },
    {
      name: 'an answer to this message',
      body: in11(
        result(OURS),
        `<e:Header><a:RelatesTo xmlns:a="${WSA}">urn:uuid:d-1</a:RelatesTo></e:Header>`,
      ),
      expected: ACKNOWLEDGED,
    },
  ];

  const unreadable: Case[] = [
    {
      name: 'another id',
      body: in11(result('<deliveryId>d-2</deliveryId>')),
      expected: UNREADABLE,
    },
    { name: 'no id', body: in11(result('')), expected: UNREADABLE },
    { name: 'our id twice', body: in11(result(OURS + OURS)), expected: UNREADABLE },
    {
      name: 'an id with elements in it',
      body: in11(result('<deliveryId>d-1<x/></deliveryId>')),
      expected: UNREADABLE,
    },
    {
      name: 'another element',
      body: in11(`<TakeActivityResult><deliveryId>d-1</deliveryId></TakeActivityResult>`),
      expected: UNREADABLE,
    },
    { name: 'an empty Body', body: in11(''), expected: UNREADABLE },
    { name: 'nothing', expected: UNREADABLE },
    {
      name: 'two elements in the Body',
      body: in11(result(OURS) + result(OURS)),
      expected: UNREADABLE,
    },
    {
      name: 'two Bodies',
      body: in11(result(OURS)).replace(
        '</e:Envelope>',
        `<e:Body>${result(OURS)}</e:Body></e:Envelope>`,
      ),
      expected: UNREADABLE,
    },
    { name: 'no Body', body: `<e:Envelope xmlns:e="${E11}"/>`, expected: UNREADABLE },
    { name: 'no envelope', body: result(OURS), expected: UNREADABLE },
    {
      name: 'an envelope of nobody',
      body: in11(result(OURS)).replace(E11, 'urn:x'),
      expected: UNREADABLE,
    },
    {
      name: 'HTML',
      type: 'text/html',
      body: '<html><body>sign in</body></html>',
      expected: UNREADABLE,
    },
    {
      name: 'our id as JSON',
      type: 'application/json',
      body: '{"deliveryId":"d-1"}',
      expected: UNREADABLE,
    },
    {
      name: 'a multipart answer',
      type: 'multipart/related; type="text/xml"',
      body: in11(result(OURS)),
      expected: UNREADABLE,
    },
    { name: 'a cut answer', body: in11(result(OURS)), complete: false, expected: UNREADABLE },
    {
      name: 'a compressed answer',
      body: in11(result(OURS)),
      headers: { 'content-encoding': 'gzip' },
      expected: UNREADABLE,
    },
    { name: 'a DOCTYPE', body: `<!DOCTYPE x>${in11(result(OURS))}`, expected: UNREADABLE },
    {
      name: 'billion laughs',
      body: `<!DOCTYPE x [<!ENTITY a "d-1">]>${in11(result('<deliveryId>&a;</deliveryId>'))}`,
      expected: UNREADABLE,
    },
    {
      name: 'an answer too deep',
      body: in11(result(OURS + '<a>'.repeat(100) + '</a>'.repeat(100))),
      expected: UNREADABLE,
    },
    {
      name: 'no UTF-8',
      body: Buffer.from(in11(result(`${OURS}é`)), 'latin1'),
      expected: UNREADABLE,
    },
    { name: 'cut XML', body: in11(result(OURS)).slice(0, -5), expected: UNREADABLE },
  ];

  const faults: Case[] = [
    {
      name: 'Client',
      status: 500,
      body: fault11('e:Client'),
      expected: failed('DOCUMENT_REFUSED', 'status 500, fault Client'),
    },
    {
      name: 'Server',
      status: 500,
      body: fault11('e:Server'),
      expected: failed('REMOTE_ERROR', 'status 500, fault Server'),
    },
    {
      name: 'Client without a namespace',
      status: 500,
      body: fault11('Client'),
      expected: failed('DOCUMENT_REFUSED'),
    },
    {
      name: 'Client refined',
      status: 500,
      body: fault11('e:Client.Invalid.Field'),
      expected: failed('DOCUMENT_REFUSED', 'status 500, fault Client'),
    },
    {
      name: 'Client.Authentication',
      status: 500,
      body: fault11('e:Client.Authentication'),
      expected: failed('CREDENTIALS_REFUSED'),
    },
    {
      name: 'MustUnderstand',
      status: 500,
      body: fault11('e:MustUnderstand'),
      expected: failed('UNROUTABLE'),
    },
    {
      name: 'VersionMismatch',
      status: 500,
      body: fault11('e:VersionMismatch'),
      expected: failed('UNROUTABLE'),
    },
    {
      name: 'Sender',
      status: 400,
      type: 'application/soap+xml',
      body: fault12('e:Sender'),
      expected: failed('DOCUMENT_REFUSED'),
    },
    {
      name: 'Receiver',
      status: 500,
      type: 'application/soap+xml',
      body: fault12('e:Receiver'),
      expected: failed('REMOTE_ERROR'),
    },
    {
      name: 'DataEncodingUnknown',
      status: 500,
      type: 'application/soap+xml',
      body: fault12('e:DataEncodingUnknown'),
      expected: failed('UNROUTABLE'),
    },
    {
      name: 'Server with 200',
      body: fault11('e:Server'),
      expected: failed('REMOTE_ERROR', 'status 200, fault Server'),
    },
    { name: 'Client with 200', body: fault11('e:Client'), expected: failed('DOCUMENT_REFUSED') },
    {
      name: 'children of SOAP 1.2 in an envelope of 1.1',
      status: 500,
      body: fault12('e:Sender').replace(E12, E11),
      expected: failed('DOCUMENT_REFUSED'),
    },
    ...[
      'FailedAuthentication',
      'InvalidSecurity',
      'InvalidSecurityToken',
      'FailedCheck',
      'UnsupportedSecurityToken',
      'MessageExpired',
    ].map((code): Case => ({
      name: `wsse:${code}`,
      status: 500,
      body: fault11(`w:${code}`),
      expected: failed('CREDENTIALS_REFUSED', 'status 500, fault wsse'),
    })),
    {
      name: 'Sender, finer wsse',
      status: 400,
      body: fault12('e:Sender', sub('w:FailedAuthentication')),
      expected: failed('CREDENTIALS_REFUSED'),
    },
    {
      name: 'Sender, finer of its own, still finer wsse',
      status: 400,
      body: fault12('e:Sender', sub('o:x', sub('w:FailedCheck'))),
      expected: failed('CREDENTIALS_REFUSED'),
    },
    {
      name: 'Sender, finer of its own',
      status: 400,
      body: fault12('e:Sender', sub('o:x')),
      expected: failed('DOCUMENT_REFUSED', 'status 400, fault Sender'),
    },
    {
      name: 'Sender, wsa:ActionNotSupported',
      status: 400,
      body: fault12('e:Sender', sub('a:ActionNotSupported')),
      expected: failed('UNROUTABLE'),
    },
    {
      name: 'Receiver, wsa:EndpointUnavailable',
      status: 500,
      body: fault12('e:Receiver', sub('a:EndpointUnavailable')),
      headers: { 'retry-after': '9' },
      expected: { ...failed('REMOTE_BUSY'), retryAfterMs: 9_000 },
    },
    {
      name: 'a code of its own with 500',
      status: 500,
      body: fault11('o:Broken'),
      expected: failed('REMOTE_ERROR', 'status 500, fault other'),
    },
    {
      name: 'a code of its own with 400',
      status: 400,
      body: fault11('o:Broken'),
      expected: failed('DOCUMENT_REFUSED'),
    },
    {
      name: 'a code of its own with 200',
      body: fault11('o:Broken'),
      expected: failed('ANSWER_UNREADABLE'),
    },
    { name: 'no code', status: 500, body: in11('<e:Fault/>'), expected: failed('REMOTE_ERROR') },
    {
      name: 'Client for a conflict',
      status: 500,
      body: fault11('e:Client', reason('ID_CONFLICT')),
      expected: failed('ID_CONFLICT', 'status 500, fault ID_CONFLICT'),
    },
    {
      name: 'Client for size',
      status: 500,
      body: fault11('e:Client', reason('DOCUMENT_TOO_LARGE')),
      expected: failed('DOCUMENT_TOO_LARGE'),
    },
    {
      name: 'Server for load',
      status: 500,
      body: fault11('e:Server', reason('REMOTE_BUSY')),
      expected: failed('REMOTE_BUSY'),
    },
    {
      name: 'a reason that is not of the list',
      status: 500,
      body: fault11('e:Client', reason('secret')),
      expected: failed('DOCUMENT_REFUSED', 'status 500, fault Client'),
    },
  ];

  const statuses: Case[] = [
    ...[401, 403, 407].map((status): Case => ({
      name: `${status}, whatever the fault`,
      status,
      body: fault11('e:Server'),
      expected: failed('CREDENTIALS_REFUSED'),
    })),
    ...[408, 425, 429, 503].map((status): Case => ({
      name: `${status}, whatever the fault`,
      status,
      body: fault11('e:Client'),
      headers: { 'retry-after': '7' },
      expected: { ...failed('REMOTE_BUSY'), retryAfterMs: 7_000 },
    })),
    { name: '413', status: 413, expected: failed('DOCUMENT_TOO_LARGE') },
    ...[301, 302, 307].map((status): Case => ({
      name: String(status),
      status,
      headers: { location: 'http://127.0.0.1/' },
      expected: failed('UNROUTABLE'),
    })),
    ...[404, 405, 406, 410, 415, 421, 426].map((status): Case => ({
      name: `${status} without a fault`,
      status,
      type: 'text/html',
      body: 'no',
      expected: failed('UNROUTABLE'),
    })),
    {
      name: '404 with a fault',
      status: 404,
      body: fault11('e:Client'),
      expected: failed('DOCUMENT_REFUSED'),
    },
    ...[400, 409, 422].map((status): Case => ({
      name: `${status} without a fault`,
      status,
      expected: failed('DOCUMENT_REFUSED'),
    })),
    ...[500, 502, 504].map((status): Case => ({
      name: `${status} without a fault`,
      status,
      type: 'text/html',
      body: 'no',
      expected: failed('REMOTE_ERROR'),
    })),
    {
      name: '500 with a hostile fault',
      status: 500,
      body: `<!DOCTYPE x>${fault11('e:Client')}`,
      expected: failed('REMOTE_ERROR'),
    },
    {
      name: '500 with a success',
      status: 500,
      body: in11(result(OURS)),
      expected: failed('REMOTE_ERROR'),
    },
  ];

  for (const [kind, cases] of Object.entries({ successes, unreadable, faults, statuses })) {
    describe(kind, () => {
      for (const one of cases) {
        it(one.name, () => {
          const outcome = outcomeOf(answered(one), { ...FACTS, ...one.facts });
          expect(outcome).to.deep.include(one.expected);
          const isLater = one.facts?.acknowledgement !== undefined;
          if (isLater) expect(outcome).to.not.have.property('acknowledgement');
          if (!('retryAfterMs' in one.expected))
            expect(outcome).to.not.have.property('retryAfterMs');
        });
      }
    });
  }
});

describe('soap: what an answer to a question means', () => {
  const output = { namespace: DATA, local: 'AskResult' };
  const names = {
    deliveryId: 'deliveryId',
    status: 'status',
    held: ['HELD', 'DONE'],
    notHeld: ['NONE'],
  };
  const said = (id: string, status: string): string =>
    in11(
      `<AskResult xmlns="${DATA}"><deliveryId>${id}</deliveryId><status>${status}</status></AskResult>`,
    );
  const cases: readonly { name: string; one: Omit<Case, 'name' | 'expected'>; expected: string }[] =
    [
      { name: 'held', one: { body: said('d-1', 'HELD') }, expected: 'held' },
      { name: 'held in another word', one: { body: said('d-1', 'DONE') }, expected: 'held' },
      { name: 'not held', one: { body: said('d-1', 'NONE') }, expected: 'not-held' },
      { name: 'a word of nobody', one: { body: said('d-1', 'held') }, expected: 'unknown' },
      { name: 'another delivery', one: { body: said('d-2', 'HELD') }, expected: 'unknown' },
      {
        name: 'another element',
        one: { body: in11(result(`${OURS}<status>HELD</status>`)) },
        expected: 'unknown',
      },
      { name: 'a fault', one: { status: 500, body: fault11('e:Client') }, expected: 'unknown' },
      { name: 'a fault with 200', one: { body: fault11('e:Client') }, expected: 'unknown' },
      {
        name: 'another status',
        one: { status: 404, body: said('d-1', 'NONE') },
        expected: 'unknown',
      },
    ];
  for (const { name, one, expected } of cases) {
    it(name, () => {
      const exchange = answered({ name, expected: {}, ...one });
      expect(probeAnswerOf(exchange, { deliveryId: 'd-1', output, names })).to.equal(expected);
    });
  }

  it('no answer', () => {
    const exchange = { kind: 'failed', sent: true, code: 'ECONNRESET', identity: false } as const;
    expect(probeAnswerOf(exchange, { deliveryId: 'd-1', output, names })).to.equal('unknown');
  });
});
