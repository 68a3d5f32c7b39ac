import { createPrivateKey } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import type { StatementDocument } from '../../ledger-verifier/statement.ts';
import { activity } from '../support/activity.ts';
import { type OwnServer, startOwnServer } from '../support/own-server.ts';
import {
  destroyServer,
  drillPlaces,
  openRestored,
  runCommand,
} from '../support/restored-database.ts';
import { type SeededRandom, createSeededRandom } from '../support/seeded-random.ts';
import { HOUR } from '../support/settable-clock.ts';
import { makeStatementsOf, untilSigned } from '../support/statement-rounds.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';
import { type Erasable, eraseAtRandom } from './erase-at-random.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';
import { type LieKind, liesAbout, statedIn } from './statement-lies.ts';

/** How much is played before the statements are compared. */
export interface StatementDraw {
  readonly days: number;
  /** Cases begun around each midnight, half of them before it. */
  readonly casesADay: number;
  /** Expungements, half of them between the days and half after the last. */
  readonly orders: number;
}

/** What both sides of every pair found when they held statements against their own books. */
export interface Compared {
  /** Comparisons: of a pair's statements by one of its sides. */
  readonly made: number;
  readonly held: number;
  readonly missing: number;
  readonly extra: number;
  /** Comparisons that ended otherwise than by `holds`. */
  readonly otherwise: number;
}

export interface StatementFigures extends StatementDraw {
  readonly crossed: number;
  readonly erased: number;
  readonly pairs: number;
  readonly statements: number;
  /** What all statements count together. */
  readonly counted: number;
  /** Statements that do not begin where the one before ended, or at 0. */
  readonly gaps: number;
  readonly afterErasures: Compared;
  readonly afterRestore: Compared;
  readonly leftOut: Lies;
  readonly added: Lies;
  readonly unsigned: Lies;
}

/** Statements that were changed, and how many of the comparisons with them named it. */
interface Lies {
  readonly told: number;
  readonly found: number;
}

const MEMBERS = ['OR', 'TX', 'CA'] as const;
const DAY = 24 * HOUR;

interface Lab extends StatementDraw {
  readonly server: OwnServer;
  readonly site: TestSite;
  readonly hub: TestHub;
  readonly random: SeededRandom;
  readonly seed: number;
  /** Whether the statements leave out a transmission each time. */
  readonly skipsOne: boolean;
}

/** One that crossed; its receipt lies in its sender's folder. */
interface Crossed extends Erasable {
  readonly to: string;
}

/** Plays days of traffic with expungements, and holds the statements against the books of both sides. */
export async function measureStatements(
  draw: StatementDraw,
  { seed, defect, progress }: Pick<EvidenceOptions, 'seed' | 'defect' | 'progress'>,
): Promise<StatementFigures> {
  const server = await startOwnServer({ archived: true });
  const states = Object.fromEntries(MEMBERS.map((member) => [member, {}]));
  const site = await openTestSite({ database: server.database, states });
  try {
    const hub = await site.start();
    const skipsOne = defect === 'statement-skips-one';
    const random = createSeededRandom(seed);
    return await measure({ ...draw, server, site, hub, random, seed, skipsOne }, progress);
  } finally {
    await site.close().catch(() => undefined);
  }
}

async function measure(lab: Lab, progress: (text: string) => void): Promise<StatementFigures> {
  const { server, site, hub, days, casesADay, orders } = lab;
  progress(`${days} days of statements, and ${orders} expungements`);
  await beginBooks(lab);
  const crossed = await playDays(lab);
  await settled(site);
  const places = drillPlaces(server);
  await runCommand(site, `backup ${places.backups}`, { data: server.dataDirectory });
  const [{ now } = { now: new Date() }] = await site.query<{ now: Date }>(
    'SELECT clock_timestamp() AS now',
  );
  const erase = { hub, orders: Math.ceil(orders / 2), seed: lab.seed + 1 };
  await eraseAtRandom(erase, await notExpunged(site, crossed));
  await settled(site);
  const erased = crossed.length - (await notExpunged(site, crossed)).length;
  progress('each side compares');
  const pairs = await fetchPairs(lab, hub);
  const afterErasures = await comparePairs(lab, hub, pairs);
  const lies = await tellLies(lab, pairs);
  const ledger = join(server.folder, 'ledger');
  await runCommand(site, `ledger export ${ledger}`, { url: server.database.url });
  progress('a restore to before the last expungements');
  await hub.stop();
  await destroyServer(server);
  const afterRestore = await compareRestored(lab, { until: now, ledger });
  const documents = pairs.flatMap(({ statements }) => statements);
  return {
    days,
    casesADay,
    orders,
    crossed: crossed.length,
    erased,
    pairs: pairs.length,
    statements: documents.length,
    counted: documents.reduce((sum, { transmissions }) => sum + transmissions.length, 0),
    gaps: pairs.reduce((sum, pair) => sum + gapsOf(pair), 0),
    afterErasures,
    afterRestore,
    ...lies,
  };
}

/** A folder for each state: its receipts, the ids of what it got, the evidence of both. */
async function beginBooks({ site, hub }: Lab): Promise<void> {
  for (const member of MEMBERS) {
    await mkdir(join(booksOf(site, member), 'receipts'), { recursive: true });
    for (const caller of [member, `${member} office`, `${member} office-2`]) {
      await hub.call(caller, 'GET /v1/messages'); // a credential is older than the backup
    }
  }
  const key = (await hub.call(undefined, 'GET /v1/ledger/key')).text;
  await writeFile(join(site.folder, 'ledger.keys'), key);
}

const booksOf = ({ folder }: TestSite, member: string): string => join(folder, 'books', member);

/** Around each midnight: half before its last millisecond is over, half while the statements are made. */
async function playDays(lab: Lab): Promise<Crossed[]> {
  const { site, hub, days, casesADay, orders, seed } = lab;
  const crossed: Crossed[] = [];
  const play = async (cases: number): Promise<void> => {
    for (let at = 0; at < cases; at += 1) crossed.push(...(await playCase(lab)));
  };
  await play(1);
  await untilSigned(site);
  await makeAll(lab); // the first day begins
  for (let day = 0; day < days; day += 1) {
    const now = site.clock.now().getTime();
    site.clock.advance(DAY - (now % DAY) - 1);
    await play(Math.ceil(casesADay / 2));
    await untilSigned(site);
    site.clock.advance(1);
    await Promise.all([makeAll(lab), play(Math.floor(casesADay / 2))]);
    if (day === Math.floor(days / 2)) {
      await eraseAtRandom({ hub, orders: Math.floor(orders / 2), seed }, crossed);
    }
  }
  site.clock.advance(DAY);
  await settled(site);
  await makeAll(lab);
  return crossed;
}

/** A request, and a reply to every other one. */
async function playCase(lab: Lab): Promise<Crossed[]> {
  const { random } = lab;
  const from = random.pick(MEMBERS) ?? 'OR';
  const to = random.pick(MEMBERS.filter((member) => member !== from)) ?? 'TX';
  const name = { lastName: `Quillfeather${lab.site.clock.now().getTime()}`, firstName: 'Wren' };
  const data = {
    supervisedIndividual: { name, dateOfBirth: '1988-04-07', sex: 'F', race: 'W' },
  };
  const opened = await send(lab, 'transfer-request', { from, to, data });
  const played: Crossed[] = [{ ...opened, from, to, opensCase: true }];
  if (random.chance(0.5)) {
    const facts = { from: to, to: from, subject: opened.caseId };
    const reply = await send(lab, 'transfer-reply', facts);
    played.push({ ...reply, from: to, to: from, opensCase: false });
  }
  return played;
}

async function send(
  { hub, site }: Lab,
  name: string,
  facts: Parameters<typeof activity>[1],
): Promise<Pick<Crossed, 'transmissionId' | 'caseId' | 'personId'>> {
  const { status, text, body } = await hub.submit(facts.from, activity(name, facts));
  if (status !== 202) throw new Error(`${name}: ${status} ${text}`);
  const id = (field: string): string => String(body[field]);
  const receipt = join(booksOf(site, facts.from), 'receipts', `${id('transmissionId')}.json`);
  await writeFile(receipt, text);
  return {
    transmissionId: id('transmissionId'),
    caseId: id('caseId'),
    personId: id('personId'),
  };
}

/** As the hub makes them; under the defect as one that keeps a transmission of each round to itself. */
function makeAll({ site, skipsOne }: Lab): Promise<number> {
  return makeStatementsOf(site, (store) =>
    skipsOne
      ? {
          ...store,
          findEntries: async (query, start, end) => {
            const entries = await store.findEntries(query, start, end);
            const at = entries.findIndex(({ entry }) => entry.includes('"type":"transmitted"'));
            return entries.filter((_entry, index) => index !== at);
          },
        }
      : store,
  );
}

async function settled(site: TestSite): Promise<void> {
  await site.until(
    () => site.query('SELECT FROM deliveries WHERE blocking'),
    (rows) => rows.length === 0,
  );
  await untilSigned(site);
}

async function notExpunged(site: TestSite, crossed: readonly Crossed[]): Promise<Crossed[]> {
  const rows = await site.query<{ transmission_id: string }>(
    `SELECT transmission_id FROM transmissions WHERE content = 'expunged'`,
  );
  const gone = new Set(rows.map(({ transmission_id }) => transmission_id));
  return crossed.filter(({ transmissionId }) => !gone.has(transmissionId));
}

interface Pair {
  readonly from: string;
  readonly to: string;
  /** The oldest first. */
  readonly statements: readonly StatementDocument[];
}

/** The statements as both sides of each pair are answered; throws where one is told otherwise. */
async function fetchPairs(lab: Lab, hub: TestHub): Promise<Pair[]> {
  const pairs = MEMBERS.flatMap((from) =>
    MEMBERS.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  const fetched: Pair[] = [];
  for (const { from, to } of pairs) {
    const [asSender, asReceiver] = await Promise.all(
      [from, to].map((caller) => fetchStatements(hub, caller, `from=${from}&to=${to}`)),
    );
    if (JSON.stringify(asSender) !== JSON.stringify(asReceiver)) {
      throw new Error('the two sides of a pair are told otherwise');
    }
    if (asSender !== undefined && asSender.length > 0) {
      fetched.push({ from, to, statements: asSender });
    }
  }
  return fetched;
}

async function fetchStatements(
  hub: TestHub,
  caller: string,
  query: string,
): Promise<StatementDocument[]> {
  const list = await hub.call(caller, `GET /v1/statements?limit=200&${query}`);
  const items = list.body['items'] as readonly { readonly statementId: string }[];
  const answers = await Promise.all(
    items.map(({ statementId }) => hub.call(caller, `GET /v1/statements/${statementId}`)),
  );
  return answers.map(({ body }) => body as unknown as StatementDocument).reverse();
}

function gapsOf({ statements }: Pair): number {
  const stated = statements.map(statedIn);
  return stated.filter(({ fromSize }, at) => fromSize !== (stated[at - 1]?.toSize ?? 0n)).length;
}

/** Each side compares its pairs with its own books, which it brings up to now first. */
async function comparePairs(lab: Lab, hub: TestHub, pairs: readonly Pair[]): Promise<Compared> {
  for (const member of MEMBERS) await keepBooks(lab, hub, member);
  const compared = { made: 0, held: 0, missing: 0, extra: 0, otherwise: 0 };
  for (const pair of pairs) {
    for (const side of SIDES) {
      const { code, lines } = await compareSide(lab, pair, side);
      const count = (word: string): number =>
        lines.filter((line) => line.startsWith(`${word}: `)).length;
      compared.made += 1;
      compared.missing += count('missing');
      compared.extra += count('extra');
      compared.held += Number(/^holds: (\d+) held$/.exec(lines.at(-1) ?? '')?.[1] ?? 0);
      compared.otherwise += Number(code !== 0);
    }
  }
  return compared;
}

/** What a state's system took, and the evidence of that and of what it sent. */
async function keepBooks({ site }: Lab, hub: TestHub, member: string): Promise<void> {
  const books = booksOf(site, member);
  const got = site.state(member).stored.map(({ transmissionId }) => transmissionId);
  await writeFile(join(books, 'deliveries'), got.join('\n'));
  const sent = (await readdir(join(books, 'receipts'))).map((name) => name.replace('.json', ''));
  await mkdir(join(books, 'proofs'), { recursive: true });
  for (const id of [...got, ...sent]) {
    const { text } = await hub.call(`${member} office`, `GET /v1/messages/${id}/proof`);
    await writeFile(join(books, 'proofs', `${id}.json`), text);
  }
}

const SIDES = ['receipts', 'deliveries'] as const;
type Side = (typeof SIDES)[number];

/** As a state does it: with the command, its books and a key line in files. */
async function compareSide(
  { site }: Lab,
  { from, to, statements }: Pair,
  side: Side,
): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const folder = join(site.folder, 'statements');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const files = statements.map((_document, at) => join(folder, `${at}.json`));
  for (const [at, file] of files.entries()) {
    await writeFile(file, JSON.stringify(statements[at]));
  }
  const books = booksOf(site, side === 'receipts' ? from : to);
  const held = [`--${side}`, join(books, side), '--proofs', join(books, 'proofs')];
  const trust = ['--key', join(site.folder, 'ledger.keys')];
  const lines: string[] = [];
  const args = ['statement', ...files, ...held, ...trust];
  return { code: await runVerifier(args, (line) => lines.push(line)), lines };
}

/** Each statement is changed in every way, and each side compares the changed one. */
async function tellLies(
  lab: Lab,
  pairs: readonly Pair[],
): Promise<Pick<StatementFigures, LieKind>> {
  const key = createPrivateKey(await readFile(lab.site.config.keyFiles.ledger, 'utf8'));
  const [leftOut, added, unsigned] = [noLies(), noLies(), noLies()];
  const figures = { leftOut, added, unsigned };
  for (const pair of pairs) {
    for (const [at, honest] of pair.statements.entries()) {
      for (const { kind, document, finding } of await liesAbout(honest, lab.random, key)) {
        const statements = pair.statements.with(at, document);
        for (const side of SIDES) {
          const { code, lines } = await compareSide(lab, { ...pair, statements }, side);
          const isNamed = lines.some((line) => line.startsWith(finding));
          figures[kind].told += 1;
          figures[kind].found += Number(code !== 0 && isNamed);
        }
      }
    }
  }
  return figures;
}

const noLies = () => ({ told: 0, found: 0 });

/** The same books against what a restored hub answers, once what was erased since is erased again. */
async function compareRestored(
  lab: Lab,
  { until, ledger }: { readonly until: Date; readonly ledger: string },
): Promise<Compared> {
  const { server, site } = lab;
  const places = drillPlaces(server);
  const [base = ''] = await readdir(places.backups);
  const data = join(server.folder, 'restored');
  const logs = `--wal ${places.archive} --wal ${places.lostLog}`;
  const to = `--until ${until.toISOString()}`;
  await runCommand(site, `restore ${join(places.backups, base)} ${logs} ${to}`, { data });
  const database = await openRestored(data);
  try {
    await runCommand(site, `erasure reapply ${ledger}`, { url: database.url });
    const hub = await site.start({ config: { databaseUrl: database.url } });
    const compared = await comparePairs(lab, hub, await fetchPairs(lab, hub));
    await hub.stop();
    return compared;
  } finally {
    await database.stop();
  }
}

const SHORT: StatementDraw = { days: 3, casesADay: 8, orders: 12 };
const LONG: StatementDraw = { days: 8, casesADay: 24, orders: 80 };

/** Statements of several days: whole, and held by both sides against their own books. */
export async function showStatements(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'statements of what crossed, by pair and day', bar: 'compared' };
  const draw = options.full ? LONG : SHORT;
  return linesOf(claim, async () => statementLines(await measureStatements(draw, options)));
}

/** The figures as lines of the evidence. */
export function statementLines(figures: StatementFigures): EvidenceLine[] {
  const { days, orders, crossed, counted, gaps, statements, pairs } = figures;
  const found = (line: string, { told, found: named }: Lies): EvidenceLine => ({
    line: `statements ${line}, compared by both sides`,
    bar: 'all found',
    figure: `${named} of ${told}`,
    cases: told,
    holds: named === told && told > 0,
  });
  const compared = (when: string, result: Compared): EvidenceLine => ({
    line: `statements against the receipts of one side and the deliveries of the other, ${when}`,
    bar: '0 missing, 0 extra',
    figure: `${result.missing} missing, ${result.extra} extra; ${result.held} held, in ${result.made} comparisons by the command`,
    cases: result.held,
    holds: result.otherwise === 0 && result.made === 2 * pairs && result.held === 2 * crossed,
  });
  return [
    {
      line: 'statements over midnights, while activities cross: sizes from 0 on without a gap, and all counted',
      bar: '0 gaps, all',
      figure: `${gaps} gaps in ${statements} statements of ${pairs} pairs over ${days + 1} days; ${counted} of ${crossed} counted`,
      cases: crossed,
      holds: gaps === 0 && counted === crossed && statements > pairs,
    },
    compared(`after ${orders} random expungements`, figures.afterErasures),
    compared('after a restore to before half of them, which were done again', figures.afterRestore),
    found('that leave one out, signed with the hub’s key', figures.leftOut),
    found('that count one more, signed with the hub’s key', figures.added),
    found('whose list was changed afterwards', figures.unsigned),
  ];
}
