import { type Database, openDatabase } from '../../../hub/store/database.ts';

/** Statements that take something away, and those that put it back as it was. */
interface Aside {
  readonly away: string;
  readonly back: string;
}

/** Indexes that hold nothing unique: only readers need them, and a fill reads nothing. */
const INDEXES = `
  SELECT format('DROP INDEX %s', i.indexrelid::regclass) AS away, pg_get_indexdef(i.indexrelid) AS back
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
   WHERE t.relnamespace = current_schema()::regnamespace AND NOT i.indisunique
   ORDER BY i.indexrelid`;

/** References between tables: all rows are checked at once when they are put back. */
const REFERENCES = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS away,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                pg_get_constraintdef(c.oid)) AS back
    FROM pg_constraint c
   WHERE c.connamespace = current_schema()::regnamespace AND c.contype = 'f'
   ORDER BY c.oid`;

/** Tables that a fill only adds rows to: it looks none of them up, and its ids are drawn. */
const ADDED_TO = [
  'transmissions',
  'content_keys',
  'records',
  'findings',
  'finding_terms',
  'deliveries',
  'deadlines',
  'decisions',
  'reviews',
  'person_tokens',
  'ledger_entries',
] as const;

/** What keeps their rows apart: tested at once for all rows. No reference needs it meanwhile. */
const KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS away,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                pg_get_constraintdef(c.oid)) AS back
    FROM pg_constraint c
   WHERE c.contype IN ('p', 'u') AND c.conrelid = ANY ($1::text[]::regclass[])
   ORDER BY c.oid`;

/** So that an index is sorted in memory. */
const SORT_IN_MEMORY = `SET LOCAL maintenance_work_mem = '256MB'`;

/**
 * Does the work on a database without its indexes, keys and references, which are made again after it: built
 * over all rows they cost a fraction of what they cost row by row. What fails in between leaves them away.
 */
export async function withIndexesLaidAside<T>(url: string, work: () => Promise<T>): Promise<T> {
  const owner = openDatabase({
    url,
    poolSize: 1,
    applicationName: 'hub-fill',
    statementMs: 3_600_000,
  });
  try {
    const indexes = await owner.query<Aside>(INDEXES);
    const references = await owner.query<Aside>(REFERENCES);
    const keys = await owner.query<Aside>(KEYS, [ADDED_TO]);
    await runAll(
      owner,
      [...references, ...indexes, ...keys].map(({ away }) => away),
    );
    const result = await work();
    await runAll(
      owner,
      [...keys, ...indexes, ...references].map(({ back }) => back),
    );
    return result;
  } finally {
    await owner.close();
  }
}

function runAll(owner: Database, statements: readonly string[]): Promise<void> {
  return owner.withTransaction(async (tx) => {
    await tx.query(SORT_IN_MEMORY);
    for (const statement of statements) await tx.query(statement);
  });
}
