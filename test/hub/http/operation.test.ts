import { expect } from 'chai';
import type { HttpParts } from '../../../hub/http/parts.ts';
import { createMetrics } from '../../../hub/metrics.ts';
import {
  type TestHttp,
  authenticatorOf,
  codeOf,
  httpParts,
  makeCaller,
  startTestHttp,
  unexpectedReads,
} from '../../support/test-http.ts';

/** A grace that a test cannot outlive: whoever waits for it to pass runs into the test's own limit. */
const LONGER_THAN_A_TEST_MS = 600_000;

describe('operation', () => {
  let open: TestHttp[] = [];
  const start = async (given: Partial<HttpParts> = {}): Promise<TestHttp> => {
    const http = await startTestHttp(httpParts(given));
    open.push(http);
    return http;
  };
  afterEach(async () => {
    await Promise.all(open.map((http) => http.close()));
    open = [];
  });

  const states = [
    { database: true, ledger: true, sequencer: true, intake: 'open', status: 200 },
    { database: true, ledger: true, sequencer: true, intake: 'STORAGE_LOW', status: 200 },
    { database: true, ledger: true, sequencer: false, intake: 'EVIDENCE_STALLED', status: 200 },
    { database: true, ledger: true, sequencer: false, intake: 'LEDGER_BEHIND', status: 200 },
    { database: true, ledger: false, sequencer: true, intake: 'LEDGER_FORK', status: 503 },
    { database: false, ledger: true, sequencer: true, intake: 'open', status: 503 },
  ];
  for (const { status, ...health } of states) {
    it(`is ready or not: ${JSON.stringify(health)} → ${status}`, async () => {
      const http = await start({ health: () => Promise.resolve(health) });
      const answer = await http.call('GET /readyz');
      expect(answer.status).to.equal(status);
      expect(answer.body).to.deep.equal({ status: status === 200 ? 'ok' : 'waiting', ...health });
      expect((await http.call('GET /healthz')).status).to.equal(200);
    });
  }

  it('ends streams of events when it stops, and lets nobody wait for them', async () => {
    const office = makeCaller('OR', ['compact-office']);
    const reads = {
      ...unexpectedReads,
      lastEventIndex: () => Promise.resolve(7),
      events: () => Promise.resolve({ events: [], last: 7, more: false }),
    };
    const authenticator = authenticatorOf([office]);
    const http = await startTestHttp(httpParts({ reads, authenticator }));
    const { authorization } = office;
    const response = await fetch(`${http.url}/v1/events`, { headers: { authorization } });
    const [text] = await Promise.all([response.text(), http.close(LONGER_THAN_A_TEST_MS)]);
    expect(text).to.match(/^retry: \d+\n\n/);
  });

  describe('metrics', () => {
    const token = 'a-token-of-the-metrics-reader';
    const bearer = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });

    it('are given to a caller on the same machine', async () => {
      const http = await start();
      const answer = await http.call('GET /metrics');
      expect(answer.status).to.equal(200);
      expect(answer.text).to.contain('process_cpu_seconds_total');
    });

    it('are given behind a proxy to the token alone', async () => {
      const http = await start({ behindProxy: true, metricsToken: token });
      expect((await http.call('GET /metrics', bearer(token))).status).to.equal(200);
      for (const options of [{}, bearer('wrong'), bearer(`${token}x`), bearer('')]) {
        const answer = await http.call('GET /metrics', options);
        expect([answer.status, codeOf(answer)]).to.deep.equal([401, 'UNAUTHENTICATED']);
      }
      const without = await start({ behindProxy: true });
      expect((await without.call('GET /metrics', bearer(token))).status).to.equal(401);
    });

    it('refuse a wrong token also from the same machine', async () => {
      const http = await start({ metricsToken: token });
      expect((await http.call('GET /metrics', bearer('wrong'))).status).to.equal(401);
    });

    it('count requests by route and status, never by path', async () => {
      const http = await start();
      await http.call('GET /v1/messages/Zebulon');
      await http.call('GET /Zebulon');
      const { text } = await http.call('GET /metrics');
      expect(text).to.contain(
        'hub_http_requests_total{route="GET /v1/messages/{transmissionId}",status="401"} 1',
      );
      expect(text).to.contain('hub_http_requests_total{route="none",status="404"} 1');
      expect(text).to.not.contain('Zebulon');
    });

    it('take gauges that are read at each scrape, and counters', async () => {
      const metrics = createMetrics();
      let waiting = 3;
      metrics.observe('hub_pending_leaves', () => Promise.resolve(waiting));
      metrics.count('hub_activities_total', { member: 'OR', outcome: 'accepted' });
      expect((await metrics.scrape()).text).to.contain('hub_pending_leaves 3');
      waiting = 4;
      const { text, contentType } = await metrics.scrape();
      expect(text).to.contain('hub_pending_leaves 4');
      expect(text).to.contain('hub_activities_total{member="OR",outcome="accepted"} 1');
      expect(contentType).to.match(/^text\/plain/);
    });
  });

  it('takes the caller’s address from a proxy only when it stands behind one', async () => {
    const rates = {
      system: { perSecond: 1, burst: 1 },
      person: { perSecond: 1, burst: 1 },
      address: { perSecond: 0.001, burst: 1 },
      signIn: { perSecond: 1, burst: 1 },
    };
    const limits = { activityBytes: 1, attachmentBytes: 1, rates };
    const asFrom = async (http: TestHttp, address: string): Promise<number> =>
      (await http.call('GET /healthz', { headers: { 'x-forwarded-for': address } })).status;
    const behind = await start({ behindProxy: true, limits });
    expect(await asFrom(behind, '192.0.2.1')).to.equal(200);
    expect(await asFrom(behind, '192.0.2.2')).to.equal(200);
    expect(await asFrom(behind, '203.0.113.9, 192.0.2.2')).to.equal(429);
    const bare = await start({ limits });
    expect(await asFrom(bare, '192.0.2.1')).to.equal(200);
    expect(await asFrom(bare, '192.0.2.2')).to.equal(429);
  });
});
