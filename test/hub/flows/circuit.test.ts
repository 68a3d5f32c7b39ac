import { expect } from 'chai';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import type { DestinationRow } from '../../../hub/store/destinations.ts';
import { activity } from '../../support/activity.ts';
import { HOUR, MINUTE, SECOND } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('a destination that fails', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({
      states: {
        OR: {},
        TX: {},
        CA: {},
        NV: { capabilities: { concurrency: 1 } },
        WA: { capabilities: { concurrency: 1 } },
        MT: {},
        ID: { capabilities: { listMaximum: 10 } },
      },
    });
    hub = await site.start();
  });
  after(() => site.close());

  async function send(to: string, count = 1): Promise<string[]> {
    const cases: string[] = [];
    for (let sent = 0; sent < count; sent += 1) {
      const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
      expect(answer.status, answer.text).to.equal(202);
      cases.push(String(answer.body['caseId']));
    }
    return cases;
  }
  const deliveriesTo = (member: string) =>
    site.query<DeliveryRow>('SELECT * FROM deliveries WHERE to_member = $1 ORDER BY created_at', [
      member,
    ]);
  const holdOf = async (member: string): Promise<DestinationRow> => {
    const sql = 'SELECT * FROM destinations WHERE member = $1';
    const [row] = await site.query<DestinationRow>(sql, [member]);
    if (row === undefined) throw new Error(`there is no destination ${member}`);
    return row;
  };
  const isHeld = (member: string, trials: number) =>
    site.until(
      () => holdOf(member),
      (row) => row.held_trials === trials && (row.held_until ?? 0) > site.clock.now(),
    );
  const allAcknowledged = (member: string) =>
    site.until(
      () => deliveriesTo(member),
      (rows) => rows.every(({ state }) => state === 'acknowledged'),
    );
  /** Holds end by the business clock; a trial that is under way moved the end of its hold. */
  const holdEnds = async (member: string): Promise<void> => {
    const { held_until: until } = await holdOf(member);
    site.clock.advance((until?.getTime() ?? 0) - site.clock.now().getTime());
  };

  it('opens its circuit after five in a row, and what waits counts no attempt', async () => {
    site.state('NV').behave('busy');
    await send('NV', 12);
    const hold = await isHeld('NV', 1);
    expect(hold.held_code).to.equal('CIRCUIT_OPEN');
    expect((hold.held_until?.getTime() ?? 0) - site.clock.now().getTime()).to.equal(30 * SECOND);
    const arrived = site.state('NV').arrivals.length;
    expect(arrived).to.equal(5);
    site.clock.advance(29 * SECOND);
    await send('CA').then(() => allAcknowledged('CA'));
    expect(site.state('NV').arrivals).to.have.length(arrived);
    const tried = (await deliveriesTo('NV')).filter(({ attempt }) => attempt > 0);
    expect(tried).to.have.length(arrived);
    expect(tried.every(({ state }) => state === 'retry-wait')).to.equal(true);
  });

  it('is tried with one delivery, held for twice as long each time, and goes on by itself', async () => {
    for (const trials of [2, 3]) {
      const before = site.state('NV').arrivals.length;
      await holdEnds('NV');
      const hold = await isHeld('NV', trials);
      expect(site.state('NV').arrivals).to.have.length(before + 1);
      const seconds = ((hold.held_until?.getTime() ?? 0) - site.clock.now().getTime()) / SECOND;
      expect(seconds).to.equal(30 * 2 ** (trials - 1));
    }
    site.state('NV').behave('take');
    await holdEnds('NV');
    await site.until(
      () => holdOf('NV'),
      (row) => row.held_code === null,
    );
    site.clock.advance(31 * MINUTE);
    await allAcknowledged('NV');
    expect(await holdOf('NV')).to.include({ held_trials: 0, held_until: null, held_since: null });
  });

  it('is tried with one delivery also when its credentials were at fault', async () => {
    site.state('TX').behave('refuse-credentials');
    await send('TX', 6);
    await isHeld('TX', 1);
    await site.until(
      () => deliveriesTo('TX'),
      (rows) => rows.every(({ state }) => state === 'held' || state === 'queued'),
    );
    const arrived = site.state('TX').arrivals.length;
    await holdEnds('TX');
    await isHeld('TX', 2);
    expect(site.state('TX').arrivals).to.have.length(arrived + 1);
    site.state('TX').behave('take');
    await holdEnds('TX');
    await allAcknowledged('TX');
    expect(await holdOf('TX')).to.include({ held_code: null });
  });

  it('gives up nothing that waited for it, however long it was down', async () => {
    site.state('WA').behave('down');
    await send('WA', 8);
    await isHeld('WA', 1);
    site.clock.advance(100 * HOUR);
    await isHeld('WA', 2);
    site.state('WA').behave('take');
    await holdEnds('WA');
    await site.until(
      () => holdOf('WA'),
      (row) => row.held_code === null,
    );
    site.clock.advance(31 * MINUTE);
    await allAcknowledged('WA');
  });

  it('is tried by one of several processes', async () => {
    await site.query(
      `UPDATE destinations SET held_code = 'CIRCUIT_OPEN', held_trials = 1, held_until = $1
        WHERE member = 'MT'`,
      [new Date(site.clock.now().getTime() + HOUR)],
    );
    const others = await Promise.all([site.start(), site.start()]);
    await hub.stop();
    hub = await site.start();
    site.state('MT').behave('busy');
    await send('MT', 12);
    for (const trials of [2, 3, 4]) {
      await holdEnds('MT');
      await isHeld('MT', trials);
      expect(site.state('MT').arrivals).to.have.length(trials - 1);
    }
    site.state('MT').behave('take');
    await holdEnds('MT');
    await site.until(
      () => holdOf('MT'),
      (row) => row.held_code === null,
    );
    site.clock.advance(31 * MINUTE);
    await allAcknowledged('MT');
    await Promise.all(others.map((other) => other.stop()));
  });

  it('that gets lists counts a call once', async () => {
    const held = `UPDATE destinations SET held_code = $1, held_until = $2 WHERE member = 'ID'`;
    await site.query(held, ['CIRCUIT_OPEN', new Date(site.clock.now().getTime() + HOUR)]);
    await send('CA').then(() => allAcknowledged('CA'));
    site.state('ID').behave('busy');
    await send('ID', 10);
    await site.query(held, [null, null]);
    await site.until(
      () => deliveriesTo('ID'),
      (rows) => rows.every(({ state, attempt }) => state === 'retry-wait' && attempt === 1),
    );
    expect(await holdOf('ID')).to.include({ held_code: null });
    site.state('ID').behave('take');
    site.clock.advance(31 * MINUTE);
    await allAcknowledged('ID');
  });

  it('has had no fault of the hub’s own', () => {
    expect(site.faults).to.deep.equal([]);
  });
});
