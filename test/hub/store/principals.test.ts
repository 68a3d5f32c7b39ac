import { expect } from 'chai';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import {
  findPrincipals,
  insertPrincipal,
  listPrincipals,
  lockAndCountSystemKeys,
  revokePrincipal,
} from '../../../hub/store/principals.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';
import { makeCaller } from '../../support/test-http.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

describe('principals in the store', () => {
  let file: TestDatabase;
  let database: Database;

  before(async () => {
    file = await createTestDatabase();
    database = openDatabase({
      url: file.url,
      role: 'hub_exchange',
      poolSize: 8,
      applicationName: 'test',
    });
  });
  afterEach(() => database.query('UPDATE principals SET revoked_at = $1', [NOW]));
  after(async () => {
    await database.close();
    await file.drop();
  });

  const system = { member: 'OR', label: 'test' };
  const add = (changes = {}): Promise<ReturnType<typeof makeCaller>> =>
    database.withTransaction(async (tx) => {
      const caller = makeCaller('OR', ['system'], { created_at: NOW, ...changes });
      await insertPrincipal(tx, caller.row);
      return caller;
    });
  const count = (label = 'test'): Promise<number> =>
    database.withTransaction((tx) => lockAndCountSystemKeys(tx, { ...system, label }, NOW));

  it('are found by the hash of their credential, row for row', async () => {
    const { row } = await add({ expires_at: later(1) });
    const other = await add();
    expect(await findPrincipals(database.query, [row.credential_hash])).to.deep.equal([row]);
    const both = [row.credential_hash, other.row.credential_hash, Buffer.alloc(32)];
    expect(await findPrincipals(database.query, both)).to.have.length(2);
    expect(await findPrincipals(database.query, [])).to.deep.equal([]);
  });

  it('are counted as valid until they are revoked or expire, each system by itself', async () => {
    expect(await count()).to.equal(0);
    const { row } = await add();
    await add({ expires_at: later(1) });
    await add({ expires_at: NOW });
    await add({ label: 'parole' });
    expect([await count(), await count('parole')]).to.deep.equal([2, 1]);
    await database.withTransaction((tx) => revokePrincipal(tx, row.reference, NOW));
    expect(await count()).to.equal(1);
  });

  it('leave room for one only when two add the last key at once', async () => {
    await add();
    const adding = Array.from({ length: 5 }, () =>
      database.withTransaction(async (tx) => {
        if ((await lockAndCountSystemKeys(tx, system, NOW)) >= 2) return false;
        await insertPrincipal(tx, makeCaller('OR', ['system']).row);
        return true;
      }),
    );
    expect((await Promise.all(adding)).filter(Boolean)).to.have.length(1);
    expect(await count()).to.equal(2);
  });

  it('are revoked once, and stay in the list', async () => {
    const { row } = await add();
    const revoke = (): Promise<string | undefined> =>
      database.withTransaction((tx) => revokePrincipal(tx, row.reference, later(1)));
    expect(await revoke()).to.equal('OR');
    expect(await revoke()).to.equal(undefined);
    const listed = await listPrincipals(database.query);
    const found = listed.find(({ reference }) => reference === row.reference);
    expect(found?.revoked_at).to.deep.equal(later(1));
  });

  it('never share a credential or a reference', async () => {
    const { row } = await add();
    for (const same of [
      { credential_hash: row.credential_hash },
      { reference: row.reference },
      { principal_id: row.principal_id },
    ]) {
      const error = await add(same).catch((caught: unknown) => caught);
      expect((error as { original?: { code?: string } }).original?.code).to.equal('23505');
    }
  });
});
