import { expect } from 'chai';
import { createRateLimiter } from '../../../hub/http/rate-limit.ts';
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

describe('token bucket', () => {
  const rate = { perSecond: 2, burst: 3 };

  it('lets a burst through, then says how long to wait, then fills again', () => {
    let now = 0;
    const limiter = createRateLimiter(() => new Date(now));
    const taken = (): number[] => Array.from({ length: 4 }, () => limiter.take('a', rate));
    expect(taken()).to.deep.equal([0, 0, 0, 1]);
    now += 500;
    expect(taken()).to.deep.equal([0, 1, 1, 1]);
    now += 60_000;
    expect(taken()).to.deep.equal([0, 0, 0, 1]);
  });

  it('keeps names apart', () => {
    const limiter = createRateLimiter(() => new Date(0));
    for (let index = 0; index < 3; index += 1) limiter.take('a', rate);
    expect(limiter.take('a', rate)).to.equal(1);
    expect(limiter.take('b', rate)).to.equal(0);
  });

  it('takes nothing when it is only asked', () => {
    const limiter = createRateLimiter(() => new Date(0));
    for (let index = 0; index < 100; index += 1) expect(limiter.wait('a', rate)).to.equal(0);
  });

  it('gives nothing for a clock that is set back', () => {
    let now = 10_000;
    const limiter = createRateLimiter(() => new Date(now));
    for (let index = 0; index < 3; index += 1) limiter.take('a', rate);
    now = 0;
    expect(limiter.take('a', rate)).to.equal(1);
  });

  it('holds bounded memory under a flood of names, and still limits the newest', () => {
    const limiter = createRateLimiter(() => new Date(0));
    for (let index = 0; index < 50_000; index += 1) limiter.take(`flood ${index}`, rate);
    for (let index = 0; index < 3; index += 1) limiter.take('last', rate);
    expect(limiter.take('last', rate)).to.equal(1);
  });
});

describe('rate limits over HTTP', () => {
  const busy = makeCaller('OR', ['system']);
  const quiet = makeCaller('TX', ['system']);
  const flows: Flows = { ...unexpectedFlows, inbox: () => Promise.resolve([]) };
  let http: TestHttp;
  let now = 0;

  beforeEach(async () => {
    now = Date.parse('2026-03-01T00:00:00Z');
    const clock = (): Date => new Date(now);
    http = await startTestHttp(
      httpParts({
        flows,
        now: clock,
        authenticator: authenticatorOf([busy, quiet], clock),
        limits: {
          activityBytes: 1000,
          attachmentBytes: 1000,
          rates: {
            system: { perSecond: 10, burst: 5 },
            person: { perSecond: 1, burst: 1 },
            address: { perSecond: 1, burst: 3 },
            signIn: { perSecond: 1, burst: 1 },
          },
        },
      }),
    );
  });
  afterEach(() => http.close());

  const inbox = async (as?: typeof busy): Promise<number> =>
    (await http.call('GET /v1/inbox', as === undefined ? {} : { as })).status;

  it('limits one credential and leaves the others alone', async () => {
    for (let index = 0; index < 5; index += 1) expect(await inbox(busy)).to.equal(200);
    const refused = await http.call('GET /v1/inbox', { as: busy });
    expect([refused.status, codeOf(refused)]).to.deep.equal([429, 'RATE_LIMITED']);
    expect(refused.headers.get('retry-after')).to.equal('1');
    expect(await inbox(quiet)).to.equal(200);
    now += 1000;
    expect(await inbox(busy)).to.equal(200);
  });

  it('stops an address that guesses, but not a state in use behind the same address', async () => {
    expect(await inbox(busy)).to.equal(200);
    const guesses = [];
    for (let index = 0; index < 5; index += 1)
      guesses.push(await inbox(makeCaller('OR', ['system'])));
    expect(guesses).to.deep.equal([401, 401, 401, 429, 429]);
    expect(await inbox(busy)).to.equal(200);
  });

  it('limits open routes by address', async () => {
    const statuses = [];
    for (let index = 0; index < 4; index += 1) {
      statuses.push((await http.call('GET /healthz')).status);
    }
    expect(statuses).to.deep.equal([200, 200, 200, 429]);
  });
});
