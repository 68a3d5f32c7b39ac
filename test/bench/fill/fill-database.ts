import { createPublicKey, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { after } from '../../../hub/clock.ts';
import type { Config } from '../../../hub/config.ts';
import { createCosigner } from '../../../hub/flows/collect-cosignatures.ts';
import { loadEdge, runSequencer } from '../../../hub/flows/sequence.ts';
import { loadSigningKey } from '../../../hub/key-files.ts';
import { appendLeaves, type TileWrite, type TreeEdge } from '../../../hub/ledger/tree-edge.ts';
import { loadFiles } from '../../../hub/load-files.ts';
import { type Exchange, openExchange } from '../../../hub/open-exchange.ts';
import { type Evidence, openLedger } from '../../../hub/open-ledger.ts';
import { openDatabase } from '../../../hub/store/database.ts';
import { putDocuments } from '../../../hub/store/documents.ts';
import * as incidents from '../../../hub/store/incidents.ts';
import { migrate } from '../../../hub/store/migrate.ts';
import * as principals from '../../../hub/store/principals.ts';
import { WALL_CLOCKS } from '../../../hub/wall-clocks.ts';
import { makeReachableFolder } from '../../support/reachable-folder.ts';
import type { Progress } from '../progress.ts';
import { type Worker, startWorker } from '../worker.ts';
import type { FillerOptions, PreparedBatch, WriteOrder, WrittenBatch } from './fill-order.ts';
import { patiently } from './patiently.ts';
import { fillMembers } from './filled-members.ts';
import { withIndexesLaidAside } from './laid-aside.ts';

export interface FillOrder {
  readonly config: Config;
  /** As the owner of the tables. */
  readonly databaseUrl: string;
  readonly activities: number;
  /** Equal seeds tell equal stories to as many processes; ids and keys are new each time. */
  readonly seed: string;
  readonly softwareVersion: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Until when everything happened: the year before it. */
  readonly until: Date;
  /** Processes that make activities. */
  readonly processes?: number;
  /** Cases of every story. */
  readonly casesAlike?: number;
}

export interface FillReport {
  readonly activities: number;
  readonly cases: number;
  readonly leaves: number;
  /** From the first activity to the signed head, with every index made. */
  readonly seconds: number;
}

/** What a filled database must not be mixed with. */
export class HoldsTraffic extends Error {
  override readonly name = 'HoldsTraffic';
}

/**
 * For the server of a fill, where it is the caller's own: nothing is lost with it that could not be made
 * again, and what it does for readers and for a crash it may do later, once and for all.
 */
export const FILL_SETTINGS = {
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  wal_init_zero: 'off',
  autovacuum: 'off',
} as const;

/** Making activities is what takes the time: a core each, and the server goes on in between. */
const PROCESSES = Math.min(Math.max(2, availableParallelism()), 8);
const FILLER = 'fill/filler-process.ts';
/** Batches are garbage as soon as they are written: young for longer, they are never moved. */
const NODE_OPTIONS = ['--max-semi-space-size=64'];
const LEASE_MS = 600_000;
const TOLD_EVERY = 20_000;

/**
 * Writes activities of a year between all members as if they had crossed: the flows make the rows and
 * leaves, the store's statements write them, and the head is signed at the end. Throws HoldsTraffic where
 * any activity is. A fill that fails leaves a ledger that no hub serves on.
 */
export async function fillDatabase(order: FillOrder): Promise<FillReport> {
  await migrate(order.databaseUrl);
  const files = loadFiles(order.config.mappingsDirectory);
  const exchange = openExchange({
    ...order,
    files,
    poolSize: 3,
    clocks: WALL_CLOCKS,
    leaseMs: 15_000,
  });
  try {
    const { store, states } = exchange.flows;
    await requireEmpty(exchange);
    const site = { config: order.config, clocks: WALL_CLOCKS, parts: {} };
    const ledger = await openLedger(site, exchange.database, (code) => {
      throw new Error(`the ledger is locked: ${code}`);
    });
    await store.withTransaction((tx) => putDocuments(tx, files.documents, order.until));
    const administer = {
      ...exchange.flows,
      store: { ...store, ...principals, ...incidents },
      actor: 'command',
    };
    const members = await fillMembers(administer, states, order);
    await signHead(order, exchange, ledger);
    const { began, ...written } = await withIndexesLaidAside(order.databaseUrl, () =>
      runFillers(order, ledger, members),
    );
    await signHead(order, exchange, ledger);
    const seconds = (performance.now() - began) / 1_000;
    order.progress('as after a year of autovacuum');
    await vacuum(order.databaseUrl);
    return { ...written, seconds };
  } finally {
    await exchange.close();
  }
}

/** What the server does by itself in a year, and has had no time for. */
async function vacuum(databaseUrl: string): Promise<void> {
  const owner = openDatabase({
    url: databaseUrl,
    poolSize: 1,
    applicationName: 'hub-fill',
    statementMs: 3_600_000,
  });
  await owner.query('VACUUM ANALYZE').finally(() => owner.close());
}

async function requireEmpty({ database }: Exchange): Promise<void> {
  const rows = await database.query('SELECT FROM transmissions LIMIT 1');
  if (rows.length > 0) throw new HoldsTraffic('the database holds activities: nothing was written');
}

/** Lets the hub's own sequencer take what waits and sign, and waits until it has. */
async function signHead(order: FillOrder, exchange: Exchange, ledger: Evidence): Promise<void> {
  const stop = new AbortController();
  let fault: unknown;
  const onFault = (_part: string, error: unknown): void => {
    fault ??= error;
    stop.abort();
  };
  const { ledgerStore, signers, headFile, witnesses } = ledger;
  const clock = WALL_CLOCKS.process;
  const running = runSequencer(
    {
      store: ledgerStore,
      signers,
      headFile,
      cosign: createCosigner({ witnesses, clock, onFault }),
      processClock: clock,
      processId: randomUUID(),
      leaseMs: 15_000,
      onFault,
    },
    stop.signal,
  );
  while (!stop.signal.aborted) {
    const { isCovered } = await ledgerStore.findCoverage(exchange.database.query);
    if (isCovered || order.signal.aborted) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  stop.abort();
  await running;
  if (fault !== undefined) throw fault instanceof Error ? fault : new Error('not signed');
}

/** A process has the flows tell about as many activities as these before it copies; and a copy is never far. */
const TOLD_AT_LEAST = 500;
const MOST_ALIKE = 20;

function casesAlike(activities: number): number {
  return Math.min(Math.max(1, Math.floor(activities / TOLD_AT_LEAST)), MOST_ALIKE);
}

type Filler = Worker<object>;

interface Written extends Omit<FillReport, 'seconds'> {
  /** When the first activity was asked for, by `performance.now()`. */
  readonly began: number;
}

async function runFillers(
  order: FillOrder,
  ledger: Evidence,
  members: Awaited<ReturnType<typeof fillMembers>>,
): Promise<Written> {
  const folder = await makeReachableFolder(`compact-hub-bench-${process.pid}-`);
  const fillers: Filler[] = [];
  const starting: Promise<Filler>[] = [];
  try {
    const key = loadSigningKey(order.config.keyFiles.receipt);
    const receiptKeyId = await calculateJwkThumbprint(await exportJWK(createPublicKey(key)));
    const processes = Math.min(order.processes ?? PROCESSES, order.activities);
    for (let part = 0; part < processes; part += 1) {
      const share = Math.floor((order.activities + part) / processes);
      const options: FillerOptions = {
        config: order.config,
        databaseUrl: order.databaseUrl,
        softwareVersion: order.softwareVersion,
        receiptKeyId,
        part,
        activities: share,
        casesAlike: order.casesAlike ?? casesAlike(share),
        seed: order.seed,
        until: order.until.toISOString(),
        ...members,
      };
      const logFile = join(folder, `filler-${part}.log`);
      starting.push(startWorker({ file: FILLER, options, logFile, nodeOptions: NODE_OPTIONS }));
    }
    for (const filler of starting) fillers.push(await filler);
    return await growLedger(order, ledger, fillers);
  } finally {
    const started = await Promise.allSettled(starting);
    for (const filler of started) if (filler.status === 'fulfilled') await filler.value.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The tree as it grows while batches are written; its head is stored when all of them are. */
interface Growth {
  edge: TreeEdge;
  root: Buffer;
  /** Not yet stored, by level and index. */
  readonly tiles: Map<string, TileWrite>;
}

/** Holds the sequencer's place, gives every batch its indexes, and grows the stored tree by all of them. */
async function growLedger(
  order: FillOrder,
  ledger: Evidence,
  fillers: readonly Filler[],
): Promise<Written> {
  const { ledgerStore: store } = ledger;
  const now = WALL_CLOCKS.process.now();
  const lease = { holder: randomUUID(), now, until: after(now, LEASE_MS) };
  const head = await store.takeSequencerLease(store.query, lease);
  if (head === undefined) throw new Error('another process gives leaves their places');
  const growth: Growth = { edge: await loadEdge(store, head), root: head.root, tiles: new Map() };
  const counts = { activities: 0, told: 0 };
  const began = performance.now();
  const tell = (made: number): void => {
    counts.activities += made;
    if (counts.activities < counts.told + TOLD_EVERY) return;
    counts.told = counts.activities;
    const rate = counts.activities / ((performance.now() - began) / 1_000);
    order.progress(`${counts.activities} activities, ${rate.toFixed(0)}/s`);
  };
  const cases = await Promise.all(
    fillers.map((filler) => drive(order, ledger, growth, filler, tell)),
  );
  await storeTiles(growth, store, 0);
  const sizeAfter = growth.edge.size;
  const grown = await store.withTransaction((tx) =>
    store.writeSequencedBatch(tx, {
      epoch: head.epoch,
      pendingIds: [],
      sizeBefore: head.size,
      sizeAfter,
      root: growth.root,
      tiles: [],
      now: WALL_CLOCKS.process.now(),
    }),
  );
  if (!grown) throw new Error('another process took the place of the sequencer');
  await store.giveUpSequencerLease(store.query, head.epoch);
  const leaves = sizeAfter - head.size;
  return { began, activities: counts.activities, cases: sumOf(cases), leaves };
}

/** One batch is made while the one before it is written. Ends early, with whole batches, when interrupted. */
async function drive(
  order: FillOrder,
  ledger: Evidence,
  growth: Growth,
  filler: Filler,
  tell: (made: number) => void,
): Promise<number> {
  let making = filler.call<PreparedBatch>('prepare');
  for (;;) {
    const batch = await making;
    const isLast = batch.last || order.signal.aborted;
    const firstIndex = grow(growth, batch);
    const writing = filler.call<WrittenBatch>('write', { firstIndex } satisfies WriteOrder);
    if (!isLast) making = filler.call<PreparedBatch>('prepare');
    making.catch(() => undefined);
    const { cases } = await writing;
    await storeTiles(growth, ledger.ledgerStore, MOST_TILES);
    tell(batch.activities);
    if (isLast) return cases;
  }
}

const MOST_TILES = 200;

/** Nobody reads a tile beyond the size of the head. */
async function storeTiles(
  growth: Growth,
  store: Evidence['ledgerStore'],
  beyond: number,
): Promise<void> {
  if (growth.tiles.size <= beyond) return;
  const tiles = [...growth.tiles.values()];
  growth.tiles.clear();
  await patiently(() => store.withTransaction((tx) => store.putTiles(tx, tiles)));
}

const HASH_BYTES = 32;

function grow(growth: Growth, { leafHashes }: PreparedBatch): number {
  const bytes = Buffer.from(leafHashes, 'base64');
  const hashes = Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  const firstIndex = growth.edge.size;
  if (hashes.length === 0) return firstIndex;
  const { edge, root, tiles } = appendLeaves(growth.edge, hashes);
  growth.edge = edge;
  growth.root = root;
  for (const tile of tiles) growth.tiles.set(`${tile.level}/${tile.index}`, tile);
  return firstIndex;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
