import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scrub } from '../../hub/flows/scrub.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { SMALL_TABLE_BYTES, openScrubber } from '../../hub/store/scrub.ts';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import { EXIT_CODES } from '../../ledger-verifier/exit-code.ts';
import { type TestEnvelope, activity } from '../support/activity.ts';
import { type Needle, findBytes } from '../support/find-bytes.ts';
import { type OwnServer, startOwnServer } from '../support/own-server.ts';
import {
  destroyServer,
  drillPlaces,
  openRestored,
  runCommand,
} from '../support/restored-database.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';
import { type Erasable, eraseAtRandom } from './erase-at-random.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';
import { findCanaries } from './find-canaries.ts';

/** What random expungements leave, and what they must not. */
export interface ErasureFigures {
  readonly orders: number;
  /** Transmissions that they took, of all that there were. */
  readonly erased: number;
  readonly all: number;
  /** Whose evidence holds, and says that the content was expunged. */
  readonly proofs: number;
  /** Answered with 410, to who reads the body and to who sends it again. */
  readonly gone: number;
  readonly repeatsGone: number;
  /** Kept ones that can still be read. */
  readonly kept: number;
  /** Secrets that were looked for in every file of the cluster, its log included, and in how many of them they were found. */
  readonly secrets: number;
  readonly leftovers: readonly string[];
  /** Names of persons in any file, of the cluster or beside it. */
  readonly names: number;
  /** Persons of expunged cases whom a search finds. */
  readonly persons: number;
  /** Files of expunged activities that can be read. */
  readonly files: number;
  /** After a restore to before all of them: keys that came back, and those left once they were done again. */
  readonly cameBack: number;
  readonly leftAfterRestore: number;
  /** Answered with 410 by a hub on the restored database. */
  readonly goneAfterRestore: number;
}

interface Played extends Erasable {
  readonly from: 'OR' | 'TX';
  readonly envelope: TestEnvelope;
  readonly name: string;
  readonly file: string | undefined;
}

const JPEG = Buffer.from('ffd8ffe0', 'hex');

/** Makes so many random expungements among a quarter more cases, on a server of its own. */
export async function measureErasures(
  orders: number,
  { seed, progress }: Pick<EvidenceOptions, 'seed' | 'progress'>,
): Promise<ErasureFigures> {
  const server = await startOwnServer({ archived: true });
  const site = await openTestSite({ database: server.database, states: { OR: {}, TX: {} } });
  try {
    return await measure({ server, site, hub: await site.start(), orders, seed, progress });
  } finally {
    await site.close().catch(() => undefined);
  }
}

interface Lab extends Pick<EvidenceOptions, 'seed' | 'progress'> {
  readonly server: OwnServer;
  readonly site: TestSite;
  readonly hub: TestHub;
  readonly orders: number;
}

async function measure(lab: Lab): Promise<ErasureFigures> {
  const { server, site, hub, orders, progress } = lab;
  const places = drillPlaces(server);
  const played = await playCases(lab);
  await settled(site);
  await runCommand(site, `backup ${places.backups}`, { data: server.dataDirectory });
  const secretsOf = await allSecrets(site);
  const [{ now } = { now: new Date() }] = await site.query<{ now: Date }>(
    'SELECT clock_timestamp() AS now',
  );
  progress(`${orders} expungements`);
  await eraseAtRandom(lab, played);
  await settled(site);
  const taken = new Set(
    (
      await site.query<{ transmission_id: string }>(
        `SELECT transmission_id FROM transmissions WHERE content = 'expunged'`,
      )
    ).map(({ transmission_id }) => transmission_id),
  );
  const erased = played.filter(({ transmissionId }) => taken.has(transmissionId));
  const keptOnes = played.filter(({ transmissionId }) => !taken.has(transmissionId));
  progress('what is left of them');
  const answers = await askHub(hub, erased, keptOnes);
  const proofs = await countProofs(lab, erased);
  const left = await findLeftovers(lab, {
    gone: erased.flatMap(({ transmissionId }) => secretsOf.get(transmissionId) ?? []),
    kept: keptOnes.flatMap(({ transmissionId }) => secretsOf.get(transmissionId) ?? []),
    names: played.map(({ name }) => name),
  });
  const ledger = join(server.folder, 'ledger');
  await runCommand(site, `ledger export ${ledger}`, { url: server.database.url });
  progress('a restore to before them');
  await hub.stop();
  await destroyServer(server);
  const restored = await measureRestored(lab, { until: now, ledger, erased });
  return {
    orders,
    erased: erased.length,
    all: played.length,
    ...answers,
    proofs,
    ...left,
    ...restored,
  };
}

async function playCases({ hub, orders, seed, progress }: Lab): Promise<Played[]> {
  const random = createSeededRandom(seed);
  const cases = Math.ceil(orders * 1.25);
  progress(`${cases} cases`);
  for (const caller of ['OR office', 'OR office-2', 'TX office', 'TX office-2', 'TX']) {
    await hub.call(caller, 'GET /v1/messages'); // a credential is older than the backup
  }
  const played: Played[] = [];
  for (let at = 0; at < cases; at += 1) {
    const name = `Quillfeather${randomBytes(5).toString('hex')}`;
    const file = random.chance(0.3) ? await putFile(hub) : undefined;
    const data: JsonObject = {
      supervisedIndividual: {
        name: { lastName: name, firstName: 'Wren' },
        dateOfBirth: '1988-04-07',
        sex: 'F',
        race: 'W',
      },
      senderCaseNumber: `N-${name}`,
      ...(file === undefined ? {} : { attachments: [{ ...file }] }),
    };
    const opened = await send(hub, 'transfer-request', { from: 'OR', to: 'TX', data });
    played.push({ ...opened, from: 'OR', opensCase: true, name, file: file?.sha256 });
    if (!random.chance(0.5)) continue;
    const facts = { from: 'TX', to: 'OR', subject: opened.caseId };
    const reply = await send(hub, 'transfer-reply', facts);
    played.push({ ...reply, from: 'TX', opensCase: false, name, file: undefined });
  }
  return played;
}

async function send(
  hub: TestHub,
  name: string,
  facts: Parameters<typeof activity>[1],
): Promise<Omit<Played, 'from' | 'opensCase' | 'name' | 'file'>> {
  const envelope = activity(name, facts);
  const { status, text, body } = await hub.submit(facts.from, envelope);
  if (status !== 202) throw new Error(`${name}: ${status} ${text}`);
  const id = (field: string): string => String(body[field]);
  return {
    envelope,
    transmissionId: id('transmissionId'),
    caseId: id('caseId'),
    personId: id('personId'),
  };
}

async function putFile(hub: TestHub) {
  const body = Buffer.concat([JPEG, randomBytes(1_000)]);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const route = `PUT /v1/attachments/${sha256}`;
  await hub.call('OR', route, { body, contentType: 'image/jpeg' });
  const named = { sha256, mediaType: 'image/jpeg', size: body.length, kind: 'PHOTO' };
  return { ...named, fileName: 'p.jpg', description: 'A photo' };
}

const settled = (site: TestSite) =>
  site.until(
    () =>
      site.query(`SELECT FROM pending_leaves UNION ALL SELECT FROM deliveries WHERE blocking
                   UNION ALL SELECT FROM ledger_head WHERE size <> signed_size`),
    (rows) => rows.length === 0,
  );

/** By transmission: keys, salts, digests, tokens, and what is kept of its case. */
async function allSecrets(site: TestSite): Promise<ReadonlyMap<string, readonly Needle[]>> {
  const rows = await site.query<{ id: string; what: string; bytes: Buffer }>(
    `SELECT transmission_id AS id, 'wrapped key' AS what, wrapped_key AS bytes FROM content_keys
      UNION ALL SELECT transmission_id, 'salt', salt FROM content_keys
      UNION ALL SELECT transmission_id, 'person token', token FROM person_tokens
      UNION ALL SELECT transmission_id, 'file token', digest_token FROM transmission_attachments
      UNION ALL SELECT n.transmission_id, 'file key', a.wrapped_key
                  FROM attachments a JOIN transmission_attachments n USING (from_member, digest_token)`,
  );
  const byId = new Map<string, Needle[]>();
  for (const { id, what, bytes } of rows) {
    byId.set(id, [...(byId.get(id) ?? []), { what, bytes: Buffer.from(bytes) }]);
  }
  return byId;
}

async function askHub(
  hub: TestHub,
  erased: readonly Played[],
  keptOnes: readonly Played[],
): Promise<Pick<ErasureFigures, 'gone' | 'repeatsGone' | 'kept' | 'persons' | 'files'>> {
  const figures = { gone: 0, repeatsGone: 0, kept: 0, persons: 0, files: 0 };
  for (const one of erased) {
    figures.gone += Number(await isGone(hub, one));
    figures.repeatsGone += Number((await hub.submit(one.from, one.envelope)).status === 410);
    if (one.from !== 'OR') continue;
    const asked = { name: { last: one.name } };
    const found = await hub.call('OR office', 'POST /v1/persons/search', { json: asked });
    // Others whose names sound alike are found still.
    const persons = found.body['items'] as { personId: string }[];
    figures.persons += persons.filter(({ personId }) => personId === one.personId).length;
    if (one.file === undefined) continue;
    const file = await hub.call('OR office', `GET /v1/attachments/${one.file}`);
    figures.files += Number(file.status === 200);
  }
  for (const { transmissionId } of keptOnes) {
    const read = await hub.call('OR office', `GET /v1/messages/${transmissionId}/bodies`);
    figures.kept += Number(read.status === 200);
  }
  return figures;
}

async function isGone(hub: TestHub, { transmissionId }: Played): Promise<boolean> {
  const read = await hub.call('OR office', `GET /v1/messages/${transmissionId}/bodies`);
  return read.status === 410 && read.body['code'] === 'ERASED';
}

/** As a state verifies it: with the verifier, the hub's answer in a file, and a key line. */
async function countProofs({ hub, server }: Lab, erased: readonly Played[]): Promise<number> {
  const key = join(server.folder, 'ledger-key');
  await writeFile(key, (await hub.call(undefined, 'GET /v1/ledger/key')).text);
  const file = join(server.folder, 'evidence.json');
  let proofs = 0;
  for (const { transmissionId } of erased) {
    const { text } = await hub.call('TX office', `GET /v1/messages/${transmissionId}/proof`);
    await writeFile(file, text);
    const code = await runVerifier(['evidence', file, '--key', key], () => undefined);
    proofs += Number(code === EXIT_CODES.erased);
  }
  return proofs;
}

interface Sought {
  readonly gone: readonly Needle[];
  /** What others hold too: persons who share a name share its token. */
  readonly kept: readonly Needle[];
  readonly names: readonly string[];
}

async function findLeftovers(
  { server, site }: Lab,
  { gone, kept, names }: Sought,
): Promise<Pick<ErasureFigures, 'secrets' | 'leftovers' | 'names'>> {
  const shared = new Set(kept.map(({ bytes }) => bytes.toString('hex')));
  const secrets = gone.filter(({ bytes }) => !shared.has(bytes.toString('hex')));
  const scrubber = openScrubber(server.database.url);
  try {
    const { store } = site.parts;
    const now = (): Date => site.clock.now();
    await site.until(
      () => scrub({ store, scrubber, now, largestBytes: SMALL_TABLE_BYTES }),
      ({ waits, left }) => !waits && left.length === 0,
    );
  } finally {
    await scrubber.close();
  }
  await server.settle();
  const { hits } = await findBytes(server.directory, secrets);
  const beside = [server.directory, join(server.dataDirectory, 'postgres.log'), site.folder];
  const canaries = await findCanaries(beside, [...new Set(names)].slice(0, 50));
  return {
    secrets: secrets.length,
    leftovers: hits.map(({ what, file }) => `${what} in ${file}`),
    names: canaries.hits.length,
  };
}

async function measureRestored(
  { server, site }: Lab,
  facts: { readonly until: Date; readonly ledger: string; readonly erased: readonly Played[] },
): Promise<Pick<ErasureFigures, 'cameBack' | 'leftAfterRestore' | 'goneAfterRestore'>> {
  const places = drillPlaces(server);
  const [base = ''] = await readdir(places.backups);
  const data = join(server.folder, 'restored');
  const logs = `--wal ${places.archive} --wal ${places.lostLog}`;
  const until = facts.until.toISOString();
  await runCommand(site, `restore ${join(places.backups, base)} ${logs} --until ${until}`, {
    data,
  });
  const database = await openRestored(data);
  try {
    const ids = facts.erased.map(({ transmissionId }) => transmissionId);
    const keys = async (): Promise<number> =>
      (await database.query('SELECT FROM content_keys WHERE transmission_id = ANY ($1)', [ids]))
        .length;
    const cameBack = await keys();
    await runCommand(site, `erasure reapply ${facts.ledger}`, { url: database.url });
    const leftAfterRestore = await keys();
    const hub = await site.start({ config: { databaseUrl: database.url } });
    let goneAfterRestore = 0;
    for (const one of facts.erased) goneAfterRestore += Number(await isGone(hub, one));
    await hub.stop();
    return { cameBack, leftAfterRestore, goneAfterRestore };
  } finally {
    await database.stop();
  }
}

const SHORT = 40;
const LONG = 200;

/** Random expungements of transmissions, cases and persons: what holds after them, and what is left. */
export async function showErasures(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const orders = options.full ? LONG : SHORT;
  const claim = { line: `${orders} random expungements`, bar: 'done' };
  return linesOf(claim, async () => linesFrom(await measureErasures(orders, options)));
}

/** The figures as lines of the evidence. */
export function linesFrom(figures: ErasureFigures): EvidenceLine[] {
  const { orders, erased, all } = figures;
  const of = (line: string, count: number): EvidenceLine => ({
    line: `after ${orders} random expungements: ${line}`,
    bar: 'all',
    figure: `${count} of ${erased}`,
    cases: erased,
    holds: count === erased && erased > 0,
  });
  const none = (line: string, count: number, cases: number): EvidenceLine => ({
    line: `after ${orders} random expungements: ${line}`,
    bar: '0',
    figure: String(count),
    cases,
    holds: count === 0 && cases > 0,
  });
  return [
    of('evidence that holds and says "expunged"', figures.proofs),
    of('bodies answered with 410', figures.gone),
    of('repeats answered with 410', figures.repeatsGone),
    {
      ...of('others that are read as before', figures.kept),
      figure: `${figures.kept} of ${all - erased}`,
      cases: all - erased,
      holds: figures.kept === all - erased,
    },
    none(
      'keys, salts, digests and tokens in the files of the database and its log',
      figures.leftovers.length,
      figures.secrets,
    ),
    none('names of persons in any file', figures.names, all),
    none(
      'persons that a search finds, and files that can be read',
      figures.persons + figures.files,
      erased,
    ),
    {
      ...none(
        'keys after a restore to before them, once they were done again',
        figures.leftAfterRestore,
        figures.cameBack,
      ),
      figure: `${figures.leftAfterRestore}; ${figures.cameBack} had come back`,
    },
    of('bodies answered with 410 after that restore', figures.goneAfterRestore),
  ];
}
