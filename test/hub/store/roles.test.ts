import { expect } from 'chai';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import { createReader } from '../../../hub/store/reader.ts';
import { query as ask } from '../../support/embedded-fixture.ts';
import { countReadable, READABLE_TABLES } from '../../support/readable-rows.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

/** Tables without a row that belongs to one or two states, each with its reason. */
const OF_NO_STATE: Readonly<Record<string, string>> = {
  documents: 'what files said; no personal data',
  processes: 'which processes serve',
  schema_migrations: 'which migrations ran',
  ledger_tiles: 'salted hashes; open to everybody',
  ledger_head: 'the signed head; open to everybody',
  ledger_keys: 'public keys; open to everybody',
  closed_ledgers: 'the last heads of ledgers that ended; open to everybody',
  closed_ledger_tiles: 'salted hashes; open to everybody',
  notice_cursor: 'how far the ledger was read',
  statement_rounds: 'days and signed heads',
  simulation_clock: 'one offset',
  exchange_policies: 'versions of terms and their days',
  principals: 'hashes of credentials; flows alone read them',
  member_keys: 'wrapped keys; flows alone read them',
  account_secrets: 'hashes of passwords, sealed second factors; flows alone read them',
  recovery_codes: 'keyed hashes; flows alone read them',
  sessions: 'hashes of cookies; flows alone read them',
  account_links: 'hashes of secrets; flows alone read them',
  provider_subjects: 'who is whom elsewhere; flows alone read them',
  security_keys: 'public keys of persons; flows alone read them',
  proof_attempts: 'hashes of secrets and random numbers; flows alone read them',
  sign_in_failures: 'when somebody failed; flows alone read them',
};

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => {
      const { original, code } = error as { original?: { code?: unknown }; code?: unknown };
      return original?.code ?? code ?? error;
    },
  );

const FORBIDDEN = '42501';

describe('what the database lets each role do', () => {
  let site: TestSite;
  let hub: TestHub;
  let exchange: Database;
  let reading: Database;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
    await hub.playTo('accepted');
    await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'CA', released: false }));
    await site.until(
      () =>
        site.query(`SELECT FROM deliveries WHERE state <> 'acknowledged'
                        UNION ALL SELECT FROM pending_leaves`),
      (rows) => rows.length === 0,
    );
    await hub.stop();
    const pool = { url: site.database.url, applicationName: 'test' };
    exchange = openDatabase({ ...pool, role: 'hub_exchange', poolSize: 2 });
    reading = openDatabase({ ...pool, role: 'hub_reader', poolSize: 3 });
  });
  after(async () => {
    await Promise.all([exchange.close(), reading.close()]);
    await site.close();
  });

  const tables = async (): Promise<string[]> => {
    const rows = await site.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('forces row-level security on every table but those of no state', async () => {
    const rows = await site.query<{ name: string; secured: boolean }>(
      `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS secured FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    );
    const open = rows.filter(({ secured }) => !secured).map(({ name }) => name);
    expect(open).to.deep.equal(Object.keys(OF_NO_STATE).sort());
  });

  it('gives neither role a way around row-level security', async () => {
    const rows = await site.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb
         FROM pg_roles WHERE rolname IN ('hub_exchange', 'hub_reader') ORDER BY 1`,
    );
    const nothing = { rolsuper: false, rolbypassrls: false, rolcanlogin: false };
    const more = { rolcreaterole: false, rolcreatedb: false };
    expect(rows).to.deep.equal([
      { rolname: 'hub_exchange', ...nothing, ...more },
      { rolname: 'hub_reader', ...nothing, ...more },
    ]);
  });

  it('makes every connection of a pool the role, and none the owner', async () => {
    for (const [pool, name] of [
      [exchange, 'hub_exchange'],
      [reading, 'hub_reader'],
    ] as const) {
      const roles = await Promise.all(
        Array.from({ length: 6 }, () => pool.query('SELECT current_user::text AS name')),
      );
      for (const rows of roles) expect(rows).to.deep.equal([{ name }]);
    }
  });

  describe('hub_reader', () => {
    it('writes into no table', async () => {
      for (const table of await tables()) {
        for (const sql of [
          `INSERT INTO ${table} DEFAULT VALUES`,
          `DELETE FROM ${table}`,
          `TRUNCATE ${table}`,
          `DROP TABLE ${table}`,
          `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
        ]) {
          expect(await codeOf(reading.query(sql)), sql).to.equal(FORBIDDEN);
        }
      }
      const columns = await site.query<{ table: string; column: string }>(
        `SELECT table_name AS table, column_name AS column FROM information_schema.columns
          WHERE table_schema = 'public' AND is_identity = 'NO' AND is_generated = 'NEVER'`,
      );
      for (const { table, column } of columns) {
        const sql = `UPDATE ${table} SET ${column} = ${column}`;
        expect(await codeOf(reading.query(sql)), sql).to.equal(FORBIDDEN);
      }
    });

    it('makes nothing of its own', async () => {
      expect(await codeOf(reading.query('CREATE TABLE mine (x integer)'))).to.equal(FORBIDDEN);
    });

    for (const table of [
      'principals',
      'account_secrets',
      'recovery_codes',
      'sessions',
      'account_links',
      'sign_in_failures',
      'security_keys',
      'provider_subjects',
      'proof_attempts',
      'member_keys',
      'pending_leaves',
      'processes',
      'simulation_clock',
      'schema_migrations',
    ]) {
      it(`does not read ${table}`, async () => {
        expect(await codeOf(reading.query(`SELECT * FROM ${table}`))).to.equal(FORBIDDEN);
      });
    }

    it('sees nothing as nobody', async () => {
      for (const member of ['', 'NOBODY', "OR' OR '1'='1"]) {
        const counts = await countReadable(createReader(reading), member);
        expect(new Set(Object.values(counts)), member).to.deep.equal(new Set([0]));
      }
      for (const table of READABLE_TABLES) {
        const [row] = await reading.query<{ count: number }>(
          `SELECT count(*)::integer AS count FROM ${table}`,
        );
        expect(row, table).to.deep.equal({ count: 0 });
      }
    });

    it('sees as each state what is of that state, and as the nation no content', async () => {
      const counts = (member: string) => countReadable(createReader(reading), member);
      expect(await counts('OR')).to.include({
        transmissions: 3,
        cases: 2,
        records: 8,
        deliveries: 2,
      });
      expect(await counts('TX')).to.include({
        transmissions: 2,
        cases: 1,
        records: 6,
        deliveries: 2,
      });
      expect(await counts('CA')).to.include({
        transmissions: 0,
        cases: 0,
        records: 0,
        destinations: 1,
      });
      const nation = await counts('national');
      expect(nation).to.include({ transmissions: 3, cases: 2, deliveries: 2, destinations: 3 });
      expect(nation).to.include({ records: 0, content_keys: 0, persons: 0, case_identifiers: 0 });
    });

    it('forgets whose question it answered with the end of the transaction, also of a failed one', async () => {
      const reader = createReader(reading);
      const nothing = 'SELECT count(*)::integer AS count FROM transmissions';
      for (let round = 0; round < 50; round += 1) {
        const failing = reader.as('OR', (query) => query('SELECT 1 / 0'));
        expect(await codeOf(failing)).to.equal('22012');
        await reader.as('OR', (query) => query('SELECT 1'));
        expect(await reading.query(nothing)).to.deep.equal([{ count: 0 }]);
      }
    });

    it('never answers one state with another’s rows, however many ask at once', async () => {
      const reader = createReader(reading);
      const members = ['OR', 'TX', 'CA', 'national', ''];
      const expected = new Map<string, unknown>();
      for (const member of members) expected.set(member, await countReadable(reader, member));
      await Promise.all(
        Array.from({ length: 300 }, async (_, at) => {
          const member = members[at % members.length] ?? '';
          expect(await countReadable(reader, member)).to.deep.equal(expected.get(member));
        }),
      );
    });
  });

  describe('hub_exchange', () => {
    const appendOnly = [
      'UPDATE ledger_entries SET entry = entry',
      'DELETE FROM ledger_entries',
      'TRUNCATE ledger_entries',
      'DELETE FROM ledger_tiles',
      'DELETE FROM ledger_head',
      'DELETE FROM ledger_keys',
      'DELETE FROM closed_ledgers',
      'INSERT INTO closed_ledger_entries SELECT FROM closed_ledger_entries',
      'DELETE FROM transmissions',
      'DELETE FROM deliveries',
      'DELETE FROM cases',
      'DELETE FROM decisions',
      'DELETE FROM documents',
      'DELETE FROM principals',
      'DELETE FROM accounts',
      'DELETE FROM account_secrets',
      'DELETE FROM access_events',
      'UPDATE access_events SET actor = actor',
      'DELETE FROM sessions',
      'DELETE FROM member_keys',
      'ALTER TABLE transmissions DISABLE ROW LEVEL SECURITY',
      'DROP TABLE ledger_entries',
      'CREATE TABLE mine (x integer)',
    ];
    for (const sql of appendOnly) {
      it(`may not ${sql}`, async () => {
        expect(await codeOf(exchange.query(sql))).to.equal(FORBIDDEN);
      });
    }
  });

  it('shows an owner who is no superuser no row of any state', async () => {
    await site.query(`CREATE ROLE plain_owner_${process.pid} LOGIN PASSWORD 'secret'`);
    const url = new URL(site.database.url);
    url.username = `plain_owner_${process.pid}`;
    url.password = 'secret';
    for (const table of READABLE_TABLES) {
      await site.query(`ALTER TABLE ${table} OWNER TO plain_owner_${process.pid}`);
    }
    for (const table of READABLE_TABLES) {
      expect(await ask(url.href, `SELECT FROM ${table}`), table).to.deep.equal([]);
    }
    await site.query(`REASSIGN OWNED BY plain_owner_${process.pid} TO CURRENT_USER`);
    await site.query(`DROP ROLE plain_owner_${process.pid}`);
  });
});
