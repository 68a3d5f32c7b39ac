import { randomBytes } from 'node:crypto';
import type { AdministerParts } from '../flows/administer.ts';
import type { Access } from '../flows/create-access.ts';
import { createEvidence } from '../flows/evidence.ts';
import { loadWrappingKey } from '../key-files.ts';
import { createLog } from '../log.ts';
import { openAccess } from '../open-access.ts';
import { exchangeStoreOf } from '../open-exchange.ts';
import { PASSWORD_COST } from '../password-hasher.ts';
import { type Database, type DatabaseRole, openDatabase } from '../store/database.ts';
import { createMemberKeys } from '../store/member-keys.ts';
import { migrate } from '../store/migrate.ts';
import * as principals from '../store/principals.ts';
import type { CommandContext } from './command.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { profileAt } from './profile-at.ts';
import { openedDatabase } from './run-hub.ts';

/** Runs work of an administrator of this machine on the hub's database, beside a hub that serves. */
export function administer<T>(
  context: CommandContext,
  work: (parts: AdministerParts) => Promise<T>,
): Promise<T> {
  return onDatabase(context, (exchange) => work(partsOn(context, exchange)));
}

/**
 * Runs work on accounts, as the administrator of this machine; links name the hub's address, which is
 * the configured one unless another is given.
 */
export function withAccess<T>(
  context: CommandContext,
  work: (access: Access) => Promise<T>,
  address?: string,
): Promise<T> {
  const config = context.config();
  const { publicUrl, port, tls, mappingsDirectory } = config;
  const own = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return onDatabase(context, (database) => {
    const access = openAccess({
      ...partsOn(context, database),
      database,
      reader: { as: (_member, read) => read(database.query), query: database.query },
      clocks: WALL_CLOCKS,
      masterKeyFile: config.keyFiles.master,
      passwordCost: PASSWORD_COST,
      profileOf: (member) => profileAt(mappingsDirectory, member),
      baseUrl: () => address ?? publicUrl ?? own,
      publicUrl,
      providers: [],
      sendLink: undefined,
      log: createLog('silent'),
    });
    return work(access);
  });
}

/** Runs work on the hub's database, brought to this release's schema, as the role of the flows. */
export function onDatabase<T>(
  context: CommandContext,
  work: (exchange: Database) => Promise<T>,
): Promise<T> {
  return onPool(context, 'hub_exchange', work);
}

/** As `onDatabase`, as the owner of the tables: what no role of the hub may do. */
export function asOwner<T>(
  context: CommandContext,
  work: (owner: Database) => Promise<T>,
): Promise<T> {
  return onPool(context, undefined, work);
}

async function onPool<T>(
  context: CommandContext,
  role: DatabaseRole | undefined,
  work: (pool: Database) => Promise<T>,
): Promise<T> {
  const config = context.config();
  const database = await openedDatabase(config);
  try {
    await migrate(database.url);
    const pool = openDatabase({
      url: database.url,
      ...(role === undefined ? {} : { role }),
      poolSize: 2,
      applicationName: 'hub-command',
    });
    try {
      return await work(pool);
    } finally {
      await pool.close();
    }
  } finally {
    await database.stop();
  }
}

function partsOn({ config, softwareVersion }: CommandContext, exchange: Database): AdministerParts {
  const now = (): Date => WALL_CLOCKS.business.now();
  return {
    store: { ...exchangeStoreOf(exchange), ...principals },
    memberKeys: createMemberKeys({
      database: exchange,
      masterKey: loadWrappingKey(config().keyFiles.master),
      now,
      random: randomBytes,
    }),
    evidence: createEvidence({ random: randomBytes, softwareVersion }),
    random: randomBytes,
    now,
    actor: 'command',
  };
}
