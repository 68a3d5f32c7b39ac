import type { CaseRow } from './cases.ts';
import type { Query } from './database.ts';

const FIND_CASE = `SELECT * FROM cases WHERE case_id = $1`;

/** One case, where the reader may see it. */
export async function findCase(query: Query, caseId: string): Promise<CaseRow | undefined> {
  const [row] = await query<CaseRow>(FIND_CASE, [caseId]);
  return row;
}
