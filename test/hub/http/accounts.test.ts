import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { join } from 'node:path';
import { MEMBER_ROLES } from '../../../hub/access/actor.ts';
import { USER_COMMANDS } from '../../../hub/cli/user-commands.ts';
import { ACCESS_SCHEMAS } from '../../../hub/http/openapi/access-schemas.ts';
import { leafHashOf } from '../../../hub/ledger/entry.ts';
import { ACCESS_EVENT_TYPES } from '../../../hub/ledger/event.ts';
import { startAtLocalhost } from '../../support/at-localhost.ts';
import type { Browser } from '../../support/browser.ts';
import { commandContext } from '../../support/command-context.ts';
import { startFalseIssuer } from '../../support/false-issuer.ts';
import { type Told, beginKey, holdKey, signInByPasskey, toldOf } from '../../support/key-holder.ts';
import { bringBack, wayOf } from '../../support/provider-way.ts';
import { providersFile } from '../../support/providers-file.ts';
import { HOUR, createSettableClock } from '../../support/settable-clock.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createMailbox,
  createTestAccounts,
} from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * HOUR;

describe('running accounts', () => {
  const wallClock = createSettableClock();
  const mailbox = createMailbox();
  const lines: string[] = [];
  let site: TestSite;
  let hub: TestHub;
  let accounts: TestAccounts;
  let oregon: TestPerson;
  let texas: TestPerson;
  let nation: TestPerson;
  let auditor: TestPerson;

  before(async () => {
    site = await openTestSite({
      states: { OR: { profile: { roles: MEMBER_ROLES } }, TX: {} },
      wallClock,
    });
    const logLines = { write: (line: string) => lines.push(line) };
    hub = await site.start({ logLines });
    accounts = createTestAccounts(hub, wallClock);
    oregon = await accounts.person('OR', ['state-administrator']);
    texas = await accounts.person('TX', ['state-administrator']);
    nation = await accounts.person('national', ['national-office']);
    auditor = await accounts.person('national', ['auditor']);
  });
  after(() => site.close());

  const post = (by: Browser, path: string, json: object = {}) =>
    by.call(`POST /v1/accounts${path}`, { json });
  const codeOf = async (by: Browser, path: string, json: object = {}) => {
    const answer = await post(by, path, json);
    return answer.status < 300 ? 'done' : answer.code;
  };
  const account = async (reference: string) =>
    (await nation.browser.call(`GET /v1/accounts/${reference}`)).body;

  let invited = 0;
  const newPerson = (more: object = {}): object => {
    invited += 1;
    return {
      name: 'Placeholder Person',
      email: `invited-${invited}@or.example`,
      roles: ['officer'],
      trainingCompletedAt: '2026-11-01',
      ...more,
    };
  };

  it('is of the own state: others’ accounts are not there', async () => {
    const person = await accounts.person('TX', ['compact-office']);
    for (const [path, json] of [
      ['roles', { roles: ['compact-office'] }],
      ['deactivate', {}],
      ['reinvite', {}],
      ['unlock', {}],
      ['confirm', {}],
      ['sessions/end', {}],
    ] as const) {
      const code = await codeOf(oregon.browser, `/${person.reference}/${path}`, json);
      expect(code, path).to.equal('NOT_FOUND');
      const mayNot = await codeOf(auditor.browser, `/${person.reference}/${path}`, json);
      expect(mayNot, path).to.equal('NOT_PERMITTED');
    }
    for (const path of ['', '/sessions']) {
      const route = `GET /v1/accounts/${person.reference}${path}`;
      expect((await oregon.browser.call(route)).status).to.equal(404);
      expect((await auditor.browser.call(route)).status).to.equal(200);
      expect((await texas.browser.call(route)).status).to.equal(200);
    }
    const foreign = newPerson({ member: 'TX', roles: ['state-administrator'] });
    expect(await codeOf(oregon.browser, '', foreign)).to.equal('NOT_FOUND');
    const listed = (await oregon.browser.call('GET /v1/accounts?limit=200')).body;
    const members = (listed['items'] as { member: string }[]).map(({ member }) => member);
    expect(new Set(members)).to.deep.equal(new Set(['OR']));
    const seen = (await oregon.browser.call('GET /v1/access-events?limit=200')).body;
    const of = (seen['items'] as { member: string }[]).map(({ member }) => member);
    expect(new Set(of)).to.deep.equal(new Set(['OR']));
  });

  it('takes roles that the member admits, and the compact office only for its staff', async () => {
    for (const [by, more] of [
      [oregon, { roles: ['compact-office'] }],
      [oregon, { roles: ['national-office'] }],
      [oregon, { roles: ['officer', 'auditor'] }],
      [texas, { roles: ['officer'] }],
      [nation, { member: 'national', roles: ['compact-office'], staffOfCompactOffice: true }],
      [nation, { member: 'national', roles: ['auditor'], staffOfCompactOffice: true }],
    ] as const) {
      const code = await codeOf(by.browser, '', newPerson(more));
      expect(code, JSON.stringify(more)).to.equal('ROLE_NOT_ADMITTED');
    }
    const staff = newPerson({ roles: ['compact-office'], staffOfCompactOffice: true });
    expect(await codeOf(oregon.browser, '', staff)).to.equal('done');
    const { reference } = await accounts.person('OR', ['officer']);
    const roles = (json: object) => codeOf(oregon.browser, `/${reference}/roles`, json);
    expect(await roles({ roles: ['compact-office'] })).to.equal('ROLE_NOT_ADMITTED');
    expect(await roles({ roles: ['compact-office'], staffOfCompactOffice: true })).to.equal('done');
    expect(await account(reference)).to.deep.include({ roles: ['compact-office'] });
  });

  it('needs a completed training, and one address for one person', async () => {
    for (const trainingCompletedAt of ['2026-11-23', '2027-01-01', '2026-13-01', '2026-02-30x']) {
      const code = await codeOf(oregon.browser, '', newPerson({ trainingCompletedAt }));
      expect(['TRAINING_REQUIRED', 'COMMAND_INVALID'], trainingCompletedAt).to.include(code);
    }
    const email = 'Only.One@or.example';
    expect(await codeOf(oregon.browser, '', newPerson({ email }))).to.equal('done');
    const again = newPerson({ email: email.toLowerCase() });
    expect(await codeOf(oregon.browser, '', again)).to.equal('ACCOUNT_EXISTS');
    const elsewhere = newPerson({ email, roles: ['state-administrator'] });
    expect(await codeOf(texas.browser, '', elsewhere)).to.equal('ACCOUNT_EXISTS');
    const both = await Promise.all(
      Array.from({ length: 4 }, () =>
        codeOf(oregon.browser, '', newPerson({ email: 'at-once@or.example' })),
      ),
    );
    expect(both.sort()).to.deep.equal([
      'ACCOUNT_EXISTS',
      'ACCOUNT_EXISTS',
      'ACCOUNT_EXISTS',
      'done',
    ]);
  });

  it('is never of the own account', async () => {
    for (const [path, json] of [
      ['roles', { roles: ['compact-office'], staffOfCompactOffice: true }],
      ['deactivate', {}],
      ['reinvite', {}],
      ['unlock', {}],
      ['confirm', {}],
    ] as const) {
      for (const person of [oregon, nation]) {
        const code = await codeOf(person.browser, `/${person.reference}/${path}`, json);
        expect(code, path).to.equal('NOT_PERMITTED');
      }
    }
    expect((await oregon.browser.call('GET /v1/session')).status).to.equal(200);
  });

  it('closes an account once nothing is assigned to the person, and opens it by a fresh invitation', async () => {
    const person = await accounts.person('OR', ['officer']);
    const caseId = await hub.playTo('accepted');
    const designate = (reference: string) =>
      hub.call('OR', `PUT /v1/cases/${caseId}/assignment`, {
        json: { user: { reference, name: 'A Person', role: 'OFFICER' }, note: 'test' },
      });
    expect((await designate(person.email.toUpperCase())).status).to.equal(204);
    const close = () => codeOf(oregon.browser, `/${person.reference}/deactivate`);
    expect(await close()).to.equal('ACCOUNT_HAS_CASES');
    expect((await person.browser.call('GET /v1/messages')).status).to.equal(200);
    await designate('another');
    expect(await close()).to.equal('done');
    expect((await person.browser.call('GET /v1/messages')).status).to.equal(401);
    const door = { email: person.email, password: PASSWORD };
    const shut = await accounts.browser().call('POST /v1/session', { json: door });
    expect(shut.code).to.equal('SIGN_IN_FAILED');

    const reinvite = (json: object) => post(oregon.browser, `/${person.reference}/reinvite`, json);
    expect((await reinvite({})).code).to.equal('TRAINING_REQUIRED');
    const fresh = await reinvite({ trainingCompletedAt: '2026-11-19' });
    const token = String(fresh.body['link']).split('#')[1]!;
    const browser = accounts.browser();
    await browser.call(`POST /v1/invitations/${token}/accept`, { json: { password: PASSWORD } });
    expect((await browser.call('GET /v1/session')).body).to.include({ stage: 'enrol' });
    expect(await account(person.reference)).to.deep.include({
      state: 'invited',
      training: { completedAt: '2026-11-19', recordedBy: oregon.reference },
    });
  });

  it('is waited for by what stands in the office’s list for the person', async () => {
    const person = await accounts.person('OR', ['officer']);
    const held = await site.query<{ transmission_id: string }>(
      `INSERT INTO reviews (transmission_id, direction, member, other_member, case_id, type, opened_at,
                            assigned_to)
       SELECT transmission_id, 'incoming', 'OR', 'TX', case_id, type, accepted_at, $1
         FROM transmissions LIMIT 1 RETURNING transmission_id`,
      [person.reference],
    );
    expect(held).to.have.length(1);
    const close = () => codeOf(oregon.browser, `/${person.reference}/deactivate`);
    expect(await close()).to.equal('ACCOUNT_HAS_CASES');
    await site.query(`UPDATE reviews SET closed_at = opened_at WHERE assigned_to = $1`, [
      person.reference,
    ]);
    expect(await close()).to.equal('done');
  });

  it('lists who did not sign in for 90 days, and whose place in the office is to be confirmed', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const listed = async (query: string): Promise<string[]> => {
      const { body } = await oregon.browser.call(`GET /v1/accounts?limit=200&${query}`);
      return (body['items'] as { reference: string }[]).map(({ reference }) => reference);
    };
    expect(await listed('inactive=yes')).to.deep.equal([]);
    site.clock.advance(89 * DAY);
    await accounts.signIn(oregon);
    site.clock.advance(DAY);
    expect(await listed('inactive=yes')).to.include(person.reference);
    expect(await listed('inactive=yes')).to.not.include(oregon.reference);
    expect(await account(person.reference)).to.include({ confirmationDue: false, inactive: true });
    site.clock.advance(275 * DAY);
    expect(await account(person.reference)).to.include({ confirmationDue: true });
    expect(await codeOf(oregon.browser, `/${person.reference}/confirm`)).to.equal('done');
    expect(await account(person.reference)).to.include({ confirmationDue: false });
    const officer = await accounts.person('OR', ['officer']);
    expect(await codeOf(oregon.browser, `/${officer.reference}/confirm`)).to.equal('STATE_FORBIDS');
    expect(await listed('role=officer&state=active')).to.include(officer.reference);
    expect(await listed('role=officer&state=locked')).to.not.include(officer.reference);
  });

  it('lets the nation open what a state cannot: its only administrator, locked out', async () => {
    const state = `SELECT state FROM accounts WHERE reference = '${texas.reference}'`;
    for (let count = 0; count < 5; count += 1) {
      const json = { email: texas.email, password: 'wrong' };
      await accounts.browser().call('POST /v1/session', { json });
    }
    expect(await site.query(state)).to.deep.equal([{ state: 'locked' }]);
    expect(await codeOf(nation.browser, `/${texas.reference}/unlock`)).to.equal('done');
    expect(await site.query(state)).to.deep.equal([{ state: 'active' }]);
  });

  it('changes the password of who knows the current one, and tells why not', async () => {
    const person = await accounts.person('OR', ['officer']);
    const change = (current: string, next: string) =>
      person.browser.call('POST /v1/session/password', { json: { current, next } });
    const wrong = await change('not the current one', 'twelve small lamps burn');
    expect([wrong.status, wrong.code]).to.deep.equal([422, 'PASSWORD_REFUSED']);
    expect(wrong.body['problems']).to.deep.include({
      pointer: '/current',
      code: 'wrong',
      detail: 'is not the password of this account',
    });
    expect((await change(PASSWORD, 'passwordpassword')).code).to.equal('PASSWORD_REFUSED');
    const before = person.browser.cookie;
    expect((await change(PASSWORD, 'twelve small lamps burn')).status).to.equal(204);
    expect(person.browser.cookie).to.not.equal(before);
    expect((await person.browser.call('GET /v1/session')).body).to.include({ stage: 'complete' });
  });

  it('is done by commands of the machine too', async () => {
    const printed: string[] = [];
    const context = commandContext(site.folder, site.database.url, (line) => printed.push(line));
    const run = (line: string): Promise<number> | undefined => {
      const command = USER_COMMANDS.find(
        ({ name }) => line.startsWith(`${name} `) || line === name,
      );
      const words = line.slice(command?.name.length).split(' ');
      return command?.run(
        words.filter((word) => word !== ''),
        context,
      );
    };
    const email = 'by-command@or.example';
    const given = `--name Placeholder --email ${email} --training 2020-01-01`;
    await run(`user invite OR compact-office ${given} --staff`);
    const [link = '', told = ''] = printed;
    const reference = /U-[0-9A-Z]{12}/.exec(told)?.[0] ?? '';
    const token = link.split('#')[1] ?? '';
    const shown = await accounts.browser().call(`GET /v1/invitations/${token}`);
    expect(shown.body).to.include({ email, member: 'OR' });
    await run('user list');
    expect(printed.filter((line) => line.includes(email))).to.have.length(1);
    await run(`user deactivate ${reference}`);
    expect(await account(reference)).to.include({ state: 'deactivated' });
    const refused: unknown = await run(`user unlock ${reference}`)?.catch(
      (error: unknown) => error,
    );
    expect(refused).to.include({ code: 'STATE_FORBIDS' });
    await run(`user reinvite ${reference} --training 2020-01-02`);
    expect(await account(reference)).to.include({ state: 'invited' });
    const { body } = await nation.browser.call(`GET /v1/access-events?account=${reference}`);
    const doers = (body['items'] as { actor: string; source?: string }[]).map(({ actor }) => actor);
    expect(new Set(doers)).to.deep.equal(new Set(['command']));
  });

  it('answers in the shapes of the OpenAPI document', async () => {
    const ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'api', components: { schemas: ACCESS_SCHEMAS } });
    const shape = (component: string, text: string): void => {
      const validate = ajv.getSchema(`api#/components/schemas/${component}`)!;
      expect(
        validate(JSON.parse(text)),
        `${component}: ${JSON.stringify(validate.errors)}`,
      ).to.equal(true);
    };
    const { browser, reference } = nation;
    shape('AccountPage', (await browser.call('GET /v1/accounts?limit=200')).text);
    shape('Account', (await browser.call(`GET /v1/accounts/${reference}`)).text);
    shape('Sessions', (await browser.call(`GET /v1/accounts/${reference}/sessions`)).text);
    shape('AccessEventPage', (await browser.call('GET /v1/access-events?limit=200')).text);
    shape('Session', (await browser.call('GET /v1/session')).text);
    shape('UsePolicy', (await browser.call('GET /v1/policy')).text);
    shape('Invited', (await post(oregon.browser, '', newPerson())).text);
    const { token } = await accounts.invitation('OR', ['officer']);
    shape('Invitation', (await accounts.browser().call(`GET /v1/invitations/${token}`)).text);
  });

  /** What is written down of security keys: added, refused, blocked, removed. */
  async function useKeys(): Promise<void> {
    const named = await startAtLocalhost(site, { logLines: { write: (line) => lines.push(line) } });
    const people = createTestAccounts(named, wallClock);
    const person = await people.person('OR', ['officer']);
    const held = await holdKey(named.url, people, person);
    const { options } = await beginKey(people, person);
    const json = { name: 'again', ...held.key.make(toldOf(named.url, options)) };
    await person.browser.call('POST /v1/session/keys', { json });
    for (const count of [7, 7]) {
      const key = { ...held.key, sign: (told: Told) => held.key.sign(told, { ...held, count }) };
      await signInByPasskey(named.url, people.browser(), { ...held, key });
    }
    await person.browser.call(`POST /v1/session/keys/${held.keyId}/remove`, { json: {} });
    await named.stop();
  }

  /** What is written down of a state's own sign-in: bound, refused, taken back. */
  async function useProvider(): Promise<void> {
    const issuer = await startFalseIssuer();
    const file = join(site.folder, 'providers.json');
    providersFile(file, [{ id: 'agency', member: 'OR', issuer: issuer.issuer }]);
    const named = await startAtLocalhost(site, { config: { signInProvidersFile: file } });
    const people = createTestAccounts(named, wallClock);
    const { browser, secret } = await people.person('OR', ['officer']);
    for (const claims of [{ aud: 'another' }, {}]) {
      const json = { password: PASSWORD, code: people.freshCode(secret) };
      const bind = 'POST /v1/session/providers/agency/bind';
      const way = wayOf(await browser.call(bind, { json }));
      issuer.falsehood = { claims };
      await bringBack(browser, 'POST /v1/session/provider-answers', way, issuer.answerTo(way.url));
    }
    await browser.call('POST /v1/session/providers/agency/unbind', { json: {} });
    await named.stop();
    await issuer.stop();
  }

  it('wrote each kind of event, done and refused, into list, ledger and log, without a name', async () => {
    const mailing = await site.start({ sendLink: mailbox.send });
    const person = await accounts.person('OR', ['officer']);
    const json = { email: person.email };
    await mailing.call(undefined, 'POST /v1/password-resets', { json });
    const token = await site.until(
      () => Promise.resolve(mailbox.newest(person.email)),
      (found) => found !== undefined,
    );
    const reset = (password: string) =>
      accounts.browser().call(`POST /v1/password-resets/${token}/complete`, { json: { password } });
    await reset('short');
    await reset('nine loud harbors sleep');
    const renew = (code: string) =>
      oregon.browser.call('POST /v1/session/renew', { json: { password: PASSWORD, code } });
    await renew('000000');
    await renew(accounts.freshCode(oregon.secret));
    const stepUp = (code: string) =>
      oregon.browser.call('POST /v1/session/step-up', { json: { code } });
    await stepUp('000000');
    await stepUp(accounts.freshCode(oregon.secret));
    const half = await accounts.halfway(oregon);
    const [recoveryCode] = oregon.recoveryCodes;
    await half.call('POST /v1/session/second-factor', { json: { recoveryCode } });
    await oregon.browser.call('POST /v1/session/recovery-codes', { json: {} });
    const { token: unused } = await accounts.invitation('OR', ['officer']);
    const enrolling = accounts.browser();
    await enrolling.call(`POST /v1/invitations/${unused}/accept`, { json: { password: PASSWORD } });
    await enrolling.call('POST /v1/session/enrolment', { json: {} });
    await enrolling.call('POST /v1/session/enrolment/confirm', { json: { code: '000000' } });

    await useKeys();
    await useProvider();
    const rows = await site.query<{ type: string; outcome: string | null; leaf_hash: Buffer }>(
      'SELECT type, outcome, leaf_hash FROM access_events',
    );
    const kinds = new Set(rows.map(({ type, outcome }) => `${type} ${outcome ?? ''}`.trim()));
    for (const type of ACCESS_EVENT_TYPES) {
      const both = [
        'sign-in',
        'session-renewal',
        'session-step-up',
        'account-activation',
        'password-change',
        'password-reset',
        'security-key-added',
        'provider-bound',
      ];
      const expected = both.includes(type)
        ? [`${type} done`, `${type} refused`]
        : [type === 'account-change-refused' ? `${type} refused` : type];
      expect([...kinds], type).to.include.members(expected);
    }
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (left) => left.length === 0,
    );
    const leaves = await site.query<{ entry: Buffer }>('SELECT entry FROM ledger_entries');
    const hashes = new Set(leaves.map(({ entry }) => leafHashOf(entry).toString('hex')));
    const untold = rows.filter(({ leaf_hash }) => !hashes.has(leaf_hash.toString('hex')));
    expect(untold).to.deep.equal([]);
    const people = await site.query<{ email: string }>('SELECT email FROM accounts');
    const texts = [...leaves.map(({ entry }) => entry.toString()), ...lines];
    for (const { email } of people) {
      expect(
        texts.some((text) => text.includes(email)),
        email,
      ).to.equal(false);
    }
    for (const text of texts) expect(text).to.not.match(/Placeholder|quiet rivers|127\.0\.0\.1"/);
    const told = lines.filter((line) => line.includes('"event":"access"'));
    expect(told.length).to.be.above(50);
    expect(told.filter((line) => line.includes('"?"'))).to.deep.equal([]);
    await mailing.stop();
  });
});
