import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { MEMBER_ROLES } from '../../../hub/access/actor.ts';
import { activity } from '../../support/activity.ts';
import type { Browser } from '../../support/browser.ts';
import { officeErasure } from '../../support/office-erasure.ts';
import { createSettableClock } from '../../support/settable-clock.ts';
import { type TestAccounts, createTestAccounts } from '../../support/test-accounts.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

type Told = Readonly<Record<string, unknown>>;

describe('who opened what', () => {
  const wallClock = createSettableClock();
  let site: TestSite;
  let hub: TestHub;
  let accounts: TestAccounts;

  before(async () => {
    site = await openTestSite({
      states: { OR: { profile: { roles: MEMBER_ROLES } }, TX: { mode: 'pull' }, CA: {} },
      wallClock,
    });
    hub = await site.start();
    accounts = createTestAccounts(hub, wallClock);
  });
  after(() => site.close());

  const BODY = Buffer.from('%PDF-1.7 of a test');
  const SHA256 = createHash('sha256').update(BODY).digest('hex');

  async function sent(more: object = {}): Promise<{ id: string; caseId: string }> {
    const answer = await hub.submit(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX', ...more }),
    );
    expect(answer.status, answer.text).to.equal(202);
    return { id: String(answer.body['transmissionId']), caseId: String(answer.body['caseId']) };
  }
  async function viewings(caller: string, id: string): Promise<Told[]> {
    const { status, text, body } = await hub.call(caller, `GET /v1/messages/${id}/viewings`);
    expect(status, text).to.equal(200);
    return body['items'] as Told[];
  }
  const summary = (rows: readonly Told[]): string[] =>
    rows.map(({ what, member, role, reason = '' }) =>
      [what, member, role, reason]
        .map((part) => part as string)
        .join(' ')
        .trim(),
    );
  const leaves = async (id: string): Promise<Told[]> => {
    const told = async (): Promise<Told[]> => {
      const { body } = await hub.call('OR office', `GET /v1/messages/${id}`);
      const events = body['events'] as { event: Told }[];
      return events.map(({ event }) => event).filter(({ type }) => type === 'viewed');
    };
    const expected = await site.query('SELECT FROM viewings WHERE transmission_id = $1', [id]);
    return site.until(told, (found) => found.length === expected.length);
  };

  it('is the same to both states, and nothing to a third', async () => {
    const { id } = await sent();
    expect(await viewings('OR office', id)).to.deep.equal([]);
    await hub.call('TX office', `GET /v1/messages/${id}/bodies`);
    const told = await viewings('TX office', id);
    expect(summary(told)).to.deep.equal(['documents TX compact-office']);
    for (const caller of ['OR office', 'OR', 'TX', 'national']) {
      expect(await viewings(caller, id), caller).to.deep.equal(told);
    }
    for (const caller of ['CA office', 'CA']) {
      const answer = await hub.call(caller, `GET /v1/messages/${id}/viewings`);
      expect(answer.status, caller).to.equal(404);
    }
    const [leaf] = await leaves(id);
    expect(leaf).to.include({
      subject: 'TX',
      role: 'compact-office',
      outcome: 'documents',
      actor: told[0]!['actor'],
      channel: 'console',
    });
  });

  it('counts once for each session, and for each credential and day', async () => {
    const { id } = await sent();
    const officer = await accounts.person('OR', ['officer']);
    const open = async (browser: Browser): Promise<void> => {
      expect((await browser.call(`GET /v1/messages/${id}/bodies`)).status).to.equal(200);
    };
    await Promise.all([open(officer.browser), open(officer.browser), open(officer.browser)]);
    const counted = async (): Promise<number> => (await viewings('OR office', id)).length;
    expect(await counted()).to.equal(1);
    await open(await accounts.signIn(officer));
    expect(await counted()).to.equal(2);
    for (let time = 0; time < 2; time += 1) await hub.call('TX', `GET /v1/messages/${id}/bodies`);
    expect(await counted()).to.equal(3);
    site.clock.advance(24 * 3_600_000);
    await hub.call('TX', `GET /v1/messages/${id}/bodies`);
    expect(await counted()).to.equal(4);
    expect(summary(await viewings('TX', id)).sort()).to.deep.equal([
      'documents OR officer',
      'documents OR officer',
      'documents TX system',
      'documents TX system',
    ]);
    expect(await leaves(id)).to.have.length(4);
    // By name of those of one's own state alone.
    const named = async (caller: string): Promise<unknown[]> =>
      (await viewings(caller, id)).flatMap(({ name }) => name ?? []);
    const [own, again] = await named('OR office');
    expect(own).to.be.a('string');
    expect(again).to.equal(own);
    for (const caller of ['TX office', 'national']) {
      expect(await named(caller), caller).to.deep.equal([]);
    }
  });

  it('stands among the access events of the own state, with the address', async () => {
    const { id } = await sent();
    await hub.call('TX office', `GET /v1/messages/${id}/bodies`);
    const texas = await accounts.person('TX', ['state-administrator']);
    const oregon = await accounts.person('OR', ['state-administrator']);
    const events = async (browser: Browser): Promise<Told[]> => {
      const { body } = await browser.call('GET /v1/access-events?type=viewed&limit=200');
      return (body['items'] as Told[]).filter(({ transmissionId }) => transmissionId === id);
    };
    const [event, ...more] = await events(texas.browser);
    expect(more).to.deep.equal([]);
    expect(event).to.include({ type: 'viewed', member: 'TX', outcome: 'documents' });
    expect(event?.['source']).to.match(/127\.0\.0\.1/);
    expect(await events(oregon.browser)).to.deep.equal([]);
    const toldToBoth = await oregon.browser.call(`GET /v1/messages/${id}/viewings`);
    expect(toldToBoth.status).to.equal(200);
    expect(toldToBoth.text).to.not.contain('127.0.0.1');
  });

  it('tells the person of a case and a file, and neither lists nor deliveries', async () => {
    const put = { body: BODY, contentType: 'application/pdf' };
    await hub.call('OR', `PUT /v1/attachments/${SHA256}`, put);
    const attachments = [
      {
        sha256: SHA256,
        mediaType: 'application/pdf',
        size: BODY.length,
        kind: 'OTHER',
        fileName: 'a.pdf',
        description: 'of a test',
      },
    ];
    const plain = activity('transfer-request', { from: 'OR', to: 'TX' });
    const { id, caseId } = await sent({ data: { ...plain.data, attachments } });
    for (const route of [
      'GET /v1/messages',
      `GET /v1/messages?case=${caseId}`,
      `GET /v1/messages/${id}`,
      `GET /v1/messages/${id}/mapping`,
      `GET /v1/messages/${id}/proof`,
      'GET /v1/cases',
      `GET /v1/cases/${caseId}?person=no`,
    ]) {
      const answer = await hub.call('TX office', route);
      expect(answer.status, `${route} ${answer.text}`).to.equal(200);
    }
    const closed = await hub.call('TX office', `GET /v1/cases/${caseId}?person=no`);
    expect(closed.body).to.include({ describedBy: id }).and.not.have.property('person');
    await hub.call('TX', 'GET /v1/inbox');
    expect((await hub.call('TX', `GET /v1/attachments/${SHA256}`)).status).to.equal(200);
    expect(await viewings('OR office', id)).to.deep.equal([]);

    expect((await hub.call('TX office', `GET /v1/attachments/${SHA256}`)).status).to.equal(200);
    const opened = await hub.call('OR office', `GET /v1/cases/${caseId}`);
    expect(opened.body).to.have.property('person');
    const nation = await hub.call('national', `GET /v1/cases/${caseId}`);
    expect(nation.body).to.not.have.property('person');
    expect(summary(await viewings('OR office', id)).sort()).to.deep.equal([
      'attachment TX compact-office',
      'person OR compact-office',
    ]);
  });

  it('keeps from the other state what was opened before it crossed, until it has', async () => {
    const { id } = await sent({ released: false });
    await hub.call('OR office', `GET /v1/messages/${id}/bodies`);
    const path = `GET /v1/messages/${id}/viewings`;
    expect((await hub.call('TX office', path)).status).to.equal(404);
    await hub.call('OR office', `POST /v1/messages/${id}/release`);
    expect(await viewings('TX office', id)).to.have.length(1);
  });

  describe('of the national office', () => {
    const NOTE = 'Quillonverdact asked by telephone';
    const stated = { reason: 'ASKED_BY_STATE', note: NOTE };
    const open = (caller: string, id: string, json: object) =>
      hub.call(caller, `POST /v1/messages/${id}/viewings`, { json });

    it('needs a reason, is one each time, and is told to both states with its words', async () => {
      const { id } = await sent();
      expect((await hub.call('national', `GET /v1/messages/${id}/bodies`)).status).to.equal(403);
      for (const json of [{}, { reason: 'ASKED_BY_STATE' }, { ...stated, reason: 'CURIOUS' }]) {
        const refused = await open('national', id, json);
        expect([refused.status, refused.body['code']]).to.deep.equal([422, 'COMMAND_INVALID']);
      }
      expect(await viewings('OR office', id)).to.deep.equal([]);
      const first = await open('national', id, stated);
      expect(first.status, first.text).to.equal(200);
      site.clock.advance(1);
      await open('national', id, { reason: 'DISPUTE', note: 'again' });
      const bodies = first.body['bodies'] as Told[];
      expect(bodies.map(({ kind }) => kind)).to.include.members(['canonical', 'received']);
      for (const caller of ['OR office', 'TX office', 'national']) {
        const told = await viewings(caller, id);
        expect(summary(told), caller).to.deep.equal([
          'documents national national-office DISPUTE',
          'documents national national-office ASKED_BY_STATE',
        ]);
        expect(told[1]!['note']).to.equal(NOTE);
      }
      const [leaf] = await leaves(id);
      expect(leaf).to.include({
        subject: 'national',
        code: 'ASKED_BY_STATE',
        outcome: 'documents',
      });
      expect(leaf?.['subjectHash']).to.match(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(leaf)).to.not.contain('Quillonverdact');
    });

    it('is the right of no auditor and of no state', async () => {
      const { id } = await sent();
      const auditor = await accounts.person('national', ['auditor']);
      const csrf = await auditor.browser.call(`POST /v1/messages/${id}/viewings`, { json: stated });
      expect([csrf.status, csrf.code]).to.deep.equal([403, 'NOT_PERMITTED']);
      for (const caller of ['OR office', 'OR', 'TX office', 'CA office']) {
        expect((await open(caller, id, stated)).status, caller).to.equal(403);
      }
      expect(await viewings('OR office', id)).to.deep.equal([]);
    });

    it('opens nothing that was taken, and its words go with the content', async () => {
      const { id } = await sent();
      await open('national', id, stated);
      await officeErasure(hub).carryOut('OR', { scope: 'transmission', subject: id });
      const refused = await open('national', id, stated);
      expect([refused.status, refused.body['code']]).to.deep.equal([410, 'ERASED']);
      const [told, ...more] = await viewings('TX office', id);
      expect(more).to.deep.equal([]);
      expect(told).to.include({ reason: 'ASKED_BY_STATE' }).and.not.have.property('note');
    });
  });

  // Last: the hub of this file stays locked.
  describe('under a locked ledger', () => {
    it('cannot be written down: documents stay closed, cases say so', async () => {
      const { id, caseId } = await sent();
      await site.until(
        () => site.query('SELECT FROM pending_leaves'),
        (rows) => rows.length === 0,
      );
      await site.query(`UPDATE ledger_head SET lock_code = 'LEDGER_FORK'`);
      // What was opened in the session before stays open in it: so this one waits before it opens.
      await site.until(
        () => hub.call('OR office', `POST /v1/messages/${id}/release`),
        ({ status }) => status === 503,
      );
      const refused = await hub.call('TX office', `GET /v1/messages/${id}/bodies`);
      expect([refused.status, refused.body['code']]).to.deep.equal([503, 'LEDGER_LOCKED']);
      const system = await hub.call('TX', `GET /v1/messages/${id}/bodies`);
      expect(system.status, 'a system reads what is its own').to.equal(200);
      const told = await hub.call('OR office', `GET /v1/cases/${caseId}`);
      expect(told.status).to.equal(200);
      expect(told.body)
        .to.include({ personClosed: 'LEDGER_LOCKED' })
        .and.not.have.property('person');
    });
  });
});
