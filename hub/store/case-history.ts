import type { CaseRow } from './cases.ts';
import type { Query, Transaction } from './database.ts';
import { DEADLINE_COLUMNS, type DeadlineRow, insertDeadlines } from './deadlines.ts';
import type { PersonTokenRow } from './persons.ts';
import type { TransmissionRow } from './transmissions.ts';

/** An activity that crossed in a case, and when the other state had it. */
export interface CrossedRow extends TransmissionRow {
  readonly transmitted_at: Date;
  readonly delivery_id: string;
  readonly handed_over_at: Date | null;
  readonly acknowledged_at: Date | null;
}

// Of before the positions were kept, the moment tells; of the same moment, the order of acceptance.
const CROSSED_IN = `
  SELECT t.*, d.delivery_id, d.handed_over_at, d.acknowledged_at
    FROM transmissions t JOIN deliveries d ON d.transmission_id = t.transmission_id
   WHERE t.case_id = $1 AND t.status = 'transmitted'
   ORDER BY t.case_position NULLS FIRST, t.transmitted_at, t.transmission_id`;

/** Everything that crossed in a case, in its order. */
export function crossedInCase(query: Query, caseId: string): Promise<CrossedRow[]> {
  return query<CrossedRow>(CROSSED_IN, [caseId]);
}

const RAW_DEADLINES = `
  SELECT ${DEADLINE_COLUMNS} FROM deadlines d WHERE d.case_id = $1
   ORDER BY d.started_at, d.transmission_id, d.duty`;

export function storedDeadlines(query: Query, caseId: string): Promise<DeadlineRow[]> {
  return query<DeadlineRow>(RAW_DEADLINES, [caseId]);
}

const NEXT_CASES = `SELECT * FROM cases WHERE case_id > $1 ORDER BY case_id LIMIT $2`;

/** The cases after an id, in the order of their ids. */
export function casesAfter(query: Query, after: string, limit: number): Promise<CaseRow[]> {
  return query<CaseRow>(NEXT_CASES, [after, limit]);
}

const TOKENS_OF = `SELECT * FROM person_tokens WHERE transmission_id = $1`;

/** What the person is found by whom a transmission describes. */
export function tokensOfDescription(
  query: Query,
  transmissionId: string | undefined,
): Promise<PersonTokenRow[]> {
  return transmissionId === undefined
    ? Promise.resolve([])
    : query<PersonTokenRow>(TOKENS_OF, [transmissionId]);
}

const DELETE_DEADLINES = `DELETE FROM deadlines WHERE case_id = $1`;

/** In the place of what is stored; of a case that the transaction has locked. */
export async function replaceDeadlines(
  tx: Transaction,
  caseId: string,
  rows: readonly DeadlineRow[],
): Promise<void> {
  await tx.query(DELETE_DEADLINES, [caseId]);
  await insertDeadlines(tx, rows);
}
