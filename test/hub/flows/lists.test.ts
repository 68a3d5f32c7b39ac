import { expect } from 'chai';
import type { Parcel, StateAdapter } from '../../../adapters/adapter.ts';
import { activity } from '../../support/activity.ts';
import { HOUR } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';

/** Local time in the tests' zone, America/Chicago, is 04:00 when a test begins. */
const LATER = { quietHours: { from: '11:00', until: '10:00' } };

describe('a state that takes lists in a window', () => {
  let site: TestSite;
  let lists: Parcel[][];

  beforeEach(async () => {
    lists = [];
    site = await openTestSite({
      states: { OR: {}, TX: { capabilities: { listMaximum: 12, ...LATER } } },
      decorate: { adapter: watching },
    });
  });
  afterEach(() => site.close());

  const watching = (adapter: StateAdapter, member: string): StateAdapter => ({
    ...adapter,
    deliver: (parcels, signal) => {
      if (member === 'TX') lists.push([...parcels]);
      return adapter.deliver(parcels, signal);
    },
  });

  async function openCases(count: number): Promise<string[]> {
    const hub = await site.start();
    const caseIds: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const requested = await hub.submit(
        'OR',
        activity('reporting-instructions-request', { from: 'OR', to: 'TX' }),
      );
      const subject = String(requested.body['caseId']);
      caseIds.push(subject);
      await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX', subject }));
    }
    return caseIds;
  }

  const stored = (count: number) =>
    site.until(
      () => Promise.resolve(site.state('TX').stored),
      (parcels) => parcels.length === count,
    );

  it('gets nothing before it, and then the day in one list, each case in its order', async () => {
    const caseIds = await openCases(5);
    expect(await site.query("SELECT FROM deliveries WHERE state <> 'queued'")).to.deep.equal([]);
    expect(lists).to.deep.equal([]);
    site.clock.advance(6 * HOUR);
    await stored(10);
    expect(lists.map(({ length }) => length)).to.deep.equal([10]);
    for (const caseId of caseIds) {
      const sequences = lists[0]!.filter((parcel) => parcel.caseId === caseId);
      expect(sequences.map(({ caseSequence }) => caseSequence)).to.deep.equal([1, 2]);
    }
  });

  it('gets more than one list holds in further lists, none overtaken', async () => {
    await openCases(10);
    site.clock.advance(6 * HOUR);
    await stored(20);
    expect(Math.max(...lists.map(({ length }) => length))).to.be.at.most(12);
    // The state throws for an activity that comes before an earlier one of its case.
    expect(site.faults).to.deep.equal([]);
  });

  it('gets the rest of a case again after its first was refused for now', async () => {
    const [caseId] = await openCases(1);
    let busy = true;
    site.state('TX').behave(({ caseSequence }) => {
      if (!busy || caseSequence !== 1) return 'take';
      busy = false;
      return 'busy';
    });
    site.clock.advance(6 * HOUR);
    await site.until(
      () => Promise.resolve(lists.length),
      (count) => count > 0,
    );
    site.clock.advance(60_000);
    await stored(2);
    expect(lists.map((list) => list.map(({ caseSequence }) => caseSequence))).to.deep.equal([
      [1, 2],
      [1, 2],
    ]);
    const rows = await site.query('SELECT attempt FROM deliveries WHERE case_id = $1', [caseId]);
    expect(rows).to.deep.equal([{ attempt: 2 }, { attempt: 2 }]);
  });

  it('gets what was refused for now, though more than one list that follows it was due sooner', async () => {
    await openCases(14);
    await site.query(
      `UPDATE deliveries SET state = 'retry-wait', attempt = 1, due_at = due_at + interval '1 minute'
        WHERE case_sequence = 1`,
    );
    site.clock.advance(6 * HOUR);
    await stored(28);
    expect(Math.max(...lists.map(({ length }) => length))).to.be.at.most(12);
    expect(site.faults).to.deep.equal([]);
  });

  it('gets nothing of a case after one that cannot be put into its words', async () => {
    const [caseId] = await openCases(2);
    await site.query(
      `DELETE FROM records WHERE kind = 'canonical' AND transmission_id =
         (SELECT transmission_id FROM deliveries WHERE case_id = $1 AND case_sequence = 1)`,
      [caseId],
    );
    site.clock.advance(6 * HOUR);
    await stored(2);
    const rows = await site.query(
      'SELECT case_sequence, state FROM deliveries WHERE case_id = $1 ORDER BY case_sequence',
      [caseId],
    );
    expect(rows).to.deep.equal([
      { case_sequence: 1, state: 'dead-letter' },
      { case_sequence: 2, state: 'queued' },
    ]);
  });
});
