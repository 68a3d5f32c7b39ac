import { randomBytes } from 'node:crypto';
import { exchangeStoreOf } from '../../hub/build-hub.ts';
import type { Clocks } from '../../hub/clock.ts';
import { MEMBER_CODES } from '../../hub/compact/members.ts';
import type { Config } from '../../hub/config.ts';
import type { AdministerParts } from '../../hub/flows/administer.ts';
import type { AttachmentParts } from '../../hub/flows/attachments.ts';
import type { DeliverParts } from '../../hub/flows/deliver.ts';
import { createEvidence } from '../../hub/flows/evidence.ts';
import type { LedgerStore } from '../../hub/flows/sequence.ts';
import { loadMasterKey } from '../../hub/key-files.ts';
import { loadFiles } from '../../hub/load-files.ts';
import { openDatabase } from '../../hub/store/database.ts';
import * as ledger from '../../hub/store/ledger.ts';
import { createMemberKeys } from '../../hub/store/member-keys.ts';
import * as principals from '../../hub/store/principals.ts';
import { createReader } from '../../hub/store/reader.ts';

/** Flows on a test's database, for steps that a test takes one by one. */
export interface FlowParts extends DeliverParts, AttachmentParts {
  readonly administer: AdministerParts;
  readonly ledgerStore: LedgerStore;
  close(): Promise<void>;
}

export interface FlowPartsOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clocks: Clocks;
  readonly leaseMs?: number;
}

/** The parts that a process of the hub has, on pools of their own: two of them are two workers. */
export function openFlowParts(options: FlowPartsOptions): FlowParts {
  const { config, clocks } = options;
  const pool = { url: options.databaseUrl, poolSize: 4, applicationName: 'hub-test' };
  const exchange = openDatabase({ ...pool, role: 'hub_exchange' });
  const reading = openDatabase({ ...pool, role: 'hub_reader' });
  const now = (): Date => clocks.business.now();
  const masterKey = loadMasterKey(config.keyFiles.master);
  const memberKeys = createMemberKeys({
    database: exchange,
    masterKey,
    now,
    random: randomBytes,
  });
  const files = loadFiles(config.mappingsDirectory);
  const store = exchangeStoreOf(exchange);
  const evidence = createEvidence({ random: randomBytes, softwareVersion: '0.0.0' });
  return {
    store,
    ledgerStore: { ...ledger, ...exchange },
    memberKeys,
    evidence,
    clocks,
    now,
    random: randomBytes,
    jitter: () => 0.5,
    leaseMs: options.leaseMs ?? 15_000,
    states: files.states,
    schemaHash: files.schemaHash,
    receiptKeyId: 'test',
    pulls: (member) => files.states.profiles.get(member)?.transport.mode === 'pull',
    onTransmitted: () => undefined,
    reader: createReader(reading),
    members: MEMBER_CODES,
    administer: {
      store: { ...store, ...principals },
      memberKeys,
      evidence,
      random: randomBytes,
      now,
      actor: 'command',
    },
    close: async () => {
      await Promise.all([exchange.close(), reading.close()]);
    },
  };
}
