import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { buildHub } from '../../hub/build-hub.ts';
import type { Log, LogEvent } from '../../hub/log.ts';
import { type SettableClock, SECOND, createSettableClock } from '../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../support/test-hub.ts';
import { writeProfiles } from '../support/test-states.ts';

const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'started',
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  );

describe('the start of a hub', () => {
  let site: TestSite;
  let processClock: SettableClock;

  beforeEach(async () => {
    processClock = createSettableClock();
    site = await openTestSite({ processClock });
  });
  afterEach(() => site.close());

  const processes = () => site.query('SELECT files_hash FROM processes');
  const otherFiles = () => {
    const mappingsDirectory = join(site.folder, 'other');
    writeProfiles(mappingsDirectory, { OR: {}, NV: {} });
    return { config: { mappingsDirectory } };
  };

  describe('beside another process', () => {
    it('serves with the same files', async () => {
      await site.start();
      await site.start();
      expect(await processes()).to.have.length(2);
    });

    it('is refused with other files, until that one stops', async () => {
      const first = await site.start();
      expect(await codeOf(site.start(otherFiles()))).to.equal('FILES_DIFFER');
      expect(await processes()).to.have.length(1);
      await first.stop();
      expect(await codeOf(site.start(otherFiles()))).to.equal('started');
    });

    it('is refused with other files, until that one was not heard of for half a minute', async () => {
      await site.query(
        `INSERT INTO processes (process_id, files_hash, software_version, seen_at)
                        VALUES (gen_random_uuid(), 'others', '0', $1)`,
        [processClock.now()],
      );
      processClock.advance(29 * SECOND);
      expect(await codeOf(site.start())).to.equal('FILES_DIFFER');
      processClock.advance(2 * SECOND);
      expect(await codeOf(site.start())).to.equal('started');
      expect(await processes()).to.have.length(1);
    });

    it('is refused to one of two that start at once with different files', async () => {
      const answers = await Promise.all([codeOf(site.start()), codeOf(site.start(otherFiles()))]);
      expect(answers.sort()).to.deep.equal(['FILES_DIFFER', 'started']);
    });
  });

  it('that fails leaves nothing running and nobody on the list', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const events: LogEvent[] = [];
    const tell = (event: LogEvent): void => void events.push(event);
    const log: Log = { debug: tell, info: tell, warn: tell, error: tell };
    const starting = buildHub(
      { ...site.config, port },
      {
        clocks: site.parts.clocks,
        log,
        softwareVersion: '0.0.0',
        databaseUrl: site.database.url,
        settings: { leaseMs: 100 },
      },
    );
    expect(await codeOf(starting)).to.equal('EADDRINUSE');
    taken.close();
    expect(await processes()).to.deep.equal([]);
    // Longer than the loops of a hub wait between two rounds: one that ran on would tell of it.
    await pause(700);
    expect(events).to.deep.equal([]);
    expect(await site.query('SELECT FROM ledger_head WHERE holder IS NOT NULL')).to.deep.equal([]);
    expect(await codeOf(site.start(otherFiles()))).to.equal('started');
  });

  it('that finds the ledger damaged leaves nobody on the list', async () => {
    const first = await site.start();
    await first.playTo('requested');
    await first.stop();
    await site.query(
      `UPDATE ledger_entries SET entry = entry || '\\x00'::bytea WHERE leaf_index = 0`,
    );
    expect(await codeOf(site.start())).to.equal('LEDGER_DAMAGED');
    expect(await processes()).to.deep.equal([]);
  });
});
