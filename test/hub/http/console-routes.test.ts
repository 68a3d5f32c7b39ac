import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { buildConsole } from '../../support/build-console.ts';
import { type TestHttp, httpParts, startTestHttp } from '../../support/test-http.ts';

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function unpacked(body: Buffer, coding: string | undefined): Buffer {
  if (coding === undefined) return body;
  return coding === 'br' ? brotliDecompressSync(body) : gunzipSync(body);
}

describe('the console as it is served', () => {
  let http: TestHttp;
  let script: string;

  before(async () => {
    await buildConsole();
    http = await startTestHttp(httpParts());
    const page = readFileSync(join(PROJECT_ROOT, 'console', 'dist', 'index.html'), 'utf8');
    script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
  });
  after(() => http.close());

  function fetched(path: string, accepts?: string): Promise<Got> {
    const headers = accepts === undefined ? {} : { 'Accept-Encoding': accepts };
    return new Promise((resolve, reject) => {
      get(`${http.url}${path}`, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode: status, headers: got } = response;
          resolve({ status, headers: got, body: Buffer.concat(chunks) });
        });
      }).on('error', reject);
    });
  }

  it('leads from the root to its page', async () => {
    const { status, headers } = await fetched('/');
    expect([status, headers.location]).to.deep.equal([302, '/app']);
  });

  for (const path of ['/app', '/app/messages', '/app/messages/x?y=z']) {
    it(`is one page at ${path}, under a policy that lets nothing else run`, async () => {
      const { status, headers, body } = await fetched(path);
      expect([status, headers['content-type']]).to.deep.equal([200, 'text/html; charset=utf-8']);
      expect(headers['cache-control']).to.equal('no-store');
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).to.contain("default-src 'none'").and.not.to.contain('unsafe');
      expect(policy).to.contain("frame-ancestors 'none'");
      expect(body.toString()).to.contain(script);
      expect(body.toString()).not.to.match(/<script(?![^>]*src=)|<style|style="/);
    });
  }

  it('has files that browsers keep for good', async () => {
    const { status, headers } = await fetched(script);
    expect(status).to.equal(200);
    expect(headers['cache-control']).to.equal('public, max-age=31536000, immutable');
    expect(headers['content-type']).to.equal('text/javascript; charset=utf-8');
  });

  const CODINGS: readonly (readonly [accepts: string | undefined, coding: string | undefined])[] = [
    ['gzip', 'gzip'],
    ['br, gzip;q=0.5', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip ; q=0.5', 'gzip'],
    ['br;q=0.000', undefined],
    ['gzip;q=0', undefined],
    ['identity', undefined],
    [undefined, undefined],
  ];
  for (const [accepts, coding] of CODINGS) {
    it(`comes as ${coding ?? 'it is'} to one that accepts ${accepts ?? 'nothing'}`, async () => {
      const { headers, body } = await fetched(script, accepts);
      expect(headers['content-encoding']).to.equal(coding);
      expect(headers.vary).to.equal('Accept-Encoding');
      const plain = readFileSync(join(PROJECT_ROOT, 'console', 'dist', script));
      expect(unpacked(body, coding).equals(plain)).to.equal(true);
    });
  }

  for (const path of ['/assets/none.js', '/assets/..%2Findex.html', '/application', '/assets/']) {
    it(`has nothing at ${path}`, async () => {
      const { status, headers } = await fetched(path);
      expect(status).to.equal(404);
      expect(headers['content-type']).to.equal('application/problem+json');
    });
  }

  const PAGES: readonly (readonly [path: string, script: RegExp | undefined])[] = [
    ['/app', /home-/],
    ['/app/today?x=y', /today-/],
    ['/app/messages/0198f0c2', /message-/],
    ['/app/administration/accounts/7', /account-page-/],
    ['/app/sign-in', /sign-in-/],
    ['/app/messages/0198f0c2/more', undefined],
    ['/app/none', undefined],
  ];
  for (const [path, own] of PAGES) {
    it(`says with ${path} ${own === undefined ? 'no script of a page' : 'which scripts it needs'}`, async () => {
      const { headers } = await fetched(path);
      const [session = '', ...scripts] = String(headers['link']).split(', ');
      expect(session).to.equal('</v1/session>; rel=preload; as=fetch; crossorigin');
      if (own === undefined) expect(scripts).to.deep.equal([]);
      else
        expect(scripts[0])
          .to.match(own)
          .and.to.match(/; rel=modulepreload$/);
      for (const link of scripts) {
        expect((await fetched(link.slice(1, link.indexOf('>')))).status).to.equal(200);
      }
    });
  }

  it('enters with no more than 250 kB of scripts, packed', async () => {
    const page = (await fetched('/app')).body.toString();
    const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)];
    let bytes = 0;
    for (const [, path = ''] of files) bytes += (await fetched(path, 'gzip')).body.length;
    expect(files.length).to.be.above(1);
    expect(bytes).to.be.below(250_000);
  });
});
