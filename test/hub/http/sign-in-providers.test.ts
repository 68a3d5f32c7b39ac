import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCESS_SCHEMAS } from '../../../hub/http/openapi/access-schemas.ts';
import { startAtLocalhost } from '../../support/at-localhost.ts';
import type { Browser, BrowserAnswer } from '../../support/browser.ts';
import { type FalseIssuer, startFalseIssuer } from '../../support/false-issuer.ts';
import { type ProviderWay, bringBack, wayOf } from '../../support/provider-way.ts';
import { providersFile } from '../../support/providers-file.ts';
import { MINUTE, SECOND, createSettableClock } from '../../support/settable-clock.ts';
import {
  CLIENT,
  type RunningProvider,
  passProvider,
  startProvider,
} from '../../support/sign-in-provider.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createTestAccounts,
} from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('sign-in by a state’s own provider, on a running hub', () => {
  const wallClock = createSettableClock();
  const processClock = createSettableClock();
  let site: TestSite;
  let hub: TestHub;
  let accounts: TestAccounts;
  let agency: RunningProvider;
  let liar: FalseIssuer;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {} }, wallClock, processClock });
    liar = await startFalseIssuer();
    // The provider has to know where it sends browsers back to, and the hub where the provider is.
    const file = join(site.folder, 'providers.json');
    hub = await startAtLocalhost(site, async (url) => {
      agency = await startProvider(`${url}/app/provider`);
      providersFile(file, [
        { id: 'agency', member: 'OR', issuer: agency.issuer },
        { id: 'liar', member: 'OR', issuer: liar.issuer },
        { id: 'texas', member: 'TX', issuer: agency.issuer },
        { id: 'down', member: 'OR', issuer: 'http://127.0.0.1:9' },
      ]);
      return { config: { signInProvidersFile: file } };
    });
    accounts = createTestAccounts(hub, wallClock);
  });
  after(async () => {
    await site.close();
    await agency.stop();
    await liar.stop();
  });
  afterEach(() => {
    liar.falsehood = {};
  });

  const person = (member = 'OR') => accounts.person(member, ['compact-office']);
  /** What was written down in this test, of one kind. */
  const events = (type: string) =>
    site.query<{ outcome: string | null; code: string | null; subject: string | null }>(
      `SELECT outcome, code, subject FROM access_events WHERE type = $1 AND occurred_at >= $2`,
      [type, site.clock.now()],
    );
  beforeEach(() => {
    site.clock.advance(SECOND);
  });

  const begin = async (browser: Browser, provider = 'agency'): Promise<ProviderWay> =>
    wayOf(await browser.call(`POST /v1/providers/${provider}/sign-in`, { json: {} }));
  const beginBinding = async (whose: TestPerson, provider = 'agency'): Promise<ProviderWay> => {
    const json = { password: PASSWORD, code: accounts.freshCode(whose.secret) };
    return wayOf(await whose.browser.call(`POST /v1/session/providers/${provider}/bind`, { json }));
  };
  const answer = (browser: Browser, way: Pick<ProviderWay, 'cookie'>, json: object) =>
    bringBack(browser, 'POST /v1/provider-answers', way, json);
  const bind = async (whose: TestPerson, who: string, provider = 'agency'): Promise<void> => {
    const way = await beginBinding(whose, provider);
    const json = await passProvider(way.url, { who });
    const bound = await bringBack(whose.browser, 'POST /v1/session/provider-answers', way, json);
    expect(bound.status, bound.text).to.equal(204);
  };
  const signIn = async (
    who: string,
    { second = true, browser = accounts.browser() } = {},
  ): Promise<BrowserAnswer> => {
    const way = await begin(browser);
    return answer(browser, way, await passProvider(way.url, { who, second }));
  };
  const refused = ({ status, code, headers }: BrowserAnswer, as: string): void => {
    expect([status, code]).to.deep.equal([as === 'PROVIDER_UNAVAILABLE' ? 503 : 401, as]);
    expect(headers.get('set-cookie')).to.equal(null);
  };

  it('is offered to everybody by name and member, and starts while a provider is down', async () => {
    const { body } = await accounts.browser().call('GET /v1/sign-in-ways');
    expect(body['providers']).to.deep.include({ id: 'down', name: 'Agency of OR', member: 'OR' });
    const down = await accounts.browser().call('POST /v1/providers/down/sign-in', { json: {} });
    refused(down, 'PROVIDER_UNAVAILABLE');
    const none = await accounts.browser().call('POST /v1/providers/none/sign-in', { json: {} });
    expect([none.status, none.code]).to.deep.equal([404, 'NOT_FOUND']);
  });

  it('asks for a code with state, nonce, PKCE and a recent authentication', async () => {
    const { url } = await begin(accounts.browser());
    const asked = Object.fromEntries(new URL(url).searchParams);
    expect(asked).to.include({
      response_type: 'code',
      scope: 'openid',
      client_id: CLIENT.id,
      code_challenge_method: 'S256',
      redirect_uri: `${hub.url}/app/provider`,
      max_age: '1800',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked[name], name).to.match(/^[\w-]{43}$/);
    }
  });

  it('an account that its person bound is signed in, with a second factor there', async () => {
    const owner = await person();
    await bind(owner, 'jordan');
    expect(await events('provider-bound')).to.deep.include({
      outcome: 'done',
      code: null,
      subject: owner.reference,
    });
    const browser = accounts.browser();
    const signed = await signIn('jordan', { browser });
    expect(signed.body, signed.text).to.include({ stage: 'complete' });
    expect((await browser.call('GET /v1/messages')).status).to.equal(200);
    expect(await events('sign-in')).to.deep.include({
      outcome: 'done',
      code: 'BY_PROVIDER',
      subject: owner.reference,
    });
    const { body } = await browser.call('GET /v1/session/providers');
    const [item] = body['items'] as Record<string, unknown>[];
    expect(item).to.have.all.keys('provider', 'name', 'boundAt', 'lastUsedAt');
  });

  it('without one there, the hub’s own is asked for', async () => {
    const owner = await person();
    await bind(owner, 'single');
    const browser = accounts.browser();
    const half = await signIn('single', { browser, second: false });
    expect(half.body, half.text).to.include({ stage: 'second-factor' });
    expect((await browser.call('GET /v1/messages')).code).to.equal('SIGN_IN_INCOMPLETE');
    const json = { code: accounts.freshCode(owner.secret) };
    const whole = await browser.call('POST /v1/session/second-factor', { json });
    expect(whole.body, whole.text).to.include({ stage: 'complete' });
  });

  it('a policy that changed is asked for first', async () => {
    const owner = await person();
    await bind(owner, 'policy');
    await site.query(`UPDATE accounts SET policy_version = 'old' WHERE reference = $1`, [
      owner.reference,
    ]);
    expect((await signIn('policy')).body).to.include({ stage: 'policy' });
  });

  it('nobody is signed in who is not bound, whatever else the provider says', async () => {
    refused(await signIn('a-stranger'), 'SIGN_IN_FAILED');
    expect(await events('sign-in')).to.deep.include({
      outcome: 'refused',
      code: 'ACCOUNT_UNKNOWN',
      subject: null,
    });
    const owner = await person();
    const way = await begin(accounts.browser(), 'liar');
    liar.falsehood = { claims: { email: owner.email, email_verified: true, sub: owner.email } };
    refused(await answer(accounts.browser(), way, liar.answerTo(way.url)), 'SIGN_IN_FAILED');
  });

  it('a locked, closed or freshly invited account answers as an unknown one', async () => {
    const owner = await person();
    await bind(owner, 'locked');
    await site.query(`UPDATE accounts SET state = 'locked' WHERE reference = $1`, [
      owner.reference,
    ]);
    refused(await signIn('locked'), 'SIGN_IN_FAILED');
    expect(await events('sign-in')).to.deep.include({
      outcome: 'refused',
      code: 'ACCOUNT_NOT_OPEN',
      subject: owner.reference,
    });
    await hub.call('national', `POST /v1/accounts/${owner.reference}/deactivate`, { json: {} });
    refused(await signIn('locked'), 'SIGN_IN_FAILED');
    const training = { trainingCompletedAt: '2026-11-01' };
    const again = `POST /v1/accounts/${owner.reference}/reinvite`;
    await hub.call('national', again, { json: training });
    refused(await signIn('locked'), 'SIGN_IN_FAILED');
    const bound = await site.query(`SELECT FROM provider_subjects WHERE subject = 'locked'`);
    expect(bound).to.have.length(0);
  });

  it('a provider signs in persons of its own member alone', async () => {
    const texan = await person('TX');
    await bind(texan, 'texan', 'texas');
    refused(await signIn('texan'), 'SIGN_IN_FAILED');
    const json = { password: PASSWORD, code: accounts.freshCode(texan.secret) };
    const foreign = await texan.browser.call('POST /v1/session/providers/agency/bind', { json });
    expect([foreign.status, foreign.code]).to.deep.equal([404, 'NOT_FOUND']);
  });

  describe('an answer counts', () => {
    it('once, in the browser that asked, and for ten minutes', async () => {
      const owner = await person();
      await bind(owner, 'once');
      const browser = accounts.browser();
      const way = await begin(browser);
      const json = await passProvider(way.url, { who: 'once', second: true });
      const elsewhere = await begin(accounts.browser());
      refused(await answer(accounts.browser(), elsewhere, json), 'PROVIDER_REFUSED');
      refused(await answer(accounts.browser(), { cookie: '' }, json), 'PROVIDER_REFUSED');
      const two = { cookie: `${way.cookie}; ${elsewhere.cookie}` };
      refused(await answer(accounts.browser(), two, json), 'PROVIDER_REFUSED');
      expect((await answer(browser, way, json)).body).to.include({ stage: 'complete' });
      refused(await answer(browser, way, json), 'PROVIDER_REFUSED');
      expect(await events('sign-in')).to.deep.include({
        outcome: 'refused',
        code: 'ATTEMPT_INVALID',
        subject: null,
      });

      const late = await begin(accounts.browser());
      const answered = await passProvider(late.url, { who: 'once', second: true });
      processClock.advance(10 * MINUTE);
      refused(await answer(accounts.browser(), late, answered), 'PROVIDER_REFUSED');
    });

    it('with its own code: one that was used before is refused by the provider', async () => {
      const way = await begin(accounts.browser());
      const { code } = await passProvider(way.url, { who: 'anybody' });
      const other = await begin(accounts.browser());
      const { state, iss } = await passProvider(other.url, { who: 'anybody' });
      refused(await answer(accounts.browser(), other, { state, iss, code }), 'PROVIDER_REFUSED');
      expect(await events('sign-in')).to.deep.include({
        outcome: 'refused',
        code: 'PROVIDER_CODE_REFUSED',
        subject: null,
      });
    });

    it('and one that declines signs nobody in', async () => {
      const way = await begin(accounts.browser());
      const json = await passProvider(way.url, { who: 'nobody' });
      expect(json).to.include({ error: 'access_denied' });
      const { error, state, iss } = json;
      refused(await answer(accounts.browser(), way, { error, state, iss }), 'PROVIDER_REFUSED');
      expect(await events('sign-in')).to.deep.include({
        outcome: 'refused',
        code: 'PROVIDER_DECLINED',
        subject: null,
      });
    });
  });

  describe('what a provider says is refused', () => {
    const cases: readonly (readonly [string, FalseIssuer['falsehood'], string])[] = [
      ['of another issuer', { claims: { iss: 'https://evil.example' } }, 'PROVIDER_ISSUER_WRONG'],
      ['for another client', { claims: { aud: 'another' } }, 'PROVIDER_AUDIENCE_WRONG'],
      [
        'for several clients, without saying for which',
        { claims: { aud: [CLIENT.id, 'another'], azp: 'another' } },
        'PROVIDER_AUDIENCE_WRONG',
      ],
      ['of another way', { claims: { nonce: 'another' } }, 'PROVIDER_NONCE_WRONG'],
      ['of no way', { claims: { nonce: undefined } }, 'PROVIDER_ANSWER_WRONG'],
      ['that is over', { claims: { exp: 1_700_000_000 } }, 'PROVIDER_TOKEN_OVER'],
      [
        'of somebody who showed nothing for long',
        { claims: { auth_time: 1_700_000_000 } },
        'PROVIDER_TOKEN_OVER',
      ],
      ['without when', { claims: { auth_time: undefined } }, 'PROVIDER_ANSWER_WRONG'],
      ['of nobody', { claims: { sub: undefined } }, 'PROVIDER_ANSWER_WRONG'],
      ['under another key', { otherKey: true }, 'PROVIDER_ANSWER_WRONG'],
      [
        'without a token',
        { token: { status: 200, body: '{"access_token":"a","token_type":"bearer"}' } },
        'PROVIDER_ANSWER_WRONG',
      ],
      [
        'of a code that is none',
        { token: { status: 400, body: '{"error":"invalid_grant"}' } },
        'PROVIDER_CODE_REFUSED',
      ],
      ['in a form of its own', { token: { status: 200, body: '<' } }, 'PROVIDER_UNREACHED'],
      ['by a fault of its own', { token: { status: 500, body: '{}' } }, 'PROVIDER_UNREACHED'],
      [
        'at endless length',
        { token: { status: 200, body: `"${'a'.repeat(300 * 1024)}"` } },
        'PROVIDER_UNREACHED',
      ],
    ];
    for (const [what, falsehood, code] of cases) {
      it(`${what}: ${code}`, async () => {
        const browser = accounts.browser();
        const way = await begin(browser, 'liar');
        liar.falsehood = falsehood;
        const said = await answer(browser, way, liar.answerTo(way.url));
        const as = code === 'PROVIDER_UNREACHED' ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED';
        refused(said, as);
        expect(said.text).to.not.match(/evil|another|a-code/);
        expect(await events('sign-in')).to.deep.include({
          outcome: 'refused',
          code,
          subject: null,
        });
      });
    }

    it('with the state of another way, or an issuer in the address that is not its own', async () => {
      const way = await begin(accounts.browser(), 'liar');
      const { code = '' } = liar.answerTo(way.url);
      const state = 'A'.repeat(43);
      refused(await answer(accounts.browser(), way, { state, code }), 'PROVIDER_REFUSED');
      expect((await events('sign-in')).map((event) => event.code)).to.include(
        'PROVIDER_ANSWER_WRONG',
      );
      const other = await begin(accounts.browser(), 'liar');
      const json = { ...liar.answerTo(other.url), iss: 'https://evil.example' };
      refused(await answer(accounts.browser(), other, json), 'PROVIDER_REFUSED');
    });

    for (const [what, falsehood] of [
      ['calls itself another', { metadata: { issuer: 'https://evil.example' } }],
      ['is none', { discovery: { status: 200, body: '{"issuer":7}' } }],
      ['has no page of itself', { discovery: { status: 404, body: '' } }],
      ['sends elsewhere for it', { discovery: { status: 302, body: '' } }],
    ] as const) {
      it(`one that ${what} is not gone to`, async () => {
        const fresh = await startFalseIssuer();
        fresh.falsehood = falsehood;
        const file = join(site.folder, 'false-provider.json');
        providersFile(file, [{ id: 'liar', member: 'OR', issuer: fresh.issuer }]);
        const other = await site.start({ config: { signInProvidersFile: file } });
        const said = await other.call(undefined, 'POST /v1/providers/liar/sign-in', { json: {} });
        expect([said.status, said.body['code']]).to.deep.equal([503, 'PROVIDER_UNAVAILABLE']);
        await other.stop();
        await fresh.stop();
      });
    }

    it('one whose endpoints lie elsewhere is not asked there', async () => {
      const fresh = await startFalseIssuer();
      fresh.falsehood = { metadata: { token_endpoint: `${liar.issuer}/token` } };
      const file = join(site.folder, 'elsewhere.json');
      providersFile(file, [{ id: 'liar', member: 'OR', issuer: fresh.issuer }]);
      const other = await startAtLocalhost(site, { config: { signInProvidersFile: file } });
      const browser = createTestAccounts(other, wallClock).browser();
      const asked = liar.asked.get('/token') ?? 0;
      const way = await begin(browser, 'liar');
      refused(await answer(browser, way, fresh.answerTo(way.url)), 'PROVIDER_UNAVAILABLE');
      expect(liar.asked.get('/token') ?? 0).to.equal(asked);
      await other.stop();
      await fresh.stop();
    });
  });

  describe('binding', () => {
    it('asks for both factors again, and failures count', async () => {
      const owner = await person();
      const route = 'POST /v1/session/providers/agency/bind';
      const code = accounts.freshCode(owner.secret);
      for (const json of [
        { password: 'not the password of it', code },
        { password: PASSWORD, code: '000000' },
      ]) {
        const said = await owner.browser.call(route, { json });
        expect([said.status, said.code]).to.deep.equal([401, 'SIGN_IN_FAILED']);
      }
      expect((await events('provider-bound')).map(({ code: why }) => why)).to.include('CODE_WRONG');
    });

    it('is of one person, one account, one session, and counts for nothing else', async () => {
      const owner = await person();
      await bind(owner, 'taken');
      const other = await person();
      const way = await beginBinding(other);
      const json = await passProvider(way.url, { who: 'taken' });
      const route = 'POST /v1/session/provider-answers';
      const taken = await bringBack(other.browser, route, way, json);
      expect([taken.status, taken.code]).to.deep.equal([401, 'PROVIDER_REFUSED']);
      expect((await events('provider-bound')).map(({ code: why }) => why)).to.include(
        'SUBJECT_TAKEN',
      );

      const first = { password: PASSWORD, code: accounts.freshCode(owner.secret) };
      const twice = await owner.browser.call('POST /v1/session/providers/agency/bind', {
        json: first,
      });
      expect(twice.code).to.equal('STATE_FORBIDS');

      // A way that was begun to bind signs nobody in; one to sign in binds nobody; nor in another session.
      const toBind = await beginBinding(other);
      const brought = await passProvider(toBind.url, { who: 'fresh', second: true });
      refused(await answer(accounts.browser(), toBind, brought), 'PROVIDER_REFUSED');
      const toSignIn = await begin(accounts.browser());
      const back = await passProvider(toSignIn.url, { who: 'fresh', second: true });
      expect((await bringBack(other.browser, route, toSignIn, back)).code).to.equal(
        'PROVIDER_REFUSED',
      );
      const ofOther = await beginBinding(other);
      const late = await passProvider(ofOther.url, { who: 'fresh' });
      const third = await person();
      expect((await bringBack(third.browser, route, ofOther, late)).code).to.equal(
        'PROVIDER_REFUSED',
      );
      expect(
        await site.query(`SELECT FROM provider_subjects WHERE subject = 'fresh'`),
      ).to.have.length(0);
    });

    it('is taken back by its person', async () => {
      const owner = await person();
      await bind(owner, 'gone');
      const route = 'POST /v1/session/providers/agency/unbind';
      expect((await owner.browser.call(route, { json: {} })).status).to.equal(204);
      expect(await events('provider-unbound')).to.deep.include({
        outcome: null,
        code: null,
        subject: owner.reference,
      });
      expect((await owner.browser.call(route, { json: {} })).code).to.equal('NOT_FOUND');
      refused(await signIn('gone'), 'SIGN_IN_FAILED');
    });
  });

  it('whatever else is sent is no error of the hub', async () => {
    const way = await begin(accounts.browser());
    for (const json of [
      {},
      { state: 7 },
      { state: 'A'.repeat(44) },
      { state: 'A'.repeat(43), code: 'ü' },
      { state: 'A'.repeat(43), code: 'A'.repeat(4_097) },
      { state: 'A'.repeat(43), id_token: 'x' },
    ]) {
      const said = await answer(accounts.browser(), way, json);
      expect([said.status, said.code], said.text).to.deep.equal([422, 'COMMAND_INVALID']);
    }
    const state = new URL(way.url).searchParams.get('state') ?? '';
    refused(await answer(accounts.browser(), way, { state }), 'PROVIDER_REFUSED');
    const cookie = `__Host-hub_provider=${'A'.repeat(43)}`;
    refused(await answer(accounts.browser(), { cookie }, { state }), 'PROVIDER_REFUSED');
    const headers = { origin: 'https://evil.example' };
    const foreign = await accounts
      .browser()
      .call('POST /v1/provider-answers', { json: { state }, headers });
    expect(foreign.code).to.equal('ORIGIN_FOREIGN');
  });

  it('a file of providers that is not right stops the start, with every problem', async () => {
    const file = join(site.folder, 'wrong.json');
    writeFileSync(
      file,
      JSON.stringify({
        providers: [
          { id: 'A', name: '', member: 'ZZ', issuer: 'http://login.example', more: 1 },
          { id: 'A', clientSecretFile: 'none', alsoAt: ['x'], secondFactor: { amr: 'mfa' } },
        ],
      }),
    );
    const failed: unknown = await site
      .start({ config: { signInProvidersFile: file } })
      .catch((error: unknown) => error);
    expect(failed).to.include({ code: 'DATA_INVALID' });
    const { problems } = failed as { problems: { pointer: string }[] };
    const places = problems.map(({ pointer }) => pointer.split('#')[1]);
    expect(places).to.include.members([
      '/providers/0',
      '/providers/0/id',
      '/providers/0/name',
      '/providers/0/member',
      '/providers/0/issuer',
      '/providers/0/clientId',
      '/providers/0/clientSecretFile',
      '/providers/1/secondFactor/amr',
      '/providers/1/alsoAt',
      '/providers',
    ]);
  });

  it('answers in the shapes of the OpenAPI document', async () => {
    const ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'api', components: { schemas: ACCESS_SCHEMAS } });
    const shape = (component: string, text: string): void => {
      const validate = ajv.getSchema(`api#/components/schemas/${component}`)!;
      const isOfIt = validate(JSON.parse(text));
      expect(isOfIt, `${component}: ${JSON.stringify(validate.errors)}`).to.equal(true);
    };
    const owner = await person();
    await bind(owner, 'shape');
    shape('SignInWays', (await owner.browser.call('GET /v1/sign-in-ways')).text);
    shape('BoundProviders', (await owner.browser.call('GET /v1/session/providers')).text);
    const route = 'POST /v1/providers/agency/sign-in';
    shape('ProviderWay', (await accounts.browser().call(route, { json: {} })).text);
    const way = await begin(accounts.browser());
    shape('ProviderAnswer', JSON.stringify(await passProvider(way.url, { who: 'shape' })));
  });
});
