import { expect } from 'chai';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import { activity } from '../../support/activity.ts';
import { HOUR, MINUTE } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const NEXT_QUESTION = 31 * MINUTE;

const leaseFrom = (at: number) => ({ now: new Date(at), until: new Date(at + MINUTE) });

describe('an outcome that is not known', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({
      states: {
        OR: {},
        TX: { capabilities: { idempotent: false, probe: true } },
        ID: { capabilities: { idempotent: false } },
        NV: { capabilities: { idempotent: true, probe: true } },
      },
    });
    hub = await site.start();
  });
  after(() => site.close());
  beforeEach(() => {
    for (const member of ['TX', 'ID', 'NV']) {
      site.state(member).behave('take');
      site.state(member).answerProbes(undefined);
    }
  });

  async function lose(to: string, behaviour: 'fail-before-storing' | 'fail-after-storing') {
    site.state(to).behave(behaviour);
    const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
    expect(answer.status, answer.text).to.equal(202);
    const row = await site.until(
      () => rowOf(String(answer.body['transmissionId'])),
      ({ failure_code: code }) => code !== null,
    );
    site.state(to).behave('take');
    return row;
  }
  async function rowOf(transmissionId: string): Promise<DeliveryRow> {
    const [row] = await site.query<DeliveryRow>(
      'SELECT * FROM deliveries WHERE transmission_id = $1',
      [transmissionId],
    );
    if (row === undefined) throw new Error('there is no such delivery');
    return row;
  }
  const becomes = (row: DeliveryRow, state: string) =>
    site.until(
      () => rowOf(row.transmission_id),
      (now) => now.state === state,
    );
  const isAsked = (row: DeliveryRow, times: number) =>
    site.until(
      () => rowOf(row.transmission_id),
      ({ claims, lease_until: lease }) => claims === times && lease === null,
    );
  const failureOf = async (row: DeliveryRow): Promise<unknown> => {
    const { body } = await hub.call('OR', `GET /v1/failures?case=${row.case_id}`);
    return (body['items'] as { failure: unknown }[])[0]?.failure;
  };
  const typesOf = async (row: DeliveryRow): Promise<(string | undefined)[]> => {
    const { body } = await site.until(
      () => hub.call('OR', `GET /v1/messages/${row.transmission_id}`),
      (answer) => (answer.body['events'] as unknown[]).length >= row.event_no + 2,
    );
    return (body['events'] as { event: { type: string; outcome?: string } }[])
      .map(({ event }) => event)
      .map(({ type, outcome }) => (outcome === undefined ? type : `${type} ${outcome}`));
  };

  it('is asked for, and what the state holds is handed over', async () => {
    const lost = await lose('TX', 'fail-after-storing');
    expect(lost).to.include({ state: 'outcome-unknown', blocking: true });
    expect(await failureOf(lost)).to.include({ owner: 'hub', next: 'wait' });
    site.clock.advance(NEXT_QUESTION);
    const row = await becomes(lost, 'handed-over');
    expect(row).to.include({ attempt: 1, blocking: false, failure_code: null, claims: 0 });
    expect(site.state('TX').asked.filter((id) => id === row.delivery_id)).to.have.length(1);
    const arrivals = site.state('TX').arrivals.filter(({ caseId }) => caseId === row.case_id);
    expect(arrivals).to.have.length(1);
    expect(await typesOf(row)).to.deep.equal([
      'accepted',
      'transmitted',
      'dispatching',
      'outcome-unknown',
      'handed-over asked',
    ]);
  });

  it('is asked for, and what the state does not hold is sent again', async () => {
    const lost = await lose('TX', 'fail-before-storing');
    site.clock.advance(NEXT_QUESTION);
    const waiting = await becomes(lost, 'retry-wait');
    expect(waiting).to.include({ attempt: 1, failure_code: 'NO_ANSWER' });
    site.clock.advance(NEXT_QUESTION);
    expect(await becomes(lost, 'acknowledged')).to.include({ attempt: 2 });
    const stored = site.state('TX').stored.filter(({ caseId }) => caseId === lost.case_id);
    expect(stored).to.have.length(1);
  });

  it('is asked for again while the state does not know, and not beyond the horizon', async () => {
    const lost = await lose('TX', 'fail-after-storing');
    site.state('TX').answerProbes('unknown');
    for (const times of [1, 2, 3]) {
      site.clock.advance(NEXT_QUESTION);
      expect(await isAsked(lost, times)).to.include({ state: 'outcome-unknown', blocking: true });
    }
    site.clock.advance(72 * HOUR);
    // Another that is asked for in the same rounds shows that they came and passed this one by.
    const other = await lose('TX', 'fail-after-storing');
    site.clock.advance(NEXT_QUESTION);
    await isAsked(other, 1);
    expect(await rowOf(lost.transmission_id)).to.include({ state: 'outcome-unknown', claims: 3 });
    expect(await failureOf(lost)).to.include({ owner: 'sending-state', next: 'ask-then-decide' });
  });

  it('is not asked for where the state cannot be asked, nor where sending again is safe', async () => {
    const left = await lose('ID', 'fail-after-storing');
    const resent = await lose('NV', 'fail-after-storing');
    expect([left.state, resent.state]).to.deep.equal(['outcome-unknown', 'retry-wait']);
    site.clock.advance(NEXT_QUESTION);
    await becomes(resent, 'acknowledged');
    const asked = await lose('TX', 'fail-after-storing');
    site.clock.advance(NEXT_QUESTION);
    await becomes(asked, 'handed-over');
    expect(await rowOf(left.transmission_id)).to.include({ state: 'outcome-unknown', claims: 0 });
    expect(site.state('NV').asked).to.deep.equal([]);
  });

  it('is asked for by another where the clock that leased it was ahead', async () => {
    const lost = await lose('TX', 'fail-after-storing');
    const { store } = site.parts;
    const asked = {
      now: new Date(site.clock.now().getTime() + NEXT_QUESTION),
      createdAfter: new Date(0),
    };
    const isClaimed = async (at: number): Promise<boolean> => {
      const lanes = [{ member: 'TX', slots: 10 }];
      const rows = await store.claimAsked(store.query, lanes, { ...asked, lease: leaseFrom(at) });
      return rows.some((row) => row.delivery_id === lost.delivery_id);
    };
    const now = Date.now();
    expect(await isClaimed(now + 10 * MINUTE)).to.equal(true);
    expect(await isClaimed(now + 9 * MINUTE)).to.equal(false);
    expect(await isClaimed(now)).to.equal(true);
  });

  it('is a person’s at once when the person acts, whatever the state answers then', async () => {
    const lost = await lose('TX', 'fail-after-storing');
    const path = `POST /v1/deliveries/${lost.delivery_id}/cancel`;
    const { store } = site.parts;
    const now = site.clock.now();
    const when = {
      now: new Date(now.getTime() + NEXT_QUESTION),
      createdAfter: new Date(0),
      lease: leaseFrom(Date.now()),
    };
    const lanes = [{ member: 'TX', slots: 10 }];
    const taken = await store.claimAsked(store.query, lanes, when);
    const claimed = taken.find((row) => row.delivery_id === lost.delivery_id);
    expect(await store.claimAsked(store.query, lanes, when)).to.deep.equal([]);
    const ended = await hub.call('OR office', path, { json: { reason: 'told them by phone' } });
    expect(ended.status, ended.text).to.equal(204);
    const late = claimed && {
      ...claimed,
      from_state: claimed.state,
      state: 'handed-over' as const,
      blocking: false,
    };
    const written = await store.writeDeliveries(
      store.query,
      late === undefined ? [] : [{ change: late, leaves: [] }],
    );
    expect(written).to.deep.equal(late === undefined ? [] : [false]);
    expect(await rowOf(lost.transmission_id)).to.include({ state: 'cancelled' });
  });
});
