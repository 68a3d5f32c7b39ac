import { expect } from 'chai';
import { addSystemKey, connectState } from '../../../hub/flows/administer.ts';
import { agree, policyHashOf } from '../../../hub/flows/agree.ts';
import { findExpiries, watchExpiry } from '../../../hub/flows/watch-expiry.ts';
import { loadExchangePolicy } from '../../../hub/load-policies.ts';
import * as principals from '../../../hub/store/principals.ts';
import { activity } from '../../support/activity.ts';
import { createSettableClock } from '../../support/settable-clock.ts';
import { type TestAccounts, createTestAccounts } from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * 3_600_000;
const policy = loadExchangePolicy();

describe('the terms of exchange', () => {
  const wallClock = createSettableClock();
  let site: TestSite;
  let hub: TestHub;
  let accounts: TestAccounts;

  before(async () => {
    site = await openTestSite({
      states: { OR: {}, TX: {}, CA: { connected: false } },
      wallClock,
    });
    hub = await site.start();
    accounts = createTestAccounts(hub, wallClock);
  });
  after(() => site.close());

  const forget = (member: string) =>
    site.query('DELETE FROM agreements WHERE member = $1', [member]);
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => (error as { code?: unknown }).code,
    );
  const terms = async (caller: string, state: string) =>
    (await hub.call(caller, `GET /v1/members/${state}/profile`)).body['terms'] as Record<
      string,
      unknown
    >;

  it('stand open, with their version', async () => {
    const { status, body } = await hub.call(undefined, 'GET /v1/exchange-policy');
    expect(status).to.equal(200);
    expect(body).to.include({ version: policy.version, title: policy.title });
  });

  it('are agreed to before a member gets a key or a way', async () => {
    await forget('CA');
    const { administer } = site.parts;
    const key = () => addSystemKey(administer, { member: 'CA', label: 'first' });
    const endpoint = 'http://127.0.0.1:9/CA';
    const way = () => connectState(administer, { member: 'CA', endpoint, credential: undefined });
    expect(await codeOf(key())).to.equal('AGREEMENT_MISSING');
    expect(await codeOf(way())).to.equal('AGREEMENT_MISSING');
    expect(await terms('national', 'CA')).to.deep.equal({ inForce: policy.version });

    const administrator = await accounts.person('CA', ['state-administrator']);
    const say = (version: string, state = 'CA') =>
      administrator.browser.call(`POST /v1/members/${state}/agreement`, { json: { version } });
    expect((await say('1999-01')).code).to.equal('POLICY_CHANGED');
    expect((await say(policy.version, 'TX')).code).to.equal('NOT_FOUND');
    expect((await say(policy.version)).status).to.equal(204);
    expect((await say(policy.version)).status, 'said twice').to.equal(204);
    expect(await terms('CA office', 'CA')).to.deep.include({ inForce: policy.version });
    const { agreed } = await terms('national', 'CA');
    expect(agreed).to.include({ version: policy.version, by: administrator.reference });
    expect(await codeOf(key())).to.equal('done');
    expect(await codeOf(way())).to.equal('done');

    const leaves = await site.until(
      () =>
        site.query<{ entry: Buffer }>(
          `SELECT entry FROM ledger_entries WHERE position('"terms-agreed"'::bytea in entry) > 0`,
        ),
      (rows) => rows.length > 0,
    );
    expect(leaves, 'a leaf for the first time alone').to.have.length(1);
    expect(leaves[0]!.entry.toString()).to.contain(`"subjectHash":"${policyHashOf(policy)}"`);
  });

  it('are agreed to by a command for a paper that was signed', async () => {
    await forget('CA');
    const { administer } = site.parts;
    const version = policy.version;
    await agree(administer, { command: true }, { member: 'CA', version, policy });
    expect((await terms('national', 'CA'))['agreed']).to.include({ version, by: 'command' });
    const wrong = { member: 'CA', version: '1999-01', policy };
    expect(await codeOf(agree(administer, { command: true }, wrong))).to.equal('POLICY_CHANGED');
  });

  it('let nothing be sent to a member that agreed to none, whatever rows say', async () => {
    const send = () => hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    expect((await send()).status).to.equal(202);
    await forget('TX');
    const refused = await site.until(send, ({ status }) => status !== 202);
    expect(refused.body['code']).to.equal('DESTINATION_NOT_CONNECTED');
    const ways = await site.parts.store.findDestinations(site.parts.store.query);
    expect(ways.find(({ member }) => member === 'TX')).to.include({ is_agreed: false });
    await agree(
      site.parts.administer,
      { command: true },
      { member: 'TX', version: policy.version, policy },
    );
    await site.until(send, ({ status }) => status === 202);
  });

  it('may change: what runs goes on, and the agency and the nation are told for thirty days', async () => {
    const at = site.clock.now();
    await site.query(
      `INSERT INTO exchange_policies (version, policy_hash, in_force_at) VALUES ('next', 'x', $1)`,
      [new Date(at.getTime() + 1)],
    );
    site.clock.advance(1_000);
    const told = await terms('OR office', 'OR');
    expect(told).to.include({ inForce: 'next' });
    expect(told['dueAt']).to.equal(new Date(at.getTime() + 1 + 30 * DAY).toISOString());
    const sent = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    expect(sent.status).to.equal(202);

    const watch = {
      ...site.parts,
      store: { ...site.parts.store, findKeyExpiries: principals.findKeyExpiries },
      profiles: site.parts.states.profiles,
      readTlsCertificate: () => undefined,
      passwordListDate: '2026-11-01',
      clock: site.clock,
    };
    const due = async () =>
      (await findExpiries(watch)).filter(({ code }) => code === 'AGREEMENT_DUE');
    expect((await due()).map(({ member }) => member)).to.include.members(['OR', 'TX']);
    await watchExpiry(watch);
    const open = async () =>
      (
        await site.query<{ member: string }>(
          `SELECT member FROM incidents WHERE code = 'AGREEMENT_DUE' AND closed_at IS NULL`,
        )
      ).map(({ member }) => member);
    expect(await open()).to.include.members(['OR', 'TX']);
    await site.query(
      `INSERT INTO agreements (member, version, agreed_by, agreed_at)
       VALUES ('OR', 'next', 'command', $1)`,
      [at],
    );
    await watchExpiry(watch);
    expect(await open())
      .to.include('TX')
      .and.not.include('OR');
  });
});
