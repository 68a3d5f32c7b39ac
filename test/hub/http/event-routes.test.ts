import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EventFeed, createEventFeed } from '../../../hub/flows/follow-events.ts';
import { eventRoutes } from '../../../hub/http/event-routes.ts';
import { actorOf, makeCaller, unexpectedReads } from '../../support/test-http.ts';

describe('a stream of events', () => {
  const caller = makeCaller('OR', ['compact-office']);
  let server: Server;
  let feed: EventFeed;
  let looks: number;
  /** What a look at the credential finds. */
  let found: () => Promise<ReturnType<typeof actorOf> | undefined>;

  beforeEach(async () => {
    looks = 0;
    const reads = {
      ...unexpectedReads,
      lastEventIndex: () => Promise.resolve(0),
      events: () => Promise.resolve({ events: [], last: 0, more: false }),
    };
    const authenticator = {
      remembered: () => undefined,
      authenticate: () => {
        looks += 1;
        return found();
      },
    };
    feed = createEventFeed({ reads, everyMs: 5, onError: () => undefined });
    const routes = eventRoutes({ reads, authenticator }, feed, 10);
    server = createServer((request, response) => {
      const call = { request, url: '/', params: {}, address: '', actor: actorOf(caller) };
      void Promise.resolve(routes['GET /v1/events'](call)).then((answer) => {
        if ('stream' in answer) answer.stream(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    feed.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = (): Promise<Response> =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  it('ends when its credential is valid no more', async () => {
    found = () => Promise.resolve(looks < 3 ? actorOf(caller) : undefined);
    const text = await (await open()).text();
    expect(text).to.equal('retry: 2000\n\n: still here\n\n: still here\n\n');
    expect(looks).to.equal(3);
  });

  it('goes on while the store cannot be asked', async () => {
    found = () => {
      if (looks < 3) return Promise.reject(new Error('away'));
      return Promise.resolve(undefined);
    };
    expect(await (await open()).text()).to.contain(': still here\n\n: still here');
  });

  it('is forgotten when its reader goes', async () => {
    found = () => Promise.resolve(actorOf(caller));
    const stop = new AbortController();
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}`, { signal: stop.signal });
    expect(feed.subscribers()).to.equal(1);
    stop.abort();
    for (let waits = 0; feed.subscribers() > 0 && waits < 200; waits += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(feed.subscribers()).to.equal(0);
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(looks).to.equal(before);
  });
});
