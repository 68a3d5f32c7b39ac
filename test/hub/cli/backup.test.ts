import { expect } from 'chai';
import { cp, mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runHub } from '../../../hub/cli/run-hub.ts';
import { createLog } from '../../../hub/log.ts';
import { parseEntry } from '../../../ledger-verifier/entry.ts';
import { activity } from '../../support/activity.ts';
import { type OfficeErasure, officeErasure } from '../../support/office-erasure.ts';
import { type OwnServer, startOwnServer } from '../../support/own-server.ts';
import {
  type CommandPlace,
  type RestoredDatabase,
  destroyServer,
  openRestored,
  runCommand,
} from '../../support/restored-database.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Sent {
  readonly transmissionId: string;
  readonly caseId: string;
}

describe('backup and restore', function drill() {
  this.timeout(240_000);
  let server: OwnServer;
  let site: TestSite;
  let hub: TestHub;
  let office: OfficeErasure;
  const lines: string[] = [];
  const sent: Record<'kept' | 'erased' | 'between' | 'last', Sent | undefined> = {
    kept: undefined,
    erased: undefined,
    between: undefined,
    last: undefined,
  };
  let base: string;
  let earlier: string;
  const at = (name: string): string => join(server.folder, name);

  const run = (line: string, place: CommandPlace) =>
    runCommand(site, line, place, (text) => lines.push(text));

  async function submit(): Promise<Sent> {
    const data = { senderCaseNumber: `N-${lines.length}-${Math.random()}` };
    const answer = await hub.submit(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX', data }),
    );
    expect(answer.status, answer.text).to.equal(202);
    const { transmissionId, caseId } = answer.body;
    return { transmissionId: String(transmissionId), caseId: String(caseId) };
  }

  const signed = () =>
    site.until(
      () =>
        site.query(`SELECT FROM pending_leaves UNION ALL SELECT FROM deliveries WHERE blocking
                     UNION ALL SELECT FROM ledger_head WHERE size <> signed_size`),
      (rows) => rows.length === 0,
    );

  async function restored(name: string, options: string): Promise<RestoredDatabase> {
    const data = at(name);
    expect(await run(`restore ${base} --wal ${at('wal')} ${options}`, { data })).to.equal(0);
    return openRestored(data);
  }

  const keysOf = async (database: RestoredDatabase, one: Sent | undefined): Promise<number> =>
    (
      await database.query('SELECT FROM content_keys WHERE transmission_id = $1', [
        one?.transmissionId,
      ])
    ).length;

  before(async () => {
    server = await startOwnServer({ archived: true });
    site = await openTestSite({ database: server.database, states: { OR: {}, TX: {} } });
    hub = await site.start();
    office = officeErasure(hub);
    // Credentials are rows: those of this test are older than the backup.
    for (const caller of ['OR', 'TX', 'OR office', 'OR office-2'])
      await hub.call(caller, 'GET /v1/messages');
    sent.kept = await submit();
    sent.erased = await submit();
    expect(await run(`backup ${at('backups')}`, { data: server.dataDirectory })).to.equal(0);
    const [name = ''] = await readdir(at('backups'));
    base = join(at('backups'), name);
    sent.between = await submit();
    await signed();
    const [row] = await site.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    earlier = row?.now.toISOString() ?? '';
    await pause(1_100); // a moment of recovery has whole seconds in some of PostgreSQL's texts
    await office.carryOut('OR', { scope: 'case', subject: sent.erased.caseId });
    sent.last = await submit();
    await signed();
    expect(await run(`ledger export ${at('ledger')}`, { url: server.database.url })).to.equal(0);
    await cp(join(at('ledger'), 'checkpoint'), at('kept-head'));
    await hub.stop();
    await destroyServer(server);
  });
  after(async () => {
    await site.close();
  });

  it('refuses to serve what was restored before its erasures are done again', async () => {
    const data = at('unfinished');
    await mkdir(data);
    const logs = `--wal ${at('wal')} --wal ${at('lost-wal')}`;
    expect(await run(`restore ${base} ${logs} --until ${earlier}`, { data })).to.equal(0);
    const config = { ...site.config, databaseUrl: undefined, dataDirectory: data };
    const started = await runHub({
      config,
      softwareVersion: '0.0.0',
      log: createLog('silent'),
    }).then(
      () => 'serves',
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(started).to.equal('RESTORE_UNFINISHED');
    const again = await run(`restore ${base} ${logs}`, { data }).catch(
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(again).to.equal('EMBEDDED_CLUSTER_THERE');
  });

  it('to before an erasure brings the keys back, and doing it again takes them', async () => {
    const database = await restored('before', `--wal ${at('lost-wal')} --until ${earlier}`);
    try {
      expect(await keysOf(database, sent.kept)).to.equal(1);
      expect(await keysOf(database, sent.between)).to.equal(1);
      expect(await keysOf(database, sent.last)).to.equal(0);
      expect(await keysOf(database, sent.erased)).to.equal(1);

      expect(await run(`erasure reapply ${at('ledger')}`, { url: database.url })).to.equal(0);
      expect(lines.at(-1)).to.equal('1 erased or sealed again, 0 not in this database');
      expect(await keysOf(database, sent.erased)).to.equal(0);
      const leaves = await database.query<{ entry: Buffer }>(
        'SELECT entry FROM pending_leaves WHERE transmission_id = $1',
        [sent.erased?.transmissionId],
      );
      const events = leaves.map(({ entry }) => parseEntry(entry).event);
      expect(events).to.have.length(1);
      expect(events[0]).to.include({ type: 'erasure-reapplied', code: 'expunge', outcome: 'case' });
      const numbers = await database.query('SELECT FROM case_identifiers WHERE case_id = $1', [
        sent.erased?.caseId,
      ]);
      expect(numbers).to.deep.equal([]);

      await run(`erasure reapply ${at('ledger')}`, { url: database.url });
      expect(lines.at(-1)).to.equal('0 erased or sealed again, 0 not in this database');

      const second = await site.start({ config: { databaseUrl: database.url } });
      const bodies = async (caller: string, one: Sent | undefined): Promise<unknown[]> => {
        const route = `GET /v1/messages/${one?.transmissionId}/bodies`;
        const { status, body } = await second.call(caller, route);
        return [status, body['code']];
      };
      expect(await bodies('OR office', sent.erased)).to.deep.equal([410, 'ERASED']);
      expect(await bodies('OR', sent.kept)).to.deep.equal([200, undefined]);
      // An opening by a person needs a leaf, and this ledger was set back.
      expect(await bodies('OR office', sent.kept)).to.deep.equal([503, 'LEDGER_LOCKED']);
      await second.stop();
      // What the outside knows of the ledger tells that this database was set back.
      const [head] = await database.query<{ size: string }>('SELECT size FROM ledger_head');
      const outside = (await readFile(at('kept-head'), 'utf8')).split('\n')[1];
      expect(Number(head?.size)).to.be.lessThan(Number(outside));
    } finally {
      await database.stop();
    }
  });

  it('to the end of the log loses nothing that was accepted, and the ledger verifies', async () => {
    const database = await restored('end', `--wal ${at('lost-wal')}`);
    try {
      for (const one of [sent.kept, sent.between, sent.last]) {
        expect(await keysOf(database, one)).to.equal(1);
      }
      expect(await keysOf(database, sent.erased)).to.equal(0);
      await run(`erasure reapply ${at('ledger')}`, { url: database.url });
      expect(lines.at(-1)).to.equal('0 erased or sealed again, 0 not in this database');
      expect(await run(`ledger export ${at('ledger-after')}`, { url: database.url })).to.equal(0);
      const verified = await run(
        `ledger verify ${at('ledger-after')} --checkpoint ${at('kept-head')}`,
        { url: database.url },
      );
      expect(verified, lines.slice(-5).join('\n')).to.equal(0);
    } finally {
      await database.stop();
    }
  });
});
