import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { COMMANDS } from '../../../hub/cli/commands.ts';
import { addUser } from '../../../hub/flows/administer.ts';
import { createLedgerLock } from '../../../hub/flows/ledger-lock.ts';
import { openHeadFile } from '../../../hub/head-file.ts';
import { checkpointText, statedHead } from '../../../hub/ledger/checkpoint.ts';
import { EMPTY_EDGE, appendLeaves } from '../../../hub/ledger/tree-edge.ts';
import { leafHashOf } from '../../../hub/ledger/entry.ts';
import { sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { activity } from '../../support/activity.ts';
import { verifyStoredLedger } from '../../support/ledger-export.ts';
import {
  type TestAnswer,
  type TestHub,
  type TestSite,
  openTestSite,
} from '../../support/test-hub.ts';

const TABLES = ['ledger_entries', 'ledger_tiles', 'ledger_head', 'pending_leaves'];

describe('a ledger that was set back', () => {
  let site: TestSite;

  beforeEach(async () => {
    site = await openTestSite();
  });
  afterEach(() => site.close());

  const head = () => site.parts.ledgerStore.findHead(site.parts.ledgerStore.query);
  const allSigned = () =>
    site.until(
      () =>
        site.query(
          `SELECT FROM ledger_head WHERE signed_size < size OR size = 0
           UNION ALL SELECT FROM pending_leaves
           UNION ALL SELECT FROM deliveries WHERE state <> 'acknowledged'`,
        ),
      (rows) => rows.length === 0,
    );
  const request = (hub: TestHub): Promise<TestAnswer> =>
    hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
  const keptFile = (): string => site.config.ledgerHeadFile;
  const locks = async (): Promise<unknown> =>
    (await site.query<{ lock_code: string }>('SELECT lock_code FROM ledger_head'))[0]?.lock_code;
  const events = async (): Promise<Record<string, unknown>[]> => {
    const rows = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM ledger_entries ORDER BY leaf_index',
    );
    return rows.map(
      ({ entry }) => JSON.parse(entry.subarray(16).toString()) as Record<string, unknown>,
    );
  };

  async function run(words: string): Promise<{ code: unknown; lines: string[] }> {
    const args = words.split(' ');
    const lines: string[] = [];
    const command = COMMANDS.find(({ name }) => name === args.slice(0, 2).join(' '));
    try {
      const code = await command?.run(args.slice(2), {
        config: () => site.config,
        environment: {},
        print: (line) => lines.push(line),
        signal: new AbortController().signal,
        softwareVersion: '0.0.0',
      });
      return { code, lines };
    } catch (error) {
      return { code: (error as { code?: unknown }).code ?? error, lines };
    }
  }

  /** Serves some traffic, keeping what the ledger's tables held after the first half of it. */
  async function serveThenSetBack(how: 'order-only' | 'facts-too'): Promise<string> {
    const hub = await site.start();
    await request(hub);
    await allSigned();
    await hub.stop();
    for (const table of TABLES)
      await site.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
    const again = await site.start();
    await request(again);
    await allSigned();
    await again.stop();
    const folder = join(site.folder, 'export');
    expect((await run(`ledger export ${folder}`)).code).to.equal(0);
    const { size } = await head();
    if (how === 'order-only') {
      // As a loss of the newest transactions of the sequencer alone leaves it.
      const kept = await site.query<{ size: string }>('SELECT size FROM kept_ledger_head');
      await site.query(
        `INSERT INTO pending_leaves (transmission_id, from_member, leaf_hash, entry, created_at)
         SELECT transmission_id, from_member, sha256('\\x00'::bytea || entry), entry, now()
           FROM ledger_entries WHERE leaf_index >= $1 ORDER BY leaf_index`,
        [kept[0]?.size],
      );
    }
    for (const table of ['ledger_entries', 'ledger_tiles', 'ledger_head']) {
      await site.query(`TRUNCATE ${table}`);
      await site.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
    }
    expect((await head()).size).to.be.below(size);
    return folder;
  }

  it('keeps the head beside the database before it is published', async () => {
    const hub = await site.start();
    await request(hub);
    await allSigned();
    await hub.stop();
    expect(readFileSync(keptFile(), 'utf8')).to.equal((await head()).checkpoint);
  });

  it('is not locked by a head that is signed while it is looked at', async () => {
    const hub = await site.start();
    await request(hub);
    await allSigned();
    let reads = 0;
    const thenGrows = async <T>(read: Promise<T>): Promise<T> => {
      const was = await read;
      reads += 1;
      if (reads > 1) return was;
      await request(hub);
      await allSigned();
      return was;
    };
    const { ledgerStore } = site.parts;
    const file = openHeadFile(keptFile());
    const found: string[] = [];
    const lock = createLedgerLock({
      store: { ...ledgerStore, findHead: (query) => thenGrows(ledgerStore.findHead(query)) },
      headFile: { ...file, read: () => thenGrows(file.read()) },
      origin: (await head()).origin,
      now: () => new Date(),
      onLocked: (code) => found.push(code),
    });
    await lock.look();
    expect(found).to.deep.equal([]);
    await hub.stop();
  });

  it('is locked at the start: read only, nothing signed, and a code that says so', async () => {
    await serveThenSetBack('facts-too');
    const before = await head();
    const leaves = await site.query('SELECT leaf_hash FROM pending_leaves ORDER BY leaf_hash');
    // Of this the hub would write an incident and its leaf.
    await site.query(
      `INSERT INTO destinations (member, changed_at, credential_expires_at) VALUES ('OR', now(), now())
       ON CONFLICT (member) DO UPDATE SET credential_expires_at = excluded.credential_expires_at`,
    );
    const hub = await site.start();
    expect(await locks()).to.equal('LEDGER_BEHIND');
    const ready = await hub.call(undefined, 'GET /readyz');
    expect([ready.status, ready.body['intake']]).to.deep.equal([200, 'LEDGER_BEHIND']);
    const refused = await request(hub);
    expect(refused.status).to.equal(503);
    expect(refused.body).to.include({ code: 'LEDGER_LOCKED' });
    for (const route of [
      'GET /v1/inbox',
      'POST /v1/inbox/00000000-0000-7000-8000-000000000000/ack',
    ]) {
      const answer = await hub.call('OR', route, route.startsWith('POST') ? { json: {} } : {});
      expect(answer.status, route).to.equal(503);
    }
    expect((await hub.call('OR', 'GET /v1/messages')).status).to.equal(200);
    expect((await hub.call(undefined, 'GET /v1/ledger/checkpoint')).status).to.equal(200);
    expect((await hub.call(undefined, 'GET /metrics')).text).to.include('hub_ledger_locked 1');
    await hub.stop();
    expect(await head()).to.deep.include({ size: before.size, checkpoint: before.checkpoint });
    expect(await site.query('SELECT code FROM incidents')).to.deep.equal([]);
    expect(
      await site.query('SELECT leaf_hash FROM pending_leaves ORDER BY leaf_hash'),
    ).to.deep.equal(leaves);
  });

  it('lets a system read what is its own, and opens nothing for a person', async () => {
    await serveThenSetBack('order-only');
    const hub = await site.start();
    const [kept] = await site.query<{ id: string }>(
      'SELECT transmission_id AS id FROM transmissions LIMIT 1',
    );
    const bodies = `GET /v1/messages/${kept?.id ?? ''}/bodies`;
    expect((await hub.call('OR', bodies)).status).to.equal(200);
    expect((await hub.call('OR office', bodies)).body).to.include({ code: 'LEDGER_LOCKED' });
  });

  it('is locked while it is served, and no other process signs on', async () => {
    const hub = await site.start();
    await request(hub);
    await allSigned();
    const { checkpoint, origin } = await head();
    const forged = { origin, size: 500, root: Buffer.alloc(32, 1) };
    writeFileSync(
      keptFile(),
      `${checkpointText(forged)}\n${(checkpoint ?? '').split('\n\n')[1] ?? ''}`,
    );
    await site.until(locks, (code) => code === 'LEDGER_BEHIND');
    await site.until(
      () => request(hub),
      ({ status }) => status === 503,
    );
    const other = await site.start({ config: { ledgerHeadFile: join(site.folder, 'elsewhere') } });
    expect((await request(other)).body).to.include({ code: 'LEDGER_LOCKED' });
  });

  it('is brought back by an export when only the order was lost, and goes on', async () => {
    const folder = await serveThenSetBack('order-only');
    const locked = await site.start();
    expect((await request(locked)).status).to.equal(503);
    await locked.stop();
    const kept = statedHead(readFileSync(keptFile(), 'utf8'));
    const ran = await run(`ledger recover ${folder}`);
    expect(ran.code, ran.lines.join()).to.equal(0);
    const hub = await site.start();
    expect((await request(hub)).status).to.equal(202);
    await allSigned();
    await hub.stop();
    const { size } = await head();
    expect(size).to.be.above(kept.size);
    const keys = (await site.query<{ key_line: string }>('SELECT key_line FROM ledger_keys')).map(
      ({ key_line }) => key_line,
    );
    const report = await verifyStoredLedger(site.parts.ledgerStore, keys);
    expect(report.findings).to.deep.equal([]);
    expect((await events()).some(({ subject }) => subject === 'ledger-recovered')).to.equal(true);
  });

  it('is not brought back over facts that the database has and that went on elsewhere', async () => {
    const folder = await serveThenSetBack('facts-too');
    expect((await run(`ledger recover ${folder}`)).code).to.equal('LEDGER_NOT_RECOVERABLE');
    expect(await locks()).to.equal(null);
  });

  it('is not brought back by an export that is older than the last signed head', async () => {
    const folder = await serveThenSetBack('order-only');
    const kept = readFileSync(keptFile(), 'utf8');
    const { origin } = statedHead(kept);
    const later = checkpointText({ origin, size: 10_000, root: Buffer.alloc(32, 1) });
    writeFileSync(keptFile(), `${later}\n${kept.split('\n\n')[1] ?? ''}`);
    expect((await run(`ledger recover ${folder}`)).code).to.equal('LEDGER_NOT_RECOVERABLE');
  });

  const approver = async (): Promise<string> =>
    (
      await addUser(
        { ...site.parts.administer, now: () => new Date() },
        { member: 'national', role: 'national-office', label: 'test', validMs: 3_600_000 },
      )
    ).reference;

  it('is ended by two persons, and another begins that commits to its last head', async () => {
    await serveThenSetBack('facts-too');
    const final = statedHead(readFileSync(keptFile(), 'utf8'));
    const held = await head();
    const old = await site.start();
    const readiness = async () => (await old.call(undefined, 'GET /readyz')).status;
    expect(await readiness()).to.equal(200);
    const [one, two] = [await approver(), await approver()];
    expect(
      (await run(`ledger new-epoch --reason database-behind --approver ${one}`)).code,
    ).to.be.an('error');
    const stranger = await run(
      `ledger new-epoch --reason database-behind --approver ${one} --approver U-NOBODY`,
    );
    expect(stranger.code).to.equal('NOT_PERMITTED');
    const ran = await run(
      `ledger new-epoch --reason database-behind --approver ${one} --approver ${two}`,
    );
    expect(ran.code, ran.lines.join()).to.equal(0);
    expect(await readiness()).to.equal(503);
    await old.stop();
    const hub = await site.start();
    expect((await request(hub)).status).to.equal(202);
    await allSigned();
    const begun = await head();
    expect(begun.origin).not.to.equal(final.origin);
    const [start, end] = await events();
    const hashOf = (text: string): string => Buffer.from(sha256(Buffer.from(text))).toString('hex');
    expect(start).to.deep.include({
      type: 'epoch-start',
      code: 'database-behind',
      subject: final.origin,
      subjectHash: hashOf(checkpointText(final)),
    });
    expect(start?.['approvers']).to.have.members([one, two]);
    const tree = { origin: final.origin, size: held.size, root: held.root };
    expect(end).to.deep.include({ type: 'epoch-end', subjectHash: hashOf(checkpointText(tree)) });
    const published = (await hub.call(undefined, 'GET /v1/ledger/keys')).body as {
      origin: string;
      closed: { origin: string; checkpoint: string }[];
      keys: { key: string }[];
    };
    expect(published.origin).to.equal(begun.origin);
    expect(published.closed).to.have.length(1);
    expect(statedHead(published.closed[0]?.checkpoint ?? '')).to.deep.equal(final);
    const report = await verifyStoredLedger(
      site.parts.ledgerStore,
      published.keys.map(({ key }) => key),
    );
    expect(report.findings).to.deep.equal([]);
    const closed = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM closed_ledger_entries ORDER BY leaf_index',
    );
    const { root } = appendLeaves(
      EMPTY_EDGE,
      closed.map(({ entry }) => leafHashOf(entry)),
    );
    expect(root).to.deep.equal(held.root);
    expect(existsSync(keptFile())).to.equal(true);
  });

  it('gives a repeat the receipt of then, with the ledger of then', async () => {
    const hub = await site.start();
    const sent = activity('transfer-request', { from: 'OR', to: 'TX' });
    const first = await hub.submit('OR', sent);
    await allSigned();
    await hub.stop();
    const [one, two] = [await approver(), await approver()];
    await run(`ledger new-epoch --reason planned --approver ${one} --approver ${two}`);
    const again = await site.start();
    const repeat = await again.submit('OR', sent);
    expect(repeat.status).to.equal(200);
    expect(repeat.text).to.equal(first.text);
  });
});
