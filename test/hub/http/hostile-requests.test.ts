import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Flows } from '../../../hub/http/parts.ts';
import {
  type TestHttp,
  authenticatorOf,
  codeOf,
  httpParts,
  makeCaller,
  startTestHttp,
  unexpectedFlows,
} from '../../support/test-http.ts';
import { CANONICAL, HOSTILE_PATHS, POST, SOME_ID, hostileWire } from './hostile-wire.ts';

const LIMIT = 64 * 1024;

describe('hostile requests', function () {
  this.timeout(20_000);

  const system = makeCaller('OR', ['system']);
  const office = makeCaller('OR', ['compact-office']);
  const calls: string[] = [];
  const flows: Flows = {
    ...unexpectedFlows,
    accept: (_actor, { contentType, body }) => {
      calls.push(`accept ${contentType} ${body.length}`);
      return Promise.resolve({ repeated: false, receipt: '{}' });
    },
    acknowledge: () => {
      calls.push('acknowledge');
      return Promise.resolve();
    },
    replay: (_actor, _delivery, reason) => {
      calls.push(`replay ${reason}`);
      return Promise.resolve();
    },
    release: () => {
      calls.push('release');
      return Promise.resolve();
    },
    storeAttachment: () => {
      calls.push('store');
      return Promise.resolve({ repeated: false });
    },
  };
  let http: TestHttp;

  before(async () => {
    http = await startTestHttp(
      httpParts({
        flows,
        authenticator: authenticatorOf([system, office]),
        limits: { activityBytes: LIMIT, attachmentBytes: LIMIT },
      }),
    );
  });
  beforeEach(() => {
    calls.length = 0;
  });
  after(() => http.close());

  /** Writes bytes as they are and reads until the server ends the connection or is quiet. */
  async function raw(text: string | Buffer): Promise<{ status: number; text: string }> {
    const socket = connect(http.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.write(text);
    const quiet = new Promise((resolve) => setTimeout(resolve, 700));
    await Promise.race([once(socket, 'close'), quiet]);
    socket.destroy();
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), text: answer };
  }

  /** The head of a request of the system, after whose answer the connection ends. */
  const head = (request: string, ...headers: string[]): string =>
    kept(request, 'Connection: close', ...headers);
  const kept = (request: string, ...headers: string[]): string => {
    const lines = [request, 'Host: hub.example', `Authorization: ${system.authorization}`];
    return `${[...lines, ...headers].join('\r\n')}\r\n\r\n`;
  };

  describe('on the wire', () => {
    const [post, type] = [POST, CANONICAL];
    for (const [what, request, status] of hostileWire(head)) {
      it(`refuses ${what}`, async () => {
        const answer = await raw(request);
        expect(answer.status, answer.text).to.equal(status);
        expect(calls).to.deep.equal([]);
        if (status === 0) return;
        expect(answer.text)
          .to.contain('application/problem+json')
          .and.match(/x-request-id: [0-9a-f-]{36}/i);
        expect(answer.text.match(/HTTP\/1\.1/g), 'one answer only').to.have.length(1);
      });
    }

    it('takes a second request on a connection, and the bytes between two as they are', async () => {
      const body = '{}';
      const one = `${kept(post, type, `Content-Length: ${body.length}`)}${body}`;
      const answer = await raw(one + one);
      expect(answer.text.match(/HTTP\/1\.1 202/g)).to.have.length(2);
      expect(calls).to.have.length(2);
    });

    it('accepts nothing of a body that ends early', async () => {
      const socket = connect(http.port, '127.0.0.1');
      socket.write(`${head(post, type, 'Content-Length: 1000')}{"half":`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(calls).to.deep.equal([]);
    });

    it('asks for the rest of a body, and answers an expectation that it does not know', async () => {
      const wanted = await raw(head(post, type, 'Content-Length: 2', 'Expect: 100-continue'));
      expect(wanted.text).to.match(/^HTTP\/1\.1 100 Continue/);
      const strange = await raw(head('GET /nothing HTTP/1.1', 'Expect: the-unexpected'));
      expect(strange.status).to.equal(404);
    });
  });

  describe('bodies', () => {
    const json = { 'content-type': 'application/cloudevents+json' };

    it('are taken up to the limit and not a byte further, with or without a length', async () => {
      const most = Buffer.alloc(LIMIT, 'x');
      const options = { as: system, headers: json };
      expect((await http.call('POST /v1/messages', { ...options, body: most })).status).to.equal(
        202,
      );
      const more = Buffer.alloc(LIMIT + 1, 'x');
      const answer = await http.call('POST /v1/messages', { ...options, body: more });
      expect([answer.status, codeOf(answer)]).to.deep.equal([413, 'BODY_TOO_LARGE']);
      const chunks = Array.from({ length: 20 }, () => `2000\r\n${'x'.repeat(0x2000)}\r\n`).join('');
      const chunked = await raw(
        `${head('POST /v1/messages HTTP/1.1', 'Content-Type: a/b', 'Transfer-Encoding: chunked')}${chunks}0\r\n\r\n`,
      );
      expect(chunked.status).to.equal(413);
      expect(calls).to.have.length(1);
    });

    it('that claim to be huge are refused before a byte of them is read', async () => {
      const answer = await raw(
        head('POST /v1/messages HTTP/1.1', 'Content-Type: a/b', 'Content-Length: 999999999999'),
      );
      expect(answer.status).to.equal(413);
    });

    it('are never inflated', async () => {
      for (const encoding of ['gzip', 'deflate', 'br', 'identity, gzip']) {
        const body = gzipSync(Buffer.alloc(10_000_000));
        const headers = { ...json, 'content-encoding': encoding };
        const answer = await http.call('POST /v1/messages', { as: system, headers, body });
        expect([answer.status, codeOf(answer)]).to.deep.equal([
          415,
          'CONTENT_ENCODING_UNSUPPORTED',
        ]);
      }
      expect(calls).to.deep.equal([]);
    });

    it('need a content type', async () => {
      const answer = await raw(`${head('POST /v1/messages HTTP/1.1', 'Content-Length: 2')}{}`);
      expect(answer.status).to.equal(415);
    });

    it('of a caller without a credential are not read at all', async () => {
      const socket = connect(http.port, '127.0.0.1');
      const answer = once(socket, 'data');
      socket.write('POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n');
      expect(String((await answer)[0]))
        .to.match(/^HTTP\/1\.1 401/)
        .and.match(/connection: close/i);
      await once(socket, 'close');
    });
  });

  describe('commands', () => {
    const replay = 'POST /v1/deliveries/00000000-0000-7000-8000-000000000000/replay';
    const text = (body: string, type = 'application/json') => ({
      as: office,
      headers: { 'content-type': type },
      body,
    });
    const cases: [string, ReturnType<typeof text>, number, string][] = [
      ['no reason', text('{}'), 422, 'COMMAND_INVALID'],
      ['a reason that is no text', text('{"reason":7}'), 422, 'COMMAND_INVALID'],
      ['a blank reason', text('{"reason":"   "}'), 422, 'COMMAND_INVALID'],
      ['a reason of control characters', text('{"reason":"a\\u0007b"}'), 422, 'COMMAND_INVALID'],
      [
        'a reason that is too long',
        text(JSON.stringify({ reason: 'x'.repeat(501) })),
        422,
        'COMMAND_INVALID',
      ],
      [
        'a field more (mass assignment)',
        text('{"reason":"x","state":"acknowledged"}'),
        422,
        'COMMAND_INVALID',
      ],
      ['a list', text('[]'), 422, 'COMMAND_INVALID'],
      ['a text', text('"x"'), 422, 'COMMAND_INVALID'],
      ['null', text('null'), 422, 'COMMAND_INVALID'],
      ['no JSON', text('{"reason":'), 400, 'JSON_MALFORMED'],
      ['a name twice', text('{"reason":"a","reason":"b"}'), 400, 'JSON_DUPLICATE_KEY'],
      ['__proto__', text('{"__proto__":{"reason":"x"}}'), 400, 'JSON_FORBIDDEN_KEY'],
      ['depth', text('['.repeat(5000) + ']'.repeat(5000)), 400, 'JSON_TOO_DEEP'],
      [
        'a form',
        text('reason=x', 'application/x-www-form-urlencoded'),
        415,
        'CONTENT_TYPE_UNSUPPORTED',
      ],
      [
        'more than a command is',
        text(JSON.stringify({ reason: 'x'.repeat(20_000) })),
        413,
        'BODY_TOO_LARGE',
      ],
    ];
    for (const [what, options, status, code] of cases) {
      it(`refuse ${what}`, async () => {
        const answer = await http.call(replay, options);
        expect([answer.status, codeOf(answer)], answer.text).to.deep.equal([status, code]);
        expect(calls).to.deep.equal([]);
      });
    }

    it('take a reason in any script', async () => {
      const reason = 'Système de l’état réparé: 修好了 🛠';
      const answer = await http.call(replay, text(JSON.stringify({ reason })));
      expect([answer.status, calls]).to.deep.equal([204, [`replay ${reason}`]]);
    });

    it('without anything to say may have no body', async () => {
      const release = 'POST /v1/messages/00000000-0000-7000-8000-000000000000/release';
      expect((await http.call(release, { as: office })).status).to.equal(204);
      const acknowledge = 'POST /v1/inbox/00000000-0000-7000-8000-000000000000/ack';
      expect((await http.call(acknowledge, { as: system })).status).to.equal(204);
    });
  });

  describe('paths and methods', () => {
    const id = SOME_ID;
    for (const [route, status] of HOSTILE_PATHS) {
      it(`${route.slice(0, 60)} is ${status}`, async () => {
        // Written as it stands: a client of the platform would tidy the path up first.
        const answer = await raw(head(`${route} HTTP/1.1`));
        expect(answer.status, answer.text).to.equal(status);
        expect(calls).to.deep.equal([]);
        if (status === 405) expect(answer.text).to.match(/^Allow: [A-Z, ]+\r$/m);
      });
    }

    it('cannot be overridden by headers or parameters', async () => {
      const release = `/v1/messages/${id}/release`;
      for (const headers of [
        { 'x-http-method-override': 'POST' },
        { 'x-method-override': 'POST' },
        { 'x-original-url': release, 'x-rewrite-url': release },
      ]) {
        const answer = await http.call(`GET ${release}?_method=POST`, { as: office, headers });
        expect(answer.status).to.equal(405);
      }
      expect(calls).to.deep.equal([]);
    });

    it('answer HEAD as GET, without a body', async () => {
      const answer = await http.call('HEAD /healthz');
      expect([answer.status, answer.text]).to.deep.equal([200, '']);
    });
  });

  it('never takes a request id, an address or an identity from a header', async () => {
    const answer = await http.call('GET /v1/messages/x', {
      as: system,
      headers: {
        'x-request-id': 'Zebulon',
        'x-forwarded-for': '10.0.0.1',
        'x-forwarded-client-cert': 'Hash=1;Subject="CN=TX"',
        'x-ssl-client-cert': 'MII',
        'x-member': 'TX',
      },
    });
    expect(answer.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
    expect((answer.body as { requestId: string }).requestId).to.equal(
      answer.headers.get('x-request-id'),
    );
  });

  it('sends its security headers with every answer, and none that says what runs here', async () => {
    const routes = [
      'GET /healthz',
      'GET /docs',
      'GET /openapi.json',
      'GET /nothing',
      'DELETE /v1/messages',
      'GET /v1/inbox',
      'GET /v1/messages/%E0%A4%A',
      'GET /docs/swagger-ui.css',
    ];
    for (const route of routes) {
      const { headers } = await http.call(route);
      expect(headers.get('strict-transport-security'), route).to.match(
        /max-age=31536000; includeSubDomains/,
      );
      expect(headers.get('x-content-type-options'), route).to.equal('nosniff');
      expect(headers.get('referrer-policy'), route).to.equal('no-referrer');
      expect(headers.get('content-security-policy'), route)
        .to.contain("default-src 'none'")
        .and.contain("frame-ancestors 'none'")
        .and.not.contain('unsafe');
      expect(headers.get('x-request-id'), route).to.match(/^[0-9a-f-]{36}$/);
      expect(headers.get('cache-control'), route).to.equal('no-store');
      for (const name of [
        'x-powered-by',
        'server',
        'etag',
        'access-control-allow-origin',
        'set-cookie',
      ]) {
        expect(headers.get(name), `${route} ${name}`).to.equal(null);
      }
    }
  });
});
