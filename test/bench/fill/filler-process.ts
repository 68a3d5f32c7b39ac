// A process of its own: makes its part of a fill's activities and writes them, batch after batch.
import { randomBytes } from 'node:crypto';
import { MEMBER_CODES } from '../../../hub/compact/members.ts';
import { loadFiles } from '../../../hub/load-files.ts';
import { createPooledRandom } from '../../../hub/message/pooled-random.ts';
import { exchangeStoreOf, openExchange } from '../../../hub/open-exchange.ts';
import { openDatabase } from '../../../hub/store/database.ts';
import { WALL_CLOCKS } from '../../../hub/wall-clocks.ts';
import { serveParent, workerOptions } from '../serve-parent.ts';
import type { FillerOptions, PreparedBatch, WriteOrder, WrittenBatch } from './fill-order.ts';
import type { FillParts } from './fill-parts.ts';
import { type FilledBatch, createBatch } from './filled-batch.ts';
import { patiently } from './patiently.ts';
import { type StoryMoment, storyBook } from './story-book.ts';
import { createStoryTeller } from './story-teller.ts';
import { writeBatch } from './write-batch.ts';

/** Activities of one transaction. */
const BATCH = 300;
/** Stories, with all that are alike, that end with one where nothing happens any more. */
const ENDED = 30;
/**
 * Small buffers are cut from ones of this size: a batch holds thousands, and each costs its collection. Not larger:
 * one that a case keeps for months holds all that it was cut from.
 */
Buffer.poolSize = 65_536;

const options = workerOptions() as FillerOptions;
const { config } = options;
const files = loadFiles(config.mappingsDirectory);
const exchange = openExchange({
  config,
  files,
  databaseUrl: options.databaseUrl,
  poolSize: 1,
  clocks: WALL_CLOCKS,
  leaseMs: 15_000,
  softwareVersion: options.softwareVersion,
});
// A batch is larger than any statement of a hub, and nobody waits for it.
const database = openDatabase({
  url: options.databaseUrl,
  role: 'hub_exchange',
  poolSize: 1,
  applicationName: 'hub-fill',
  statementMs: 300_000,
});
const store = exchangeStoreOf(database);
const members = MEMBER_CODES.filter((member) => files.states.profiles.has(member));
const parts: FillParts = {
  ...exchange.flows,
  random: createPooledRandom(randomBytes),
  receiptKeyId: options.receiptKeyId,
  connected: new Set(members),
  until: new Date(options.until),
  downSince: new Map(Object.entries(options.downSince)),
  systemOf: (member) => options.systems[member] ?? member,
  officeOf: (member) => options.offices[member] ?? member,
};
// Keys are remembered once they were asked for: making a batch then waits for nothing.
for (const member of members) await patiently(() => parts.memberKeys.mint(member));
const { casesAlike, activities } = options;
const book = storyBook({
  seed: `${options.seed}${options.part}`,
  members,
  activities: Math.ceil(activities / casesAlike),
  until: parts.until,
});
const teller = createStoryTeller(parts, casesAlike);
let today: StoryMoment[] = [];
let at = 0;
let lost = 0;
let left = activities;
let over = false;
let prepared: FilledBatch | undefined;
let cases = 0;

serveParent({ part: options.part }, { prepare, write }, async () => {
  await Promise.all([exchange.close(), database.close()]);
});

/** Makes the next batch, while the one before it is being written. */
async function prepare(): Promise<PreparedBatch> {
  const batch = createBatch();
  let count = 0;
  while (count < BATCH) {
    const moment = nextMoment();
    if (moment === undefined) break;
    const made = await teller.tell(batch, moment, left);
    if (made === 0) lost += 1;
    count += made;
    left -= made;
  }
  const last = over && teller.endSome(batch, ENDED);
  cases += batch.openedCases.size;
  const { leaves } = batch.rows;
  prepared = batch;
  return {
    leafHashes: Buffer.concat(leaves.map(({ leaf_hash }) => leaf_hash)).toString('base64'),
    activities: count,
    last,
  };
}

function nextMoment(): StoryMoment | undefined {
  const moment = today[at];
  if (moment !== undefined) {
    at += 1;
    return moment;
  }
  const next = book.next(lost);
  lost = 0;
  over = next.done === true;
  if (next.done === true) return undefined;
  today = next.value;
  at = 0;
  return nextMoment();
}

async function write({ firstIndex }: WriteOrder): Promise<WrittenBatch> {
  const batch = prepared;
  if (batch === undefined) throw new Error('nothing is prepared');
  prepared = undefined;
  await patiently(() => store.withTransaction((tx) => writeBatch(store, tx, batch, firstIndex)));
  return { cases };
}
