import { createPublicKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { StateAdapter } from '../adapters/adapter.ts';
import { TRANSPORTS } from '../adapters/registry.ts';
import { checkSignature, sha256 } from '../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../ledger-verifier/note.ts';
import { createAuthenticator } from './access/authenticate.ts';
import { after, type Clocks } from './clock.ts';
import { MEMBERS } from './compact/members.ts';
import type { Profile } from './compact/profile.ts';
import type { Config, TlsFiles } from './config.ts';
import { HubError } from './errors.ts';
import { createIntake } from './flows/accept.ts';
import { acknowledge, cancel, refuse, replay } from './flows/act-on-delivery.ts';
import {
  readAttachment,
  settleWaitingForAttachments,
  storeAttachment,
} from './flows/attachments.ts';
import { checkLedgerTail } from './flows/check-ledger.ts';
import { createConnections } from './flows/connections.ts';
import { createReads } from './flows/create-reads.ts';
import { createDeliverySteps } from './flows/deliver.ts';
import { createDeliveryLoop } from './flows/delivery-loop.ts';
import { createEvidence } from './flows/evidence.ts';
import type { ExchangeStore } from './flows/exchange-store.ts';
import { type PulledDocument, pull } from './flows/inbox.ts';
import { encodeBody } from './flows/read-bodies.ts';
import { recoverDeliveries } from './flows/recover-deliveries.ts';
import { release, returnToSender } from './flows/release.ts';
import { runPaced } from './flows/run-paced.ts';
import { type LedgerStore, runSequencer } from './flows/sequence.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { describeError } from './http/describe-error.ts';
import { DEFAULT_RATES } from './http/rate-limit.ts';
import { DEFAULT_ACTIVITY_BYTES, DEFAULT_ATTACHMENT_BYTES, type InboxItem } from './http/parts.ts';
import { listen } from './http/listen.ts';
import { loadSigningKey, loadMasterKey } from './key-files.ts';
import { type Signer, createSigner } from './ledger/signer.ts';
import { mintOrigin } from './ledger/origin.ts';
import { treeHash } from './ledger/tree-hash.ts';
import { type HubFiles, loadFiles } from './load-files.ts';
import type { Log } from './log.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import { createPooledRandom } from './message/pooled-random.ts';
import type { ReceiptSigner } from './message/receipt.ts';
import * as acceptance from './store/acceptance.ts';
import * as attachments from './store/attachments.ts';
import * as caseReads from './store/case-reads.ts';
import * as cases from './store/cases.ts';
import { type Database, openDatabase } from './store/database.ts';
import * as decisions from './store/decisions.ts';
import * as deliveries from './store/deliveries.ts';
import * as destinations from './store/destinations.ts';
import { putDocuments } from './store/documents.ts';
import * as failures from './store/failures.ts';
import * as ledger from './store/ledger.ts';
import * as ledgerReads from './store/ledger-reads.ts';
import { createMemberKeys } from './store/member-keys.ts';
import * as messageLog from './store/message-log.ts';
import { migrate } from './store/migrate.ts';
import * as pendingLeaves from './store/pending-leaves.ts';
import { findPrincipals } from './store/principals.ts';
import { signOff, signOn, stillHere } from './store/processes.ts';
import { createReader } from './store/reader.ts';
import * as records from './store/records.ts';
import * as traffic from './store/traffic.ts';
import * as transmissions from './store/transmissions.ts';

export interface Hub {
  readonly url: string;
  /** Ends requests and loops, settles what was sent, and leaves the database to others. */
  stop(): Promise<void>;
}

export interface HubParts {
  readonly clocks: Clocks;
  readonly log: Log;
  readonly softwareVersion: string;
  /** Owner of the database; the caller started the server or knows it. */
  readonly databaseUrl: string;
  readonly settings?: Partial<HubSettings>;
  readonly decorate?: Decorators;
}

/** Wraps the hub's calls to the outside: fault tests fail or kill before and after each of them. */
export interface Decorators {
  readonly store: (store: ExchangeStore) => ExchangeStore;
  readonly ledgerStore: (store: LedgerStore) => LedgerStore;
  readonly signer: (signer: Signer) => Signer;
  readonly adapter: (adapter: StateAdapter) => StateAdapter;
}

const PLAIN: Decorators = {
  store: (store) => store,
  ledgerStore: (store) => store,
  signer: (signer) => signer,
  adapter: (adapter) => adapter,
};

/** What only benches and tests change. */
export interface HubSettings {
  /** How long a killed worker's deliveries and the sequencer's place stay its own. */
  readonly leaseMs: number;
  readonly rates: typeof DEFAULT_RATES | undefined;
  readonly poolSize: number;
}

const DEFAULT_SETTINGS: HubSettings = { leaseMs: 15_000, rates: DEFAULT_RATES, poolSize: 10 };

const ALIVE_MS = 30_000;
/** How long requests, and sends to states, may take to end when the hub stops. */
const GRACE_MS = 10_000;
const STALLED_MS = 60_000;

/** Loads, checks, wires and starts everything; throws, with nothing left running, on any doubt. */
export async function buildHub(config: Config, parts: HubParts): Promise<Hub> {
  const settings = { ...DEFAULT_SETTINGS, ...parts.settings };
  const files = loadFiles(config.mappingsDirectory);
  await migrate(parts.databaseUrl);
  const pool = { url: parts.databaseUrl, poolSize: settings.poolSize };
  const exchange = openDatabase({ ...pool, role: 'hub_exchange', applicationName: 'hub-exchange' });
  const reading = openDatabase({ ...pool, role: 'hub_reader', applicationName: 'hub-reader' });
  const closePools = async (): Promise<void> => {
    await Promise.all([exchange.close(), reading.close()]);
  };
  const processId = randomUUID();
  const opened = { config, parts, settings, files, exchange, reading, processId, closePools };
  try {
    return await startHub(opened);
  } catch (error) {
    // It serves nothing: a process with other files may start at once.
    await signOff(exchange.query, processId).catch(() => undefined);
    await closePools();
    throw error;
  }
}

interface Opened {
  readonly config: Config;
  readonly parts: HubParts;
  readonly settings: HubSettings;
  readonly files: HubFiles;
  readonly exchange: Database;
  readonly reading: Database;
  readonly processId: string;
  readonly closePools: () => Promise<void>;
}

async function startHub(opened: Opened): Promise<Hub> {
  const { config, parts, settings, files, exchange, reading, processId } = opened;
  const { clocks, log, decorate = PLAIN } = parts;
  const onFault = (part: string, error: unknown): void => {
    log.error('loop-failed', { part, ...describeError(error) });
  };
  await enterProcess(opened);

  const { ledgerStore, origin, signers } = await startLedger(opened);
  const random = createPooledRandom(randomBytes);
  const store = decorate.store(exchangeStoreOf(exchange));
  const memberKeys = createMemberKeys({
    database: exchange,
    masterKey: loadMasterKey(config.keyFiles.master),
    now: () => clocks.business.now(),
    random,
  });
  const receiptKey = loadSigningKey(config.keyFiles.receipt);
  const receiptSigner = await receiptSignerOf(receiptKey);
  const connections = createConnections({
    findDestinations: () => store.findDestinations(store.query),
    memberKeys,
    profiles: files.states.profiles,
    createAdapter: (profile, inForce) =>
      decorate.adapter(adapterOf(config, clocks, profile, inForce)),
    nowMs: () => clocks.process.now().getTime(),
  });

  const common = {
    store,
    memberKeys,
    evidence: createEvidence({ random, softwareVersion: parts.softwareVersion }),
    clocks,
    now: () => clocks.business.now(),
    random,
    jitter: Math.random,
    leaseMs: settings.leaseMs,
    states: files.states,
    validator: files.validator,
    schemaHash: files.schemaHash,
    receiptKeyId: receiptSigner.keyId,
  };
  const steps = createDeliverySteps(common);
  const deliveryLoop = createDeliveryLoop({
    steps,
    connections,
    store,
    clocks,
    onFault,
    leaseMs: settings.leaseMs,
    graceMs: GRACE_MS,
    intakeDepth: () => intake.depth(),
  });
  const intake = createIntake({
    ...common,
    receiptSigners: new Map([[receiptSigner.keyId, receiptSigner]]),
    ledgerOrigin: origin,
    onTransmitted: deliveryLoop.wake,
  });
  const acting = { ...common, onDue: deliveryLoop.wake };
  const waiting = {
    ...common,
    pulls: (member: string) => pulls(files, member),
    onTransmitted: deliveryLoop.wake,
    reader: createReader(reading),
    members: MEMBERS.map(({ code }) => code),
  };
  const http = createHttpApp({
    flows: {
      accept: intake.accept,
      inbox: async (actor, limit) =>
        (await pull({ ...common, steps }, actor, limit)).map(inboxItemOf),
      acknowledge: (actor, deliveryId, answer) => acknowledge(acting, actor, deliveryId, answer),
      refuse: (actor, deliveryId, answer) => refuse(acting, actor, deliveryId, answer),
      release: (actor, transmissionId) => release(waiting, actor, transmissionId),
      returnToSender: (actor, transmissionId, reason) =>
        returnToSender(waiting, actor, transmissionId, reason),
      replay: (actor, deliveryId, reason) => replay(acting, actor, deliveryId, reason),
      cancel: (actor, deliveryId, reason) => cancel(acting, actor, deliveryId, reason),
      storeAttachment: (actor, attachment) => storeAttachment(waiting, actor, attachment),
      readAttachment: (actor, digest) => readAttachment(waiting, actor, digest),
    },
    reads: createReads({
      store: {
        ...messageLog,
        ...failures,
        ...caseReads,
        ...traffic,
        ...ledgerReads,
        ...cases,
        ...records,
      },
      reader: waiting.reader,
      memberKeys,
    }),
    authenticator: createAuthenticator({
      findPrincipals: (hashes) => findPrincipals(exchange.query, hashes),
      now: () => clocks.process.now(),
    }),
    log,
    metrics: observedMetrics({ store, ledgerStore, clocks, intakeDepth: intake.depth }),
    health: () => healthOf(ledgerStore, clocks),
    now: () => clocks.process.now(),
    members: () =>
      MEMBERS.map(({ code, name }) => ({ code, name, connected: files.states.profiles.has(code) })),
    receiptKeys: () => ({ keys: [receiptSigner.jwk] }),
    ledgerKeys: () => signers.map(({ verifierKey }) => verifierKey),
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

  await recoverDeliveries(common);
  const server = await listen(http.app, {
    port: config.port,
    host: config.host,
    log,
    ...(config.tls === undefined ? {} : { tls: readTlsFiles(config.tls) }),
  });
  // From here on nothing fails any more: each loop tells of its faults and goes on.
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = Promise.all([
    deliveryLoop.run(signal),
    runPaced(
      { part: 'recovery', everyMs: settings.leaseMs / 5, round: () => recoverDeliveries(common) },
      onFault,
      signal,
    ),
    runPaced(
      { part: 'attachments', everyMs: 60_000, round: () => settleWaitingForAttachments(waiting) },
      onFault,
      signal,
    ),
    runPaced(
      {
        part: 'process',
        everyMs: ALIVE_MS / 3,
        round: () => stillHere(exchange.query, processId, clocks.process.now()),
      },
      onFault,
      signal,
    ),
  ]);
  const lastOfAll = new AbortController();
  const sequencer = runSequencer(
    {
      store: ledgerStore,
      signers,
      processClock: clocks.process,
      processId,
      leaseMs: settings.leaseMs,
      onFault,
    },
    lastOfAll.signal,
  );
  log.info('hub-started', { version: parts.softwareVersion, processId });
  return {
    url: server.url,
    stop: async () => {
      log.info('hub-stopping', { processId });
      http.close();
      await server.close(GRACE_MS);
      stopping.abort();
      await loops;
      // After the last settlement, so that its leaf lies under the last head.
      lastOfAll.abort();
      await sequencer;
      await connections.close();
      await signOff(exchange.query, processId);
      await opened.closePools();
      log.info('hub-stopped', { processId });
    },
  };
}

/** Keeps the files by hash, and refuses to serve beside a process that has others. */
async function enterProcess({ exchange, files, parts, processId }: Opened): Promise<void> {
  const now = parts.clocks.process.now();
  const { softwareVersion } = parts;
  const { filesHash, documents } = files;
  const aliveSince = after(now, -ALIVE_MS);
  await exchange.withTransaction(async (tx) => {
    if (!(await signOn(tx, { processId, filesHash, softwareVersion, now, aliveSince }))) {
      throw new HubError('FILES_DIFFER', 'another process serves this database with other files');
    }
    await putDocuments(tx, documents, now);
  });
}

async function startLedger({ config, exchange, parts }: Opened) {
  const { decorate = PLAIN } = parts;
  const ledgerStore = decorate.ledgerStore({ ...ledger, ...exchange });
  const host = new URL(config.publicUrl ?? 'http://localhost').host;
  const { origin } = await ledger.startLedger(exchange.query, {
    origin: mintOrigin(host, randomBytes),
    emptyRoot: Buffer.from(treeHash.empty),
    now: parts.clocks.process.now(),
  });
  const signers = [createSigner(origin, loadSigningKey(config.keyFiles.ledger))].map(
    decorate.signer,
  );
  const keys = signers.map(({ verifierKey }) => parseVerifierKey(sha256, verifierKey));
  await checkLedgerTail({ store: ledgerStore, keys, checkSignature });
  return { ledgerStore, origin, signers };
}

/** The statements of the flows on a pool of role `hub_exchange`. */
export function exchangeStoreOf(exchange: Database): ExchangeStore {
  return {
    ...acceptance,
    ...transmissions,
    ...attachments,
    ...cases,
    ...records,
    ...decisions,
    ...deliveries,
    ...destinations,
    ...pendingLeaves,
    ...exchange,
  };
}

async function receiptSignerOf(key: KeyObject): Promise<ReceiptSigner & { jwk: object }> {
  const jwk = await exportJWK(createPublicKey(key));
  const keyId = await calculateJwkThumbprint(jwk);
  return { keyId, key, jwk: { ...jwk, kid: keyId, alg: 'EdDSA', use: 'sig' } };
}

function adapterOf(
  config: Config,
  clocks: Clocks,
  { transport, capabilities }: Profile,
  inForce: { readonly endpoint: string; readonly credential: string | undefined },
): StateAdapter {
  const entry = TRANSPORTS.get(transport.kind);
  if (entry === undefined) throw new Error('a profile names a transport that has no adapter');
  const { authentication, deadlines } = transport;
  const { acknowledgement, sizeLimitBytes, concurrency } = capabilities;
  return entry.create({
    ...inForce,
    options: {
      authentication,
      acknowledgement,
      sizeLimitBytes,
      concurrency,
      ...(deadlines === undefined ? {} : { deadlines }),
    },
    allowedNetworks: config.endpointNetworks,
    now: () => clocks.process.now(),
  });
}

function pulls({ states }: HubFiles, member: string): boolean {
  const transport = states.profiles.get(member)?.transport;
  return transport?.kind === 'rest' && transport.mode === 'pull';
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

interface Observed {
  readonly store: ExchangeStore;
  readonly ledgerStore: LedgerStore;
  readonly clocks: Clocks;
  readonly intakeDepth: () => number;
}

function observedMetrics({ store, ledgerStore, clocks, intakeDepth }: Observed): Metrics {
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
