import { expect } from 'chai';
import type { DeliveryOutcome } from '../../../adapters/adapter.ts';
import { createMemoryAdapter } from '../../../adapters/memory.ts';
import { createMemoryState } from '../../../adapters/memory-state.ts';
import type { Connection } from '../../../hub/flows/connections.ts';
import { changeOf } from '../../../hub/flows/delivery-rows.ts';
import { type DeliverySteps, createDeliverySteps } from '../../../hub/flows/deliver.ts';
import { recoverDeliveries } from '../../../hub/flows/recover-deliveries.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import { activity } from '../../support/activity.ts';
import type { FlowParts } from '../../support/flow-parts.ts';
import { HOUR, type SettableClock, createSettableClock } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const TAKEN: DeliveryOutcome = { kind: 'handed-over', acknowledgement: {}, bytesIn: 0 };

/** Two workers as two processes have them; a test takes their steps one by one. */
describe('two workers', () => {
  let site: TestSite;
  let hub: TestHub;
  let processClock: SettableClock;
  let parts: readonly FlowParts[];
  let one: DeliverySteps;
  let other: DeliverySteps;

  before(async () => {
    processClock = createSettableClock();
    site = await openTestSite({
      states: {
        OR: {},
        TX: { delivered: false },
        ID: { delivered: false, capabilities: { idempotent: false } },
      },
      processClock,
    });
    // Its own recovery never comes: each test says when a lease is over.
    hub = await site.start({ settings: { leaseMs: 24 * HOUR } });
    parts = [site.worker(), site.worker()];
    [one, other] = parts.map(createDeliverySteps) as [DeliverySteps, DeliverySteps];
  });
  after(async () => {
    await Promise.all(parts.map((worker) => worker.close()));
    await site.close();
  });
  afterEach(() => site.query(`UPDATE deliveries SET state = 'cancelled', blocking = false`));

  const leaseIsOver = async (): Promise<number> => {
    processClock.advance(16_000);
    return recoverDeliveries(site.parts);
  };
  const connectionTo = (member: string): Connection => {
    const profile = site.parts.states.profiles.get(member);
    if (profile === undefined) throw new Error(`there is no profile of ${member}`);
    const adapter = createMemoryAdapter({ state: createMemoryState() });
    return { member, profile, adapter, hold: undefined, hasIncidents: false };
  };
  const rowOf = async (deliveryId: string | undefined): Promise<DeliveryRow> => {
    const [row] = await site.query<DeliveryRow>('SELECT * FROM deliveries WHERE delivery_id = $1', [
      deliveryId,
    ]);
    if (row === undefined) throw new Error('there is no such delivery');
    return row;
  };
  const leavesOf = async (transmissionId: string): Promise<string[]> => {
    const rows = await site.query<{ entry: Buffer }>(
      `SELECT entry FROM (SELECT 0 AS place, leaf_index AS at, entry FROM ledger_entries
                           WHERE transmission_id = $1
                          UNION ALL SELECT 1, pending_id, entry FROM pending_leaves
                           WHERE transmission_id = $1) AS leaf ORDER BY place, at`,
      [transmissionId],
    );
    return rows.map(
      ({ entry }) => (JSON.parse(entry.subarray(16).toString()) as { type: string }).type,
    );
  };
  async function submit(to: string, count = 1): Promise<void> {
    for (let sent = 0; sent < count; sent += 1) {
      const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
      expect(answer.status, answer.text).to.equal(202);
    }
  }
  const claimOne = async (worker: DeliverySteps, to = 'TX'): Promise<DeliveryRow> => {
    const [row] = await worker.claim([{ member: to, slots: 1 }]);
    if (row === undefined) throw new Error('there is nothing to claim');
    return row;
  };

  it('never claim the same delivery', async () => {
    await submit('TX', 30);
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        (at % 2 === 0 ? one : other).claim([{ member: 'TX', slots: 4 }]),
      ),
    );
    const ids = claims.flat().map((row) => row.delivery_id);
    expect(new Set(ids).size).to.equal(ids.length);
    const rest = await one.claim([{ member: 'TX', slots: 100 }]);
    expect(ids.length + rest.length).to.equal(30);
  });

  it('take no more of a destination than there are slots, and leave none waiting for another', async () => {
    await submit('TX', 3);
    await submit('ID', 3);
    const rows = await one.claim([
      { member: 'TX', slots: 1 },
      { member: 'ID', slots: 2 },
    ]);
    expect(rows.map((row) => row.to_member).sort()).to.deep.equal(['ID', 'ID', 'TX']);
  });

  it('take the activities of a case one by one', async () => {
    const first = activity('reporting-instructions-request', { from: 'OR', to: 'TX' });
    const { body } = await hub.submit('OR', first);
    const subject = String(body['caseId']);
    await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX', subject }));
    const [row, ...others] = await one.claim([{ member: 'TX', slots: 10 }]);
    expect(others).to.deep.equal([]);
    expect(row).to.include({ case_sequence: 1 });
    expect(await other.claim([{ member: 'TX', slots: 10 }])).to.deep.equal([]);
    const sent = row && (await one.dispatch(row));
    expect(await other.claim([{ member: 'TX', slots: 10 }])).to.deep.equal([]);
    if (sent !== undefined) await one.settle(sent, TAKEN, { connection: connectionTo('TX') });
    expect(await claimOne(other)).to.include({ case_sequence: 2 });
  });

  it('put a claim back that nothing was sent of, when its worker is gone', async () => {
    await submit('TX');
    const claimed = await claimOne(one);
    expect(await leaseIsOver()).to.equal(1);
    expect(await rowOf(claimed.delivery_id)).to.include({ state: 'queued', lease_until: null });
    expect(await leavesOf(claimed.transmission_id)).to.deep.equal(['accepted', 'transmitted']);
  });

  it('do not take over what is renewed in time', async () => {
    await submit('TX');
    const { delivery_id: deliveryId, epoch } = await claimOne(one);
    for (let renewals = 0; renewals < 4; renewals += 1) {
      processClock.advance(10_000);
      const until = new Date(processClock.now().getTime() + 15_000);
      const { store } = site.parts;
      const kept = await store.extendLeases(store.query, [{ deliveryId, epoch }], until);
      expect(kept.has(deliveryId)).to.equal(true);
      expect(await recoverDeliveries(site.parts)).to.equal(0);
    }
  });

  describe('of which one wakes after its lease', () => {
    const stages = ['claimed', 'dispatching'] as const;
    const sequels = [
      'nothing more',
      'claimed by the other',
      'dispatched by the other',
      'settled by the other',
    ] as const;
    for (const stage of stages) {
      for (const sequel of sequels) {
        it(`from ${stage} to find ${sequel}: it changes nothing`, async () => {
          await submit('TX');
          const claimed = await claimOne(one);
          const sent = stage === 'dispatching' ? await one.dispatch(claimed) : undefined;
          await leaseIsOver();
          site.clock.advance(HOUR);
          if (sequel !== 'nothing more') {
            const theirs = await claimOne(other);
            expect(theirs.delivery_id).to.equal(claimed.delivery_id);
            const again =
              sequel === 'claimed by the other' ? undefined : await other.dispatch(theirs);
            if (sequel === 'settled by the other' && again !== undefined) {
              await other.settle(again, TAKEN, { connection: connectionTo('TX') });
            }
          }
          const row = await rowOf(claimed.delivery_id);
          const leaves = await leavesOf(claimed.transmission_id);
          const records = await site.query('SELECT record_id FROM records ORDER BY 1');
          if (sent === undefined) {
            expect(await one.dispatch(claimed)).to.equal(undefined);
            await one.putBack(claimed);
          } else {
            await one.settle(sent, TAKEN, { connection: connectionTo('TX') });
            const failed = {
              kind: 'failed',
              code: 'DOCUMENT_REFUSED',
              detail: '',
              bytesIn: 0,
            } as const;
            await one.settle(sent, failed, { connection: connectionTo('TX') });
            const held = { ...failed, code: 'CREDENTIALS_REFUSED' } as const;
            await one.settle(sent, held, { connection: connectionTo('TX') });
          }
          expect(await rowOf(claimed.delivery_id)).to.deep.equal(row);
          expect(await leavesOf(claimed.transmission_id)).to.deep.equal(leaves);
          expect(await site.query('SELECT record_id FROM records ORDER BY 1')).to.deep.equal(
            records,
          );
          const holds = await site.query('SELECT FROM destinations WHERE held_code IS NOT NULL');
          expect(holds).to.deep.equal([]);
          const kept = await site.parts.store.extendLeases(
            site.parts.store.query,
            [{ deliveryId: claimed.delivery_id, epoch: claimed.epoch }],
            new Date(),
          );
          expect(kept.size).to.equal(0);
        });
      }
    }
  });

  describe('of which one was paused, and what it writes goes with what the other writes', () => {
    for (const order of ['before it', 'after it'] as const) {
      it(`${order}, in one statement: only the other’s leaf and copy are kept`, async () => {
        await submit('TX');
        const paused = await claimOne(one);
        await leaseIsOver();
        site.clock.advance(HOUR);
        const theirs = await claimOne(other);
        const { store, evidence } = site.parts;
        const dispatched = [paused, theirs].map((row) =>
          changeOf(
            { evidence, now: site.clock.now() },
            row,
            { steps: [{ event: 'dispatch', leaf: 'dispatching' }] },
            { facts: { actor: 'hub', channel: 'hub' } },
          ),
        );
        const writes = order === 'before it' ? dispatched : dispatched.toReversed();
        const isWritten = await store.writeDeliveries(store.query, writes);
        expect(isWritten).to.deep.equal(order === 'before it' ? [false, true] : [true, false]);
        const leaves = await leavesOf(paused.transmission_id);
        expect(leaves.filter((leaf) => leaf === 'dispatching')).to.have.length(1);
        const row = await rowOf(paused.delivery_id);
        expect(row.event_no).to.equal(theirs.event_no + 1);
      });
    }
  });

  describe('of which one was lost while it sent', () => {
    const cases = [
      { to: 'TX', state: 'retry-wait', leaves: ['outcome-unknown', 'retry'] },
      { to: 'ID', state: 'outcome-unknown', leaves: ['outcome-unknown'] },
    ];
    for (const { to, state, leaves } of cases) {
      it(`leave the delivery ${state} where the far side is ${to}`, async () => {
        await submit(to);
        const sent = await one.dispatch(await claimOne(one, to));
        await leaseIsOver();
        const row = await rowOf(sent?.row.delivery_id);
        expect(row).to.include({ state, failure_code: 'NO_ANSWER', blocking: true });
        expect((await leavesOf(row.transmission_id)).slice(3)).to.deep.equal(leaves);
      });
    }
  });

  describe('and what ends them', () => {
    it('goes to the failure inbox when three ended in its translation while it was alone', async () => {
      await submit('TX');
      const never = new Promise<never>(() => undefined);
      const memberKeys = { ...site.parts.memberKeys, open: () => never };
      for (let deaths = 0; deaths < 4; deaths += 1) {
        const doomed = createDeliverySteps({ ...site.parts, memberKeys });
        void doomed.dispatch(await claimOne(doomed));
        await site.until(
          () =>
            site.query(`SELECT FROM deliveries WHERE state = 'claimed' AND claims = $1`, [
              deaths === 0 ? 0 : deaths + 1,
            ]),
          (rows) => rows.length === 1,
        );
        await leaseIsOver();
        site.clock.advance(HOUR);
      }
      const row = await claimOne(other);
      expect(await other.dispatch(row)).to.equal(undefined);
      const dead = await rowOf(row.delivery_id);
      expect(dead).to.include({ state: 'dead-letter', failure_code: 'WORKER_KILLED' });
      expect((await leavesOf(dead.transmission_id)).at(-1)).to.equal('dead-letter');
    });

    it('takes nothing else with it that they held', async () => {
      await submit('TX', 8);
      for (let deaths = 0; deaths < 5; deaths += 1) {
        expect(await one.claim([{ member: 'TX', slots: 8 }])).to.have.length(8);
        await leaseIsOver();
      }
      const rows = await one.claim([{ member: 'TX', slots: 8 }]);
      const sent = await Promise.all(rows.map((row) => one.dispatch(row)));
      expect(sent).not.to.include(undefined);
    });

    it('is not what they put back by themselves, however often', async () => {
      await submit('TX');
      for (let stops = 0; stops < 5; stops += 1) await one.putBack(await claimOne(one));
      expect(await one.dispatch(await claimOne(one))).not.to.equal(undefined);
    });

    it('is not what fails in a worker that lives on, however often', async () => {
      await submit('TX');
      let works = false;
      const memberKeys: typeof site.parts.memberKeys = {
        ...site.parts.memberKeys,
        open: (key) =>
          works ? site.parts.memberKeys.open(key) : Promise.reject(new Error('the disk is full')),
      };
      const failing = createDeliverySteps({ ...site.parts, memberKeys });
      for (let failures = 0; failures < 7; failures += 1) {
        const failed = await failing.dispatch(await claimOne(failing)).catch(() => 'failed');
        expect(failed).to.equal('failed');
        await leaseIsOver();
        site.clock.advance(HOUR);
      }
      works = true;
      expect(await failing.dispatch(await claimOne(failing))).not.to.equal(undefined);
    });

    it('is forgotten with the first answer of the state', async () => {
      await submit('TX');
      await claimOne(one);
      await leaseIsOver();
      const sent = await one.dispatch(await claimOne(one));
      expect(await rowOf(sent?.row.delivery_id)).to.include({ claims: 2 });
      const busy = { kind: 'failed', code: 'REMOTE_BUSY', detail: '', bytesIn: 0 } as const;
      if (sent !== undefined) await one.settle(sent, busy, { connection: connectionTo('TX') });
      expect(await rowOf(sent?.row.delivery_id)).to.include({ state: 'retry-wait', claims: 0 });
    });
  });
});
