import { expect } from 'chai';
import { MEMBER_ROLES } from '../../../hub/access/actor.ts';
import type { Browser } from '../../support/browser.ts';
import { MINUTE, SECOND, createSettableClock } from '../../support/settable-clock.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createTestAccounts,
} from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('a fresh second factor, and the own sessions', () => {
  const wallClock = createSettableClock();
  const processClock = createSettableClock();
  let site: TestSite;
  let hub: TestHub;
  let accounts: TestAccounts;

  before(async () => {
    site = await openTestSite({
      states: { OR: { profile: { roles: MEMBER_ROLES } }, TX: {} },
      wallClock,
      processClock,
    });
    hub = await site.start();
    accounts = createTestAccounts(hub, wallClock);
  });
  after(() => site.close());

  const renewCodes = (browser: Browser) =>
    browser.call('POST /v1/session/recovery-codes', { json: {} });
  const stepUp = (browser: Browser, code: string) =>
    browser.call('POST /v1/session/step-up', { json: { code } });
  const events = (subject: string, type: string) =>
    site.query<{ outcome: string | null; code: string | null }>(
      `SELECT outcome, code FROM access_events WHERE subject = $1 AND type = $2 ORDER BY event_id`,
      [subject, type],
    );

  describe('a factor of late', () => {
    it('is that of signing in for five minutes, then one that is shown again', async () => {
      const { browser, secret, reference } = await accounts.person('OR', ['compact-office']);
      processClock.advance(5 * MINUTE - SECOND);
      expect((await renewCodes(browser)).status).to.equal(200);
      processClock.advance(SECOND);
      const asked = await renewCodes(browser);
      expect([asked.status, asked.code]).to.deep.equal([403, 'STEP_UP_REQUIRED']);
      expect((await browser.call('GET /v1/messages')).status).to.equal(200);

      const before = browser.cookie;
      expect((await stepUp(browser, accounts.freshCode(secret))).status).to.equal(204);
      expect(browser.cookie).to.not.equal(before);
      const old = accounts.browser();
      old.cookie = before;
      expect((await old.call('GET /v1/session')).status, 'a copy of the old cookie').to.equal(401);
      expect((await renewCodes(browser)).status).to.equal(200);
      expect(await events(reference, 'session-step-up')).to.deep.equal([
        { outcome: 'done', code: null },
      ]);
    });

    it('comes with a renewal, and not with the agreement to the policy', async () => {
      const { browser, secret } = await accounts.person('OR', ['compact-office']);
      processClock.advance(6 * MINUTE);
      const json = { password: PASSWORD, code: accounts.freshCode(secret) };
      expect((await browser.call('POST /v1/session/renew', { json })).status).to.equal(204);
      expect((await renewCodes(browser)).status).to.equal(200);
      processClock.advance(6 * MINUTE);
      const { version } = (await browser.call('GET /v1/policy')).body;
      await site.query(`UPDATE accounts SET policy_version = 'old'`);
      await browser.call('POST /v1/session/policy', { json: { version } });
      await site.query('UPDATE accounts SET policy_version = $1', [version]);
      expect((await renewCodes(browser)).code).to.equal('STEP_UP_REQUIRED');
    });

    it('counts wrong codes as signing in does, and uses each code once', async () => {
      const { browser, secret, reference } = await accounts.person('OR', ['officer']);
      const code = accounts.freshCode(secret);
      expect((await stepUp(browser, code)).status).to.equal(204);
      expect((await stepUp(browser, code)).code).to.equal('SIGN_IN_FAILED');
      for (let time = 0; time < 4; time += 1) {
        expect((await stepUp(browser, wrong(code))).code).to.equal('SIGN_IN_FAILED');
      }
      const codes = (await events(reference, 'session-step-up')).map(
        (event) => event.code ?? 'done',
      );
      expect(codes.sort()).to.deep.equal([
        'CODE_REPLAYED',
        ...Array<string>(4).fill('CODE_WRONG'),
        'done',
      ]);
      expect(await events(reference, 'account-locked')).to.have.length(1);
      const late = await stepUp(browser, accounts.freshCode(secret));
      expect(late.code, 'a locked account').to.equal('SIGN_IN_FAILED');
    });

    const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

    it('is asked for by every route whose row says so, after the right and before the flow', async () => {
      const administrator = await accounts.person('OR', ['state-administrator']);
      const officer = await accounts.person('OR', ['officer']);
      processClock.advance(6 * MINUTE);
      const invite = (browser: Browser) => browser.call('POST /v1/accounts', { json: {} });
      expect((await invite(administrator.browser)).code).to.equal('STEP_UP_REQUIRED');
      expect((await invite(officer.browser)).code).to.equal('NOT_PERMITTED');
      await stepUp(administrator.browser, accounts.freshCode(administrator.secret));
      expect((await invite(administrator.browser)).code).to.equal('COMMAND_INVALID');
    });
  });

  describe('own sessions', () => {
    const own = async (browser: Browser) =>
      (await browser.call('GET /v1/session/sessions')).body['items'] as {
        sessionId: string;
        current: boolean;
        source: string;
      }[];
    const end = (browser: Browser, json: object) =>
      browser.call('POST /v1/session/sessions/end', { json });

    async function threeTimes(): Promise<[TestPerson, Browser, Browser, Browser]> {
      const person = await accounts.person('OR', ['officer']);
      processClock.advance(SECOND);
      const second = await accounts.signIn(person);
      processClock.advance(SECOND);
      return [person, person.browser, second, await accounts.signIn(person)];
    }

    it('are listed with the one that asks, and ended one by one or all others', async () => {
      const [{ reference }, first, second, third] = await threeTimes();
      const listed = await own(second);
      expect(listed).to.have.length(3);
      expect(listed.map(({ current }) => current)).to.deep.equal([false, true, false]);
      expect(listed[0]!.source).to.match(/127\.0\.0\.1/);
      const [newest, itself] = listed;
      expect((await end(second, { sessionId: itself!.sessionId })).code).to.equal('STATE_FORBIDS');
      expect((await end(second, { sessionId: newest!.sessionId })).status).to.equal(204);
      expect((await third.call('GET /v1/session')).status).to.equal(401);
      expect((await first.call('GET /v1/session')).status).to.equal(200);
      expect((await end(second, {})).status).to.equal(204);
      expect((await first.call('GET /v1/session')).status).to.equal(401);
      expect(await own(second)).to.have.length(1);
      const ended = await events(reference, 'session-ended');
      expect(ended.map(({ code }) => code)).to.deep.equal(['ENDED_BY_OWNER', 'ENDED_BY_OWNER']);
    });

    it('are of nobody else', async () => {
      const [, , mine] = await threeTimes();
      const other = await accounts.person('OR', ['officer']);
      const [theirs] = await own(other.browser);
      expect((await end(mine, { sessionId: theirs!.sessionId })).code).to.equal('NOT_FOUND');
      expect((await other.browser.call('GET /v1/session')).status).to.equal(200);
      expect((await end(mine, { sessionId: 'x' })).code).to.equal('COMMAND_INVALID');
    });
  });

  it('gives ten new recovery codes, once, and takes the old ones away', async () => {
    const person = await accounts.person('OR', ['officer']);
    const { body } = await renewCodes(person.browser);
    const codes = body['recoveryCodes'] as string[];
    expect(new Set(codes).size).to.equal(10);
    expect(codes).to.not.include.members(person.recoveryCodes.slice(0, 1));
    const use = async (recoveryCode: string) => {
      const halfway = await accounts.halfway(person);
      return halfway.call('POST /v1/session/second-factor', { json: { recoveryCode } });
    };
    expect((await use(person.recoveryCodes[0]!)).code).to.equal('SIGN_IN_FAILED');
    expect((await use(codes[0]!)).status).to.equal(200);
    expect(await events(person.reference, 'recovery-codes-renewed')).to.have.length(1);
  });
});
