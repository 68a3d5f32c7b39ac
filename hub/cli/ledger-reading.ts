import { existsSync } from 'node:fs';
import { HubError } from '../errors.ts';
import type { ReadParts } from '../flows/read-store.ts';
import { loadLedgerKeys } from '../key-files.ts';
import { createSigner } from '../ledger/signer.ts';
import { openDatabase } from '../store/database.ts';
import * as ledgerReads from '../store/ledger-reads.ts';
import * as messageLog from '../store/message-log.ts';
import { migrate } from '../store/migrate.ts';
import { createReader } from '../store/reader.ts';
import type { CommandContext } from './command.ts';
import { openedDatabase } from './run-hub.ts';

/** What the ledger's commands read, as the role that only reads. */
export interface LedgerReading extends Pick<ReadParts, 'reader'> {
  readonly store: typeof ledgerReads & typeof messageLog;
}

/** Reads the hub's ledger from its database, beside a hub that serves or without one. */
export async function readLedger<T>(
  context: CommandContext,
  work: (reading: LedgerReading) => Promise<T>,
): Promise<T> {
  const database = await openedDatabase(context.config());
  try {
    await migrate(database.url);
    const reading = openDatabase({
      url: database.url,
      role: 'hub_reader',
      poolSize: 2,
      applicationName: 'hub-command',
    });
    try {
      return await work({
        store: { ...ledgerReads, ...messageLog },
        reader: createReader(reading),
      });
    } finally {
      await reading.close();
    }
  } finally {
    await database.stop();
  }
}

/** The key lines by which others verify this hub's log, retired ones too. */
export async function ledgerKeyLines({ store, reader }: LedgerReading): Promise<string[]> {
  const { origin } = await store.readHead(reader.query);
  const rows = await store.listLedgerKeys(reader.query);
  return rows.filter((row) => row.origin === origin).map(({ key_line }) => key_line);
}

/** The key lines of this machine's key file, which is read and never made here. */
export function ownKeyLines({ config }: CommandContext, origin: string): string[] {
  const file = config().keyFiles.ledger;
  if (!existsSync(file)) {
    throw new HubError('KEY_FILE_INVALID', `there is no ledger key in ${file}`);
  }
  return loadLedgerKeys(file).map((key) => createSigner(origin, key).verifierKey);
}
