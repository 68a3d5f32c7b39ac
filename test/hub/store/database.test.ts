import { expect } from 'chai';
import pg from 'pg';
import { isStoreUnavailable } from '../../../hub/http/store-unavailable.ts';
import { type Database, databaseErrorCode, openDatabase } from '../../../hub/store/database.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';

describe('openDatabase', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let store: Database;

  before(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query('CREATE TABLE notes (note text PRIMARY KEY)');
    await owner.query('GRANT ALL ON notes TO hub_exchange');
    store = openDatabase({
      url: database.url,
      role: 'hub_exchange',
      poolSize: 1,
      applicationName: 'database-test',
    });
  });

  after(async () => {
    await store.close();
    await owner.end();
    await database.drop();
  });

  beforeEach(() => owner.query('TRUNCATE notes'));

  const notes = async (): Promise<object[]> =>
    (await owner.query<object>('SELECT * FROM notes')).rows;
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => expect.fail('it did not fail'),
      (error: unknown) => error,
    );

  it('takes its role and settings before the first statement', async () => {
    const [row] = await store.query(`
      SELECT current_user AS role, current_setting('transaction_isolation') AS isolation,
             current_setting('lock_timeout') AS lock`);
    expect(row).to.deep.equal({ role: 'hub_exchange', isolation: 'read committed', lock: '5s' });
  });

  it('commits what a transaction wrote, with rows of statements as it went', async () => {
    const found = await store.withTransaction(async (tx) => {
      await tx.query('INSERT INTO notes VALUES ($1)', ['a']);
      return tx.query('SELECT note FROM notes WHERE note = $1', ['a']);
    });
    expect(found).to.deep.equal([{ note: 'a' }]);
    expect(await notes()).to.deep.equal([{ note: 'a' }]);
  });

  it('leaves nothing of a transaction that throws, and passes its error on', async () => {
    const thrown = new Error('no');
    const error = await failureOf(
      store.withTransaction(async (tx) => {
        await tx.query('INSERT INTO notes VALUES ($1)', ['a']);
        throw thrown;
      }),
    );
    expect(error).to.equal(thrown);
    expect(await notes()).to.deep.equal([]);
  });

  it('tells the class of an error of the database, and goes on with the connection', async () => {
    await store.query('INSERT INTO notes VALUES ($1)', ['a']);
    const error = await failureOf(store.query('INSERT INTO notes VALUES ($1)', ['a']));
    expect(databaseErrorCode(error)).to.equal('23505');
    expect(isStoreUnavailable(error)).to.equal(false);
    expect(await store.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('does not call a transaction committed in which a statement failed unheard', async () => {
    const error = await failureOf(
      store.withTransaction(async (tx) => {
        await tx.query('INSERT INTO notes VALUES ($1)', ['a']);
        await tx.query('SELECT 1 / $1::integer', [0]).catch(() => undefined);
      }),
    );
    expect(String(error)).to.contain('had failed before its commit');
    expect(await notes()).to.deep.equal([]);
    expect(await store.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('fails with the error of what was written together, with nothing committed', async () => {
    const error = await failureOf(
      store.withTransaction(async (tx) => {
        await tx.open('SELECT 1');
        await tx.together(async () => {
          await tx.query('INSERT INTO notes VALUES ($1)', ['a']);
          await tx.query('INSERT INTO notes SELECT 1 / $1::integer', [0]);
        });
        await tx.query('SELECT 2');
      }),
    );
    expect(databaseErrorCode(error)).to.equal('22012');
    expect(await notes()).to.deep.equal([]);
    expect(await store.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('commits what was written together, and what is asked after it sees that', async () => {
    const found = await store.withTransaction(async (tx) => {
      await tx.open('SELECT 1');
      await tx.together(async () => {
        await tx.query('INSERT INTO notes VALUES ($1)', ['a']);
        await tx.query('INSERT INTO notes VALUES ($1)', ['b']);
      });
      return tx.query('SELECT note FROM notes ORDER BY note');
    });
    expect(found).to.deep.equal([{ note: 'a' }, { note: 'b' }]);
    expect(await notes()).to.have.length(2);
  });

  it('goes on with a new connection when the server ends the one in use', async () => {
    const end = `
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'database-test' AND datname = current_database()`;
    const error = await failureOf(
      store.withTransaction(async (tx) => {
        await owner.query(end);
        await tx.query('SELECT 1');
      }),
    );
    expect(isStoreUnavailable(error)).to.equal(true);
    expect(await store.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('breaks off a connection whose server went without a word, and goes on with a new one', async () => {
    const proxy = await startFaultyProxy(Number(new URL(database.url).port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    const far = openDatabase({
      url: url.href,
      role: 'hub_exchange',
      poolSize: 1,
      applicationName: 'far-test',
      statementMs: 1_000,
    });
    try {
      await far.query('SELECT 1');
      proxy.hang();
      expect(isStoreUnavailable(await failureOf(far.query('SELECT 1')))).to.equal(true);
      expect(await far.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    } finally {
      await far.close();
      await proxy.stop();
    }
  });

  it('trusts none of the connections that were there when one of them fell silent', async () => {
    const proxy = await startFaultyProxy(Number(new URL(database.url).port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    const open = () =>
      openDatabase({
        url: url.href,
        role: 'hub_exchange',
        poolSize: 3,
        applicationName: 'far-test',
        statementMs: 1_000,
      });
    const [far, beside] = [open(), open()];
    try {
      const three = [1, 2, 3].map(() => far.query('SELECT pg_sleep(0.2)'));
      await Promise.all([...three, beside.query('SELECT 1')]);
      proxy.hang();
      expect(isStoreUnavailable(await failureOf(far.query('SELECT 1')))).to.equal(true);
      const one = () => far.query('SELECT 1 AS one, pg_sleep(0.1)::text AS two');
      const answers = await Promise.all([one(), one(), one()]);
      expect(answers).to.deep.equal([1, 2, 3].map(() => [{ one: 1, two: '' }]));
      expect(await beside.query('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    } finally {
      await far.close();
      await beside.close();
      await proxy.stop();
    }
  });

  it('plans anew after a migration changed what a prepared statement reads', async () => {
    await store.query('INSERT INTO notes VALUES ($1)', ['a']);
    const read = 'SELECT * FROM notes WHERE note = $1';
    await store.query(read, ['a']);
    await owner.query('ALTER TABLE notes ADD COLUMN more text');
    await store.query(read, ['a']).catch(() => undefined);
    expect(await store.query(read, ['a'])).to.deep.equal([{ note: 'a', more: null }]);
    await owner.query('ALTER TABLE notes DROP COLUMN more');
  });

  it('uses an index where the planner thinks that a table is empty', async () => {
    const plan = await store.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT * FROM pending_leaves ORDER BY pending_id LIMIT 1024`,
    );
    expect(plan.map((row) => row['QUERY PLAN']).join()).to.contain('Index Scan');
  });
});
