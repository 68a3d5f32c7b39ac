import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { ACCESS_SCHEMAS } from '../../../hub/http/openapi/access-schemas.ts';
import { startAtLocalhost } from '../../support/at-localhost.ts';
import type { Browser, BrowserAnswer } from '../../support/browser.ts';
import {
  beginKey,
  holdKey,
  passkeyChallenge,
  secondChallenge,
  signInByPasskey,
  toldOf,
} from '../../support/key-holder.ts';
import { MINUTE, SECOND, createSettableClock } from '../../support/settable-clock.ts';
import { byteString, createSoftKey, text } from '../../support/soft-key.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createTestAccounts,
} from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const NOTHING = '01900000-0000-7000-8000-000000000000';

describe('security keys and passkeys on a running hub', () => {
  const wallClock = createSettableClock();
  const processClock = createSettableClock();
  let site: TestSite;
  let hub: TestHub;
  let accounts: TestAccounts;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {} }, wallClock, processClock });
    hub = await startAtLocalhost(site);
    accounts = createTestAccounts(hub, wallClock);
  });
  after(() => site.close());

  const person = () => accounts.person('OR', ['compact-office']);
  /** What was written down of a person in this test. */
  const eventsOf = async ({ reference }: TestPerson) =>
    site.query<{ type: string; outcome: string | null; code: string | null }>(
      `SELECT type, outcome, code FROM access_events WHERE subject = $1 AND occurred_at >= $2`,
      [reference, site.clock.now()],
    );
  beforeEach(() => {
    site.clock.advance(SECOND);
  });
  const refused = ({ status, code, headers }: BrowserAnswer): void => {
    expect([status, code, headers.get('set-cookie')]).to.deep.equal([401, 'SIGN_IN_FAILED', null]);
  };
  const showSecond = (browser: Browser, json: object) =>
    browser.call('POST /v1/session/second-factor/key', { json });

  it('a key is the second factor beside the password, and its uses are written down', async () => {
    const owner = await person();
    const { key } = await holdKey(hub.url, accounts, owner);
    expect(await eventsOf(owner)).to.deep.include({
      type: 'security-key-added',
      outcome: 'done',
      code: null,
    });
    const browser = await accounts.halfway(owner);
    const before = browser.cookie;
    const json = key.sign(await secondChallenge(hub.url, browser), { verified: false });
    const answer = await showSecond(browser, json);
    expect(answer.body, answer.text).to.include({ stage: 'complete' });
    expect(browser.cookie).to.not.equal(before);
    expect(await eventsOf(owner)).to.deep.include({
      type: 'sign-in',
      outcome: 'done',
      code: 'BY_SECURITY_KEY',
    });
    const { items } = (await browser.call('GET /v1/session/keys')).body as {
      items: { name: string; lastUsedAt?: string; blocked: boolean }[];
    };
    expect(items.map(({ name, blocked }) => ({ name, blocked }))).to.deep.equal([
      { name: 'blue key', blocked: false },
    ]);
    expect(items[0]?.lastUsedAt).to.be.a('string');
  });

  it('who has none is asked for none, and tells the page so', async () => {
    const browser = await accounts.halfway(await person());
    const answer = await browser.call('POST /v1/session/second-factor/challenge', { json: {} });
    expect([answer.status, answer.body]).to.deep.equal([200, {}]);
  });

  it('a passkey that verified its person signs in alone', async () => {
    const owner = await person();
    const held = await holdKey(hub.url, accounts, owner);
    const browser = accounts.browser();
    const answer = await signInByPasskey(hub.url, browser, held);
    expect(answer.body, answer.text).to.include({ stage: 'complete' });
    expect((await browser.call('GET /v1/messages')).status).to.equal(200);
    expect(await eventsOf(owner)).to.deep.include({
      type: 'sign-in',
      outcome: 'done',
      code: 'BY_PASSKEY',
    });
  });

  it('a policy that changed is asked for first, and a session of before ends', async () => {
    const owner = await person();
    const held = await holdKey(hub.url, accounts, owner);
    await site.query(`UPDATE accounts SET policy_version = 'old' WHERE reference = $1`, [
      owner.reference,
    ]);
    const answer = await signInByPasskey(hub.url, owner.browser, held);
    expect(answer.body).to.include({ stage: 'policy' });
    const [ended] = await site.query<{ ended_why: string }>(
      `SELECT ended_why FROM sessions JOIN accounts USING (account_id)
        WHERE reference = $1 AND ended_at IS NOT NULL`,
      [owner.reference],
    );
    expect(ended?.ended_why).to.equal('SIGNED_IN_AGAIN');
  });

  describe('what is refused like a wrong password', () => {
    it('a key that did not verify its person, or does not say whose it is, alone', async () => {
      const { key, userHandle } = await holdKey(hub.url, accounts, await person());
      for (const how of [
        { userHandle, verified: false },
        { userHandle: undefined },
        { userHandle: Buffer.alloc(16, 7).toString('base64url') },
      ]) {
        const browser = accounts.browser();
        const json = key.sign(await passkeyChallenge(hub.url, browser), how);
        refused(await browser.call('POST /v1/passkey', { json }));
      }
    });

    it('an answer that came before, came late, or is to a challenge of another use', async () => {
      const owner = await person();
      const held = await holdKey(hub.url, accounts, owner);
      const { key, userHandle } = held;
      const browser = accounts.browser();
      const once = key.sign(await passkeyChallenge(hub.url, browser), { userHandle });
      expect((await browser.call('POST /v1/passkey', { json: once })).status).to.equal(200);
      refused(await accounts.browser().call('POST /v1/passkey', { json: once }));

      const late = key.sign(await passkeyChallenge(hub.url, browser), { userHandle });
      processClock.advance(5 * MINUTE);
      refused(await accounts.browser().call('POST /v1/passkey', { json: late }));
      // What nobody answered in time goes when the next one comes.
      await passkeyChallenge(hub.url, browser);
      expect(await site.query('SELECT FROM proof_attempts')).to.have.length(1);

      const halfway = await accounts.halfway(owner);
      const alone = key.sign(await passkeyChallenge(hub.url, browser), { userHandle });
      refused(await showSecond(halfway, alone));
      const elsewhere = await accounts.halfway(owner);
      const second = key.sign(await secondChallenge(hub.url, elsewhere));
      refused(await showSecond(halfway, second));
    });

    it('a wrong answer takes its challenge with it', async () => {
      const { key, userHandle } = await holdKey(hub.url, accounts, await person());
      const browser = accounts.browser();
      const told = await passkeyChallenge(hub.url, browser);
      const foreign = { ...told, origin: 'https://evil.example' };
      refused(await browser.call('POST /v1/passkey', { json: key.sign(foreign, { userHandle }) }));
      refused(await browser.call('POST /v1/passkey', { json: key.sign(told, { userHandle }) }));
    });

    it('a key of somebody else, of nobody, and of another page', async () => {
      const owner = await person();
      const { key, userHandle } = await holdKey(hub.url, accounts, owner);
      const other = await person();
      const held = await holdKey(hub.url, accounts, other);
      const halfway = await accounts.halfway(owner);
      for (const json of [
        held.key.sign(await secondChallenge(hub.url, halfway)),
        createSoftKey().sign(await secondChallenge(hub.url, halfway)),
        { ...createSoftKey().sign(await secondChallenge(hub.url, halfway)), id: key.id },
        key.sign({ ...(await secondChallenge(hub.url, halfway)), rpId: 'evil.example' }),
      ]) {
        refused(await showSecond(halfway, json));
      }
      const browser = accounts.browser();
      const stranger = createSoftKey().sign(await passkeyChallenge(hub.url, browser), {
        userHandle,
      });
      refused(await browser.call('POST /v1/passkey', { json: stranger }));
    });

    it('whatever else is sent, and none of it is an error of the hub', async () => {
      const owner = await person();
      const { key, userHandle } = await holdKey(hub.url, accounts, owner);
      const valid = async () =>
        key.sign(await passkeyChallenge(hub.url, accounts.browser()), { userHandle });
      const b64 = (text: string): string => Buffer.from(text).toString('base64url');
      const spoilt: object[] = [
        { clientDataJSON: b64('{') },
        { clientDataJSON: b64('null') },
        { clientDataJSON: b64('{"challenge":7}') },
        { clientDataJSON: b64('{"challenge":"'.padEnd(3_000, 'A')) },
        { authenticatorData: 'AA' },
        { authenticatorData: Buffer.alloc(37, 0xff).toString('base64url') },
        { authenticatorData: Buffer.alloc(3_000, 0x9f).toString('base64url') },
        { signature: 'AA' },
        { id: 'AA' },
        { userHandle: 'AA' },
      ];
      for (const part of spoilt) {
        const json = { ...(await valid()), ...part };
        refused(await accounts.browser().call('POST /v1/passkey', { json }));
        await site.query('DELETE FROM sign_in_failures');
      }
      for (const part of [
        { id: '' },
        { signature: 'not base64url!' },
        { userHandle: null },
        { clientDataJSON: 'A'.repeat(4_097) },
        { more: 'A' },
      ]) {
        const json = { ...(await valid()), ...part };
        const answer = await accounts.browser().call('POST /v1/passkey', { json });
        expect([answer.status, answer.code]).to.deep.equal([422, 'COMMAND_INVALID']);
      }
    });

    it('an account that is locked or closed; five failures of a key lock it', async () => {
      const owner = await person();
      const held = await holdKey(hub.url, accounts, owner);
      const { userHandle } = held;
      for (let tries = 0; tries < 5; tries += 1) {
        const browser = accounts.browser();
        const told = await passkeyChallenge(hub.url, browser);
        const json = held.key.sign({ ...told, origin: 'https://evil.example' }, { userHandle });
        refused(await browser.call('POST /v1/passkey', { json }));
      }
      expect(await eventsOf(owner)).to.deep.include({
        type: 'account-locked',
        outcome: null,
        code: 'TOO_MANY_FAILURES',
      });
      refused(await signInByPasskey(hub.url, accounts.browser(), held));
      expect(await eventsOf(owner)).to.deep.include({
        type: 'sign-in',
        outcome: 'refused',
        code: 'ACCOUNT_NOT_OPEN',
      });
      await hub.call('national', `POST /v1/accounts/${owner.reference}/unlock`, { json: {} });
      expect((await signInByPasskey(hub.url, accounts.browser(), held)).status).to.equal(200);
      await hub.call('national', `POST /v1/accounts/${owner.reference}/deactivate`, { json: {} });
      refused(await signInByPasskey(hub.url, accounts.browser(), held));
    });
  });

  it('a count that did not grow blocks the key: there may be two of it', async () => {
    const owner = await person();
    const held = await holdKey(hub.url, accounts, owner);
    const { key, userHandle } = held;
    const at = async (count: number) => {
      const browser = accounts.browser();
      const told = await passkeyChallenge(hub.url, browser);
      return browser.call('POST /v1/passkey', { json: key.sign(told, { userHandle, count }) });
    };
    expect((await at(4_000_000_000)).status).to.equal(200);
    refused(await at(4_000_000_000));
    expect(await eventsOf(owner)).to.deep.include({
      type: 'sign-in',
      outcome: 'refused',
      code: 'KEY_COPIED',
    });
    refused(await at(4_000_000_001));
    const { body } = await owner.browser.call('GET /v1/session/keys');
    expect((body['items'] as { blocked: boolean }[])[0]?.blocked).to.equal(true);
    const halfway = await accounts.halfway(owner);
    const asked = await halfway.call('POST /v1/session/second-factor/challenge', { json: {} });
    expect(asked.body).to.deep.equal({});
  });

  it('a key that does not count may be used again and again', async () => {
    const held = await holdKey(hub.url, accounts, await person());
    for (let use = 0; use < 3; use += 1) {
      const browser = accounts.browser();
      const told = await passkeyChallenge(hub.url, browser);
      const json = held.key.sign(told, { userHandle: held.userHandle, count: 0 });
      expect((await browser.call('POST /v1/passkey', { json })).status).to.equal(200);
    }
  });

  describe('adding one', () => {
    it('asks for both factors again, and failures count', async () => {
      const owner = await person();
      const begin = (json: object) =>
        owner.browser.call('POST /v1/session/keys/challenge', { json });
      const code = accounts.freshCode(owner.secret);
      refused(await begin({ password: 'not the password of it', code }));
      refused(await begin({ password: PASSWORD, code: '000000' }));
      expect((await begin({ password: PASSWORD, code })).status).to.equal(200);
      refused(await begin({ password: PASSWORD, code }));
      expect(await eventsOf(owner)).to.deep.include({
        type: 'security-key-added',
        outcome: 'refused',
        code: 'CODE_REPLAYED',
      });
    });

    it('takes each key once, for one account', async () => {
      const owner = await person();
      const other = await person();
      const key = createSoftKey();
      const add = async (whose: TestPerson) => {
        const { options } = await beginKey(accounts, whose);
        const json = { name: 'key', ...key.make(toldOf(hub.url, options)) };
        return whose.browser.call('POST /v1/session/keys', { json });
      };
      expect((await add(owner)).status).to.equal(201);
      expect((await add(owner)).code).to.equal('KEY_REFUSED');
      expect((await add(other)).code).to.equal('KEY_REFUSED');
    });

    it('refuses what is no key, late, of another session, or comes with a statement of its maker', async () => {
      const owner = await person();
      const other = await person();
      const key = createSoftKey();
      const add = (whose: TestPerson, json: object) =>
        whose.browser.call('POST /v1/session/keys', { json: { name: 'key', ...json } });
      const told = async (whose: TestPerson) =>
        toldOf(hub.url, (await beginKey(accounts, whose)).options);
      const certified = Buffer.concat([
        ...[text('fmt'), text('packed'), text('attStmt')],
        ...[Buffer.from([0xa1]), text('x5c'), Buffer.from([0x81]), byteString(Buffer.alloc(40))],
      ]);
      const valid = key.make(await told(owner));
      for (const [whose, made] of [
        [other, valid],
        [owner, key.make({ ...(await told(owner)), origin: 'https://evil.example' })],
        [owner, key.make({ ...(await told(owner)), rpId: 'evil.example' })],
        [owner, key.make(await told(owner), { clientData: { type: 'webauthn.get' } })],
        [owner, key.make(await told(owner), { statement: certified })],
        [owner, { ...key.make(await told(owner)), attestationObject: 'A'.repeat(8_000) }],
        [owner, { ...key.make(await told(owner)), attestationObject: 'gYGB'.repeat(2_000) }],
        [owner, { ...key.make(await told(owner)), id: createSoftKey().id }],
      ] as const) {
        const answer = await add(whose, made);
        expect([answer.status, answer.code], answer.text).to.deep.equal([422, 'KEY_REFUSED']);
      }
      expect((await add(owner, valid)).code).to.equal('KEY_REFUSED');
      const late = key.make(await told(owner));
      processClock.advance(5 * MINUTE);
      expect((await add(owner, late)).code).to.equal('KEY_REFUSED');
      expect(await eventsOf(owner)).to.deep.include({
        type: 'security-key-added',
        outcome: 'refused',
        code: 'KEY_WRONG',
      });
    });

    it('stops at ten', async () => {
      const owner = await person();
      await site.query(
        `INSERT INTO security_keys SELECT gen_random_uuid(), account_id, md5(n::text || $1), '', 0,
                '{}', 'key', now(), NULL, NULL
           FROM accounts, generate_series(1, 10) AS n WHERE reference = $1`,
        [owner.reference],
      );
      const json = { password: PASSWORD, code: accounts.freshCode(owner.secret) };
      const answer = await owner.browser.call('POST /v1/session/keys/challenge', { json });
      expect(answer.code).to.equal('STATE_FORBIDS');
    });
  });

  it('one is taken away by its owner, and never the last factor', async () => {
    const owner = await person();
    const other = await person();
    const held = await holdKey(hub.url, accounts, owner);
    const second = await holdKey(hub.url, accounts, owner, 'red key');
    const remove = (whose: TestPerson, keyId: string) =>
      whose.browser.call(`POST /v1/session/keys/${keyId}/remove`, { json: {} });
    expect((await remove(other, held.keyId)).code).to.equal('NOT_FOUND');
    expect((await remove(owner, NOTHING)).code).to.equal('NOT_FOUND');
    expect((await remove(owner, 'x')).code).to.equal('NOT_FOUND');
    expect((await remove(owner, held.keyId)).status).to.equal(204);
    expect(await eventsOf(owner)).to.deep.include({
      type: 'security-key-removed',
      outcome: null,
      code: null,
    });
    refused(await signInByPasskey(hub.url, accounts.browser(), held));
    // As of an account whose app is gone.
    await site.query(
      `UPDATE account_secrets SET totp = NULL
        WHERE account_id = (SELECT account_id FROM accounts WHERE reference = $1)`,
      [owner.reference],
    );
    const answer = await remove(owner, second.keyId);
    expect([answer.status, answer.code]).to.deep.equal([409, 'LAST_FACTOR']);
  });

  it('a fresh invitation forgets them', async () => {
    const owner = await person();
    const held = await holdKey(hub.url, accounts, owner);
    await hub.call('national', `POST /v1/accounts/${owner.reference}/reinvite`, { json: {} });
    refused(await signInByPasskey(hub.url, accounts.browser(), held));
    const keys = await site.query('SELECT FROM security_keys WHERE credential_id = $1', [
      held.key.id,
    ]);
    expect(keys).to.have.length(0);
  });

  it('a hub that browsers know by no name offers none', async () => {
    const nameless = await site.start();
    const ways = await nameless.call(undefined, 'GET /v1/sign-in-ways');
    expect(ways.body).to.include({ passkeys: false });
    const asked = await nameless.call(undefined, 'POST /v1/passkey/challenge', { json: {} });
    expect([asked.status, asked.body['code']]).to.deep.equal([422, 'STATE_FORBIDS']);
    await nameless.stop();
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
    const { key, userHandle } = await holdKey(hub.url, accounts, owner);
    const halfway = await accounts.halfway(owner);
    const told = await secondChallenge(hub.url, halfway);
    shape('KeyProof', JSON.stringify(key.sign(told, { userHandle })));
    const challenge = await halfway.call('POST /v1/session/second-factor/challenge', { json: {} });
    shape('KeyChallenge', challenge.text);
    shape('NewSecurityKey', JSON.stringify({ name: 'key', ...createSoftKey().make(told) }));
    shape('SecurityKeys', (await owner.browser.call('GET /v1/session/keys')).text);
    shape('SignInWays', (await owner.browser.call('GET /v1/sign-in-ways')).text);
  });
});
