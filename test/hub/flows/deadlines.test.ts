import { expect } from 'chai';
import type { JsonObject } from '../../../hub/message/json.ts';
import { activity } from '../../support/activity.ts';
import { HOUR } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

/** A deadline as the API shows it, as far as these tests look. */
interface Shown {
  readonly duty: string;
  readonly rule: string;
  readonly status: string;
  readonly owedBy: string;
  readonly startedOn: string;
  readonly dueOn: string;
  readonly dueAt: string;
  readonly received?: { readonly at: string; readonly dueOn: string };
  readonly ended?: { readonly how: string; readonly by?: string };
  readonly spent: Readonly<Record<string, number>>;
}

const DAY = 24 * HOUR;

describe('the clocks of a case', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    // Friday 20 November 2026, 10:00 UTC: the Thursday after next is Thanksgiving.
    site = await openTestSite({
      states: { OR: {}, TX: {}, CA: {}, NY: { mode: 'pull' } },
    });
    hub = await site.start();
  });
  afterEach(() => site.close());

  async function send(
    name: string,
    facts: { from: string; to?: string; subject?: string; data?: JsonObject; id?: string },
  ): Promise<{ caseId: string; transmissionId: string }> {
    const { from, to = from === 'OR' ? 'TX' : 'OR', ...rest } = facts;
    const answer = await hub.submit(from, activity(name, { from, to, ...rest }));
    expect(answer.status, answer.text).to.equal(202);
    const { caseId, transmissionId } = answer.body;
    return { caseId: String(caseId), transmissionId: String(transmissionId) };
  }

  async function listed(query = '', as = 'OR'): Promise<Shown[]> {
    const answer = await hub.call(as, `GET /v1/deadlines?limit=200${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body['items'] as Shown[];
  }
  const ofCase = async (caseId: string): Promise<Map<string, Shown>> => {
    const answer = await hub.call('OR', `GET /v1/cases/${caseId}`);
    return new Map((answer.body['deadlines'] as Shown[]).map((each) => [each.duty, each]));
  };
  const oneOf = async (caseId: string, duty: string): Promise<Shown> => {
    const found = (await ofCase(caseId)).get(duty);
    expect(found, duty).to.not.equal(undefined);
    return found!;
  };

  const LIVING_THERE = {
    reason: 'LIVING_IN_RS_AT_SENTENCING',
    qualifyingEvent: { kind: 'SENTENCING', date: '2026-11-03' },
    proofOfResidence: 'a lease in their name',
  };

  it('run from transmission, by the calendar of the state that owes, and stop at the answer', async () => {
    const { caseId } = await send('reporting-instructions-request', {
      from: 'OR',
      data: LIVING_THERE,
    });
    // Ten business days after Tuesday 3 November, over Veterans Day: the 18th is the tenth.
    expect(await oneOf(caseId, 'request-for-instructions')).to.include({
      status: 'late',
      startedOn: '2026-11-03',
      dueOn: '2026-11-18',
      owedBy: 'OR',
    });
    expect(await oneOf(caseId, 'instructions-reply')).to.include({
      rule: '3.103',
      status: 'running',
      owedBy: 'TX',
      startedOn: '2026-11-20',
      dueOn: '2026-11-24',
      dueAt: '2026-11-25T06:00:00.000Z',
    });
    site.clock.advance(DAY);
    site.clock.advance(2 * DAY);
    expect(await oneOf(caseId, 'instructions-reply')).to.include({ status: 'soon' });
    site.clock.advance(DAY);
    expect(await oneOf(caseId, 'instructions-reply')).to.include({ status: 'due' });
    await send('reporting-instructions-reply', { from: 'TX', subject: caseId });
    const answered = await oneOf(caseId, 'instructions-reply');
    expect(answered).to.include({ status: 'met' });
    expect(answered.ended).to.include({ how: 'answered' });
    // Fifteen business days after Tuesday the 24th, over Thanksgiving, in Oregon.
    expect(await oneOf(caseId, 'transfer-request')).to.include({
      owedBy: 'OR',
      dueOn: '2026-12-16',
    });
  });

  it('are told as overdue, and the answer as late', async () => {
    const { caseId } = await send('reporting-instructions-request', {
      from: 'OR',
      data: LIVING_THERE,
    });
    site.clock.advance(5 * DAY);
    expect(await oneOf(caseId, 'instructions-reply')).to.include({ status: 'overdue' });
    expect((await listed('&status=overdue')).map(({ duty }) => duty)).to.include(
      'instructions-reply',
    );
    expect(await listed('&status=overdue&owedBy=OR')).to.deep.equal([]);
    expect((await listed('&owedTo=OR')).map(({ owedBy }) => owedBy))
      .to.include('TX')
      .not.include('OR');
    expect((await listed('&owedTo=TX')).map(({ owedBy }) => owedBy)).to.not.include('TX');
    expect(await listed('&state=TX')).to.deep.equal(await listed(''));
    expect(await listed('&state=CA')).to.deep.equal([]);
    await send('reporting-instructions-reply', { from: 'TX', subject: caseId });
    expect(await oneOf(caseId, 'instructions-reply')).to.include({ status: 'late' });
    expect((await listed('&status=late')).map(({ duty }) => duty)).to.have.members([
      'request-for-instructions',
      'instructions-reply',
    ]);
  });

  it('count from the proof of receipt beside, and say where the time went', async () => {
    const { caseId } = await send('reporting-instructions-request', {
      from: 'OR',
      to: 'NY',
      data: LIVING_THERE,
    });
    expect(await oneOf(caseId, 'instructions-reply')).to.not.have.property('received');
    site.clock.advance(4 * DAY);
    const { items } = (await hub.call('NY', 'GET /v1/inbox')).body as {
      items: { deliveryId: string }[];
    };
    await hub.call('NY', `POST /v1/inbox/${items[0]!.deliveryId}/ack`, { json: {} });
    const received = await oneOf(caseId, 'instructions-reply');
    // From Tuesday the 24th over Thanksgiving; compliance goes on counting from transmission.
    expect(received).to.include({ dueOn: '2026-11-24' });
    expect(received.received).to.deep.equal({
      at: '2026-11-24T10:00:00.000Z',
      dueOn: '2026-11-27',
    });
    site.clock.advance(DAY);
    await send('reporting-instructions-reply', { from: 'NY', to: 'OR', subject: caseId });
    expect((await oneOf(caseId, 'instructions-reply')).spent).to.deep.equal({
      senderSeconds: 0,
      hubSeconds: (4 * DAY) / 1000,
      systemSeconds: 0,
      officeSeconds: DAY / 1000,
    });
  });

  it('are for the two states and the nation, and for nobody else', async () => {
    const { caseId } = await send('transfer-request', { from: 'OR' });
    for (const [caller, count] of Object.entries({ OR: 1, TX: 1, 'national office': 1, CA: 0 })) {
      const found = await listed(`&case=${caseId}&duty=transfer-reply`, caller);
      expect(found, caller).to.have.length(count);
    }
  });

  it('do not begin before the activity crosses', async () => {
    const answer = await hub.submit(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX', released: false }),
    );
    const { caseId, transmissionId } = answer.body;
    expect(await ofCase(String(caseId))).to.deep.equal(new Map());
    site.clock.advance(3 * DAY);
    await hub.call('OR office', `POST /v1/messages/${String(transmissionId)}/release`, {
      json: {},
    });
    expect(await oneOf(String(caseId), 'transfer-reply')).to.include({
      startedOn: '2026-11-23',
      dueOn: '2027-01-07',
    });
    expect((await oneOf(String(caseId), 'transfer-reply')).spent['senderSeconds']).to.equal(
      (3 * DAY) / 1000,
    );
  });

  it('end with the withdrawal of what started them, and begin again with the next', async () => {
    const { caseId } = await send('transfer-request', { from: 'OR', id: 'or-1' });
    await send('activity-withdrawal', {
      from: 'OR',
      subject: caseId,
      data: { withdrawn: { activity: 'TREQ', id: 'or-1', sentBy: 'SENDING' } },
    });
    const withdrawn = await oneOf(caseId, 'transfer-reply');
    expect(withdrawn.status).to.equal('ended');
    expect(withdrawn.ended).to.include({ how: 'withdrawn' });
    site.clock.advance(10 * DAY);
    await send('transfer-request', { from: 'OR', subject: caseId });
    const [open] = await listed(`&case=${caseId}&duty=transfer-reply`);
    expect(open).to.include({ status: 'running', startedOn: '2026-11-30', dueOn: '2027-01-14' });
  });

  it('tell the two states, and not the nation, by when a marked person registers', async () => {
    const duty = {
      persons: 'sex-offense',
      situation: 'moving-here',
      trigger: 'arrival',
      limit: { number: 10, unit: 'calendar-days' },
      rule: 'a law of the state',
      source: 'the same',
      confirmed: false,
    };
    await site.close();
    site = await openTestSite({
      states: { OR: {}, TX: { profile: { registrationDuties: [duty] } } },
    });
    hub = await site.start();
    const told = async (registrable: boolean): Promise<string[]> => {
      const { caseId } = await send('transfer-request', {
        from: 'OR',
        data: {
          registrable,
          ...(registrable ? { sexOffense: { narrative: 'as the court found' } } : {}),
        },
      });
      await send('transfer-reply', { from: 'TX', subject: caseId });
      await send('departure-notice', { from: 'OR', subject: caseId });
      await send('arrival-notice', {
        from: 'TX',
        subject: caseId,
        data: { arrivalDate: '2026-11-19' },
      });
      for (const who of ['OR', 'TX']) {
        const found = await listed(`&case=${caseId}&duty=registration-arrival`, who);
        expect(found, who).to.have.length(registrable ? 1 : 0);
      }
      const nation = await listed(`&case=${caseId}`, 'national office');
      expect(nation.map((each) => each.duty)).to.not.include('registration-arrival');
      return [...(await ofCase(caseId)).values()]
        .filter((each) => each.duty.startsWith('registration'))
        .map((each) => `${each.duty} ${each.dueOn} ${each.owedBy} ${each.rule} ${each.status}`);
    };
    expect(await told(false)).to.deep.equal([]);
    expect(await told(true)).to.deep.equal([
      'registration-arrival 2026-11-29 TX a law of the state soon',
    ]);
    // Such a day is of a person: it is gone with the content that told it; what the compact asks stays.
    await site.query('DELETE FROM content_keys');
    const left = await site.query<{ advisory: boolean }>('SELECT advisory FROM deadlines');
    expect(left).to.have.length.above(3);
    expect(left.filter(({ advisory }) => advisory)).to.deep.equal([]);
  });

  it('raise each reminder once, with several hubs on one database', async () => {
    const other = await site.start();
    const { caseId } = await send('reporting-instructions-request', {
      from: 'OR',
      data: LIVING_THERE,
    });
    site.clock.advance(4 * DAY);
    const reminders = async (): Promise<string[]> => {
      const rows = await site.query<{ said: string }>(
        `SELECT convert_from(substring(entry FROM 17), 'UTF8')::json ->> 'outcome' AS said
           FROM ledger_entries
          WHERE convert_from(substring(entry FROM 17), 'UTF8')::json ->> 'type' = 'reminded'
          ORDER BY leaf_index`,
      );
      return rows.map(({ said }) => said);
    };
    await site.until(reminders, (said) => said.length === 1);
    site.clock.advance(DAY);
    await site.until(reminders, (said) => said.length === 2);
    expect(await reminders()).to.deep.equal(['due', 'overdue']);
    await other.stop();
    const [row] = await site.query<{ next_reminder_at: Date | null }>(
      'SELECT next_reminder_at FROM deadlines WHERE case_id = $1 AND duty = $2',
      [caseId, 'instructions-reply'],
    );
    expect(row?.next_reminder_at).to.equal(null);
  });
});
