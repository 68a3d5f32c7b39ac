import { NOBODY_COSIGNS, createMemoryHeadFile } from '../../support/memory-head-file.ts';
import { expect } from 'chai';
import { checkLedgerOfNow } from '../../../hub/flows/check-ledger.ts';
import { runSequencer } from '../../../hub/flows/sequence.ts';
import { EMPTY_EDGE, appendLeaves } from '../../../hub/ledger/tree-edge.ts';
import { signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { treeHash } from '../../../hub/ledger/tree-hash.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { beginSnapshot } from '../../../hub/store/audit-reads.ts';
import { createSettableClock } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';
import { ORIGIN, testSigner } from '../ledger/memory-ledger.ts';

const SIGNER = testSigner();
const SIZE = 700;

describe('the check of the ledger at a start', () => {
  let site: TestSite;

  before(async () => {
    site = await openTestSite({ states: { OR: { connected: false } } });
    const { ledgerStore: store, evidence } = site.parts;
    const clock = createSettableClock();
    const emptyRoot = Buffer.from(treeHash.empty);
    await store.startLedger(store.query, { origin: ORIGIN, emptyRoot, now: clock.now() });
    const leaves = Array.from({ length: SIZE }, () =>
      evidence.single({ type: 'clock-alarm', actor: 'hub', channel: 'hub' }, clock.now()),
    );
    await store.withTransaction((tx) => site.parts.store.insertPendingLeaves(tx, leaves));
    const stopping = new AbortController();
    const ended = runSequencer(
      {
        store,
        signers: () => Promise.resolve([SIGNER]),
        headFile: createMemoryHeadFile(),
        cosign: NOBODY_COSIGNS,
        processClock: clock,
        processId: '00000000-0000-4000-8000-000000000001',
        leaseMs: 15_000,
        onFault: () => undefined,
      },
      stopping.signal,
    );
    await site.until(
      async () => (await store.findHead(store.query)).size,
      (size) => size === SIZE,
    );
    stopping.abort();
    await ended;
    // What a test changes is undone from these.
    for (const table of ['ledger_entries', 'ledger_tiles', 'ledger_head']) {
      await site.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
    }
  });
  after(() => site.close());
  afterEach(async () => {
    for (const table of ['ledger_entries', 'ledger_tiles', 'ledger_head']) {
      await site.query(`TRUNCATE ${table}`);
      await site.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
    }
  });

  const check = (
    signer = SIGNER,
    instead: Partial<typeof site.parts.ledgerStore> = {},
  ): Promise<string> => {
    const store = { ...site.parts.ledgerStore, ...instead, beginSnapshot };
    const keys = [parseVerifierKey(sha256, signer.verifierKey)];
    return checkLedgerOfNow({ store, keys, checkSignature }).then(
      () => 'holds',
      (error: unknown) => String((error as { code?: unknown }).code ?? error),
    );
  };
  const hashesOf = async (): Promise<Uint8Array[]> => {
    const rows = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM ledger_entries ORDER BY leaf_index',
    );
    return rows.map(({ entry }) => treeHash.leaf(entry));
  };
  /** Puts the tree over these leaves in the place of what was stored. */
  async function rewrite(hashes: readonly Uint8Array[]): Promise<Buffer> {
    const { root, tiles } = appendLeaves(EMPTY_EDGE, hashes);
    await site.query('TRUNCATE ledger_tiles');
    for (const { level, index, hashes: content } of tiles) {
      await site.query('INSERT INTO ledger_tiles VALUES ($1, $2, $3)', [level, index, content]);
    }
    await site.query('UPDATE ledger_head SET root = $1, size = $2', [root, hashes.length]);
    return root;
  }

  it('holds for what was written', async () => {
    expect(await check()).to.equal('holds');
  });

  it('holds for a tree that has grown since it was signed', async () => {
    await site.query(`INSERT INTO ledger_entries VALUES ($1, NULL, NULL, '\\x01')`, [SIZE]);
    await rewrite(await hashesOf());
    expect(await check()).to.equal('holds');
  });

  it('holds beside a process that sequences on while it is read', async () => {
    const { findHead } = site.parts.ledgerStore;
    const growing: typeof findHead = async (query) => {
      const head = await findHead(query);
      await site.query(`INSERT INTO ledger_entries VALUES ($1, NULL, NULL, '\\x01')`, [SIZE]);
      return head;
    };
    expect(await check(SIGNER, { findHead: growing })).to.equal('holds');
  });

  const changes: { name: string; sql: string }[] = [
    {
      name: 'a bit of the newest entry',
      sql: `UPDATE ledger_entries SET entry = set_byte(entry, 20, 0) WHERE leaf_index = ${SIZE - 1}`,
    },
    {
      name: 'a bit of an entry in the newest tile',
      sql: `UPDATE ledger_entries SET entry = set_byte(entry, 20, 0) WHERE leaf_index = 520`,
    },
    {
      name: 'the order of two entries',
      sql: `UPDATE ledger_entries SET entry = (SELECT entry FROM kept_ledger_entries WHERE leaf_index = ${SIZE + 598} - ledger_entries.leaf_index) WHERE leaf_index IN (${SIZE - 1}, 599)`,
    },
    {
      name: 'the newest entry gone',
      sql: `DELETE FROM ledger_entries WHERE leaf_index = ${SIZE - 1}`,
    },
    {
      name: 'an entry of the newest tile gone',
      sql: `DELETE FROM ledger_entries WHERE leaf_index = 600`,
    },
    {
      name: 'a bit of the newest tile',
      sql: `UPDATE ledger_tiles SET hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) WHERE level = 0 AND tile = 2`,
    },
    {
      name: 'a bit of the tile above',
      sql: `UPDATE ledger_tiles SET hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) WHERE level = 1`,
    },
    {
      name: 'the newest tile cut short',
      sql: `UPDATE ledger_tiles SET hashes = substr(hashes, 1, 32) WHERE level = 0 AND tile = 2`,
    },
    { name: 'the newest tile gone', sql: `DELETE FROM ledger_tiles WHERE level = 0 AND tile = 2` },
    { name: 'the tile above gone', sql: `DELETE FROM ledger_tiles WHERE level = 1` },
    {
      name: 'a bit of the root',
      sql: `UPDATE ledger_head SET root = set_byte(root, 0, get_byte(root, 0) # 1)`,
    },
    { name: 'a smaller size', sql: `UPDATE ledger_head SET size = size - 1` },
    { name: 'a larger size', sql: `UPDATE ledger_head SET size = size + 1` },
    {
      name: 'a bit of the signature',
      sql: `UPDATE ledger_head SET checkpoint = overlay(checkpoint PLACING 'AAAA' FROM length(checkpoint) - 8)`,
    },
    {
      name: 'another size in the checkpoint',
      sql: `UPDATE ledger_head SET checkpoint = replace(checkpoint, '${SIZE}', '${SIZE + 1}')`,
    },
    {
      name: 'another log’s checkpoint',
      sql: `UPDATE ledger_head SET checkpoint = replace(checkpoint, 'hub.example', 'bad.example')`,
    },
    { name: 'a checkpoint that is none', sql: `UPDATE ledger_head SET checkpoint = 'nothing'` },
    { name: 'no checkpoint where one was signed', sql: `UPDATE ledger_head SET checkpoint = NULL` },
    { name: 'an older size as the signed one', sql: `UPDATE ledger_head SET signed_size = 500` },
    { name: 'a forgotten head', sql: `UPDATE ledger_head SET signed_size = 0` },
  ];
  for (const { name, sql } of changes) {
    it(`refuses ${name}`, async () => {
      await site.query(sql);
      expect(await check()).to.be.oneOf(['LEDGER_DAMAGED', 'LEDGER_FORK']);
    });
  }

  it('refuses entries without their head, as a new log would find them', async () => {
    const { ledgerStore: store } = site.parts;
    await site.query('TRUNCATE ledger_head');
    const emptyRoot = Buffer.from(treeHash.empty);
    const first = { origin: 'hub.example/ledger/new', emptyRoot, now: site.clock.now() };
    expect(await store.startLedger(store.query, first)).to.include({ size: 0 });
    expect(await check()).to.equal('LEDGER_DAMAGED');
  });

  it('refuses a tail that was rewritten as a whole, entries, tiles and root', async () => {
    await site.query(`UPDATE ledger_entries SET entry = '\\x02' WHERE leaf_index = ${SIZE - 1}`);
    await rewrite(await hashesOf());
    expect(await check()).to.equal('LEDGER_FORK');
  });

  it('refuses a log that was cut behind its signed head', async () => {
    await site.query(`DELETE FROM ledger_entries WHERE leaf_index >= 650`);
    await rewrite(await hashesOf());
    expect(await check()).to.equal('LEDGER_FORK');
  });

  it('refuses a head that another key signed', async () => {
    expect(await check(testSigner(ORIGIN, 'another key'))).to.equal('LEDGER_DAMAGED');
  });

  it('refuses a head of another origin under the right key', async () => {
    const { root } = await site.parts.ledgerStore.findHead(site.parts.ledgerStore.query);
    const other = { origin: 'hub.example/ledger/other', size: SIZE, root };
    const checkpoint = await signCheckpoint(other, [SIGNER]);
    await site.query('UPDATE ledger_head SET checkpoint = $1', [checkpoint]);
    expect(await check()).to.equal('LEDGER_DAMAGED');
  });
});
