import type { Clocks } from '../../hub/clock.ts';
import { MEMBER_CODES } from '../../hub/compact/members.ts';
import type { Config } from '../../hub/config.ts';
import type { AdministerParts } from '../../hub/flows/administer.ts';
import type { AttachmentParts } from '../../hub/flows/attachments.ts';
import type { DeliverParts } from '../../hub/flows/deliver.ts';
import type { LedgerStore } from '../../hub/flows/sequence.ts';
import { loadFiles } from '../../hub/load-files.ts';
import { openExchange } from '../../hub/open-exchange.ts';
import { openDatabase } from '../../hub/store/database.ts';
import * as ledger from '../../hub/store/ledger.ts';
import * as principals from '../../hub/store/principals.ts';
import { createReader } from '../../hub/store/reader.ts';

/** Flows on a test's database, for steps that a test takes one by one. */
export interface FlowParts extends DeliverParts, AttachmentParts {
  readonly administer: AdministerParts;
  readonly sealKey: () => Buffer;
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
  const { config, databaseUrl, clocks } = options;
  const files = loadFiles(config.mappingsDirectory);
  const exchange = openExchange({
    config,
    files,
    databaseUrl,
    clocks,
    poolSize: 4,
    leaseMs: options.leaseMs ?? 15_000,
    softwareVersion: '0.0.0',
  });
  const reading = openDatabase({
    url: databaseUrl,
    role: 'hub_reader',
    poolSize: 4,
    applicationName: 'hub-test',
  });
  const { flows, database } = exchange;
  return {
    ...flows,
    ledgerStore: { ...ledger, ...database },
    jitter: () => 0.5,
    receiptKeyId: 'test',
    pulls: (member) => files.states.profiles.get(member)?.transport['mode'] === 'pull',
    onTransmitted: () => undefined,
    reader: createReader(reading),
    members: MEMBER_CODES,
    administer: {
      ...flows,
      store: { ...flows.store, ...principals },
      actor: 'command',
    },
    close: async () => {
      await Promise.all([exchange.close(), reading.close()]);
    },
  };
}
