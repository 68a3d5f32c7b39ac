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
import { tellActivity } from './filled-activity.ts';
import { type FilledBatch, type HeldCases, createBatch } from './filled-batch.ts';
import { patiently } from './patiently.ts';
import { type StoryMoment, storyBook } from './story-book.ts';
import { writeBatch } from './write-batch.ts';

/** Activities of one transaction. */
const BATCH = 300;

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
const book = storyBook({
  seed: `${options.seed}${options.part}`,
  members,
  activities: options.activities,
  until: parts.until,
});
const carried = { cases: new Map(), identifiers: new Map() };
const held: HeldCases = new Map();
let today: StoryMoment[] = [];
let at = 0;
let lost = 0;
let over = false;
let prepared: FilledBatch | undefined;
let cases = 0;

serveParent({ part: options.part }, { prepare, write }, async () => {
  await Promise.all([exchange.close(), database.close()]);
});

/** Makes the next batch, while the one before it is being written. */
async function prepare(): Promise<PreparedBatch> {
  const batch = createBatch(carried, held, files.states);
  let count = 0;
  while (count < BATCH) {
    const moment = nextMoment();
    if (moment === undefined) break;
    if (await tell(batch, moment)) count += 1;
    else lost += 1;
  }
  if (over) endAll(batch);
  cases += batch.set.openedCases.size;
  const { leaves } = batch.set.writes;
  prepared = batch;
  return {
    leafHashes: Buffer.concat(leaves.map(({ leaf_hash }) => leaf_hash)).toString('base64'),
    activities: count,
    last: over,
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

/** Whether it became an activity. */
async function tell(batch: FilledBatch, moment: StoryMoment): Promise<boolean> {
  const { story } = moment;
  const told = await tellActivity(parts, batch, moment);
  if (story.caseId !== undefined) batch.holdCase(story.caseId);
  if (told.kind === 'crossed') story.lastAt = told.at.getTime();
  if (told.kind === 'returned') story.next -= 1;
  const stops = told.kind === 'waits' || told.kind === 'refused';
  story.over = stops || (told.kind === 'crossed' && told.blocks);
  const isLast = story.next + 1 >= story.script.steps.length;
  const ends = story.over || (isLast && told.kind === 'crossed');
  if (ends && story.caseId !== undefined) batch.endCase(story.caseId);
  return told.kind !== 'refused';
}

function endAll(batch: FilledBatch): void {
  for (const caseId of [...held.keys()]) batch.endCase(caseId);
}

async function write({ firstIndex }: WriteOrder): Promise<WrittenBatch> {
  const batch = prepared;
  if (batch === undefined) throw new Error('nothing is prepared');
  prepared = undefined;
  await patiently(() => store.withTransaction((tx) => writeBatch(store, tx, batch, firstIndex)));
  for (const caseId of batch.endedCases) carried.cases.delete(caseId);
  return { cases };
}
