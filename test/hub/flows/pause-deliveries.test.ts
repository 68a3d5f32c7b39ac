import { expect } from 'chai';
import { type EntryEvent, parseEntry } from '../../../ledger-verifier/entry.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Way {
  readonly member: string;
  readonly hold?: { readonly code: string };
  readonly queue: { readonly waiting: number };
}

describe('deliveries that a state paused', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, CA: { mode: 'pull' } } });
    hub = await site.start();
  });
  after(() => site.close());

  const act = (caller: string, what: 'pause' | 'resume', member: string) =>
    hub.call(caller, `POST /v1/members/${member}/${what}`, { json: { reason: 'a new server' } });
  const wayTo = async (member: string): Promise<Way | undefined> => {
    const { body } = await hub.call('national', 'GET /v1/destinations');
    return (body['items'] as Way[]).find((way) => way.member === member);
  };
  const inbox = async (member: string): Promise<unknown[]> =>
    (await hub.call(member, 'GET /v1/inbox')).body['items'] as unknown[];
  const request = async (from: string, to: string): Promise<void> => {
    const { status } = await hub.submit(from, activity('transfer-request', { from, to }));
    expect(status).to.equal(202);
  };

  it('wait, while those to other states go on', async () => {
    expect((await act('TX office', 'pause', 'TX')).status).to.equal(204);
    // The other thread of the hub learns of it within a second.
    await site.until(
      () => hub.call('national', 'GET /v1/members/TX/profile'),
      ({ body }) => (body['pauses'] as unknown[]).length === 1,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await request('OR', 'TX');
    await request('TX', 'OR');
    await site.until(
      () => Promise.resolve(site.state('OR').stored.length),
      (count) => count === 1,
    );
    const way = await wayTo('TX');
    expect(way?.hold?.code).to.equal('PAUSED');
    expect(way?.queue.waiting).to.equal(1);
    expect(site.state('TX').arrivals).to.have.length(0);
  });

  it('are paused once', async () => {
    const answer = await act('TX office', 'pause', 'TX');
    expect([answer.status, answer.body['code']]).to.deep.equal([422, 'STATE_FORBIDS']);
  });

  it('go on when somebody of the state says so, and nothing is lost', async () => {
    expect((await act('TX office', 'resume', 'TX')).status).to.equal(204);
    await site.until(
      () => Promise.resolve(site.state('TX').stored.length),
      (count) => count === 1,
    );
    expect((await wayTo('TX'))?.hold).to.equal(undefined);
    expect((await act('TX office', 'resume', 'TX')).status).to.equal(422);
  });

  it('are not fetched either', async () => {
    await act('CA office', 'pause', 'CA');
    await request('OR', 'CA');
    expect(await inbox('CA')).to.have.length(0);
    await act('CA office', 'resume', 'CA');
    expect(await inbox('CA')).to.have.length(1);
  });

  it('are the state’s own matter', async () => {
    expect((await act('OR office', 'pause', 'TX')).status).to.equal(404);
    expect((await act('TX', 'pause', 'TX')).status).to.equal(403);
    expect((await act('national', 'pause', 'TX')).status).to.equal(403);
    expect((await act('TX office', 'pause', 'XX')).status).to.equal(404);
  });

  it('leave a leaf each that commits to the reason and quotes nothing', async () => {
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    const rows = await site.query<{ entry: Buffer }>(
      `SELECT entry FROM ledger_entries WHERE from_member = 'TX' ORDER BY leaf_index`,
    );
    const events = rows
      .map(({ entry }) => parseEntry(entry).event as EntryEvent & { readonly subject?: string })
      .filter(({ type }) => type === 'configuration-changed');
    expect(events.map(({ subject }) => subject).slice(-2)).to.deep.equal(['pause', 'resume']);
    expect(JSON.stringify(events)).to.not.include('server');
  });
});

describe('what the hub knows of a state', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: { dialect: 'flat-json' }, TX: {} } });
    hub = await site.start();
  });
  after(() => site.close());

  it('is its profile and the rules of its format, for its office and the nation', async () => {
    for (const caller of ['OR office', 'OR', 'national']) {
      const { body } = await hub.call(caller, 'GET /v1/members/OR/profile');
      expect(body['dialect']).to.include({ name: 'flat-json', format: 'json' });
      expect(body['profile']).to.include({ member: 'OR', dialect: 'flat-json' });
      const dialect = await hub.call(caller, 'GET /v1/members/OR/dialect');
      const documents = dialect.body['documents'] as { name: string; document: object }[];
      const names = documents.map(({ name }) => name);
      expect(names).to.include.members([
        'flat-json/transfer-request.json',
        'flat-json/blocks/address.json',
      ]);
      expect(names).not.to.include('flat-json/local.schema.json');
    }
  });

  it('is of no other state', async () => {
    expect((await hub.call('TX office', 'GET /v1/members/OR/profile')).status).to.equal(404);
    expect((await hub.call('TX', 'GET /v1/members/OR/dialect')).status).to.equal(404);
    expect((await hub.call('national', 'GET /v1/members/XX/profile')).status).to.equal(404);
  });

  it('holds no address and no credential', async () => {
    const { text } = await hub.call('national', 'GET /v1/members/OR/profile');
    expect(text).not.to.match(/127\.0\.0\.1|hub_OR_/);
  });
});
