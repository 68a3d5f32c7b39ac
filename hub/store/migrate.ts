import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryTypes, Sequelize } from 'sequelize';
import { Umzug } from 'umzug';
import { HubError } from '../errors.ts';
import { PROJECT_ROOT } from '../project-root.ts';

const MIGRATIONS_DIR = join(PROJECT_ROOT, 'hub', 'store', 'migrations');

/** Any constant: two hubs that start at once take turns on it. */
const MIGRATION_LOCK = 530_192_026;

const ROLES = ['hub_exchange', 'hub_reader'] as const;

const CREATE_LIST = `
  CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY)`;
const LIST_APPLIED = `SELECT name FROM schema_migrations ORDER BY name`;
const RECORD_APPLIED = `INSERT INTO schema_migrations (name) VALUES ($1)`;

/**
 * Brings the database at `ownerUrl` to this release's schema: numbered SQL files, forward only,
 * each in its own transaction together with its row in the list. Safe when two processes start at
 * once. Creates the roles that the pools take, or throws ROLES_MISSING with the statements to run
 * where it may not. Throws SCHEMA_NEWER when a later release migrated the database.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const sequelize = new Sequelize(ownerUrl, {
    dialect: 'postgres',
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

async function ensureRoles(sequelize: Sequelize): Promise<void> {
  const found = await sequelize.query<{ rolname: string }>(
    'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
    { bind: [[...ROLES]], type: QueryTypes.SELECT },
  );
  const missing = ROLES.filter((role) => !found.some(({ rolname }) => rolname === role));
  const statements = missing.flatMap((role) => [
    `CREATE ROLE ${role} NOLOGIN`,
    `GRANT ${role} TO CURRENT_USER`,
  ]);
  try {
    for (const statement of statements) await sequelize.query(statement);
  } catch (cause) {
    const text = `run as a database administrator: ${statements.join('; ')};`;
    throw new HubError('ROLES_MISSING', text, { cause });
  }
}
