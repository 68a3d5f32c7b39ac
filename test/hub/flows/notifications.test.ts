import { expect } from 'chai';
import type { Actor } from '../../../hub/access/actor.ts';
import { setContact } from '../../../hub/flows/office-contacts.ts';
import { setSettings } from '../../../hub/flows/notification-settings.ts';
import { closeCauses, reportCauses } from '../../../hub/flows/report-incidents.ts';
import { tellConfirmations } from '../../../hub/flows/tell-confirmations.ts';
import { tellIncidents } from '../../../hub/flows/tell-incidents.ts';
import type { Exchange } from '../../../hub/open-exchange.ts';
import { type Notifier, type NotifierStore, openNotifier } from '../../../hub/open-notifier.ts';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import { activity } from '../../support/activity.ts';
import { idleNotifier } from '../../support/idle-notifier.ts';
import { HOUR, MINUTE, createSettableClock } from '../../support/settable-clock.ts';
import { type SmtpPeer, startSmtpPeer } from '../../support/smtp-peer.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const CANARIES = ['Zquorvennix', '1971-08-23', 'OR-QV 7719', 'Mulbrakotheen'] as const;
const DAY = 24 * HOUR;

const office = (member: string): Actor => ({
  principalId: 'p',
  kind: 'person',
  member,
  roles: member === 'national' ? ['national-office'] : ['state-administrator'],
  reference: `U-${member.toUpperCase()}`,
});

describe('notifications by mail', () => {
  let site: TestSite;
  let hub: TestHub;
  let peer: SmtpPeer;
  let database: Database;
  let notifier: Notifier;
  const processClock = createSettableClock();

  before(async () => {
    peer = await startSmtpPeer();
    site = await openTestSite({
      states: { OR: { attestation: false }, TX: {}, CA: {} },
      processClock,
    });
    database = openDatabase({
      url: site.database.url,
      role: 'hub_exchange',
      poolSize: 6,
      applicationName: 'hub-test',
    });
    notifier = open();
    for (const member of ['OR', 'TX', 'national'])
      await register(member, `office@${member.toLowerCase()}.example`);
    hub = await site.start({ decorate: { notifier: idleNotifier } });
    await step('notices');
  });
  after(async () => {
    notifier.close();
    await database.close();
    await site.close();
    await peer.close();
  });
  beforeEach(async () => {
    peer.always('take');
    await site.query(
      `UPDATE notices SET mailed_at = mail_at - interval '1 day' WHERE mailed_at IS NULL`,
    );
    await site.query(`UPDATE outbox SET state = 'dropped' WHERE state = 'waiting'`);
    await site.query(`UPDATE incidents SET opening_told = true, closing_told = true`);
  });

  const mail = () => ({
    url: `smtp://127.0.0.1:${peer.port}`,
    from: 'hub@hub.example',
    caFile: undefined,
  });

  function open(decorate?: (store: NotifierStore) => NotifierStore): Notifier {
    const config = { ...site.config, mail: mail(), publicUrl: 'https://hub.example' };
    const flows = site.parts as unknown as Exchange['flows'];
    return openNotifier({ config, exchange: { flows, database }, decorate });
  }

  async function step(part: string, by = notifier): Promise<void> {
    await by.rounds.find((round) => round.part === part)?.round();
  }

  async function sendAll(): Promise<void> {
    await step('mail-gathering');
    await step('mail');
  }

  async function register(member: string, mailbox: string): Promise<void> {
    const [row] = await site.parts.store.findContacts(site.parts.store.query, [member]);
    const contact = { mailbox, phone: '555-0100-0000' };
    await setContact(site.parts, office(member), member, { contact, seen: row?.version ?? 0 });
  }

  async function sequenced(): Promise<void> {
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    await step('notices');
  }

  const waitingNotices = () =>
    site.query<{ member: string; event: string; mail_at: Date }>(
      'SELECT member, event, mail_at FROM notices WHERE mailed_at IS NULL ORDER BY member, event',
    );

  function request(released: boolean) {
    const { data, ...envelope } = activity('transfer-request', { from: 'OR', to: 'TX', released });
    const person = (data as { supervisedIndividual: object }).supervisedIndividual;
    const name = { firstName: 'Robin', lastName: CANARIES[0] };
    const supervisedIndividual = { ...person, name, dateOfBirth: CANARIES[1] };
    const more = {
      senderCaseNumber: `${CANARIES[2]}/${Math.random()}`,
      justification: CANARIES[3],
    };
    return { ...envelope, data: { ...data, ...more, supervisedIndividual } };
  }

  /** To the next time of day, by the offices' clocks (Central). */
  function until(hour: number): void {
    const now = site.clock.now();
    const there = new Date(now);
    there.setUTCHours(hour + 6, 0, 0, 0);
    if (there <= now) there.setUTCDate(there.getUTCDate() + 1);
    site.clock.advance(there.getTime() - now.getTime());
  }

  const causeOf = (code: string, member = 'OR') => ({ member, kind: 'delivery' as const, code });
  const report = (causes: readonly ReturnType<typeof causeOf>[]) =>
    site.parts.store.withTransaction((tx) =>
      reportCauses(site.parts, tx, causes, site.clock.now()),
    );
  const over = (code: string) =>
    site.parts.store.withTransaction((tx) =>
      closeCauses(site.parts, tx, { ...causeOf(code), codes: [code] }, site.clock.now()),
    );
  const tell = () => tellIncidents({ ...notifier.telling, warn: () => undefined });

  /** One alert to Oregon that is due now. */
  async function alert(code: string): Promise<void> {
    until(10);
    await report([causeOf(code)]);
    await tell();
  }

  const openIncidents = (member: string) =>
    site.query<{ code: string }>(
      `SELECT code FROM incidents WHERE member = $1 AND kind = 'notification' AND closed_at IS NULL`,
      [member],
    );

  it('waits for seven in the morning, then says all of it in one mail, without any personal data', async () => {
    until(5);
    const sent: string[] = [];
    for (const released of [false, false]) {
      const answer = await hub.submit('OR', request(released));
      expect(answer.status, answer.text).to.equal(202);
      sent.push(String(answer.body['transmissionId']));
    }
    await hub.call('OR office', `POST /v1/messages/${sent[1]}/release`, { json: {} });
    await sequenced();
    const notices = await waitingNotices();
    expect(notices.map(({ member, event }) => `${member} ${event}`)).to.include.members([
      'OR release-waiting',
      'TX activity-arrived',
    ]);
    for (const { mail_at } of notices) expect(mail_at.toISOString()).to.match(/T13:00:00.000Z$/);
    await sendAll();
    expect(peer.taken).to.have.length(0);
    until(7);
    await sendAll();
    await sendAll();
    const [first, second, ...more] = [...peer.taken].sort((a, b) => (a.to[0]! < b.to[0]! ? -1 : 1));
    expect(more).to.deep.equal([]);
    expect([first?.to, second?.to]).to.deep.equal([['office@or.example'], ['office@tx.example']]);
    // What was released meanwhile is told no more.
    expect(first?.raw).to.include('Oregon: 1 activity waits for release');
    expect(first?.raw.replaceAll(/=\r?\n/g, '')).to.include(
      `https://hub.example/app/messages/${sent[0]}`,
    );
    expect(second?.raw).to.include('Texas: 1 activity came in');
    for (const { raw } of peer.taken) {
      for (const canary of CANARIES) expect(raw).to.not.include(canary);
    }
  });

  it('tells a cause once, however often it occurs, and once that it is over', async () => {
    until(10);
    const before = peer.taken.length;
    for (let burst = 0; burst < 3; burst += 1) {
      await report(Array.from({ length: 400 }, () => causeOf('CONNECTION_FAILED')));
      await tell();
      await sendAll();
    }
    expect(peer.taken.slice(before).map(({ to }) => to[0])).to.deep.equal(['office@or.example']);
    site.clock.advance(11 * MINUTE);
    await over('CONNECTION_FAILED');
    await tell();
    await sendAll();
    expect(peer.taken.slice(before)).to.have.length(2);
    expect(peer.taken.at(-1)?.raw).to.include('1 incident is over');
    // Flapping waits for the morning.
    await report([causeOf('CONNECTION_FAILED')]);
    await tell();
    site.clock.advance(HOUR);
    await sendAll();
    expect(peer.taken.slice(before)).to.have.length(2);
    await over('CONNECTION_FAILED');
  });

  it('keeps the quiet hours, but for what presses the nation', async () => {
    until(23);
    const before = peer.taken.length;
    await report([
      causeOf('REMOTE_ERROR'),
      { member: 'national', kind: 'hub' as never, code: 'STORAGE_LOW' },
    ]);
    await tell();
    await sendAll();
    expect(peer.taken.slice(before).map(({ to }) => to[0])).to.deep.equal([
      'office@national.example',
    ]);
    until(7);
    await sendAll();
    const mails = peer.taken.slice(before + 1).map(({ to }) => to[0]);
    expect(mails.sort()).to.deep.equal(['office@national.example', 'office@or.example']);
  });

  it('is sent again under the same Message-ID when the process dies before it marked it', async () => {
    const dying = open((store) => ({
      ...store,
      endOutbox: () => Promise.reject(new Error('the process died')),
    }));
    const before = peer.taken.length;
    await alert('NO_ANSWER');
    await step('mail-gathering');
    const error = await step('mail', dying).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).to.be.instanceOf(Error);
    await step('mail');
    expect(peer.taken.slice(before), 'while its lease lasts').to.have.length(1);
    processClock.advance(3 * MINUTE);
    await step('mail');
    await step('mail');
    const ids = peer.taken.slice(before).map(({ messageId }) => messageId);
    expect(ids).to.have.length(2);
    expect(ids[0])
      .to.equal(ids[1])
      .and.match(/^<[0-9a-f-]{36}@hub\.example>$/);
  });

  it('comes once through a server that is busy first, and not before its time', async () => {
    const before = peer.taken.length;
    peer.moods('busy', 'busy-after-data');
    await alert('REMOTE_BUSY');
    await sendAll();
    await step('mail');
    expect(peer.taken.slice(before)).to.have.length(0);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      site.clock.advance(MINUTE);
      await step('mail');
    }
    expect(peer.taken.slice(before)).to.have.length(1);
  });

  it('is never lost while the server fails, which is one incident until it takes again', async () => {
    const before = peer.taken.length;
    peer.always('refuse-sender');
    await alert('ANSWER_UNREADABLE');
    await step('mail-gathering');
    for (let hours = 0; hours < 6; hours += 1) {
      await step('mail');
      site.clock.advance(HOUR);
    }
    expect(await openIncidents('national')).to.deep.equal([{ code: 'MAIL_SERVER_FAILED' }]);
    peer.always('take');
    await step('mail');
    expect(peer.taken.slice(before)).to.have.length(1);
    expect(await openIncidents('national')).to.deep.equal([]);
  });

  it('goes to the mailbox of now, also when it was written for another', async () => {
    const before = peer.taken.length;
    await alert('UNROUTABLE');
    await step('mail-gathering');
    await register('OR', 'anew@or.example');
    await step('mail');
    expect(peer.taken.slice(before).map(({ to }) => to[0])).to.include('anew@or.example');
    const settings = { mailbox: 'alerts@or.example', choices: {} };
    await setSettings({ ...site.parts, mails: true }, office('OR'), 'OR', settings);
    await alert('IDENTITY_MISMATCH');
    await sendAll();
    const addresses = peer.taken.slice(before).map(({ to }) => to[0]);
    expect(addresses).to.include('alerts@or.example').and.not.include('office@or.example');
  });

  it('is given up at once where the mailbox is refused: an incident, over with the next', async () => {
    peer.moods('refuse-mailbox');
    await alert('CREDENTIALS_REFUSED');
    await sendAll();
    expect(await openIncidents('OR')).to.deep.equal([{ code: 'MAIL_REFUSED' }]);
    await alert('ID_CONFLICT');
    await sendAll();
    expect(await openIncidents('OR')).to.deep.equal([]);
  });

  it('is told an office only as it chose', async () => {
    const choices = { 'incident-opened': 'off' } as const;
    await setSettings({ ...site.parts, mails: true }, office('OR'), 'OR', { choices });
    const before = peer.taken.length;
    await alert('RETRIES_EXHAUSTED');
    await sendAll();
    expect(peer.taken.slice(before)).to.deep.equal([]);
    await setSettings({ ...site.parts, mails: true }, office('OR'), 'OR', { choices: {} });
  });

  it('goes to the persons whom the table names, as long as their accounts are in use', async () => {
    const persons = [
      ['U-000000000AAA', 'administrator@or.example', 'state-administrator', 'active'],
      ['U-000000000BBB', 'officer@or.example', 'officer', 'active'],
      ['U-000000000CCC', 'gone@or.example', 'state-administrator', 'deactivated'],
      ['U-000000000DDD', 'office@ca.example', 'state-administrator', 'active'],
    ];
    for (const [reference, email, role, state] of persons) {
      await site.query(
        `INSERT INTO accounts (account_id, reference, member, name, email, roles, office_staff,
                               training_completed_on, training_recorded_by, state, created_at, invited_at)
         VALUES (gen_random_uuid(), $1, $2, 'Example', $3, ARRAY[$4], false, '2026-01-01', 'U-0', $5, $6, $6)`,
        [reference, email?.slice(-10, -8).toUpperCase(), email, role, state, site.clock.now()],
      );
    }
    const before = peer.taken.length;
    await alert('DOCUMENT_TOO_LARGE');
    await sendAll();
    const addresses = peer.taken.slice(before).map(({ to }) => to[0]);
    expect(addresses.filter((one) => one?.endsWith('@or.example')).sort()).to.deep.equal([
      'administrator@or.example',
      'anew@or.example',
    ]);
  });

  describe('of links', () => {
    const url = 'https://hub.example/reset/vostramelick';
    const link = (minutes: number) => ({
      kind: 'reset' as const,
      url,
      expiresAt: new Date(processClock.now().getTime() + minutes * MINUTE),
    });
    const to = { email: 'person@or.example', name: 'Jordan Example' };

    it('are sent at any hour, and encrypted until then', async () => {
      until(23);
      await notifier.sendLink?.(to, link(20));
      const kept = await site.query<{ content: Buffer }>(
        `SELECT content FROM outbox WHERE channel = 'link' AND state = 'waiting'`,
      );
      expect(kept).to.have.length(1);
      expect(kept[0]!.content.includes('vostramelick')).to.equal(false);
      expect(kept[0]!.content.includes('person@')).to.equal(false);
      await step('mail');
      expect(peer.taken.at(-1)?.to).to.deep.equal(['person@or.example']);
      expect(peer.taken.at(-1)?.raw).to.include(url);
      const left = await site.query(
        `SELECT FROM outbox WHERE channel = 'link' AND content IS NOT NULL`,
      );
      expect(left).to.have.length(0);
    });

    it('are tried until they expire, and then an incident of the nation', async () => {
      peer.always('busy');
      const before = peer.taken.length;
      await notifier.sendLink?.(to, link(20));
      await step('mail');
      site.clock.advance(21 * MINUTE);
      processClock.advance(21 * MINUTE);
      peer.always('take');
      await step('mail');
      expect(peer.taken.slice(before)).to.deep.equal([]);
      expect((await openIncidents('national')).map(({ code }) => code)).to.include(
        'LINK_UNDELIVERED',
      );
    });
  });

  it('tells the administrators once a year who of the compact office is to be confirmed', async () => {
    const reference = 'U-000000000EEE';
    await site.query(
      `INSERT INTO accounts (account_id, reference, member, name, email, roles, office_staff,
                             office_confirmed_at, training_completed_on, training_recorded_by, state,
                             created_at, invited_at)
       VALUES (gen_random_uuid(), $1, 'OR', 'Example', 'staff@or.example', ARRAY['compact-office'], true,
               $2, '2026-01-01', 'U-0', 'active', $2, $2)`,
      [reference, site.clock.now()],
    );
    const confirm = () =>
      site.query('UPDATE accounts SET office_confirmed_at = $2 WHERE reference = $1', [
        reference,
        site.clock.now(),
      ]);
    const told = async (): Promise<string[]> => {
      await tellConfirmations(notifier.telling);
      const rows = await waitingNotices();
      return rows.filter(({ event }) => event === 'confirmation-due').map(({ member }) => member);
    };
    expect(await told()).to.deep.equal([]);
    site.clock.advance(365 * DAY);
    expect(await told()).to.deep.equal(['OR']);
    expect(await told()).to.deep.equal(['OR']);
    const before = peer.taken.length;
    until(7);
    await sendAll();
    const mail = peer.taken.slice(before).find(({ to }) => to[0] === 'administrator@or.example');
    expect(mail?.raw).to.include('1 account to confirm');
    const link = `https://hub.example/app/administration/accounts/${reference}`;
    expect(mail?.raw.replaceAll(/=\r?\n/g, '')).to.include(link);
    expect(await told()).to.deep.equal([]);

    await confirm();
    site.clock.advance(366 * DAY);
    expect(await told()).to.deep.equal(['OR']);
    // Confirmed before the mail was written: there is nothing to tell any more.
    await confirm();
    const sent = peer.taken.length;
    until(7);
    await sendAll();
    expect(peer.taken.slice(sent).some(({ raw }) => raw.includes('to confirm'))).to.equal(false);
  });

  it('forgets what it told after a month', async () => {
    site.clock.advance(31 * DAY);
    await step('notices-kept');
    const [left] = await site.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM outbox WHERE ended_at IS NOT NULL`,
    );
    expect(left?.count).to.equal(0);
  });
});
