import { setTimeout as pause } from 'node:timers/promises';
import { NOBODY_COSIGNS, createMemoryHeadFile } from '../../support/memory-head-file.ts';
import { expect } from 'chai';
import type { HeadFile } from '../../../hub/flows/kept-head.ts';
import { type LedgerStore, runSequencer } from '../../../hub/flows/sequence.ts';
import type { Signer } from '../../../hub/ledger/signer.ts';
import { EMPTY_EDGE, appendLeaves } from '../../../hub/ledger/tree-edge.ts';
import { treeHash } from '../../../hub/ledger/tree-hash.ts';
import { parseTreeHead } from '../../../ledger-verifier/checkpoint.ts';
import { rootOfEntries, verifyStoredLedger } from '../../support/ledger-export.ts';
import { HOUR, type SettableClock, createSettableClock } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';
import { ORIGIN, testSigner } from '../ledger/memory-ledger.ts';

const SIGNER = testSigner();

interface Running {
  /** Lets it end in its own time. */
  stop(): Promise<void>;
  readonly faults: unknown[];
}

describe('the sequencer', () => {
  let site: TestSite;
  let clock: SettableClock;
  let signedTexts: string[];
  let running: Running[];
  let headFile: HeadFile;
  let passAll: (() => void)[];

  beforeEach(async () => {
    clock = createSettableClock();
    site = await openTestSite({ states: { OR: { connected: false } }, processClock: clock });
    const { query } = site.parts.ledgerStore;
    const emptyRoot = Buffer.from(treeHash.empty);
    await site.parts.ledgerStore.startLedger(query, {
      origin: ORIGIN,
      emptyRoot,
      now: clock.now(),
    });
    signedTexts = [];
    headFile = createMemoryHeadFile();
    running = [];
    passAll = [];
  });
  afterEach(async () => {
    for (const pass of passAll) pass();
    await Promise.all(running.map((sequencer) => sequencer.stop()));
    await site.close();
  });

  let processes = 0;

  function start(
    decorate: (store: LedgerStore) => LedgerStore = (store) => store,
    sign: Signer['sign'] = (text) => SIGNER.sign(text),
  ): Running {
    processes += 1;
    const stopping = new AbortController();
    const faults: unknown[] = [];
    const signer: Signer = {
      ...SIGNER,
      sign: (text) => {
        signedTexts.push(Buffer.from(text).toString());
        return sign(text);
      },
    };
    const ended = runSequencer(
      {
        store: decorate(site.parts.ledgerStore),
        signers: () => Promise.resolve([signer]),
        headFile,
        cosign: NOBODY_COSIGNS,
        processClock: clock,
        processId: `00000000-0000-4000-8000-${String(processes).padStart(12, '0')}`,
        leaseMs: 15_000,
        onFault: (_part, error) => faults.push(error),
      },
      stopping.signal,
    );
    const started: Running = {
      faults,
      stop: async () => {
        stopping.abort();
        await ended;
      },
    };
    running.push(started);
    return started;
  }

  async function write(count: number): Promise<void> {
    const { evidence, store } = site.parts;
    const leaves = Array.from({ length: count }, () =>
      evidence.single({ type: 'clock-alarm', actor: 'hub', channel: 'hub' }, site.clock.now()),
    );
    await store.withTransaction((tx) => store.insertPendingLeaves(tx, leaves));
  }

  const head = () => site.parts.ledgerStore.findHead(site.parts.ledgerStore.query);
  /** Until so many are under the signed head; the process clock goes on as it does. */
  const signedFor = (size: number) =>
    site.until(
      async () => {
        clock.advance(100);
        return (await head()).signed_size;
      },
      (signed) => signed === size,
    );
  const entries = async (): Promise<Buffer[]> => {
    const rows = await site.query<{ leaf_index: string; entry: Buffer }>(
      'SELECT leaf_index, entry FROM ledger_entries ORDER BY leaf_index',
    );
    expect(rows.map((row) => Number(row.leaf_index))).to.deep.equal(rows.map((_, at) => at));
    return rows.map(({ entry }) => entry);
  };

  /** Everything that was ever signed is the beginning of what the log is now. */
  async function nothingForked(size: number): Promise<void> {
    const all = await entries();
    expect(all).to.have.length(size);
    expect(await site.query('SELECT FROM pending_leaves')).to.deep.equal([]);
    for (const text of signedTexts) {
      const signed = parseTreeHead(text);
      expect(signed.origin).to.equal(ORIGIN);
      const root = rootOfEntries(all.slice(0, Number(signed.size)));
      expect(Buffer.from(signed.root).equals(root), `head of ${signed.size}`).to.equal(true);
    }
    const report = await verifyStoredLedger(site.parts.ledgerStore, [SIGNER.verifierKey]);
    expect(report.findings).to.deep.equal([]);
    expect(report.entries).to.equal(size);
  }

  it('gives every leaf one index, in the order in which they were written', async () => {
    await write(700);
    const [{ written } = { written: [] }] = await site.query<{ written: Buffer[] }>(
      'SELECT array_agg(entry ORDER BY pending_id) AS written FROM pending_leaves',
    );
    start();
    await signedFor(700);
    expect(await entries()).to.deep.equal(written);
    await nothingForked(700);
  });

  it('works off a backlog larger than a batch, also when it is told to stop', async () => {
    await write(2_500);
    const sequencer = start();
    await site.until(
      async () => (await head()).size,
      (size) => size > 0,
    );
    await sequencer.stop();
    const { size, signed_size } = await head();
    expect(signed_size).to.equal(size);
    start();
    await signedFor(2_500);
    await nothingForked(2_500);
  });

  it('signs at most once a second, and nothing when nothing came', async () => {
    await write(3);
    start();
    await signedFor(3);
    const signed = signedTexts.length;
    clock.advance(HOUR);
    await pause(400); // some of its rounds
    expect(signedTexts).to.have.length(signed);
    await write(1);
    await site.until(
      async () => (await head()).size,
      (size) => size === 4,
    );
    expect((await head()).signed_size).to.be.oneOf([3, 4]);
    await signedFor(4);
  });

  it('is one of many that stand by, and another when that one ends', async () => {
    const several = [start(), start(), start()];
    let size = 0;
    for (const sequencer of several) {
      await write(300);
      size += 300;
      await signedFor(size);
      await sequencer.stop();
    }
    expect((await head()).epoch).to.be.within(2, 3);
    await nothingForked(900);
  });

  it('keeps its lease as long as it lives', async () => {
    start();
    await write(1);
    await signedFor(1);
    const { epoch } = await head();
    start();
    for (let rounds = 0; rounds < 8; rounds += 1) {
      clock.advance(4_000);
      await write(1);
      await site.until(
        async () => (await head()).size,
        (size) => size === rounds + 2,
      );
    }
    expect((await head()).epoch).to.equal(epoch);
  });

  it('goes on at once with its own lease after a fault of the store', async () => {
    let faulty = true;
    const sequencer = start((store) => ({
      ...store,
      findPendingLeaves: (tx, limit) => {
        if (!faulty) return store.findPendingLeaves(tx, limit);
        faulty = false;
        return Promise.reject(new Error('the connection broke'));
      },
    }));
    await write(5);
    // The clock stands still: no lease ends by itself.
    await site.until(
      async () => (await head()).signed_size,
      (signed) => signed === 5,
    );
    expect(sequencer.faults).to.have.length(1);
  });

  describe('that is paused while another takes over', () => {
    /** Holds a step of the first sequencer back until the test lets it go on. */
    function gate(): { reached: Promise<void>; pass: () => void; hold: () => Promise<void> } {
      let tell = (): void => undefined;
      let pass = (): void => undefined;
      const reached = new Promise<void>((resolve) => (tell = resolve));
      const passed = new Promise<void>((resolve) => (pass = resolve));
      passAll.push(pass);
      return {
        reached,
        pass: () => {
          pass();
        },
        hold: () => {
          tell();
          return passed;
        },
      };
    }

    const pauses: {
      name: string;
      decorate: (store: LedgerStore, hold: () => Promise<void>) => LedgerStore;
    }[] = [
      {
        name: 'before it reads what is pending',
        decorate: (store, hold) => ({
          ...store,
          withTransaction: async (work) => {
            await hold();
            return store.withTransaction(work);
          },
        }),
      },
      {
        name: 'before it writes its batch',
        decorate: (store, hold) => ({
          ...store,
          writeSequencedBatch: async (tx, batch) => {
            await hold();
            return store.writeSequencedBatch(tx, batch);
          },
        }),
      },
      {
        name: 'before it signs',
        decorate: (store, hold) => ({
          ...store,
          findHead: async (query) => {
            const found = await store.findHead(query);
            await hold();
            return found;
          },
        }),
      },
      {
        name: 'before it publishes what it signed',
        decorate: (store, hold) => ({
          ...store,
          publishCheckpoint: async (query, published) => {
            await hold();
            return store.publishCheckpoint(query, published);
          },
        }),
      },
    ];
    for (const { name, decorate } of pauses) {
      it(`${name}: it writes nothing, and nothing forks`, async () => {
        const { reached, pass, hold } = gate();
        let first = true;
        await write(300);
        start((store) =>
          decorate(store, () => {
            if (!first) return Promise.resolve();
            first = false;
            return hold();
          }),
        );
        await reached;
        clock.advance(16_000);
        start();
        await write(300);
        await signedFor(600);
        pass();
        await write(300);
        await signedFor(900);
        expect((await head()).epoch).to.be.at.least(2);
        await nothingForked(900);
      });
    }

    it('while its batch is not committed: the other waits for it and goes on from there', async () => {
      const { reached, pass, hold } = gate();
      let first = true;
      start((store) => ({
        ...store,
        writeSequencedBatch: async (tx, batch) => {
          const written = await store.writeSequencedBatch(tx, batch);
          if (first) {
            first = false;
            await hold();
          }
          return written;
        },
      }));
      await write(300);
      await reached;
      clock.advance(16_000);
      start();
      await pause(200); // the other asks for the lease and meets the row that is being written
      pass();
      await write(10);
      await signedFor(310);
      await nothingForked(310);
    });
  });

  describe('after a fault', () => {
    const FAILING_CALLS = new Set([2, 3, 6, 11, 19]);
    type Faulty =
      | 'findPendingLeaves'
      | 'writeSequencedBatch'
      | 'publishCheckpoint'
      | 'withTransaction'
      | 'takeSequencerLease'
      | 'findTile';
    const faults: { at: Faulty; when: 'before' | 'after' }[] = (
      [
        'findPendingLeaves',
        'writeSequencedBatch',
        'publishCheckpoint',
        'withTransaction',
        'takeSequencerLease',
        'findTile',
      ] as const
    ).flatMap((at) => [
      { at, when: 'before' },
      { at, when: 'after' },
    ]);
    for (const { at, when } of faults) {
      it(`${when} ${at} it loses nothing, repeats nothing and forks nothing`, async () => {
        let calls = 0;
        const sequencer = start((store) => {
          const real = store[at] as (...args: unknown[]) => Promise<unknown>;
          const faulty = async (...args: unknown[]): Promise<unknown> => {
            calls += 1;
            const fails = FAILING_CALLS.has(calls);
            if (fails && when === 'before') throw new Error('the connection broke');
            const answer = await real(...args);
            if (fails) throw new Error('the connection broke');
            return answer;
          };
          return { ...store, [at]: faulty };
        });
        for (let rounds = 1; rounds <= 4; rounds += 1) {
          await write(130);
          await signedFor(rounds * 130);
          if (at === 'takeSequencerLease') clock.advance(16_000);
        }
        await sequencer.stop();
        if (at !== 'takeSequencerLease') expect(sequencer.faults.length).to.be.at.least(1);
        await nothingForked(520);
      });
    }

    it('of the signer it signs again, and a head that was signed and not published harms nobody', async () => {
      let calls = 0;
      const sequencer = start(undefined, (text) => {
        calls += 1;
        if (calls % 2 === 1) throw new Error('the key service is away');
        return SIGNER.sign(text);
      });
      await write(20);
      await signedFor(20);
      await write(20);
      await signedFor(40);
      expect(sequencer.faults.length).to.be.at.least(1);
      await nothingForked(40);
    });
  });

  it('never signs a head that the last signed one cannot grow into', async () => {
    const sequencer = start();
    await write(300);
    await signedFor(300);
    await sequencer.stop();
    const signed = signedTexts.length;
    // As who owns the database would do it: the newest entry is another, tiles and root fit it.
    const hashes = (await entries()).map((entry) => treeHash.leaf(entry));
    const rewritten = appendLeaves(EMPTY_EDGE, [
      ...hashes.slice(0, -1),
      treeHash.leaf(Buffer.of(1)),
    ]);
    for (const { level, index, hashes: content } of rewritten.tiles) {
      await site.query('UPDATE ledger_tiles SET hashes = $3 WHERE level = $1 AND tile = $2', [
        level,
        index,
        content,
      ]);
    }
    await site.query('UPDATE ledger_head SET root = $1', [rewritten.root]);
    const locked = start();
    await write(10);
    await site.until(
      () => {
        clock.advance(100);
        return Promise.resolve(locked.faults.length);
      },
      (faults) => faults > 0,
    );
    expect(signedTexts).to.have.length(signed);
    expect((await head()).signed_size).to.equal(300);
    expect(locked.faults[0]).to.include({ code: 'LEDGER_FORK' });
  });
});
