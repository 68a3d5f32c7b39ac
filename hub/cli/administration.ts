import { randomBytes } from 'node:crypto';
import type { AdministerParts } from '../flows/administer.ts';
import { createEvidence } from '../flows/evidence.ts';
import { loadMasterKey } from '../key-files.ts';
import { exchangeStoreOf } from '../open-exchange.ts';
import { openDatabase } from '../store/database.ts';
import { createMemberKeys } from '../store/member-keys.ts';
import { migrate } from '../store/migrate.ts';
import * as principals from '../store/principals.ts';
import type { CommandContext } from './command.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { openedDatabase } from './run-hub.ts';

/** Runs work of an administrator of this machine on the hub's database, beside a hub that serves. */
export async function administer<T>(
  context: CommandContext,
  work: (parts: AdministerParts) => Promise<T>,
): Promise<T> {
  const config = context.config();
  const database = await openedDatabase(config);
  try {
    await migrate(database.url);
    const exchange = openDatabase({
      url: database.url,
      role: 'hub_exchange',
      poolSize: 2,
      applicationName: 'hub-command',
    });
    try {
      return await work(partsOn(context, exchange));
    } finally {
      await exchange.close();
    }
  } finally {
    await database.stop();
  }
}

function partsOn(
  { config, softwareVersion }: CommandContext,
  exchange: ReturnType<typeof openDatabase>,
): AdministerParts {
  const now = (): Date => WALL_CLOCKS.business.now();
  return {
    store: { ...exchangeStoreOf(exchange), ...principals },
    memberKeys: createMemberKeys({
      database: exchange,
      masterKey: loadMasterKey(config().keyFiles.master),
      now,
      random: randomBytes,
    }),
    evidence: createEvidence({ random: randomBytes, softwareVersion }),
    random: randomBytes,
    now,
    actor: 'command',
  };
}
