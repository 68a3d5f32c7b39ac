import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { MEMBER_ROLES } from '../../../hub/access/actor.ts';
import { ROUTES, type Route, openReason, stagesOf } from '../../../hub/access/policy.ts';
import { SESSION_STAGES, type SessionStage } from '../../../hub/access/session-stage.ts';
import { type Browser, codeAt, openBrowser } from '../../support/browser.ts';
import { SECOND, createSettableClock } from '../../support/settable-clock.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createMailbox,
  createTestAccounts,
} from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('ways around signing in', () => {
  const wallClock = createSettableClock();
  const mailbox = createMailbox();
  let site: TestSite;
  let hub: TestHub;
  let mailing: TestHub;
  let accounts: TestAccounts;
  let attempts = 0;

  before(async () => {
    site = await openTestSite({
      states: { OR: { profile: { roles: MEMBER_ROLES } }, TX: {} },
      wallClock,
    });
    hub = await site.start();
    mailing = await site.start({ sendLink: mailbox.send });
    accounts = createTestAccounts(hub, wallClock);
  });
  after(() => {
    console.log(`      ${attempts} attempts`);
    return site.close();
  });

  /** A session at a stage, as the browser of a person of Oregon holds it. */
  async function sessionAt(stage: SessionStage): Promise<Browser> {
    if (stage === 'enrol') {
      const { token } = await accounts.invitation('OR', ['compact-office']);
      const browser = accounts.browser();
      await browser.call(`POST /v1/invitations/${token}/accept`, { json: { password: PASSWORD } });
      return browser;
    }
    const person = await accounts.person('OR', ['compact-office']);
    if (stage === 'complete') return person.browser;
    if (stage === 'second-factor') return accounts.halfway(person);
    await site.query(`UPDATE accounts SET policy_version = 'old' WHERE reference = $1`, [
      person.reference,
    ]);
    return person.browser;
  }

  const pathOf = (route: Route): string =>
    route
      .replace(/\{(?:transmissionId|deliveryId|statementId|erasureId)\}/, NOTHING)
      .replace('{caseId}', `C-${'0'.repeat(26)}`)
      .replace('{reference}', 'U-000000000000')
      .replace('{state}', 'OR')
      .replace('{sha256}', 'ab'.repeat(32))
      .replace('{bundle}', '000')
      .replace(/\{\w+\}/, NOTHING);
  const closed = ROUTES.filter((route) => openReason(route) === undefined);

  async function expectRefused(
    browser: Browser,
    route: string,
    expected: { status: number; code: string; headers?: Record<string, string | undefined> },
  ): Promise<void> {
    attempts += 1;
    const { headers = {} } = expected;
    const json = route.startsWith('GET') ? {} : { json: {} };
    const answer = await browser.call(route, { ...json, headers });
    expect([answer.status, answer.code], `${route}: ${answer.text}`).to.deep.equal([
      expected.status,
      expected.code,
    ]);
    expect(answer.headers.get('set-cookie'), route).to.equal(null);
  }

  for (const stage of SESSION_STAGES) {
    it(`at the stage ${stage} a session calls only what is of that stage`, async () => {
      const browser = await sessionAt(stage);
      expect((await browser.call('GET /v1/session')).body).to.include({ stage });
      for (const route of closed) {
        const stages = stagesOf(route);
        const isOfIt = (stages ?? ['complete']).includes(stage);
        // Of a complete session the rights of its roles decide: the policy table has tests of its own.
        if (isOfIt) continue;
        await expectRefused(browser, pathOf(route), { status: 403, code: 'SIGN_IN_INCOMPLETE' });
      }
      expect((await browser.call('GET /v1/session')).body).to.include({ stage });
    });
  }

  it('a cookie without the token of its session changes nothing, by any route', async () => {
    const browser = await sessionAt('complete');
    const other = await sessionAt('complete');
    const changing = closed.filter((route) => !route.startsWith('GET'));
    for (const route of changing) {
      const refused = { status: 403, code: 'CSRF_REFUSED' };
      const none = { 'x-csrf-token': undefined };
      await expectRefused(browser, pathOf(route), { ...refused, headers: none });
      const foreign = { 'x-csrf-token': other.csrfToken };
      await expectRefused(browser, pathOf(route), { ...refused, headers: foreign });
    }
  });

  it('a page of another address changes nothing, even with the token', async () => {
    const browser = await sessionAt('complete');
    const changing = closed.filter((route) => !route.startsWith('GET'));
    const refused = { status: 403, code: 'ORIGIN_FOREIGN' };
    for (const route of changing) {
      const headers = { origin: 'https://evil.example' };
      await expectRefused(browser, pathOf(route), { ...refused, headers });
    }
    for (const headers of [
      { origin: 'null' },
      { origin: hub.url.replace('http:', 'https:').replace(/\d+$/, '1') },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      await expectRefused(browser, 'POST /v1/session/end', { ...refused, headers });
    }
    const door = { email: 'a@or.example', password: PASSWORD };
    const answer = await accounts.browser().call('POST /v1/session', {
      json: door,
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.code).to.equal('ORIGIN_FOREIGN');
  });

  it('an Authorization header wins over a cookie, and a cookie is no credential of another kind', async () => {
    const browser = await sessionAt('complete');
    const refused = { status: 401, code: 'UNAUTHENTICATED' };
    const { cookie = '' } = browser;
    const none = accounts.browser();
    for (const headers of [
      { authorization: 'Bearer hubu_unknown' },
      { authorization: `Bearer ${cookie}` },
      { authorization: '' },
    ]) {
      await expectRefused(browser, 'GET /v1/messages', { ...refused, headers });
    }
    for (const text of [
      `hub_session=${cookie}`,
      `__Host-hub_session=${cookie}; __Host-hub_session=${'A'.repeat(43)}`,
      `__Host-hub_session="${cookie}"`,
      `__Host-hub_session=${cookie.slice(0, 42)}`,
      `__Host-hub_session=${'A'.repeat(43)}`,
      `__Secure-hub_session=${cookie}`,
    ]) {
      await expectRefused(none, 'GET /v1/messages', { ...refused, headers: { cookie: text } });
    }
  });

  it('a cookie of an earlier stage is nobody’s after the next one', async () => {
    const { token } = await accounts.invitation('OR', ['compact-office']);
    const browser = accounts.browser();
    const before: string[] = [];
    const step = async (route: string, json: unknown): Promise<Record<string, unknown>> => {
      const answer = await browser.call(route, { json });
      expect(answer.status, answer.text).to.equal(200);
      if (answer.headers.get('set-cookie') !== null) before.push(browser.cookie!);
      return answer.body;
    };
    await step(`POST /v1/invitations/${token}/accept`, { password: PASSWORD });
    const { secret } = await step('POST /v1/session/enrolment', {});
    await step('POST /v1/session/enrolment/confirm', { code: accounts.freshCode(String(secret)) });
    const { version } = (await browser.call('GET /v1/policy')).body;
    await step('POST /v1/session/policy', { version });
    const code = accounts.freshCode(String(secret));
    const renewed = await browser.call('POST /v1/session/renew', {
      json: { password: PASSWORD, code },
    });
    expect(renewed.status).to.equal(204);
    expect(new Set([...before, browser.cookie]).size).to.equal(4);
    for (const old of before) {
      const thief = openBrowser(hub.url, old);
      await expectRefused(thief, 'GET /v1/session', { status: 401, code: 'UNAUTHENTICATED' });
    }
  });

  it('a cookie that somebody else planted is not taken over by who signs in', async () => {
    const victim = await accounts.person('OR', ['compact-office']);
    const attacker = await accounts.halfway(await accounts.person('OR', ['officer']));
    const browser = openBrowser(hub.url, attacker.cookie);
    await browser.call('POST /v1/session', { json: { email: victim.email, password: PASSWORD } });
    expect(browser.cookie).to.not.equal(attacker.cookie);
    await expectRefused(attacker, 'GET /v1/session', { status: 401, code: 'UNAUTHENTICATED' });
  });

  describe('the second factor', () => {
    const show = async (person: TestPerson, json: unknown) => {
      attempts += 1;
      const browser = await accounts.halfway(person);
      return browser.call('POST /v1/session/second-factor', { json });
    };

    it('is of the person: another’s code, recovery code or session does not do', async () => {
      const mine = await accounts.person('OR', ['compact-office']);
      const other = await accounts.person('OR', ['compact-office']);
      for (const json of [
        { code: accounts.freshCode(other.secret) },
        { recoveryCode: other.recoveryCodes[0] },
        { recoveryCode: '0000-0000-0000-0000' },
      ]) {
        expect((await show(mine, json)).code).to.equal('SIGN_IN_FAILED');
      }
      for (const json of [
        {},
        { code: '' },
        { code: '12345' },
        { code: 123456 },
        { code: null },
        { code: '123456', recoveryCode: mine.recoveryCodes[1] },
        { recoveryCode: '' },
        { stage: 'complete' },
      ]) {
        expect((await show(mine, json)).code).to.equal('COMMAND_INVALID');
      }
      expect((await show(mine, { code: accounts.freshCode(mine.secret) })).status).to.equal(200);
    });

    it('counts once, whoever shows it where: signing in, renewing, in two sessions at once', async () => {
      const person = await accounts.person('OR', ['compact-office']);
      const code = accounts.freshCode(person.secret);
      const both = await Promise.all([show(person, { code }), show(person, { code })]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 401]);
      const renewal = { password: PASSWORD, code };
      const again = await person.browser.call('POST /v1/session/renew', { json: renewal });
      expect(again.code).to.equal('SIGN_IN_FAILED');
      attempts += 1;
      const [recoveryCode] = person.recoveryCodes;
      const twice = await Promise.all([
        show(person, { recoveryCode }),
        show(person, { recoveryCode }),
      ]);
      expect(twice.map(({ status }) => status).sort()).to.deep.equal([200, 401]);
    });

    it('is asked for after a reset of the password too, and an invitation asks for its enrolment', async () => {
      const person = await accounts.person('OR', ['compact-office']);
      const reset = await mailing.call(undefined, 'POST /v1/password-resets', {
        json: { email: person.email },
      });
      expect(reset.status).to.equal(202);
      const token = await site.until(
        () => Promise.resolve(mailbox.newest(person.email)),
        (found) => found !== undefined,
      );
      const password = 'nine loud harbors sleep';
      const complete = (json: object) =>
        accounts.browser().call(`POST /v1/password-resets/${token}/complete`, { json });
      expect((await complete({ password: 'short' })).code).to.equal('PASSWORD_REFUSED');
      const done = await complete({ password });
      expect([done.status, done.headers.get('set-cookie')]).to.deep.equal([204, null]);
      expect((await complete({ password })).code).to.equal('LINK_INVALID');
      await expectRefused(person.browser, 'GET /v1/messages', {
        status: 401,
        code: 'UNAUTHENTICATED',
      });
      const opened = accounts.browser();
      const old = await opened.call('POST /v1/session', {
        json: { email: person.email, password: PASSWORD },
      });
      expect(old.code).to.equal('SIGN_IN_FAILED');
      await opened.call('POST /v1/session', { json: { email: person.email, password } });
      await expectRefused(opened, 'GET /v1/messages', { status: 403, code: 'SIGN_IN_INCOMPLETE' });
      await expectRefused(opened, 'POST /v1/session/enrolment', {
        status: 403,
        code: 'SIGN_IN_INCOMPLETE',
      });
      attempts += 4;
    });

    it('an invited person who set a password and no second factor does not get in by it', async () => {
      const { email, token } = await accounts.invitation('OR', ['compact-office']);
      await accounts.browser().call(`POST /v1/invitations/${token}/accept`, {
        json: { password: PASSWORD },
      });
      const answer = await accounts
        .browser()
        .call('POST /v1/session', { json: { email, password: PASSWORD } });
      expect(answer.code).to.equal('SIGN_IN_FAILED');
      attempts += 1;
    });

    it('a link of one kind, or of another account, opens nothing of the other kind', async () => {
      const { token } = await accounts.invitation('OR', ['compact-office']);
      for (const route of [
        `POST /v1/password-resets/${token}/complete`,
        `POST /v1/invitations/${'A'.repeat(43)}/accept`,
        `POST /v1/invitations/x/accept`,
        `POST /v1/password-resets/%00/complete`,
      ]) {
        attempts += 1;
        const answer = await accounts.browser().call(route, { json: { password: PASSWORD } });
        expect([answer.status, answer.code], route).to.deep.equal([404, 'LINK_INVALID']);
      }
    });
  });

  describe('a session', () => {
    /** As if the session of this browser were so much older. */
    const age = async ({ cookie = '' }: Browser, minutes: number): Promise<void> => {
      const aged = await site.query(
        `UPDATE sessions SET created_at = created_at - $2 * interval '1 minute',
                             last_seen_at = last_seen_at - $2 * interval '1 minute'
          WHERE token_hash = $1 RETURNING session_id`,
        [createHash('sha256').update(cookie).digest(), minutes],
      );
      expect(aged).to.have.length(1);
    };

    const live = async (browser: Browser): Promise<string> =>
      (await browser.call('GET /v1/messages')).code || 'live';

    it('is idle after thirty minutes, wherever it was, and goes on after both factors', async () => {
      const person = await accounts.person('OR', ['compact-office']);
      const { browser } = person;
      await age(browser, 20);
      expect(await live(browser)).to.equal('live');
      await age(browser, 29);
      for (const route of ['GET /v1/session', 'GET /v1/messages']) {
        const headers = { 'x-unattended': 'yes' };
        expect((await browser.call(route, { headers })).status).to.equal(200);
      }
      await age(browser, 1);
      for (const route of closed) {
        if (/renew|session\/end/.test(route)) continue;
        await expectRefused(browser, pathOf(route), { status: 401, code: 'SESSION_IDLE' });
      }
      const renew = (password: string, code: string) =>
        browser.call('POST /v1/session/renew', { json: { password, code } });
      const code = accounts.freshCode(person.secret);
      expect((await renew('not the password of it', code)).code).to.equal('SIGN_IN_FAILED');
      expect((await renew(PASSWORD, '000000')).code).to.equal('SIGN_IN_FAILED');
      expect(await live(browser)).to.equal('SESSION_IDLE');
      expect((await renew(PASSWORD, code)).status).to.equal(204);
      expect(await live(browser)).to.equal('live');
    });

    it('ends after twelve hours, also when something is done in it all the time', async () => {
      const { browser } = await accounts.person('OR', ['compact-office']);
      for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
        await age(browser, 20);
        expect(await live(browser), `after ${minutes} minutes`).to.equal('live');
      }
      await age(browser, 20);
      expect(await live(browser)).to.equal('UNAUTHENTICATED');
    });

    it('that was not finished ends after twenty minutes', async () => {
      const browser = await sessionAt('second-factor');
      await age(browser, 20);
      await expectRefused(browser, 'GET /v1/session', { status: 401, code: 'UNAUTHENTICATED' });
    });

    it('lasts no longer when the clock goes back: it is over', async () => {
      const { browser } = await accounts.person('OR', ['compact-office']);
      expect(await live(browser)).to.equal('live');
      await age(browser, -1);
      expect(await live(browser)).to.equal('UNAUTHENTICATED');
    });

    const ends: Record<string, (person: TestPerson, administrator: Browser) => Promise<number>> = {
      'signing out': async ({ browser }) => {
        const held = { cookie: browser.cookie, csrfToken: browser.csrfToken };
        const { status } = await browser.call('POST /v1/session/end', { json: {} });
        Object.assign(browser, held);
        return status;
      },
      'other roles': ({ reference }, administrator) =>
        statusOf(administrator, `${reference}/roles`, { roles: ['officer'] }),
      'being closed': ({ reference }, administrator) =>
        statusOf(administrator, `${reference}/deactivate`, {}),
      'a new invitation': ({ reference }, administrator) =>
        statusOf(administrator, `${reference}/reinvite`, {}),
      'an administrator': ({ reference }, administrator) =>
        statusOf(administrator, `${reference}/sessions/end`, {}),
      'another password, set elsewhere': async (person) => {
        const elsewhere = await accounts.signIn(person);
        const json = { current: PASSWORD, next: 'eleven slow lanterns glow' };
        return (await elsewhere.call('POST /v1/session/password', { json })).status;
      },
    };
    const statusOf = async (by: Browser, path: string, json: object): Promise<number> =>
      (await by.call(`POST /v1/accounts/${path}`, { json })).status;

    for (const [why, end] of Object.entries(ends)) {
      it(`ends at once by ${why}: the next request is refused`, async () => {
        const administrator = await accounts.person('OR', ['state-administrator']);
        const person = await accounts.person('OR', ['compact-office']);
        expect(await live(person.browser)).to.equal('live');
        expect(await end(person, administrator.browser)).to.be.within(200, 204);
        await expectRefused(person.browser, 'GET /v1/messages', {
          status: 401,
          code: 'UNAUTHENTICATED',
        });
      });
    }
  });

  it('an outsider’s tries from an address that is throttled never count', async () => {
    const rate = { perSecond: 1_000, burst: 1_000 };
    const rates = {
      system: rate,
      person: rate,
      address: rate,
      signIn: { perSecond: 0.001, burst: 3 },
    };
    const throttled = await site.start({ settings: { rates } });
    const person = await accounts.person('OR', ['compact-office']);
    const browser = openBrowser(throttled.url);
    const json = { email: person.email, password: 'a guess of an outsider' };
    const tries = await Promise.all(
      Array.from({ length: 20 }, () => browser.call('POST /v1/session', { json })),
    );
    attempts += tries.length;
    expect(tries.filter(({ status }) => status === 401)).to.have.length(3);
    expect(tries.filter(({ status }) => status === 429)).to.have.length(17);
    await accounts.signIn(person);
    await throttled.stop();
  });

  it('codes of a moment that is long over are worth nothing', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const browser = await accounts.halfway(person);
    for (const seconds of [-600, -90, 90, 600]) {
      attempts += 1;
      const code = codeAt(person.secret, new Date(wallClock.now().getTime() + seconds * SECOND));
      const answer = await browser.call('POST /v1/session/second-factor', { json: { code } });
      expect(answer.code, String(seconds)).to.equal('SIGN_IN_FAILED');
    }
  });

  it('were tried often enough', () => {
    expect(attempts).to.be.above(150);
  });
});

const NOTHING = '01900000-0000-7000-8000-000000000000';
