import type { Query } from '../../hub/store/database.ts';

const TABLES = `
  SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;

/**
 * Tables with a row that holds the text, as it is or, in a bytea, as its bytes: what files do not
 * show because a server compressed it.
 */
export async function findInRows(
  query: Query,
  text: string,
): Promise<{ readonly tables: number; readonly found: readonly string[] }> {
  const tables = await query<{ name: string }>(TABLES);
  const patterns = [text, Buffer.from(text).toString('hex')].map((form) => `%${form}%`);
  const found: string[] = [];
  for (const { name } of tables) {
    const sql = `SELECT 1 FROM ${name} AS line WHERE line::text ILIKE ANY ($1::text[]) LIMIT 1`;
    if ((await query(sql, [patterns])).length > 0) found.push(name);
  }
  return { tables: tables.length, found };
}
