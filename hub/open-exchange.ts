import { randomBytes } from 'node:crypto';
import type { StateAdapter } from '../adapters/adapter.ts';
import { TRANSPORTS } from '../adapters/registry.ts';
import type { Clocks } from './clock.ts';
import type { Profile } from './compact/profile.ts';
import type { Config } from './config.ts';
import { type Connections, type CreateAdapter, createConnections } from './flows/connections.ts';
import type { DeliverParts } from './flows/deliver.ts';
import { createEvidence } from './flows/evidence.ts';
import type { ExchangeStore } from './flows/exchange-store.ts';
import type { ShadowStore } from './flows/shadow-versions.ts';
import { loadWrappingKey } from './key-files.ts';
import type { HubFiles } from './load-files.ts';
import { joinDocuments } from './mapping/native-document.ts';
import { createPooledRandom } from './message/pooled-random.ts';
import type { MessageValidator } from './message/validate-message.ts';
import * as acceptance from './store/acceptance.ts';
import { insertAccessEvent } from './store/access-events.ts';
import * as agreements from './store/agreements.ts';
import * as assignments from './store/assignments.ts';
import * as attachments from './store/attachments.ts';
import * as caseNotes from './store/case-notes.ts';
import * as cases from './store/cases.ts';
import { type Database, openDatabase } from './store/database.ts';
import * as deadlines from './store/deadlines.ts';
import * as decisions from './store/decisions.ts';
import * as deliveries from './store/deliveries.ts';
import * as deliveryPauses from './store/delivery-pauses.ts';
import * as destinations from './store/destinations.ts';
import * as erasedContent from './store/erased-content.ts';
import * as erasures from './store/erasures.ts';
import { createMemberKeys } from './store/member-keys.ts';
import * as failures from './store/failures.ts';
import * as incidents from './store/incidents.ts';
import * as incomingTries from './store/incoming-tries.ts';
import * as findings from './store/findings.ts';
import * as documents from './store/documents.ts';
import * as mappingShadows from './store/mapping-shadows.ts';
import * as hooks from './store/hooks.ts';
import * as notificationSettings from './store/notification-settings.ts';
import { dropOfHook } from './store/outbox.ts';
import * as officeContacts from './store/office-contacts.ts';
import * as pendingLeaves from './store/pending-leaves.ts';
import * as persons from './store/persons.ts';
import * as records from './store/records.ts';
import * as reviews from './store/reviews.ts';
import * as savedFilters from './store/saved-filters.ts';
import * as viewings from './store/viewings.ts';
import * as transmissions from './store/transmissions.ts';

/** What the flows of one thread work with, on a pool of role `hub_exchange` of its own. */
export interface Exchange {
  readonly database: Database;
  readonly flows: FlowParts;
  readonly connections: Connections;
  close(): Promise<void>;
}

export interface FlowParts extends DeliverParts {
  readonly now: () => Date;
  readonly validator: MessageValidator;
  readonly schemaHash: string;
  /** Read from its file when something is sealed or opened again, and not kept. */
  readonly sealKey: () => Buffer;
}

export interface ExchangeOptions {
  readonly config: Config;
  readonly files: HubFiles;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly clocks: Clocks;
  readonly leaseMs: number;
  readonly softwareVersion: string;
  readonly decorate?: ExchangeDecorators;
}

/** Wraps the calls of the flows to the outside: fault tests fail or kill before and after each. */
export interface ExchangeDecorators {
  readonly store?: (store: ExchangeStore) => ExchangeStore;
  readonly adapter?: (adapter: StateAdapter, member: string) => StateAdapter;
}

/** Opens the pool and wires the flows' parts; throws KEY_FILE_INVALID. */
export function openExchange(options: ExchangeOptions): Exchange {
  const { config, files, clocks, decorate = {} } = options;
  const masterKey = loadWrappingKey(config.keyFiles.master);
  const database = openDatabase({
    url: options.databaseUrl,
    role: 'hub_exchange',
    poolSize: options.poolSize,
    applicationName: 'hub-exchange',
  });
  const random = createPooledRandom(randomBytes);
  const now = (): Date => clocks.business.now();
  const memberKeys = createMemberKeys({ database, masterKey, now, random });
  const plainStore = exchangeStoreOf(database);
  const store = decorate.store?.(plainStore) ?? plainStore;
  const connections = createConnections({
    findDestinations: () => store.findDestinations(store.query),
    memberKeys,
    profiles: files.states.profiles,
    createAdapter: (profile, inForce) => {
      const adapter = adapterOf(options, profile, inForce);
      return decorate.adapter?.(adapter, profile.member) ?? adapter;
    },
    nowMs: () => clocks.process.now().getTime(),
  });
  return {
    database,
    connections,
    flows: {
      store,
      memberKeys,
      evidence: createEvidence({ random, softwareVersion: options.softwareVersion }),
      clocks,
      now,
      random,
      jitter: Math.random,
      leaseMs: options.leaseMs,
      states: files.states,
      validator: files.validator,
      schemaHash: files.schemaHash,
      sealKey: () => loadWrappingKey(config.keyFiles.seal),
    },
    close: async () => {
      await connections.close();
      await database.close();
    },
  };
}

/** The statements of the flows on a pool of role `hub_exchange`. */
export function exchangeStoreOf(database: Database): ExchangeStore {
  return {
    ...acceptance,
    ...transmissions,
    ...attachments,
    ...assignments,
    ...caseNotes,
    ...agreements,
    ...viewings,
    insertAccessEvent,
    ...savedFilters,
    ...cases,
    ...records,
    ...decisions,
    ...deadlines,
    ...deliveries,
    ...deliveryPauses,
    ...destinations,
    ...failures,
    ...incidents,
    ...incomingTries,
    ...officeContacts,
    ...hooks,
    ...notificationSettings,
    dropOfHook,
    ...reviews,
    ...erasedContent,
    ...erasures,
    ...findings,
    ...persons,
    ...pendingLeaves,
    ...database,
  };
}

/** With those of mappings in the shadow; never wrapped, for nothing of an exchange depends on them. */
export function shadowStoreOf(database: Database): ShadowStore {
  return { ...exchangeStoreOf(database), ...mappingShadows, ...documents };
}

function adapterOf(
  { config, clocks, files }: ExchangeOptions,
  { member, timeZone, dialect, transport, capabilities }: Profile,
  inForce: Parameters<CreateAdapter>[1],
): StateAdapter {
  const { kind, ...options } = transport;
  const entry = TRANSPORTS.get(kind);
  const format = files.states.dialects.get(dialect);
  if (entry === undefined || format === undefined) throw new Error('the profile was not checked');
  return entry.create({
    ...inForce,
    member,
    timeZone,
    options,
    capabilities,
    allowedNetworks: config.endpointNetworks,
    now: () => clocks.wall.now(),
    contentType: format.contentType,
    joinDocuments: (documents) => joinDocuments(format, documents),
  });
}
