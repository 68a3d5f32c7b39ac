import { createPublicKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { createSoapIntake } from '../adapters/soap-intake.ts';
import { hubWsdl } from '../adapters/soap-intake-wsdl.ts';
import { checkSignature, sha256 } from '../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../ledger-verifier/note.ts';
import { createAuthenticator } from './access/authenticate.ts';
import { type Background, workHere, workInThread } from './background.ts';
import { after, type Clocks } from './clock.ts';
import { MEMBERS } from './compact/members.ts';
import { fetchesFromInbox } from './compact/profile.ts';
import type { Config, TlsFiles } from './config.ts';
import { HubError } from './errors.ts';
import { createIntake } from './flows/accept.ts';
import { acknowledge, cancel, refuse, replay } from './flows/act-on-delivery.ts';
import {
  type AttachmentParts,
  readAttachment,
  settleWaitingForAttachments,
  storeAttachment,
} from './flows/attachments.ts';
import { checkLedgerTail } from './flows/check-ledger.ts';
import { type ConnectedMembers, createConnectedMembers } from './flows/connected-members.ts';
import { createReads } from './flows/create-reads.ts';
import { dryRun } from './flows/dry-run.ts';
import { createDeliverySteps } from './flows/deliver.ts';
import type { OnFault } from './flows/delivery-loop.ts';
import { type PulledDocument, pull } from './flows/inbox.ts';
import { encodeBody } from './flows/read-bodies.ts';
import type { ReceiveParts } from './flows/receive.ts';
import { runReceiving } from './flows/receive-loop.ts';
import { recoverDeliveries } from './flows/recover-deliveries.ts';
import { release, returnToSender } from './flows/release.ts';
import { assign, finishReview } from './flows/review.ts';
import { type PacedWork, runPaced } from './flows/run-paced.ts';
import type { LedgerStore } from './flows/sequence.ts';
import { otherVersions } from './flows/shadow-versions.ts';
import { type HttpApp, createHttpApp } from './http/create-http-app.ts';
import { describeError } from './http/describe-error.ts';
import { DEFAULT_RATES } from './http/rate-limit.ts';
import {
  type ConnectedMember,
  DEFAULT_ACTIVITY_BYTES,
  DEFAULT_ATTACHMENT_BYTES,
  type Flows,
  type InboxItem,
} from './http/parts.ts';
import { listen } from './http/listen.ts';
import { renderProblem } from './http/problem.ts';
import { loadSigningKey } from './key-files.ts';
import { type Signer, createSigner } from './ledger/signer.ts';
import { mintOrigin } from './ledger/origin.ts';
import { treeHash } from './ledger/tree-hash.ts';
import { type HubFiles, loadFiles } from './load-files.ts';
import type { Log } from './log.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import type { ReceiptSigner } from './message/receipt.ts';
import {
  type Exchange,
  type ExchangeDecorators,
  type FlowParts,
  openExchange,
} from './open-exchange.ts';
import * as caseReads from './store/case-reads.ts';
import * as deadlineReads from './store/deadline-reads.ts';
import * as cases from './store/cases.ts';
import { type Database, openDatabase } from './store/database.ts';
import { putDocuments } from './store/documents.ts';
import * as failures from './store/failures.ts';
import * as findings from './store/findings.ts';
import * as ledger from './store/ledger.ts';
import * as ledgerReads from './store/ledger-reads.ts';
import { findVersionsInForce } from './store/mapping-shadows.ts';
import * as messageLog from './store/message-log.ts';
import { findReach } from './store/destinations.ts';
import { migrate } from './store/migrate.ts';
import { findPrincipals } from './store/principals.ts';
import { signOff, signOn, stillHere } from './store/processes.ts';
import { createReader } from './store/reader.ts';
import * as records from './store/records.ts';
import * as reviews from './store/reviews.ts';
import * as traffic from './store/traffic.ts';
import { WALL_CLOCKS } from './wall-clocks.ts';

export interface Hub {
  readonly url: string;
  /** Ends requests and loops, settles what was sent, and leaves the database to others. */
  stop(): Promise<void>;
}

export interface HubParts {
  /** Without them it is the machine's time. */
  readonly clocks?: Clocks;
  readonly log: Log;
  readonly softwareVersion: string;
  /** Owner of the database; the caller started the server or knows it. */
  readonly databaseUrl: string;
  readonly settings?: Partial<HubSettings>;
  readonly decorate?: Decorators;
}

/** Wraps the hub's calls to the outside: fault tests fail or kill before and after each of them. */
export interface Decorators extends ExchangeDecorators {
  readonly ledgerStore?: (store: LedgerStore) => LedgerStore;
  readonly signer?: (signer: Signer) => Signer;
}

/** What only benches and tests change. */
export interface HubSettings {
  /** How long a killed worker's deliveries and the sequencer's place stay its own. */
  readonly leaseMs: number;
  readonly rates: typeof DEFAULT_RATES | undefined;
  /** Connections for the flows, those of the second thread included, and as many for reading. */
  readonly poolSize: number;
  /** How long a request of HTTP may take to arrive whole. */
  readonly requestMs: number;
}

const DEFAULT_SETTINGS: HubSettings = {
  leaseMs: 15_000,
  rates: DEFAULT_RATES,
  poolSize: 10,
  requestMs: 60_000,
};

/** The second thread's part of the connections: a claim, two groups of writes, the sequencer. */
const BACKGROUND_SHARE = 0.4;

const ALIVE_MS = 30_000;
/** How long requests may take to end when the hub stops. */
const GRACE_MS = 10_000;
const STALLED_MS = 60_000;

/** Loads, checks, wires and starts everything; throws, with nothing left running, on any doubt. */
export async function buildHub(config: Config, parts: HubParts): Promise<Hub> {
  const { log, softwareVersion } = parts;
  const files = loadFiles(config.mappingsDirectory);
  await migrate(parts.databaseUrl);
  const site: Site = {
    config,
    parts,
    files,
    settings: { ...DEFAULT_SETTINGS, ...parts.settings },
    clocks: parts.clocks ?? WALL_CLOCKS,
    processId: randomUUID(),
    onFault: (part, error) => {
      log.error('loop-failed', { part, ...describeError(error) });
    },
    endings: [],
  };
  const { processId, endings } = site;
  let url: string;
  try {
    url = await startHub(site);
  } catch (error) {
    for (const end of endings.toReversed()) await end().catch(() => undefined);
    throw error;
  }
  log.info('hub-started', { version: softwareVersion, processId });
  return {
    url,
    stop: async () => {
      log.info('hub-stopping', { processId });
      for (const end of endings.toReversed()) await end();
      log.info('hub-stopped', { processId });
    },
  };
}

/** What a hub is started from. */
interface Site {
  readonly config: Config;
  readonly parts: HubParts;
  readonly settings: HubSettings;
  readonly clocks: Clocks;
  readonly files: HubFiles;
  readonly processId: string;
  readonly onFault: OnFault;
  /**
   * Undoes what was started, the last first: requests end, then the work in the background, then the
   * pools.
   */
  readonly endings: (() => Promise<unknown>)[];
}

/** Starts part after part, each with its ending; answers with the hub's address. */
async function startHub(site: Site): Promise<string> {
  const { config, parts, settings, endings } = site;
  const inThread = worksInThread(parts);
  const backgroundPool = inThread ? Math.ceil(settings.poolSize * BACKGROUND_SHARE) : 0;
  const exchange = openExchange({
    ...parts,
    ...site,
    leaseMs: settings.leaseMs,
    poolSize: settings.poolSize - backgroundPool,
  });
  endings.push(() => exchange.close());
  const reading = openDatabase({
    url: parts.databaseUrl,
    role: 'hub_reader',
    poolSize: settings.poolSize,
    applicationName: 'hub-reader',
  });
  endings.push(() => reading.close());
  await enterProcess(site, exchange.database);
  const evidence = await startLedger(site, exchange.database);
  const receiptSigner = await receiptSignerOf(loadSigningKey(config.keyFiles.receipt));
  await recoverDeliveries(exchange.flows);
  const background = inThread
    ? await startThread(site, backgroundPool, evidence)
    : workHere({ ...site, ...evidence, exchange });
  endings.push(() => background.stop());
  const wired = wire(site, { exchange, reading, background, evidence, receiptSigner });
  startRounds(site, [
    {
      part: 'recovery',
      everyMs: settings.leaseMs / 5,
      round: () => recoverDeliveries(exchange.flows),
    },
    {
      part: 'attachments',
      everyMs: 60_000,
      round: () => settleWaitingForAttachments(wired.waiting),
    },
  ]);
  const server = await listen(wired.http.app, {
    port: config.port,
    host: config.host,
    log: parts.log,
    requestMs: settings.requestMs,
    ...(config.tls === undefined ? {} : { tls: readTlsFiles(config.tls) }),
  });
  endings.push(() => {
    wired.http.close();
    return server.close(GRACE_MS);
  });
  startReceiving(site, exchange, wired);
  background.run(wired.intakeDepth);
  return server.url;
}

/** Reads the states' sides where the hub fetches; ends before the requests' flows do. */
function startReceiving(site: Site, exchange: Exchange, { received, metrics }: Wired): void {
  const { files, parts, clocks, processId, settings, onFault, endings } = site;
  const stopping = new AbortController();
  const running = runReceiving(
    {
      ...received,
      connections: exchange.connections,
      store: exchange.flows.store,
      dialects: files.states.dialects,
      clocks,
      processId,
      leaseMs: settings.leaseMs,
      onFault,
      onUnreadable: (member, { code }) => {
        parts.log.warn('inbound-unreadable', { member, code });
        metrics.count('hub_inbound_faults_total', { member, outcome: code });
      },
      problemOf: (error) => {
        const { status, body } = renderProblem(error, randomUUID());
        return status >= 500 || status === 429 ? undefined : body;
      },
    },
    stopping.signal,
  );
  endings.push(() => {
    stopping.abort();
    return running;
  });
}

/** Clocks and decorated calls cannot cross into another thread. */
function worksInThread({ clocks, decorate }: HubParts): boolean {
  return clocks === undefined && decorate === undefined;
}

function startThread(
  { config, parts, settings, files, processId }: Site,
  poolSize: number,
  { origin }: Evidence,
): Promise<Background> {
  const { databaseUrl, softwareVersion, log } = parts;
  const { leaseMs } = settings;
  const { filesHash } = files;
  const limits = { poolSize, leaseMs };
  return workInThread(
    { config, databaseUrl, softwareVersion, processId, filesHash, origin, ...limits },
    (fault) => {
      log.error('loop-failed', fault);
    },
  );
}

/**
 * Keeps the files by hash, refuses to serve beside a process that has others or with a mapping that is
 * not the one that was promoted (docs/mapping-versions.md), and says from now on
 * that this one is here, until everything else has ended.
 */
async function enterProcess(site: Site, database: Database): Promise<void> {
  const { files, parts, clocks, processId, endings } = site;
  const now = clocks.process.now();
  const { softwareVersion } = parts;
  const { filesHash, documents } = files;
  const aliveSince = after(now, -ALIVE_MS);
  endings.push(() => signOff(database.query, processId));
  await database.withTransaction(async (tx) => {
    if (!(await signOn(tx, { processId, filesHash, softwareVersion, now, aliveSince }))) {
      throw new HubError('FILES_DIFFER', 'another process serves this database with other files');
    }
    const problems = otherVersions(files.states.dialects, await findVersionsInForce(tx.query));
    if (problems.length > 0) {
      throw new HubError('FILES_DIFFER', 'a mapping is not the version that was promoted', {
        problems,
      });
    }
    await putDocuments(tx, documents, now);
  });
  startRounds(site, [
    {
      part: 'process',
      everyMs: ALIVE_MS / 3,
      round: () => stillHere(database.query, processId, clocks.process.now()),
    },
  ]);
}

/** The ledger as the hub writes to it, and what it says of itself. */
interface Evidence {
  readonly ledgerStore: LedgerStore;
  readonly origin: string;
  readonly signers: readonly Signer[];
}

/** Begins the first ledger, or checks the tail of what is there; throws LEDGER_DAMAGED. */
async function startLedger({ config, parts, clocks }: Site, database: Database): Promise<Evidence> {
  const { decorate = {} } = parts;
  const plainStore = { ...ledger, ...database };
  const ledgerStore = decorate.ledgerStore?.(plainStore) ?? plainStore;
  const host = new URL(config.publicUrl ?? 'http://localhost').host;
  const { origin } = await ledger.startLedger(database.query, {
    origin: mintOrigin(host, randomBytes),
    emptyRoot: Buffer.from(treeHash.empty),
    now: clocks.process.now(),
  });
  const plainSigner = createSigner(origin, loadSigningKey(config.keyFiles.ledger));
  const signers = [decorate.signer?.(plainSigner) ?? plainSigner];
  const keys = signers.map(({ verifierKey }) => parseVerifierKey(sha256, verifierKey));
  await checkLedgerTail({ store: ledgerStore, keys, checkSignature });
  return { ledgerStore, origin, signers };
}

/** Rounds of what nobody asks for. */
function startRounds({ onFault, endings }: Site, rounds: readonly PacedWork[]): void {
  const stopping = new AbortController();
  const running = Promise.all(rounds.map((work) => runPaced(work, onFault, stopping.signal)));
  endings.push(() => {
    stopping.abort();
    return running;
  });
}

interface Started {
  readonly exchange: Exchange;
  readonly reading: Database;
  readonly background: Background;
  readonly evidence: Evidence;
  readonly receiptSigner: PublishedSigner;
}

interface Wired {
  readonly http: HttpApp;
  readonly waiting: AttachmentParts;
  readonly intakeDepth: () => number;
  readonly metrics: Metrics;
  /** What is fetched from states goes through the same flows as what they send. */
  readonly received: Pick<ReceiveParts, 'accept' | 'storeAttachment' | 'acknowledge' | 'refuse'>;
}

/** The flows that the HTTP API calls, and the API on them. */
function wire(site: Site, started: Started): Wired {
  const { config, parts, files, settings, clocks } = site;
  const { exchange, reading, background, evidence, receiptSigner } = started;
  const onTransmitted = background.wake;
  const common = { ...exchange.flows, receiptKeyId: receiptSigner.keyId, onTransmitted };
  const connected = createConnectedMembers({
    profiles: files.states.profiles,
    findReach: (now) => findReach(exchange.database.query, now),
    now: () => clocks.process.now(),
  });
  const intake = createIntake({
    ...common,
    connected,
    receiptSigners: new Map([[receiptSigner.keyId, receiptSigner]]),
    ledgerOrigin: evidence.origin,
  });
  const waiting = {
    ...common,
    pulls: (member: string) => fetchesFromInbox(files.states.profiles.get(member)),
    reader: createReader(reading),
    members: MEMBERS.map(({ code }) => code),
  };
  const { states, validator, now } = common;
  const flows: Flows = {
    ...requestFlows(common, waiting),
    accept: intake.accept,
    dryRun: async (actor, document) =>
      dryRun({ states, validator, now, connected: await connected.ask() }, actor, document),
  };
  const metrics = observedMetrics(site, started, intake.depth);
  const soapIntake = createSoapIntake(() => clocks.process.now());
  const http = createHttpApp({
    soap: { ...soapIntake, wsdl: hubWsdl },
    flows,
    reads: createReads({
      store: {
        ...messageLog,
        ...failures,
        ...findings,
        ...caseReads,
        ...deadlineReads,
        ...traffic,
        ...reviews,
        ...ledgerReads,
        ...cases,
        ...records,
      },
      reader: waiting.reader,
      memberKeys: common.memberKeys,
      now: common.now,
    }),
    authenticator: createAuthenticator({
      findPrincipals: (hashes) => findPrincipals(exchange.database.query, hashes),
      now: () => clocks.process.now(),
    }),
    log: parts.log,
    metrics,
    health: () => healthOf(evidence.ledgerStore, clocks),
    now: () => clocks.process.now(),
    members: () => membersOf(connected),
    receiptKeys: () => ({ keys: [receiptSigner.jwk] }),
    ledgerKeys: () => evidence.signers.map(({ verifierKey }) => verifierKey),
    schemaFiles: files.schemaFiles,
    publicUrl: config.publicUrl ?? '',
    softwareVersion: parts.softwareVersion,
    limits: {
      activityBytes: DEFAULT_ACTIVITY_BYTES,
      attachmentBytes: DEFAULT_ATTACHMENT_BYTES,
      ...(settings.rates === undefined ? {} : { rates: settings.rates }),
    },
    behindProxy: config.behindProxy,
    ...(config.metricsTokenFile === undefined
      ? {}
      : { metricsToken: readFileSync(config.metricsTokenFile, 'utf8').trim() }),
  });
  const acting = { ...common, onDue: onTransmitted };
  return {
    http,
    waiting,
    intakeDepth: intake.depth,
    metrics,
    received: {
      accept: flows.accept,
      storeAttachment: (actor, attachment) => storeAttachment(waiting, actor, attachment),
      acknowledge: (actor, deliveryId, answer) => acknowledge(acting, actor, deliveryId, answer),
      refuse: (actor, deliveryId, answer) => refuse(acting, actor, deliveryId, answer),
    },
  };
}

async function membersOf(connected: ConnectedMembers): Promise<ConnectedMember[]> {
  const now = connected.remembered() ?? (await connected.ask());
  return MEMBERS.map(({ code, name }) => ({ code, name, connected: now.has(code) }));
}

/** Everything but what reads a document. */
function requestFlows(
  common: FlowParts,
  waiting: AttachmentParts,
): Omit<Flows, 'accept' | 'dryRun'> {
  const steps = createDeliverySteps(common);
  const acting = { ...common, onDue: waiting.onTransmitted };
  return {
    inbox: async (actor, limit) =>
      (await pull({ ...common, steps }, actor, limit)).map(inboxItemOf),
    acknowledge: (actor, deliveryId, answer) => acknowledge(acting, actor, deliveryId, answer),
    refuse: (actor, deliveryId, answer) => refuse(acting, actor, deliveryId, answer),
    release: (actor, transmissionId) => release(waiting, actor, transmissionId),
    returnToSender: (actor, transmissionId, reason) =>
      returnToSender(waiting, actor, transmissionId, reason),
    assign: (actor, transmissionId, assignment) =>
      assign(common, actor, transmissionId, assignment),
    finishReview: (actor, transmissionId) => finishReview(common, actor, transmissionId),
    replay: (actor, deliveryId, reason) => replay(acting, actor, deliveryId, reason),
    cancel: (actor, deliveryId, reason) => cancel(acting, actor, deliveryId, reason),
    storeAttachment: (actor, attachment) => storeAttachment(waiting, actor, attachment),
    readAttachment: (actor, digest) => readAttachment(waiting, actor, digest),
  };
}

/** With its public key as everybody may read it. */
type PublishedSigner = ReceiptSigner & { readonly jwk: object };

async function receiptSignerOf(key: KeyObject): Promise<PublishedSigner> {
  const jwk = await exportJWK(createPublicKey(key));
  const keyId = await calculateJwkThumbprint(jwk);
  return { keyId, key, jwk: { ...jwk, kid: keyId, alg: 'EdDSA', use: 'sig' } };
}

function inboxItemOf({ row, contentType, body }: PulledDocument): InboxItem {
  return {
    deliveryId: row.delivery_id,
    transmissionId: row.transmission_id,
    caseId: row.case_id,
    caseSequence: row.case_sequence,
    type: row.type,
    contentType,
    attempt: row.attempt,
    possibleDuplicate: row.attempt > 1,
    ...encodeBody(body),
  };
}

function readTlsFiles({ certificate, key, clientCa }: TlsFiles) {
  const read = (file: string): string => readFileSync(file, 'utf8');
  return {
    cert: read(certificate),
    key: read(key),
    ...(clientCa === undefined ? {} : { clientCa: read(clientCa) }),
  };
}

function observedMetrics(
  { clocks }: Site,
  { exchange, evidence }: Started,
  intakeDepth: () => number,
): Metrics {
  const { store } = exchange.flows;
  const { ledgerStore } = evidence;
  const metrics = createMetrics();
  metrics.observe('hub_acceptances_waiting', intakeDepth);
  const secondsSince = (moment: Date | null | undefined, now: Date): number =>
    moment === null || moment === undefined ? 0 : (now.getTime() - moment.getTime()) / 1_000;
  const head = () => ledgerStore.findHead(ledgerStore.query);
  metrics.observe('hub_ledger_size', async () => (await head()).size);
  metrics.observe('hub_checkpoint_age_seconds', async () =>
    secondsSince((await head()).signed_at, clocks.process.now()),
  );
  metrics.observe('hub_pending_leaves', async () => {
    const { count } = await ledgerStore.countPendingLeaves(ledgerStore.query);
    return count;
  });
  metrics.observe('hub_oldest_undelivered_seconds', async () =>
    secondsSince(await store.oldestUndelivered(store.query), clocks.business.now()),
  );
  return metrics;
}

async function healthOf(store: LedgerStore, clocks: Clocks) {
  try {
    const { oldest } = await store.countPendingLeaves(store.query);
    const stalled = clocks.business.now().getTime() - STALLED_MS;
    return { database: true, sequencer: oldest === null || oldest.getTime() > stalled };
  } catch {
    return { database: false, sequencer: false };
  }
}
