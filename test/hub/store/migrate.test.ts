import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { openDatabase } from '../../../hub/store/database.ts';
import { migrate } from '../../../hub/store/migrate.ts';
import {
  type EmbeddedFixture,
  openEmbeddedFixture,
  query,
} from '../../support/embedded-fixture.ts';
import { createTestDatabase } from '../../support/template-database.ts';
import { testServerUrl } from '../../support/test-server.ts';

/** Everything that a migration makes, as lines. */
const DESCRIBE = `
  SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT concat_ws(' ', tablename, policyname, roles, cmd, qual, with_check)
    FROM pg_policies WHERE schemaname = 'public'
  UNION ALL SELECT concat_ws(' ', table_name, grantee, privilege_type)
    FROM information_schema.role_table_grants
   WHERE table_schema = 'public' AND grantee LIKE 'hub\\_%'
  UNION ALL SELECT concat_ws(' ', relname, relrowsecurity, relforcerowsecurity)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  ORDER BY 1`;

/** Cases as the release before knew them, and what crossed: the last word of each matter counts. */
const OLD_CASES = `
  INSERT INTO persons VALUES ('P-1', '2026-03-02');
  INSERT INTO cases
  SELECT 'C-' || name, 'P-1', 'OR', 'TX', 'TX', NULL, 'accepted', 'none', NULL, 'accepted', location,
         'none', 'TX', 1, 1, '2026-03-02', '2026-03-02'
    FROM (VALUES ('plain', 'receiving'), ('reported', 'receiving'), ('answered', 'receiving'),
                 ('waiting', 'receiving'), ('back', 'returned')) AS made (name, location);
  INSERT INTO transmissions
  SELECT gen_random_uuid(), 'TX', 'OR', 'OR', n::text, 'compact.' || type || '.v1', 'C-' || name,
         NULL, status, status, 'system', 'actor', NULL, '2026-03-02', '2026-03-02',
         timestamptz '2026-03-02' + n * interval '1 second', NULL, NULL, 'schema', NULL, NULL,
         'key', 1, ''
    FROM (VALUES
      (1, 'reported', 'violation-report', 'transmitted'),
      (2, 'reported', 'violation-response', 'transmitted'),
      (3, 'reported', 'violation-report-addendum', 'transmitted'),
      (4, 'reported', 'return-instructions-request', 'transmitted'),
      (5, 'reported', 'return-instructions-reply', 'transmitted'),
      (6, 'answered', 'violation-report', 'transmitted'),
      (7, 'answered', 'violation-response', 'transmitted'),
      (8, 'waiting', 'violation-report', 'awaiting-release'),
      (9, 'waiting', 'return-instructions-request', 'transmitted'),
      (10, 'back', 'violation-report', 'transmitted')) AS told (n, name, type, status)`;

const linesOf = async (url: string): Promise<string[]> =>
  ((await query(url, DESCRIBE)) as { line: string }[]).map(({ line }) => line);

const answerOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  );

describe('migrations', () => {
  let server: string;
  let expected: string[];
  const made: string[] = [];

  const asAdministrator = (sql: string) => query(server, sql);
  async function emptyDatabase(): Promise<string> {
    const name = `hub_test_${process.pid}_empty_${made.length}`;
    made.push(name);
    await asAdministrator(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  }

  before(async () => {
    server = await testServerUrl();
    const migrated = await createTestDatabase();
    expected = await linesOf(migrated.url);
    await migrated.drop();
  });
  afterEach(async () => {
    for (const name of made) await asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });

  const applied = async (url: string): Promise<string[]> =>
    ((await query(url, 'SELECT name FROM schema_migrations ORDER BY 1')) as { name: string }[]).map(
      ({ name }) => name,
    );

  it('apply every file once, and nothing the next time', async () => {
    const url = await emptyDatabase();
    await migrate(url);
    const files = (await readdir(join(PROJECT_ROOT, 'hub', 'store', 'migrations'))).sort();
    expect(await applied(url)).to.deep.equal(files);
    await migrate(url);
    expect(await applied(url)).to.deep.equal(files);
    expect(await linesOf(url)).to.deep.equal(expected);
  });

  it('are numbered, no number twice', async () => {
    const files = (await readdir(join(PROJECT_ROOT, 'hub', 'store', 'migrations'))).sort();
    const numbers = files.map((name) => /^(\d{6})-[a-z-]+\.sql$/.exec(name)?.[1]);
    expect(numbers).to.not.include(undefined);
    expect(new Set(numbers).size).to.equal(files.length);
  });

  it('let many processes start at once', async () => {
    const url = await emptyDatabase();
    const answers = await Promise.all(Array.from({ length: 6 }, () => answerOf(migrate(url))));
    expect(new Set(answers)).to.deep.equal(new Set(['done']));
    expect(await linesOf(url)).to.deep.equal(expected);
  });

  it('answer for cases of before what has crossed of them', async () => {
    const url = await emptyDatabase();
    await migrate(url);
    await query(
      url,
      `ALTER TABLE cases DROP violation, DROP retaking, DROP return_instructions;
       DELETE FROM schema_migrations WHERE name LIKE '000009%'`,
    );
    await query(url, OLD_CASES);
    await migrate(url);
    const rows = await query(
      url,
      `SELECT case_id, violation, retaking, return_instructions FROM cases ORDER BY 1`,
    );
    expect(rows.map((row) => Object.values(row).join(' '))).to.deep.equal([
      'C-answered responded none none',
      'C-back none none none',
      'C-plain none none none',
      'C-reported reported none granted',
      'C-waiting none none requested',
    ]);
    expect(await linesOf(url)).to.deep.equal(expected);
  });

  it('refuse a database that a later release migrated, and leave it as it is', async () => {
    const url = await emptyDatabase();
    await migrate(url);
    await query(url, `INSERT INTO schema_migrations VALUES ('999999-of-the-future.sql')`);
    expect(await answerOf(migrate(url))).to.equal('SCHEMA_NEWER');
    expect(await linesOf(url)).to.deep.equal(expected);
  });

  it('go on after their connections were cut, whenever that was', async () => {
    const url = await emptyDatabase();
    const name = new URL(url).pathname.slice(1);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
    for (const delay of [0, 10, 25, 40, 60, 90, 130, 200]) {
      await asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`);
      await asAdministrator(`CREATE DATABASE ${name}`);
      const first = answerOf(migrate(url));
      await pause(delay); // anywhere in it: each run cuts somewhere else
      await asAdministrator(cut);
      await first;
      expect(await answerOf(migrate(url))).to.equal('done');
      expect(await linesOf(url)).to.deep.equal(expected);
    }
  });

  it('go on after their process was killed', async () => {
    const url = await emptyDatabase();
    // Holds the list of migrations back, so that the process is in the middle when it dies.
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query('CREATE TABLE schema_migrations (name text PRIMARY KEY)');
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE schema_migrations IN SHARE MODE');
    const code = `import('${PROJECT_ROOT}/hub/store/migrate.ts').then(({ migrate }) => migrate(process.argv[1]))`;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', code, url], {
      cwd: PROJECT_ROOT,
      stdio: 'ignore',
    });
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database()
                        AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO schema_migrations%'`;
    while ((await query(url, waiting)).length === 0) await pause(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await answerOf(migrate(url))).to.equal('done');
    expect(await linesOf(url)).to.deep.equal(expected);
  });
});

describe('the roles of the database', function () {
  this.timeout(120_000);

  let fixture: EmbeddedFixture;
  let server: string;
  let users = 0;

  beforeEach(async () => {
    fixture = await openEmbeddedFixture();
    server = (await fixture.start('roles')).url;
  });
  afterEach(() => fixture.close());

  const asAdministrator = (sql: string) => query(server, sql);
  /** A database with an owner who may only log in, and what the options add. */
  async function ownedDatabase(options = ''): Promise<string> {
    users += 1;
    const name = `owner-${users}`;
    await asAdministrator(`CREATE ROLE "${name}" LOGIN PASSWORD 'secret' ${options}`);
    await asAdministrator(`CREATE DATABASE "${name}" OWNER "${name}"`);
    const url = new URL(server);
    url.username = name;
    url.password = 'secret';
    url.pathname = `/${name}`;
    return url.href;
  }
  const statementsOf = async (url: string): Promise<string> => {
    const error = await migrate(url).catch((caught: unknown) => caught);
    expect(error).to.include({ code: 'ROLES_MISSING' });
    return (error as Error).message.replace(/^[^:]*: /, '');
  };
  /** What a hub does with the roles, as its pools do it. */
  async function bothRolesWork(url: string): Promise<void> {
    for (const role of ['hub_exchange', 'hub_reader'] as const) {
      const database = openDatabase({ url, role, poolSize: 1, applicationName: 'test' });
      expect(await database.query('SELECT current_user::text AS name')).to.deep.equal([
        { name: role },
      ]);
      expect(await database.query('SELECT FROM transmissions')).to.deep.equal([]);
      await database.close();
    }
  }

  it('are made by an owner who may make roles', async () => {
    const url = await ownedDatabase('CREATEROLE');
    await migrate(url);
    await bothRolesWork(url);
  });

  it('are taken by an owner who was killed when it had only made them', async () => {
    const url = await ownedDatabase('CREATEROLE');
    await query(url, 'CREATE ROLE hub_exchange NOLOGIN');
    await query(url, 'CREATE ROLE hub_reader NOLOGIN');
    await migrate(url);
    await bothRolesWork(url);
  });

  it('are asked for, in statements that an administrator can run as they stand', async () => {
    const url = await ownedDatabase();
    const statements = await statementsOf(url);
    expect(statements).to.contain('CREATE ROLE hub_exchange NOLOGIN');
    expect(await query(url, `SELECT to_regclass('transmissions') AS it`)).to.deep.equal([
      { it: null },
    ]);
    await asAdministrator(statements);
    await migrate(url);
    await bothRolesWork(url);
  });

  it('are asked for where they are there and the owner may not take them', async () => {
    const first = await ownedDatabase('CREATEROLE');
    await migrate(first);
    const url = await ownedDatabase();
    const statements = await statementsOf(url);
    expect(statements).not.to.contain('CREATE ROLE');
    await asAdministrator(statements);
    await migrate(url);
    await bothRolesWork(url);
  });

  it('are made once when two databases of a server are migrated at once', async () => {
    const urls = [await ownedDatabase('SUPERUSER'), await ownedDatabase('SUPERUSER')];
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(urls.map((url) => answerOf(migrate(url))));
      expect(answers).to.deep.equal(['done', 'done']);
      if (round === 4) break;
      for (const url of urls) {
        await query(url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      }
      await asAdministrator('DROP ROLE hub_exchange; DROP ROLE hub_reader');
    }
    for (const url of urls) await bothRolesWork(url);
  });
});
