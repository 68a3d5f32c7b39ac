import { expect } from 'chai';
import { after as later } from '../../../hub/clock.ts';
import { recoverDeliveries } from '../../../hub/flows/recover-deliveries.ts';
import {
  type WatchClockParts,
  bringForward,
  createClockWatch,
} from '../../../hub/flows/watch-clock.ts';
import { HOUR, MINUTE, SECOND, createSettableClock } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * HOUR;

describe('a clock that is moved', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: { delivered: false } } });
    hub = await site.start();
  });
  after(() => site.close());

  const alarms = async (): Promise<string[]> => {
    const rows = await site.query<{ entry: Buffer }>(
      `SELECT entry FROM pending_leaves UNION ALL SELECT entry FROM ledger_entries`,
    );
    return rows.flatMap(({ entry }) => /CLOCK_MOVED_\w+/.exec(entry.toString('latin1')) ?? []);
  };

  const waitUntil = (due: Date): Promise<object[]> =>
    site.query(`UPDATE deliveries SET state = 'retry-wait', due_at = $1`, [due]);
  const waits = async (): Promise<Date[]> =>
    (await site.query<{ due_at: Date }>('SELECT due_at FROM deliveries')).map(
      ({ due_at }) => due_at,
    );

  const moves: readonly { readonly by: number; readonly code?: string }[] = [
    { by: SECOND / 2 },
    { by: -SECOND / 2 },
    { by: HOUR, code: 'CLOCK_MOVED_AHEAD' },
    { by: -10 * SECOND, code: 'CLOCK_MOVED_BACK' },
    { by: DAY, code: 'CLOCK_MOVED_AHEAD' },
    { by: -DAY, code: 'CLOCK_MOVED_BACK' },
  ];
  for (const { by, code } of moves) {
    it(`${code === undefined ? 'is not' : 'is'} told of when it moved by ${by} ms, once`, async () => {
      const [wall, process] = [createSettableClock(), createSettableClock()];
      const heard: number[] = [];
      const parts: WatchClockParts = {
        ...site.parts,
        clocks: { business: wall, process, wall },
      };
      const round = createClockWatch(parts, (movedMs) => heard.push(movedMs));
      const before = await alarms();
      for (const moved of [0, by, 0]) {
        wall.advance(MINUTE + moved);
        process.advance(MINUTE);
        await round();
      }
      expect(heard).to.deep.equal(code === undefined ? [] : [by]);
      const told = (await alarms()).slice(before.length);
      expect(told).to.deep.equal(code === undefined ? [] : [code]);
    });
  }

  for (const back of [MINUTE, HOUR, DAY]) {
    it(`that goes back by ${back} ms lets no delivery wait for the time that it left`, async () => {
      await hub.playTo('requested');
      const wall = createSettableClock();
      await waitUntil(later(wall.now(), MINUTE));
      const clocks = { business: wall, process: createSettableClock(), wall };
      const round = createClockWatch({ ...site.parts, clocks }, () => undefined);
      wall.advance(-back);
      await round();
      expect(await waits()).to.deep.equal([later(wall.now(), MINUTE)]);
      await site.query(`DELETE FROM deliveries`);
    });
  }

  it('while no hub ran lets no delivery wait for the time that it left', async () => {
    await hub.playTo('requested');
    await waitUntil(later(site.clock.now(), DAY));
    await bringForward(site.parts);
    expect(await waits()).to.deep.equal([site.clock.now()]);
  });

  it('leaves no delivery with a worker that is gone, whatever its lease says', async () => {
    await site.query(`UPDATE deliveries SET state = 'claimed', lease_until = $1`, [
      later(site.parts.clocks.process.now(), DAY),
    ]);
    expect(await recoverDeliveries(site.parts)).to.equal(1);
  });
});
