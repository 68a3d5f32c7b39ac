import { expect } from 'chai';
import { activity } from '../../support/activity.ts';
import { MINUTE, SECOND } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Incident {
  readonly incidentId: string;
  readonly member: string;
  readonly code: string;
  readonly count: number;
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly affected?: { readonly failed: number; readonly waiting: number };
}

describe('incidents', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({
      states: { OR: {}, TX: { capabilities: { concurrency: 1 } }, CA: {} },
    });
    hub = await site.start();
  });
  after(() => site.close());

  async function send(to: string, count = 1): Promise<void> {
    for (let sent = 0; sent < count; sent += 1) {
      const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
      expect(answer.status, answer.text).to.equal(202);
    }
  }
  const incidentsFor = async (caller: string, query = ''): Promise<Incident[]> => {
    const answer = await hub.call(caller, `GET /v1/incidents${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body['items'] as Incident[];
  };
  const openFor = (caller: string) => incidentsFor(caller, '?open=yes');

  it('are opened once a cause, however many deliveries fail', async () => {
    site.state('TX').behave('down');
    await send('TX', 8);
    const open = await site.until(
      () => openFor('TX office'),
      (list) => list.length === 2,
    );
    const byCode = new Map(open.map((incident) => [incident.code, incident]));
    expect([...byCode.keys()].sort()).to.deep.equal(['CIRCUIT_OPEN', 'CONNECTION_FAILED']);
    expect(byCode.get('CONNECTION_FAILED')).to.deep.include({ member: 'TX', count: 5 });
    expect(byCode.get('CONNECTION_FAILED')?.affected).to.deep.equal({ failed: 5, waiting: 8 });
    expect(byCode.get('CIRCUIT_OPEN')).to.include({ count: 1 });
  });

  it('are shown to the state, the nation and no other', async () => {
    expect(await openFor('TX')).to.have.length(2);
    expect(await openFor('national')).to.have.length(2);
    expect(await incidentsFor('national', '?member=TX&code=CIRCUIT_OPEN')).to.have.length(1);
    expect(await openFor('OR office')).to.deep.equal([]);
    expect(await incidentsFor('OR office', '?member=TX')).to.deep.equal([]);
  });

  it('have an address each, for the same', async () => {
    const [first] = await openFor('TX');
    const path = `GET /v1/incidents/${first?.incidentId ?? ''}`;
    for (const caller of ['TX', 'TX office', 'national']) {
      expect((await hub.call(caller, path)).body, caller).to.deep.equal(first);
    }
    for (const caller of ['OR', 'OR office']) {
      expect((await hub.call(caller, path)).status, caller).to.equal(404);
    }
    expect((await hub.call('TX', 'GET /v1/incidents/x')).status).to.equal(404);
  });

  it('are counted on while they last', async () => {
    site.clock.advance(30 * SECOND);
    const open = await site.until(
      () => openFor('TX'),
      (list) => list.some(({ code, count }) => code === 'CIRCUIT_OPEN' && count === 2),
    );
    expect(open).to.have.length(2);
  });

  it('are closed by the first success, each with a leaf, and told of once', async () => {
    site.state('TX').behave('take');
    site.clock.advance(MINUTE);
    await site.until(
      () => openFor('TX'),
      (list) => list.length === 0,
    );
    const closed = await incidentsFor('TX', '?open=no');
    expect(closed.map(({ code }) => code).sort()).to.deep.equal([
      'CIRCUIT_OPEN',
      'CONNECTION_FAILED',
    ]);
    expect(closed.every(({ closedAt, affected }) => closedAt && affected === undefined)).to.equal(
      true,
    );
    const leaves = await site.until(
      () =>
        site.query<{ entry: Buffer }>(
          `SELECT entry FROM ledger_entries WHERE from_member = 'TX' ORDER BY leaf_index`,
        ),
      (rows) => rows.filter(({ entry }) => entry.includes('"incident-closed"')).length === 2,
    );
    const opened = leaves.filter(({ entry }) => entry.includes('"incident-opened"'));
    expect(opened).to.have.length(2);
    await site.until(
      () => site.query('SELECT FROM incidents WHERE NOT opening_told OR NOT closing_told'),
      (rows) => rows.length === 0,
    );
  });

  it('begin anew with the next failure', async () => {
    await site.until(
      () => site.query(`SELECT FROM deliveries WHERE to_member = 'TX' AND blocking`),
      (rows) => {
        site.clock.advance(MINUTE);
        return rows.length === 0;
      },
    );
    site.state('TX').behave('busy');
    await send('TX');
    const open = await site.until(
      () => openFor('TX'),
      (list) => list.length === 1,
    );
    expect(open[0]).to.include({ code: 'REMOTE_BUSY', count: 1 });
    site.state('TX').behave('take');
    site.clock.advance(31 * MINUTE);
    await site.until(
      () => openFor('TX'),
      (list) => list.length === 0,
    );
  });

  it('are not of a document that a state refuses', async () => {
    site.state('CA').behave('refuse-document');
    await send('CA');
    await site.until(
      () => site.query(`SELECT FROM deliveries WHERE state = 'dead-letter'`),
      (rows) => rows.length === 1,
    );
    expect(await incidentsFor('CA')).to.deep.equal([]);
  });

  it('stand in the metrics', async () => {
    expect((await hub.call(undefined, 'GET /metrics')).text).to.contain('hub_open_incidents 0');
  });
});
