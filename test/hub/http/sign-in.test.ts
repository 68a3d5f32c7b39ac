import { expect } from 'chai';
import { MEMBER_ROLES } from '../../../hub/access/actor.ts';
import { codeAt } from '../../support/browser.ts';
import { MINUTE, SECOND, createSettableClock } from '../../support/settable-clock.ts';
import {
  type Mailbox,
  PASSWORD,
  type TestAccounts,
  createMailbox,
  createTestAccounts,
} from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('accounts and sessions on a running hub', () => {
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

  const events = async (about: { type: string; subject?: string }) =>
    site.query<{ type: string; outcome: string; code: string; member: string; actor: string }>(
      `SELECT type, outcome, code, member, actor FROM access_events
        WHERE type = $1 AND ($2::text IS NULL OR subject = $2) ORDER BY event_id`,
      [about.type, about.subject ?? null],
    );

  describe('an invitation', () => {
    it('leads over password, second factor and policy to the rights of the roles', async () => {
      const { reference, email, token } = await accounts.invitation('OR', ['compact-office']);
      const browser = accounts.browser();
      const shown = await browser.call(`GET /v1/invitations/${token}`);
      expect(shown.body).to.include({ member: 'OR', memberName: 'Oregon', email });
      expect(shown.body['roles']).to.deep.equal(['compact-office']);

      const stages: unknown[] = [];
      const cookies = new Set<string | undefined>();
      const step = async (route: string, json: unknown) => {
        const answer = await browser.call(route, { json });
        expect(answer.status, `${route} ${answer.text}`).to.equal(200);
        if (answer.body['stage'] !== undefined) {
          stages.push(answer.body['stage']);
          cookies.add(browser.cookie);
        }
        return answer.body;
      };
      await step(`POST /v1/invitations/${token}/accept`, { password: PASSWORD });
      const { secret, otpauthUri } = await step('POST /v1/session/enrolment', {});
      expect(otpauthUri).to.match(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}.*period=30/);
      const code = accounts.freshCode(String(secret));
      const { recoveryCodes } = await step('POST /v1/session/enrolment/confirm', { code });
      expect(recoveryCodes).to.have.length(10);
      const policy = await browser.call('GET /v1/policy');
      await step('POST /v1/session/policy', { version: policy.body['version'] });

      expect(stages).to.deep.equal(['enrol', 'policy', 'complete']);
      expect(cookies.size).to.equal(3);
      expect((await browser.call('GET /v1/messages')).status).to.equal(200);
      const { body } = await browser.call('GET /v1/session');
      expect(body['account']).to.include({ reference, email, member: 'OR' });
      // By which its state counts days, and pages tell times.
      expect(body['account']).to.include({ timeZone: 'America/Chicago' });
      expect(body['policy']).to.deep.equal({ version: policy.body['version'], accepted: true });
      expect(await events({ type: 'account-activation', subject: reference })).to.deep.equal([
        { type: 'account-activation', outcome: 'done', code: null, member: 'OR', actor: reference },
      ]);
      expect((await events({ type: 'policy-accepted', subject: reference })).length).to.equal(1);
    });

    it('counts once, and for twenty minutes', async () => {
      const first = await accounts.invitation('OR', ['compact-office']);
      const accept = (token: string) =>
        accounts.browser().call(`POST /v1/invitations/${token}/accept`, {
          json: { password: PASSWORD },
        });
      expect((await accept(first.token)).status).to.equal(200);
      expect((await accept(first.token)).code).to.equal('LINK_INVALID');
      const second = await accounts.invitation('OR', ['compact-office']);
      processClock.advance(20 * MINUTE);
      expect((await accept(second.token)).code).to.equal('LINK_INVALID');
      const gone = await accounts.browser().call(`GET /v1/invitations/${second.token}`);
      expect([gone.status, gone.code]).to.deep.equal([404, 'LINK_INVALID']);
      const again = await hub.call('national', `POST /v1/accounts/${second.reference}/reinvite`, {
        json: {},
      });
      const token = String(again.body['link']).split('#')[1]!;
      expect((await accept(token)).status).to.equal(200);
    });

    it('tells why a password is not taken, and stays open', async () => {
      const { token, reference } = await accounts.invitation('OR', ['compact-office']);
      const refused = async (password: string) => {
        const answer = await accounts
          .browser()
          .call(`POST /v1/invitations/${token}/accept`, { json: { password } });
        expect([answer.status, answer.code]).to.deep.equal([422, 'PASSWORD_REFUSED']);
        expect(answer.text).to.not.contain(password);
        return (answer.body['problems'] as { code: string }[])[0]!.code;
      };
      expect(await refused('tiny one')).to.equal('too-short');
      expect(await refused('passwordpassword')).to.equal('common');
      expect(await refused('Placeholder Person Oregon 1')).to.equal('own-words');
      expect((await events({ type: 'password-change', subject: reference })).length).to.equal(3);
      expect((await accounts.browser().call(`GET /v1/invitations/${token}`)).status).to.equal(200);
    });

    it('goes by mail where a server is configured, and stands in the answer only where none is', async () => {
      const mailbox: Mailbox = createMailbox();
      const mailing = await site.start({ sendLink: mailbox.send });
      const json = {
        name: 'Placeholder Person',
        member: 'OR',
        email: 'mailed@or.example',
        roles: ['officer'],
        trainingCompletedAt: '2026-11-01',
      };
      const answer = await mailing.call('national', 'POST /v1/accounts', { json });
      expect(answer.body).to.include({ mailed: true });
      expect(answer.body).to.not.have.property('link');
      const token = mailbox.newest('mailed@or.example')!;
      expect(answer.text).to.not.contain(token);
      expect((await accounts.browser().call(`GET /v1/invitations/${token}`)).status).to.equal(200);

      const failing = await site.start({ sendLink: () => Promise.reject(new Error('no')) });
      const unsent = await failing.call('national', 'POST /v1/accounts', {
        json: { ...json, email: 'unsent@or.example' },
      });
      expect(unsent.body).to.include({ mailed: false });
      expect(unsent.body).to.not.have.property('link');
      await mailing.stop();
      await failing.stop();
    });
  });

  describe('signing in', () => {
    it('asks for both factors and tells nobody which was wrong', async () => {
      const person = await accounts.person('OR', ['officer']);
      const locked = await accounts.person('OR', ['officer']);
      await site.query(`UPDATE accounts SET state = 'locked' WHERE reference = $1`, [
        locked.reference,
      ]);
      const answers = await Promise.all(
        [
          { email: 'nobody@or.example', password: PASSWORD },
          { email: person.email, password: 'another quiet river' },
          { email: locked.email, password: PASSWORD },
        ].map((json) => accounts.browser().call('POST /v1/session', { json })),
      );
      const said = answers.map(({ status, body }) => ({ status, ...body, requestId: '' }));
      expect(said[0]).to.include({ status: 401, code: 'SIGN_IN_FAILED' });
      expect(said[1]).to.deep.equal(said[0]);
      expect(said[2]).to.deep.equal(said[0]);
      for (const { headers } of answers) expect(headers.get('set-cookie')).to.equal(null);
    });

    it('takes the address in whatever case it is written', async () => {
      const person = await accounts.person('OR', ['officer']);
      const browser = await accounts.halfway({ ...person, email: person.email.toUpperCase() });
      expect(browser.cookie).to.be.a('string');
    });

    it('takes a code once, and one of a step next to now', async () => {
      const person = await accounts.person('OR', ['officer']);
      const show = async (code: string) => {
        const browser = await accounts.halfway(person);
        return browser.call('POST /v1/session/second-factor', { json: { code } });
      };
      wallClock.advance(90 * SECOND);
      const code = codeAt(person.secret, wallClock.now());
      expect((await show(code)).status).to.equal(200);
      expect((await show(code)).code).to.equal('SIGN_IN_FAILED');
      const told = await events({ type: 'sign-in', subject: person.reference });
      expect(told.map(({ code: why }) => why)).to.have.members([null, 'CODE_REPLAYED']);
      const early = codeAt(person.secret, new Date(wallClock.now().getTime() + 30 * SECOND));
      expect((await show(early)).status).to.equal(200);
      const older = codeAt(person.secret, wallClock.now());
      expect((await show(older)).code, 'a step before one that was used').to.equal(
        'SIGN_IN_FAILED',
      );
      const far = codeAt(person.secret, new Date(wallClock.now().getTime() + 90 * SECOND));
      expect((await show(far)).code).to.equal('SIGN_IN_FAILED');
    });

    it('takes each recovery code once', async () => {
      const person = await accounts.person('OR', ['officer']);
      const show = async (recoveryCode: string) => {
        const browser = await accounts.halfway(person);
        return browser.call('POST /v1/session/second-factor', { json: { recoveryCode } });
      };
      const [first, second] = person.recoveryCodes;
      expect((await show(first!)).body).to.include({ stage: 'complete' });
      expect((await show(first!)).code).to.equal('SIGN_IN_FAILED');
      expect((await show(second!.toUpperCase().replaceAll('-', ' '))).status).to.equal(200);
      expect(
        (await events({ type: 'recovery-code-used', subject: person.reference })).length,
      ).to.equal(2);
    });

    it('locks with the fifth failure of fifteen minutes, until an administrator opens it', async () => {
      const person = await accounts.person('OR', ['officer']);
      const fail = () =>
        accounts
          .browser()
          .call('POST /v1/session', { json: { email: person.email, password: 'wrong' } });
      for (let count = 0; count < 4; count += 1) await fail();
      processClock.advance(15 * MINUTE + SECOND);
      await fail();
      const stateOf = async () => {
        const [row] = await site.query<{ state: string }>(
          'SELECT state FROM accounts WHERE reference = $1',
          [person.reference],
        );
        return row?.state;
      };
      expect(await stateOf()).to.equal('active');
      for (let count = 0; count < 4; count += 1) await fail();
      expect(await stateOf()).to.equal('locked');
      const right = { email: person.email, password: PASSWORD };
      const shut = await accounts.browser().call('POST /v1/session', { json: right });
      expect(shut.code).to.equal('SIGN_IN_FAILED');
      expect((await person.browser.call('GET /v1/messages')).status, 'who is in stays').to.equal(
        200,
      );

      const administrator = await accounts.person('OR', ['state-administrator']);
      const unlock = () =>
        administrator.browser.call(`POST /v1/accounts/${person.reference}/unlock`, { json: {} });
      expect((await unlock()).status).to.equal(204);
      expect((await unlock()).code).to.equal('STATE_FORBIDS');
      await accounts.signIn(person);
      expect((await events({ type: 'account-locked', subject: person.reference })).length).to.equal(
        1,
      );
      const [opened] = await events({ type: 'account-unlocked', subject: person.reference });
      expect(opened).to.include({ actor: administrator.reference });
    });
  });
});
