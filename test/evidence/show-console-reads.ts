import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Actor, NATIONAL } from '../../hub/access/actor.ts';
import { READ_STORE } from '../../hub/build-hub.ts';
import { isAskedForOutcomes } from '../../hub/compact/profile.ts';
import { type Config, readConfig } from '../../hub/config.ts';
import { createReads } from '../../hub/flows/create-reads.ts';
import type { MessageFilter, Reads } from '../../hub/flows/reads.ts';
import { loadWrappingKey } from '../../hub/key-files.ts';
import { loadFiles } from '../../hub/load-files.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { type Database, openDatabase } from '../../hub/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { createMemberKeys } from '../../hub/store/member-keys.ts';
import { createReader } from '../../hub/store/reader.ts';
import { WALL_CLOCKS } from '../../hub/wall-clocks.ts';
import { FILL_SETTINGS, type FillReport, fillDatabase } from '../bench/fill/fill-database.ts';
import { type SeededRandom, createSeededRandom } from '../support/seeded-random.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine, linesOf } from './evidence.ts';

/** Bars of the console with a million messages, in milliseconds at the 95th percentile. */
const BARS = { search: 200, page: 500 } as const;
const MESSAGES = { full: 1_000_000, short: 20_000 } as const;
const ROUNDS = { full: 60, short: 20 } as const;
const WARM_UPS = 3;
const DAY_MS = 86_400_000;

/** What the console reads, on a database as after a year of traffic: how long each takes. */
export async function showConsoleReads(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const count = options.full ? MESSAGES.full : MESSAGES.short;
  const claim = {
    line: `reads of the console with ${count.toLocaleString('en')} messages`,
    bar: 'measured',
  };
  return linesOf(claim, () =>
    withFilled(options, count, async (filled, report) => [
      fillLine(report),
      ...(await measureReads(filled, options)),
    ]),
  );
}

const FILL_RATE = 2_000;

function fillLine({ activities, seconds, leaves }: FillReport): EvidenceLine {
  const rate = activities / seconds;
  return {
    line: 'bench fill: activities of 2 kB, sealed and sequenced',
    bar: `≥ ${FILL_RATE.toLocaleString('en')}/s`,
    figure: `${rate.toFixed(0)}/s, ${(leaves / activities).toFixed(1)} leaves each`,
    cases: activities,
    holds: rate >= FILL_RATE,
  };
}

/** A filled database and the read side of a hub on it. */
export interface Filled {
  readonly reads: Reads;
  readonly owner: Database;
  readonly now: Date;
}

async function withFilled<T>(
  { seed, progress, signal }: EvidenceOptions,
  activities: number,
  work: (filled: Filled, report: FillReport) => Promise<T>,
): Promise<T> {
  const folder = await makeReachableFolder(`compact-hub-console-${process.pid}-`);
  const until = WALL_CLOCKS.wall.now();
  try {
    // Read by a server as hubs have it, and not by that of the fill.
    const report = await withServer(folder, FILL_SETTINGS, ({ url }) =>
      fillDatabase({
        config: configOf(folder, url),
        databaseUrl: url,
        activities,
        seed: String(seed),
        softwareVersion: '0.0.0-fill',
        signal: signal ?? new AbortController().signal,
        progress,
        until,
      }),
    );
    return await withServer(folder, {}, ({ url }) =>
      onFilled(configOf(folder, url), url, until, (filled) => work(filled, report)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withServer<T>(
  dataDirectory: string,
  settings: Readonly<Record<string, string>>,
  work: (server: EmbeddedPostgres) => Promise<T>,
): Promise<T> {
  const server = await startEmbeddedPostgres({ dataDirectory, settings });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

function configOf(folder: string, databaseUrl: string): Config {
  const settings = {
    HUB_DATA_DIR: folder,
    HUB_DATABASE_URL: databaseUrl,
    HUB_MAPPINGS_DIR: join(PROJECT_ROOT, 'mappings'),
  };
  return readConfig(settings, folder);
}

/** The work on a database that is filled already. */
export async function onFilled<T>(
  config: Config,
  databaseUrl: string,
  now: Date,
  work: (filled: Filled) => Promise<T>,
): Promise<T> {
  const pool = { url: databaseUrl, applicationName: 'show-console-reads' };
  const reading = openDatabase({ ...pool, role: 'hub_reader', poolSize: 10 });
  const exchange = openDatabase({ ...pool, role: 'hub_exchange', poolSize: 1 });
  const owner = openDatabase({ ...pool, poolSize: 1, statementMs: 300_000 });
  try {
    const { profiles, dialects } = loadFiles(config.mappingsDirectory).states;
    const reads = createReads({
      store: READ_STORE,
      reader: createReader(reading),
      memberKeys: createMemberKeys({
        database: exchange,
        masterKey: loadWrappingKey(config.keyFiles.master),
        now: () => now,
        random: randomBytes,
      }),
      now: () => now,
      isAsked: (member) => isAskedForOutcomes(profiles.get(member)),
      profileOf: (member) => profiles.get(member),
      dialects,
    });
    return await work({ reads, owner, now });
  } finally {
    await Promise.all([reading.close(), exchange.close(), owner.close()]);
  }
}

/** A message out of all, by which others like it are looked for. */
interface Sample {
  readonly from_member: string;
  /** Sending state of the case. */
  readonly sending: string;
  readonly destination: string;
  readonly sender_message_id: string;
  readonly case_id: string;
  readonly person_id: string;
  readonly type: string;
  readonly accepted_at: Date;
  readonly transmission_id: string;
  readonly code: string | null;
}

const SAMPLE = `
  SELECT t.from_member, c.from_member AS sending, t.destination, t.sender_message_id, t.case_id, c.person_id, t.type, t.accepted_at,
         t.transmission_id, (SELECT code FROM findings f WHERE f.transmission_id = t.transmission_id LIMIT 1) AS code
    FROM transmissions t TABLESAMPLE BERNOULLI (20) REPEATABLE (1) JOIN cases c USING (case_id)
   WHERE t.to_member IS NOT NULL LIMIT 2000`;

type Search = (message: Sample, reads: Reads) => MessageFilter | Promise<MessageFilter>;

/** By every key that has an index. */
const SEARCHES: Readonly<Record<string, Search>> = {
  nothing: () => ({}),
  case: ({ case_id }) => ({ caseId: case_id }),
  'the sender’s id': ({ sender_message_id }) => ({ messageId: sender_message_id }),
  'other state': ({ destination }) => ({ state: destination }),
  sender: ({ from_member }) => ({ from: from_member }),
  receiver: ({ destination }) => ({ to: destination }),
  pair: ({ from_member, destination }) => ({ from: from_member, to: destination }),
  type: ({ type }) => ({ type }),
  'type and time': ({ type, accepted_at }) => ({ type, acceptedBefore: accepted_at }),
  time: ({ accepted_at }) => ({
    acceptedFrom: new Date(accepted_at.getTime() - DAY_MS),
    acceptedBefore: accepted_at,
  }),
  'status awaiting-release': () => ({ status: 'awaiting-release' }),
  'status returned': () => ({ status: 'returned' }),
  'group waiting': () => ({ group: 'waiting' }),
  'group failed': () => ({ group: 'failed' }),
  'failure code': () => ({ failureCode: 'DOCUMENT_REFUSED' }),
  finding: ({ code }) => ({ finding: code ?? 'MEANS_OF_SUPPORT' }),
};
/** Not for the nation. */
const SEARCHES_OF_STATES: Readonly<Record<string, Search>> = {
  person: ({ person_id }) => ({ personId: person_id }),
  // As story-book.ts numbers cases: the story's key stands in the ids of its activities.
  'case number': ({ from_member, sending, sender_message_id }) => ({
    caseNumber: `${from_member}${from_member === sending ? '-' : ' '}${sender_message_id.replace(/\..*$/, '')}`,
  }),
  'identifier of a person': async ({ from_member, case_id }, reads) => {
    const { person } = await reads.caseById(actorOf(from_member), case_id);
    return { identifiers: person?.identifiers.slice(0, 1) ?? [] };
  },
};

/** Lines for the searches, and for the page of the nation. */
export async function measureReads(
  filled: Filled,
  { full, seed, progress }: EvidenceOptions,
): Promise<EvidenceLine[]> {
  const samples = await filled.owner.query<Sample>(SAMPLE);
  const random = createSeededRandom(seed);
  const rounds = full ? ROUNDS.full : ROUNDS.short;
  const lines: EvidenceLine[] = [];
  for (const national of [false, true]) {
    const searches = national ? SEARCHES : { ...SEARCHES, ...SEARCHES_OF_STATES };
    const worst = { name: '', p95: 0, cases: 0 };
    for (const [name, search] of Object.entries(searches)) {
      const times = await timesOf(rounds, async () => {
        const message = pick(random, samples);
        const actor = actorOf(national ? NATIONAL : message.from_member);
        const filter = await search(message, filled.reads);
        return () => filled.reads.messages(actor, filter, { limit: 50 });
      });
      worst.cases += times.length;
      const p95 = quantile(times, 0.95);
      progress(`log by ${name}, ${national ? 'the nation' : 'a state'}: ${told(times)}`);
      if (p95 > worst.p95) Object.assign(worst, { name, p95 });
    }
    lines.push(
      await evidenceLine(
        {
          line: `search of the message log by any indexed key, ${national ? 'the nation' : 'a state'}, p95`,
          bar: `≤ ${BARS.search} ms`,
        },
        () =>
          Promise.resolve({
            figure: `slowest by ${worst.name}: ${worst.p95.toFixed(0)} ms`,
            cases: worst.cases,
            holds: worst.p95 <= BARS.search,
          }),
      ),
    );
  }
  return [...lines, await pageLine(filled, rounds, progress)];
}

/** All that the page of the nation reads, at once, as a browser asks for it. */
async function pageLine(
  { reads, now }: Filled,
  rounds: number,
  progress: EvidenceOptions['progress'],
): Promise<EvidenceLine> {
  const actor = actorOf(NATIONAL);
  const day = { from: new Date(now.getTime() - DAY_MS), before: now, step: 'hour' } as const;
  const quarter = { from: new Date(now.getTime() - 92 * DAY_MS), before: now };
  const parts: Readonly<Record<string, () => Promise<unknown>>> = {
    health: () => reads.health(actor),
    destinations: () => reads.destinations(actor),
    compliance: () => reads.compliance(actor, quarter),
    'traffic over a day': () => reads.trafficSums(actor, 'step', day),
    'matrix of a day': () => reads.trafficSums(actor, 'pair', day),
    incidents: () => reads.incidents(actor, { open: true }, { limit: 50 }),
  };
  for (const [name, read] of Object.entries(parts)) {
    progress(`the nation’s ${name}: ${told(await timesOf(rounds, () => Promise.resolve(read)))}`);
  }
  const all = (): Promise<unknown> => Promise.all(Object.values(parts).map((read) => read()));
  const times = await timesOf(rounds, () => Promise.resolve(all));
  progress(`the nation’s page: ${told(times)}`);
  const p95 = quantile(times, 0.95);
  return {
    line: 'every read of the national page together, p95',
    bar: `≤ ${BARS.page} ms`,
    figure: `${p95.toFixed(0)} ms`,
    cases: times.length,
    holds: p95 <= BARS.page,
  };
}

function actorOf(member: string): Actor {
  const role = member === NATIONAL ? 'national-office' : 'compact-office';
  return { principalId: 'x', kind: 'person', member, roles: [role], reference: 'U-1' };
}

function pick(random: SeededRandom, samples: readonly Sample[]): Sample {
  const sample = random.pick(samples);
  if (sample === undefined) throw new Error('nothing is filled');
  return sample;
}

/** Milliseconds from the question to the text of its answer; what makes the question is not counted. */
async function timesOf(
  rounds: number,
  ask: () => Promise<() => Promise<unknown>>,
): Promise<number[]> {
  for (let round = 0; round < WARM_UPS; round += 1) await (await ask())();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const read = await ask();
    const began = performance.now();
    JSON.stringify(await read());
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function told(times: readonly number[]): string {
  const at = (share: number): string => quantile(times, share).toFixed(1);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`;
}
