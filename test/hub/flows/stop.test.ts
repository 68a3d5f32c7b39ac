import { expect } from 'chai';
import { createMemoryAdapter } from '../../../adapters/memory.ts';
import { createMemoryState } from '../../../adapters/memory-state.ts';
import { createDeliverySteps } from '../../../hub/flows/deliver.ts';
import { createDeliveryLoop } from '../../../hub/flows/delivery-loop.ts';
import { activity } from '../../support/activity.ts';
import { SECOND } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('a clean stop', () => {
  let site: TestSite;

  beforeEach(async () => {
    site = await openTestSite({
      states: {
        OR: {},
        TX: {},
        ID: { capabilities: { idempotent: false } },
        CA: { delivered: false },
      },
    });
  });
  afterEach(() => site.close());

  const statesOf = async (): Promise<Record<string, number>> => {
    const rows = await site.query<{ state: string; count: number }>(
      'SELECT state, count(*)::integer AS count FROM deliveries GROUP BY state',
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  it('under load loses nothing, sends nothing twice and leaves nothing in hand', async () => {
    const first = await site.start();
    for (const member of ['TX', 'ID']) site.state(member).behave('slow');
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        first.submit(
          'OR',
          activity('transfer-request', { from: 'OR', to: at % 2 === 0 ? 'TX' : 'ID' }),
        ),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([202]));
    await site.until(
      () => Promise.resolve(site.state('ID').arrivals.length),
      (arrived) => arrived > 4,
    );
    await first.stop();

    const left = await statesOf();
    expect(Object.keys(left).sort()).to.deep.equal(['acknowledged', 'queued']);
    const stored = site.state('TX').stored.length + site.state('ID').stored.length;
    expect(left['acknowledged']).to.equal(stored);
    expect(await site.query('SELECT FROM processes')).to.deep.equal([]);
    const [head] = await site.query<{ holder: string | null; signed: boolean }>(
      'SELECT holder, signed_size = size AS signed FROM ledger_head',
    );
    expect(head).to.deep.equal({ holder: null, signed: true });
    expect(await site.query('SELECT FROM pending_leaves')).to.deep.equal([]);

    for (const member of ['TX', 'ID']) site.state(member).behave('take');
    await site.start();
    await site.until(statesOf, (states) => states['acknowledged'] === 60);
    for (const member of ['TX', 'ID']) {
      const { arrivals, stored: taken } = site.state(member);
      expect(arrivals).to.have.length(30);
      expect(taken).to.have.length(30);
    }
  });

  it('answers the requests that it took, and each receipt is kept', async () => {
    const hub = await site.start();
    await hub.call('OR', 'GET /v1/members');
    const sending = Array.from({ length: 40 }, () =>
      hub
        .submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }))
        .catch(() => undefined),
    );
    await Promise.race(sending);
    await hub.stop();
    const answers = (await Promise.all(sending)).filter((answer) => answer !== undefined);
    const receipts = answers.filter(({ status }) => status === 202);
    expect(receipts).not.to.deep.equal([]);
    const rows = await site.query<{ transmission_id: string }>(
      'SELECT transmission_id FROM transmissions',
    );
    const kept = new Set(rows.map((row) => row.transmission_id));
    for (const { body } of receipts)
      expect(kept.has(String(body['transmissionId']))).to.equal(true);
  });

  it('waits only so long for a state that does not answer', async () => {
    const hub = await site.start();
    await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'CA' }));
    const state = createMemoryState();
    state.behave('hang');
    const adapter = createMemoryAdapter({ state });
    const profile = site.parts.states.profiles.get('CA');
    const faults: unknown[] = [];
    const loop = createDeliveryLoop({
      steps: createDeliverySteps(site.parts),
      connections: {
        current: () =>
          Promise.resolve(
            new Map(
              profile === undefined
                ? []
                : [
                    [
                      'CA',
                      { member: 'CA', profile, adapter, hold: undefined, hasIncidents: false },
                    ],
                  ],
            ),
          ),
        refresh: () => undefined,
        close: () => adapter.close(),
      },
      store: site.parts.store,
      clocks: site.parts.clocks,
      onFault: (_part, error) => faults.push(error),
      leaseMs: 15 * SECOND,
      graceMs: 50,
      intakeDepth: () => 0,
    });
    const stopping = new AbortController();
    const running = loop.run(stopping.signal);
    await site.until(
      () => Promise.resolve(state.arrivals.length),
      (arrived) => arrived === 1,
    );
    stopping.abort();
    await running;
    expect(faults).to.deep.equal([]);
    expect(await statesOf()).to.deep.equal({ 'retry-wait': 1 });
  });

  it('keeps the lease of what is still being sent', async () => {
    const hub = await site.start({ settings: { leaseMs: 900 } });
    site.state('ID').behave('hang');
    await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'ID' }));
    await site.until(
      () => Promise.resolve(site.state('ID').arrivals.length),
      (arrived) => arrived === 1,
    );
    const other = await site.start({ settings: { leaseMs: 900 } });
    await hub.stop();
    const leaves = await site.until(
      () => site.query<{ entry: Buffer }>('SELECT entry FROM ledger_entries ORDER BY leaf_index'),
      (rows) => rows.some(({ entry }) => entry.includes('outcome-unknown')),
    );
    const lost = leaves.filter(({ entry }) => entry.includes('"type":"outcome-unknown"'));
    expect(lost).to.have.length(1);
    // Said by the worker that sent it, over its way; a take-over would be said by the hub.
    expect(lost[0]?.entry.toString()).to.contain('"channel":"memory"');
    await other.stop();
  });
});
