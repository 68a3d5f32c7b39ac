import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { createSoapIntake } from '../adapters/soap-intake.ts';
import { hubWsdl } from '../adapters/soap-intake-wsdl.ts';
import { NATIONAL } from './access/actor.ts';
import { createAuthenticator } from './access/authenticate.ts';
import { jurisdictionOf } from './compact/jurisdiction.ts';
import {
  type Background,
  type WaitingThread,
  beginThread,
  workHere,
  workInThread,
} from './background.ts';
import { readMark } from './checked-files.ts';
import { after, type Clocks } from './clock.ts';
import { MEMBERS } from './compact/members.ts';
import { fetchesFromInbox, isAskedForOutcomes } from './compact/profile.ts';
import { closedAccess, closedByLock } from './close-flows.ts';
import type { Config, TlsFiles } from './config.ts';
import { HubError } from './errors.ts';
import type { SendLink } from './flows/access-parts.ts';
import { createIntake } from './flows/accept.ts';
import { agree, policyHashOf } from './flows/agree.ts';
import { loadExchangePolicy } from './load-policies.ts';
import { acknowledge, cancel, refuse, replay, skip, supersede } from './flows/act-on-delivery.ts';
import { type AttachmentParts, readAttachment, storeAttachment } from './flows/attachments.ts';
import { countCosignatures } from './flows/collect-cosignatures.ts';
import { type ConnectedMembers, createConnectedMembers } from './flows/connected-members.ts';
import { createReads } from './flows/create-reads.ts';
import { writeNote } from './flows/case-notes.ts';
import { saveFilters } from './flows/saved-filters.ts';
import { designate } from './flows/designate.ts';
import { dryRun } from './flows/dry-run.ts';
import { createDeliverySteps } from './flows/deliver.ts';
import type { OnFault } from './flows/delivery-loop.ts';
import { createIncomingTries } from './flows/incoming-tries.ts';
import { EVIDENCE_LATE_MS, type IntakeGate, createIntakeGate } from './flows/intake-gate.ts';
import { type PulledDocument, pull } from './flows/inbox.ts';
import { encodeBody } from './flows/read-bodies.ts';
import type { ReceiveParts } from './flows/receive.ts';
import { runReceiving } from './flows/receive-loop.ts';
import { recoverDeliveries } from './flows/recover-deliveries.ts';
import { listReplay, replayList } from './flows/replay-failures.ts';
import { bringForward } from './flows/watch-clock.ts';
import { release, returnToSender } from './flows/release.ts';
import { addHook, enableHook, listHooks, removeHook, rotateHook } from './flows/hooks.ts';
import { readSettings, setSettings } from './flows/notification-settings.ts';
import { readContact, readContacts, setContact } from './flows/office-contacts.ts';
import { recordReasonedViewing, recordViewing } from './flows/record-viewing.ts';
import { pauseDeliveries, resumeDeliveries } from './flows/pause-deliveries.ts';
import { assign, finishReview } from './flows/review.ts';
import { approveErasure, proposeErasure, withdrawErasure } from './flows/order-erasure.ts';
import { type PacedWork, runPaced } from './flows/run-paced.ts';
import { otherVersions } from './flows/shadow-versions.ts';
import { type HttpApp, createHttpApp } from './http/create-http-app.ts';
import { describeError } from './http/describe-error.ts';
import { DEFAULT_RATES } from './http/rate-limit.ts';
import {
  type ConnectedMember,
  DEFAULT_ACTIVITY_BYTES,
  DEFAULT_ATTACHMENT_BYTES,
  type Flows,
  type Health,
  type InboxItem,
} from './http/parts.ts';
import { listen } from './http/listen.ts';
import { renderProblem } from './http/problem.ts';
import { loadSigningKey } from './key-files.ts';
import { loadCommonPasswords } from './load-policies.ts';
import { type HubFiles, loadFiles } from './load-files.ts';
import { loadProviders } from './load-providers.ts';
import { reachProvider } from './provider-client.ts';
import type { Log } from './log.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import type { ReceiptSigner } from './message/receipt.ts';
import {
  type Exchange,
  type ExchangeDecorators,
  type FlowParts,
  openExchange,
} from './open-exchange.ts';
import { type Notifier, type NotifierStore, openNotifier } from './open-notifier.ts';
import { type Evidence, type LedgerDecorators, openLedger, originAt } from './open-ledger.ts';
import { openAccess } from './open-access.ts';
import { PASSWORD_COST, type PasswordCost } from './password-hasher.ts';
import { roundsOf } from './rounds.ts';
import { accountNames } from './store/accounts.ts';
import * as assignments from './store/assignments.ts';
import * as agreements from './store/agreements.ts';
import * as caseNotes from './store/case-notes.ts';
import * as caseReads from './store/case-reads.ts';
import * as deadlineReads from './store/deadline-reads.ts';
import { decisionsOf } from './store/decisions.ts';
import * as cases from './store/cases.ts';
import { type Database, openDatabase } from './store/database.ts';
import { putDocuments } from './store/documents.ts';
import { findDocumentTexts } from './store/documents.ts';
import * as erasures from './store/erasures.ts';
import * as failures from './store/failures.ts';
import * as findReads from './store/find-reads.ts';
import * as deliveryPauses from './store/delivery-pauses.ts';
import * as healthReads from './store/health-reads.ts';
import * as savedFilters from './store/saved-filters.ts';
import * as findings from './store/findings.ts';
import * as incidents from './store/incidents.ts';
import * as ledgerReads from './store/ledger-reads.ts';
import { findVersionsInForce } from './store/mapping-shadows.ts';
import * as messageLog from './store/message-log.ts';
import type { OutboxChannel } from './store/outbox.ts';
import { findReach } from './store/destinations.ts';
import { migrate } from './store/migrate.ts';
import { findPrincipals } from './store/principals.ts';
import { signOff, signOn, stillHere } from './store/processes.ts';
import { type Reader, createReader } from './store/reader.ts';
import { openScrubber } from './store/scrub.ts';
import * as persons from './store/persons.ts';
import * as records from './store/records.ts';
import * as reviews from './store/reviews.ts';
import * as statements from './store/statements.ts';
import * as viewings from './store/viewings.ts';
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
  /** Instead of mails by the server of the settings; without either an administrator hands links over. */
  readonly sendLink?: SendLink;
}

/** Wraps the hub's calls to the outside: fault tests fail or kill before and after each of them. */
export type Decorators = ExchangeDecorators &
  LedgerDecorators & { readonly notifier?: (store: NotifierStore) => NotifierStore };

/** What only benches and tests change. */
export interface HubSettings {
  /** How long a killed worker's deliveries and the sequencer's place stay its own. */
  readonly leaseMs: number;
  readonly rates: typeof DEFAULT_RATES | undefined;
  /** Connections for the flows, those of the second thread included, and as many for reading. */
  readonly poolSize: number;
  /** How long a request of HTTP may take to arrive whole. */
  readonly requestMs: number;
  /** Activities that may wait for their commit in one process. */
  readonly mostWaiting: number;
  /** Free space of the file system of a folder, in bytes. */
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly passwordCost: PasswordCost;
  /** Since when the list of common passwords stands: `2026-11-30`. */
  readonly passwordListDate: string;
}

const DEFAULT_SETTINGS: HubSettings = {
  leaseMs: 15_000,
  rates: DEFAULT_RATES,
  poolSize: 10,
  requestMs: 60_000,
  mostWaiting: 2_000,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  passwordCost: PASSWORD_COST,
  passwordListDate: loadCommonPasswords().date,
};

/** The second thread's part of the connections: a claim, two groups of writes, the sequencer. */
const BACKGROUND_SHARE = 0.4;

const ALIVE_MS = 30_000;
/** How long requests may take to end when the hub stops. */
const GRACE_MS = 10_000;
/** Between two looks at a send under way that an erasure waits for. */
const SEND_PAUSE_MS = 250;

/** Loads, checks, wires and starts everything; throws, with nothing left running, on any doubt. */
export async function buildHub(config: Config, parts: HubParts): Promise<Hub> {
  const endings: Site['endings'] = [];
  try {
    return await openHub(config, parts, endings);
  } catch (error) {
    for (const end of endings.toReversed()) await end().catch(() => undefined);
    throw error;
  }
}

async function openHub(config: Config, parts: HubParts, endings: Site['endings']): Promise<Hub> {
  const { log, softwareVersion } = parts;
  const thread = worksInThread(parts) ? beginThread(config.mappingsDirectory) : undefined;
  if (thread !== undefined) endings.push(thread.end);
  const mark = readMark(config.dataDirectory, config.mappingsDirectory);
  const files = loadFiles(config.mappingsDirectory, mark);
  mark.keep();
  await migrate(parts.databaseUrl);
  const site: Site = {
    config,
    parts,
    files,
    thread,
    settings: { ...DEFAULT_SETTINGS, ...parts.settings },
    clocks: parts.clocks ?? WALL_CLOCKS,
    processId: randomUUID(),
    onFault: (part, error) => {
      log.error('loop-failed', { part, ...describeError(error) });
    },
    endings,
    address: config.publicUrl ?? '',
  };
  const { processId } = site;
  const url = await startHub(site);
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
  /** Undefined where all is done on one. */
  readonly thread: WaitingThread | undefined;
  readonly processId: string;
  readonly onFault: OnFault;
  /**
   * Undoes what was started, the last first: requests end, then the work in the background, then the
   * pools.
   */
  readonly endings: (() => Promise<unknown>)[];
  /** Under which others reach the hub; known once it listens, unless it is configured. */
  address: string;
}

/** Starts part after part, each with its ending; answers with the hub's address. */
async function startHub(site: Site): Promise<string> {
  const { config, parts, settings, thread, endings } = site;
  const backgroundPool = thread ? Math.ceil(settings.poolSize * BACKGROUND_SHARE) : 0;
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
  let halt = (): void => undefined;
  const evidence = await openLedger(site, exchange.database, (code) => {
    parts.log.error('ledger-locked', { code });
    halt();
  });
  const receiptSigner = await receiptSignerOf(loadSigningKey(config.keyFiles.receipt));
  const { whileOpen } = evidence.lock;
  await whileOpen(async () => {
    await bringForward(exchange.flows);
    await recoverDeliveries(exchange.flows);
  })();
  const background = thread
    ? await workInThread(thread, ordersOf(site, backgroundPool, evidence), (fault) => {
        parts.log.error('loop-failed', fault);
      })
    : workHere({ ...site, ...evidence, exchange });
  endings.push(() => background.stop());
  const gate = await openGate(site, exchange, evidence);
  const notifier = openNotifier({ config, exchange, decorate: parts.decorate?.notifier });
  const started = { exchange, reading, background, evidence, receiptSigner, gate, notifier };
  const wired = wire(site, started);
  const scrubber = openScrubber(parts.databaseUrl);
  endings.push(() => scrubber.close());
  const { lock } = evidence;
  const { leaseMs } = settings;
  const { log } = parts;
  const running = { log, exchange, lock, gate, scrubber, leaseMs, notifier };
  startRounds(site, roundsOf({ ...site, ...wired, ...running }));
  // Before the end of the rounds is waited for.
  endings.push(() => {
    notifier.close();
    return Promise.resolve();
  });
  const server = await listen(wired.http.app, {
    port: config.port,
    host: config.host,
    log: parts.log,
    requestMs: settings.requestMs,
    ...(config.tls === undefined ? {} : { tls: readTlsFiles(config.tls) }),
  });
  if (site.address === '') site.address = server.url;
  endings.push(() => {
    wired.http.close();
    return server.close(GRACE_MS);
  });
  if (evidence.lock.code() !== undefined) return server.url;
  const endReceiving = startReceiving(site, exchange, { ...wired, gate });
  background.run(wired.intakeDepth);
  halt = () => {
    void Promise.all([endReceiving(), background.stop()]).catch((error: unknown) => {
      site.onFault('ledger-lock', error);
    });
  };
  return server.url;
}

/** Looks at once: a hub that starts too late to prove what it accepts accepts nothing. */
async function openGate(
  { config, settings, clocks }: Site,
  exchange: Exchange,
  { ledgerStore, lock }: Evidence,
): Promise<IntakeGate> {
  const { dataDirectory, minFreeBytes } = config;
  await mkdir(dataDirectory, { recursive: true });
  const gate = createIntakeGate({
    ...exchange.flows,
    ledgerStore,
    lock,
    freeBytes: () => settings.freeBytes(dataDirectory),
    minFreeBytes,
    clock: clocks.process,
  });
  await gate.look();
  return gate;
}

/** Reads the states' sides where the hub fetches; ends before the requests' flows do. */
function startReceiving(
  site: Site,
  exchange: Exchange,
  { received, metrics, gate }: Wired & { readonly gate: IntakeGate },
): () => Promise<void> {
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
      gate,
      tries: createIncomingTries(exchange.flows),
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
  const end = (): Promise<void> => {
    stopping.abort();
    return running;
  };
  endings.push(end);
  return end;
}

/** Clocks and decorated calls cannot cross into another thread. */
function worksInThread({ clocks, decorate }: HubParts): boolean {
  return clocks === undefined && decorate === undefined;
}

function ordersOf(
  { config, parts, settings, files, processId }: Site,
  poolSize: number,
  { origin }: Evidence,
): Parameters<typeof workInThread>[1] {
  const { databaseUrl, softwareVersion } = parts;
  const { leaseMs } = settings;
  const { filesHash } = files;
  return { config, databaseUrl, softwareVersion, processId, filesHash, origin, poolSize, leaseMs };
}

/**
 * Keeps the files by hash, refuses to serve beside a process that has others or with a mapping that is
 * not the one that was promoted (docs/mapping-versions.md), and says from now on
 * that this one is here, until everything else has ended.
 */
async function enterProcess(site: Site, database: Database): Promise<void> {
  const { files, parts, clocks, processId, endings } = site;
  const now = clocks.process.now();
  const policy = loadExchangePolicy();
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
    await agreements.notePolicy(tx, {
      version: policy.version,
      policy_hash: policyHashOf(policy),
      in_force_at: clocks.business.now(),
    });
  });
  startRounds(site, [
    {
      part: 'process',
      everyMs: ALIVE_MS / 3,
      round: () => stillHere(database.query, processId, clocks.process.now()),
    },
  ]);
}

/** Rounds of what nobody asks for. */
function startRounds({ onFault, endings }: Site, rounds: readonly PacedWork[]): void {
  const stopping = new AbortController();
  // One signal ends all rounds; that is no leak, so Node shall not warn of one.
  setMaxListeners(0, stopping.signal);
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
  readonly gate: IntakeGate;
  readonly notifier: Notifier;
}

interface Wired {
  readonly http: HttpApp;
  readonly waiting: AttachmentParts;
  readonly intakeDepth: () => number;
  readonly metrics: Metrics;
  /** What is fetched from states goes through the same flows as what they send. */
  readonly received: Pick<ReceiveParts, 'accept' | 'storeAttachment' | 'acknowledge' | 'refuse'>;
}

/** The statements of what only reads. */
export const READ_STORE = {
  ...messageLog,
  ...failures,
  ...incidents,
  ...findings,
  ...caseReads,
  ...deadlineReads,
  ...traffic,
  ...findReads,
  ...healthReads,
  ...deliveryPauses,
  ...caseNotes,
  accountNames,
  decisionsOf,
  ...agreements,
  ...viewings,
  ...savedFilters,
  ...reviews,
  ...erasures,
  ...ledgerReads,
  ...cases,
  ...records,
  findDocumentTexts,
  ...persons,
  ...assignments,
  ...statements,
};

/** The flows that the HTTP API calls, and the API on them. */
function wire(site: Site, started: Started): Wired {
  const { config, parts, files, settings, clocks } = site;
  const { exchange, reading, background, evidence, receiptSigner, gate, notifier } = started;
  const onTransmitted = background.wake;
  const common = { ...exchange.flows, receiptKeyId: receiptSigner.keyId, onTransmitted };
  const connected = connectedOf(site, exchange);
  const intake = createIntake({
    ...common,
    connected,
    receiptSigners: new Map([[receiptSigner.keyId, receiptSigner]]),
    ledgerOriginAt: (acceptedAt) => originAt(evidence, acceptedAt),
    requireOpen: gate.requireOpen,
    mostWaiting: settings.mostWaiting,
  });
  const waiting = {
    ...common,
    pulls: (member: string) => fetchesFromInbox(files.states.profiles.get(member)),
    reader: createReader(reading),
    members: MEMBERS.map(({ code }) => code),
  };
  const { states, validator, now } = common;
  const { lock } = evidence;
  const { requireOpen } = lock;
  const recording = { ...common, lock };
  const flows = closedByLock(requireOpen, {
    ...requestFlows(common, waiting),
    ...notificationFlows(waiting, notifier),
    accept: intake.accept,
    recordViewing: (actor, viewing) => recordViewing(recording, actor, viewing),
    recordReasonedViewing: (actor, viewing, stated) =>
      recordReasonedViewing(recording, actor, viewing, stated),
    storeAttachment: async (actor, attachment) => {
      gate.requireOpen();
      return storeAttachment(waiting, actor, attachment);
    },
    dryRun: async (actor, document) =>
      dryRun({ states, validator, now, connected: await connected.ask() }, actor, document),
  });
  const metrics = observedMetrics(site, started, intake.depth);
  const { access, authenticator } = wireAccess(site, started, waiting.reader);
  const soapIntake = createSoapIntake(() => clocks.wall.now());
  const http = createHttpApp({
    soap: { ...soapIntake, wsdl: hubWsdl },
    flows,
    reads: createReads({
      store: READ_STORE,
      reader: waiting.reader,
      memberKeys: common.memberKeys,
      dialects: files.states.dialects,
      now: common.now,
      isAsked: (member) => isAskedForOutcomes(files.states.profiles.get(member)),
      profileOf: (member) => files.states.profiles.get(member),
    }),
    authenticator,
    access,
    log: parts.log,
    metrics,
    health: () => healthOf(evidence, gate),
    now: () => clocks.process.now(),
    members: () => membersOf(connected),
    timeZoneOf: (member) =>
      member === NATIONAL ? undefined : jurisdictionOf(files.states.profiles.get(member)).timeZone,
    receiptKeys: () => ({ keys: [receiptSigner.jwk] }),
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
  return { http, waiting, intakeDepth: intake.depth, metrics, received: flows };
}

/** Persons by their sessions, everybody by credentials. */
function wireAccess(site: Site, { exchange, evidence, notifier }: Started, reader: Reader) {
  const { config, clocks, parts, settings, files } = site;
  const { database, flows } = exchange;
  const open = openAccess({
    ...flows,
    database,
    reader,
    clocks,
    masterKeyFile: config.keyFiles.master,
    passwordCost: settings.passwordCost,
    profileOf: (member) => files.states.profiles.get(member),
    baseUrl: () => site.address,
    publicUrl: config.publicUrl,
    providers: loadProviders(config.signInProvidersFile).map((one) =>
      reachProvider(one, clocks.process),
    ),
    sendLink: parts.sendLink ?? notifier.sendLink,
    log: parts.log,
  });
  const access = closedAccess(evidence.lock.requireOpen, open);
  const authenticator = createAuthenticator({
    findPrincipals: (hashes) => findPrincipals(database.query, hashes),
    now: () => clocks.wall.now(),
    findInSession: async (token) => {
      const session = await access.findSession(token, false);
      return session?.stage === 'complete' && session.standing === 'live'
        ? session.actor
        : undefined;
    },
  });
  return { access, authenticator };
}

function connectedOf({ files, clocks }: Site, { database }: Exchange): ConnectedMembers {
  return createConnectedMembers({
    profiles: files.states.profiles,
    findReach: () => findReach(database.query, clocks.wall.now()),
    now: () => clocks.process.now(),
  });
}

async function membersOf(connected: ConnectedMembers): Promise<ConnectedMember[]> {
  const now = connected.remembered() ?? (await connected.ask());
  return MEMBERS.map(({ code, name }) => ({ code, name, connected: now.has(code) }));
}

/** Everything but what reads a document. */
function requestFlows(
  common: FlowParts,
  waiting: AttachmentParts,
): Omit<
  Flows,
  | 'accept'
  | 'storeAttachment'
  | 'recordViewing'
  | 'recordReasonedViewing'
  | 'dryRun'
  | keyof NotificationFlows
> {
  const steps = createDeliverySteps(common);
  const policy = loadExchangePolicy();
  const acting = { ...common, onDue: waiting.onTransmitted };
  const ordering = {
    ...acting,
    leaseNow: () => common.clocks.process.now(),
    pause: () => pause(SEND_PAUSE_MS),
  };
  return {
    inbox: async (actor, limit) =>
      (await pull({ ...common, steps }, actor, limit)).map(inboxItemOf),
    acknowledge: (actor, deliveryId, answer) => acknowledge(acting, actor, deliveryId, answer),
    refuse: (actor, deliveryId, answer) => refuse(acting, actor, deliveryId, answer),
    release: (actor, transmissionId) => release(waiting, actor, transmissionId),
    returnToSender: (actor, transmissionId, reason) =>
      returnToSender(waiting, actor, transmissionId, reason),
    designate: (actor, caseId, designation) => designate(common, actor, caseId, designation),
    assign: (actor, transmissionId, assignment) =>
      assign(common, actor, transmissionId, assignment),
    finishReview: (actor, transmissionId) => finishReview(common, actor, transmissionId),
    writeNote: (actor, caseId, text) => writeNote(common, actor, caseId, text),
    saveFilters: (actor, filters) => saveFilters(common, actor, filters),
    proposeErasure: (actor, order) => proposeErasure(ordering, actor, order),
    approveErasure: (actor, erasureId) => approveErasure(ordering, actor, erasureId),
    withdrawErasure: (actor, erasureId) => withdrawErasure(ordering, actor, erasureId),
    replay: (actor, deliveryId, reason) => replay(acting, actor, deliveryId, reason),
    skip: (actor, deliveryId, reason) => skip(acting, actor, deliveryId, reason),
    supersede: (actor, deliveryId, act) => supersede(acting, actor, deliveryId, act),
    cancel: (actor, deliveryId, reason) => cancel(acting, actor, deliveryId, reason),
    listReplay: (actor, filter) => listReplay(acting, actor, filter),
    replayList: (actor, filter, agreed) => replayList(acting, actor, filter, agreed),
    readAttachment: (actor, digest) => readAttachment(waiting, actor, digest),
    contacts: () => readContacts(common),
    contact: (actor, member) => readContact(common, actor, member),
    setContact: (actor, member, change) => setContact(common, actor, member, change),
    exchangePolicy: policy,
    agree: (actor, member, version) => agree(common, { actor }, { member, version, policy }),
    pauseDeliveries: (actor, member, reason) => pauseDeliveries(common, actor, member, reason),
    resumeDeliveries: (actor, member, reason) => resumeDeliveries(common, actor, member, reason),
  };
}

type NotificationFlows = Pick<
  Flows,
  | 'notificationSettings'
  | 'setNotificationSettings'
  | 'hooks'
  | 'addHook'
  | 'rotateHook'
  | 'enableHook'
  | 'removeHook'
>;

/** What offices are told, and by which web hooks. */
function notificationFlows(
  common: FlowParts & { readonly reader: Reader },
  { mails, caller }: Pick<Notifier, 'mails' | 'caller'>,
): NotificationFlows {
  const settings = { ...common, mails };
  const register = { ...common, caller, wallNow: () => common.clocks.wall.now() };
  return {
    notificationSettings: (actor, member) => readSettings(settings, actor, member),
    setNotificationSettings: (actor, member, asked) => setSettings(settings, actor, member, asked),
    hooks: (actor) => listHooks(register, actor),
    addHook: (actor, hook) => addHook(register, actor, hook),
    rotateHook: (actor, hookId) => rotateHook(register, actor, hookId),
    enableHook: (actor, hookId) => enableHook(register, actor, hookId),
    removeHook: (actor, hookId) => removeHook(register, actor, hookId),
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
  { exchange, evidence, gate, notifier }: Started,
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
  const { witnesses } = evidence;
  metrics.observe('hub_ledger_witnesses', () => witnesses.length);
  metrics.observe('hub_ledger_cosignatures', async () =>
    countCosignatures((await head()).checkpoint, witnesses),
  );
  metrics.observe('hub_ledger_locked', () => (evidence.lock.code() === undefined ? 0 : 1));
  metrics.observe('hub_pending_leaves', async () => {
    const { count } = await ledgerStore.countPendingLeaves(ledgerStore.query);
    return count;
  });
  metrics.observe('hub_intake_open', () => (gate.closedBy() === undefined ? 1 : 0));
  metrics.observe('hub_evidence_age_seconds', () => gate.evidenceAgeMs() / 1_000);
  metrics.observe('hub_free_bytes', gate.freeBytes);
  const waitingIn = (channels: readonly OutboxChannel[]) => async (): Promise<number> =>
    secondsSince(
      await notifier.telling.store.oldestInOutbox(store.query, channels),
      clocks.business.now(),
    );
  metrics.observe('hub_oldest_mail_seconds', waitingIn(['mail', 'link']));
  metrics.observe('hub_oldest_hook_call_seconds', waitingIn(['hook']));
  metrics.observe('hub_open_incidents', () => store.countOpenIncidents(store.query));
  metrics.observe('hub_oldest_undelivered_seconds', async () =>
    secondsSince(await store.oldestUndelivered(store.query), clocks.business.now()),
  );
  return metrics;
}

async function healthOf(
  { ledgerStore, lock, origin }: Evidence,
  gate: IntakeGate,
): Promise<Health> {
  const head = await ledgerStore.findHead(ledgerStore.query).catch(() => undefined);
  return {
    database: head !== undefined,
    ledger: head === undefined || head.origin === origin,
    sequencer: gate.evidenceAgeMs() < EVIDENCE_LATE_MS,
    intake: lock.code() ?? gate.closedBy() ?? 'open',
  };
}
