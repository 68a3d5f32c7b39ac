import { expect } from 'chai';
import { createDeliverySteps } from '../../../hub/flows/deliver.ts';
import { recoverDeliveries } from '../../../hub/flows/recover-deliveries.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import { activity } from '../../support/activity.ts';
import { SECOND, createSettableClock } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';

const LEASE_OVER = 20 * SECOND;
const COUNT = 6;

describe('a worker that ends with deliveries in its hands', function () {
  this.timeout(30_000);

  const processClock = createSettableClock();
  let site: TestSite;

  before(async () => {
    site = await openTestSite({ processClock });
    const hub = await site.start({
      decorate: { store: (store) => ({ ...store, claimDue: () => Promise.resolve([]) }) },
    });
    for (let count = 0; count < COUNT; count += 1) {
      await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    }
    await hub.stop();
  });
  after(() => site.close());

  const claim = (): Promise<DeliveryRow[]> =>
    createDeliverySteps(site.parts).claim([{ member: 'TX', slots: 50 }]);

  /** The worker is gone: nothing renews its leases, another takes over what it held. */
  const recover = async (): Promise<void> => {
    processClock.advance(LEASE_OVER);
    await recoverDeliveries(site.parts);
  };

  /** Works on a delivery until its translation, in which the worker ends. */
  const endIn = async (row: DeliveryRow): Promise<void> => {
    let reached = (): void => undefined;
    const translating = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const store = {
      ...site.parts.store,
      findRecords: () => {
        reached();
        return new Promise<never>(() => undefined);
      },
    };
    void createDeliverySteps({ ...site.parts, store }).dispatch(row);
    await translating;
  };

  const failures = () =>
    site.query<{ delivery_id: string; failure_code: string }>(
      `SELECT delivery_id, failure_code FROM deliveries WHERE state = 'dead-letter'`,
    );

  it('gives up what ended three of them and nothing that was only with it', async () => {
    const [poison, ...innocents] = await claim();
    expect(innocents).to.have.length(COUNT - 1);
    await endIn(poison!);
    await recover();
    for (let worker = 2; worker <= 3; worker += 1) {
      const again = (await claim()).find((row) => row.delivery_id === poison?.delivery_id);
      await endIn(again!);
      await recover();
    }
    const last = await claim();
    expect(last).to.have.length(COUNT);
    const steps = createDeliverySteps(site.parts);
    const sent = await Promise.all(last.map((row) => steps.dispatch(row)));
    expect(sent.filter((parcel) => parcel !== undefined)).to.have.length(COUNT - 1);
    expect(await failures()).to.deep.equal([
      { delivery_id: poison?.delivery_id, failure_code: 'WORKER_KILLED' },
    ]);
  });

  it('never gives up what it had not begun to work on, however often it ends', async () => {
    await recover();
    for (let worker = 1; worker <= 8; worker += 1) {
      site.clock.advance(3_600 * SECOND);
      expect(await claim()).to.have.length(COUNT - 1);
      await recover();
    }
    expect(await failures()).to.have.length(1);
  });
});
