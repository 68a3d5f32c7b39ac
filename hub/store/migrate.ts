import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryTypes, Sequelize } from 'sequelize';
import { Umzug } from 'umzug';
import { HubError } from '../errors.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import { databaseErrorCode } from './database.ts';
import { HeardClient, clientModule } from './postgres-client.ts';

const MIGRATIONS_DIR = join(PROJECT_ROOT, 'hub', 'store', 'migrations');

/** Any constant: two hubs that start at once take turns on it. */
const MIGRATION_LOCK = 530_192_026;

const ROLES = ['hub_exchange', 'hub_reader'] as const;

const CREATE_LIST = `
  CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY)`;
const LIST_APPLIED = `SELECT name FROM schema_migrations ORDER BY name`;
const RECORD_APPLIED = `INSERT INTO schema_migrations (name) VALUES ($1)`;

// Since PostgreSQL 16 who makes a role is its member without being able to take it.
const FIND_ROLES = `
  SELECT wanted.name, r.oid IS NOT NULL AS made,
         coalesce(pg_has_role(current_user, r.oid, version.privilege), false) AS mine,
         quote_ident(current_user) AS owner
    FROM unnest($1::text[]) AS wanted (name)
   CROSS JOIN (SELECT CASE WHEN current_setting('server_version_num')::integer < 160000
                           THEN 'MEMBER' ELSE 'SET' END AS privilege) AS version
    LEFT JOIN pg_roles r ON r.rolname = wanted.name`;

/**
 * Brings the database at `ownerUrl` to this release's schema: numbered SQL files, forward only,
 * each in its own transaction together with its row in the list. Safe when two processes start at
 * once. Creates the roles that the pools take, or throws ROLES_MISSING with the statements to run
 * where it may not. Throws SCHEMA_NEWER when a later release migrated the database.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const sequelize = new Sequelize(ownerUrl, {
    dialect: 'postgres',
    dialectModule: clientModule(HeardClient),
    logging: false,
    pool: { max: 2, min: 0 },
  });
  try {
    await sequelize.transaction(async (transaction) => {
      const bind = [MIGRATION_LOCK];
      await sequelize.query('SELECT pg_advisory_xact_lock($1)', { bind, transaction });
      await ensureRoles(sequelize);
      await applyPending(sequelize);
    });
  } finally {
    await sequelize.close();
  }
}

async function applyPending(sequelize: Sequelize): Promise<void> {
  await sequelize.query(CREATE_LIST);
  const names = (await readdir(MIGRATIONS_DIR)).filter((name) => name.endsWith('.sql')).sort();
  const umzug = new Umzug({
    context: sequelize,
    // The list's row is written by applyFile, in the transaction of the file.
    storage: {
      executed: () => appliedNames(sequelize),
      logMigration: () => Promise.resolve(),
      unlogMigration: () => Promise.resolve(),
    },
    migrations: names.map((name) => ({ name, up: () => applyFile(sequelize, name) })),
    logger: undefined,
  });
  const unknown = (await appliedNames(sequelize)).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new HubError('SCHEMA_NEWER', 'a later release of the hub migrated this database');
  }
  await umzug.up();
}

async function appliedNames(sequelize: Sequelize): Promise<string[]> {
  const rows = await sequelize.query<{ name: string }>(LIST_APPLIED, { type: QueryTypes.SELECT });
  return rows.map(({ name }) => name);
}

/** Killed within it, nothing of the file is left and nothing says that it ran. */
async function applyFile(sequelize: Sequelize, name: string): Promise<void> {
  const sql = await readFile(join(MIGRATIONS_DIR, name), 'utf8');
  await sequelize.transaction(async (transaction) => {
    await sequelize.query(sql, { transaction, raw: true });
    await sequelize.query(RECORD_APPLIED, { bind: [name], transaction });
  });
}

/** Statements that are still to be run so that the owner has both roles, and may take them. */
async function missingRoles(sequelize: Sequelize): Promise<string[]> {
  const rows = await sequelize.query<{ name: string; made: boolean; mine: boolean; owner: string }>(
    FIND_ROLES,
    { bind: [[...ROLES]], type: QueryTypes.SELECT },
  );
  return rows.flatMap(({ name, made, mine, owner }) => [
    ...(made ? [] : [`CREATE ROLE ${name} NOLOGIN`]),
    ...(mine ? [] : [`GRANT ${name} TO ${owner}`]),
  ]);
}

/** Roles are the server's: a hub on another database of it may make them at the same time. */
const MOST_TRIES = 10;

async function ensureRoles(sequelize: Sequelize): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      for (const statement of await missingRoles(sequelize)) await sequelize.query(statement);
      return;
    } catch (cause) {
      if (tries < MOST_TRIES && MADE_BY_ANOTHER.has(databaseErrorCode(cause) ?? '')) continue;
      const missing = await missingRoles(sequelize);
      if (missing.length === 0) return;
      const text = `run as a database administrator: ${missing.join('; ')};`;
      throw new HubError('ROLES_MISSING', text, { cause });
    }
  }
}

/** duplicate_object, unique_violation, and "tuple concurrently updated". */
const MADE_BY_ANOTHER: ReadonlySet<string> = new Set(['42710', '23505', 'XX000']);
