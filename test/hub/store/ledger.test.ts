import { expect } from 'chai';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import {
  findEntries,
  findPendingLeaves,
  startLedger,
  takeSequencerLease,
  writeSequencedBatch,
} from '../../../hub/store/ledger.ts';
import { insertPendingLeaves } from '../../../hub/store/pending-leaves.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const COUNT = 120;

async function openTestLedger(): Promise<{ file: TestDatabase; database: Database }> {
  const file = await createTestDatabase();
  const pool = { url: file.url, poolSize: 2, applicationName: 'test' };
  return { file, database: openDatabase({ ...pool, role: 'hub_exchange' }) };
}

describe('the order of leaves', () => {
  let file: TestDatabase;
  let database: Database;
  const numbers = Array.from({ length: COUNT }, (_, number) => number);
  const entryOf = (number: number): Buffer => Buffer.from(`entry ${number}`);

  before(async () => {
    ({ file, database } = await openTestLedger());
    const rows = numbers.map((number) => ({
      transmission_id: null,
      from_member: 'OR',
      leaf_hash: Buffer.from([number]),
      entry: entryOf(number),
      created_at: NOW,
    }));
    await database.withTransaction((tx) => insertPendingLeaves(tx, rows));
  });

  after(async () => {
    await database.close();
    await file.drop();
  });

  it('is that of writing, also from 9 to 10 and from 99 to 100, and stays so', async () => {
    const first = { origin: 'test', emptyRoot: Buffer.alloc(32), now: NOW };
    await startLedger(database.query, first);
    const lease = { holder: '00000000-0000-4000-8000-000000000000', now: NOW, until: NOW };
    const head = await takeSequencerLease(database.query, lease);
    await database.withTransaction(async (tx) => {
      const pending = await findPendingLeaves(tx, COUNT);
      expect(pending.map(({ leaf_hash }) => leaf_hash[0])).to.deep.equal(numbers);
      await writeSequencedBatch(tx, {
        epoch: head?.epoch ?? 0,
        pendingIds: pending.map(({ pending_id }) => pending_id),
        sizeBefore: 0,
        sizeAfter: COUNT,
        root: Buffer.alloc(32),
        tiles: [],
        now: NOW,
      });
    });
    const entries = await findEntries(database.query, 0, COUNT);
    expect(entries).to.deep.equal(numbers.map((index) => ({ index, entry: entryOf(index) })));
  });
});

describe('the start of the ledger', () => {
  let file: TestDatabase;
  let database: Database;

  before(async () => {
    ({ file, database } = await openTestLedger());
  });

  after(async () => {
    await database.close();
    await file.drop();
  });

  const startAs = (origin: string) =>
    startLedger(database.query, { origin, emptyRoot: Buffer.alloc(32), now: NOW });

  it('keeps the first origin', async () => {
    await startAs('first');
    expect((await startAs('second')).origin).to.equal('first');
  });

  it('does not wait for a sequencer that is paused inside its transaction', async () => {
    await startAs('first');
    const holder = '00000000-0000-4000-8000-000000000000';
    const head = await takeSequencerLease(database.query, { holder, now: NOW, until: NOW });
    await database.withTransaction(async (tx) => {
      const paused = { epoch: head?.epoch ?? 0, sizeBefore: 0, sizeAfter: 1, pendingIds: [] };
      await writeSequencedBatch(tx, { ...paused, root: Buffer.alloc(32), tiles: [], now: NOW });
      expect((await startAs('second')).size).to.equal(0);
    });
  });
});
