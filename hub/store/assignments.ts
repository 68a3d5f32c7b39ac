import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { rowSet } from './row-set.ts';

/** Whom a state named for its side of a case; the last position is in force. */
export interface AssignmentRow {
  readonly case_id: string;
  readonly member: string;
  readonly position: number;
  /** Reference, name and role as JSON, sealed for the member. */
  readonly user_sealed: Buffer;
  /** Who named the user: an opaque reference. */
  readonly actor: string;
  readonly assigned_at: Date;
}

const ASSIGNMENT_COLUMNS = {
  case_id: 'text',
  member: 'text',
  position: 'integer',
  user_sealed: 'bytea',
  actor: 'text',
  assigned_at: 'timestamptz',
} as const;

export const insertAssignments = bulkInsert<AssignmentRow>('case_assignments', ASSIGNMENT_COLUMNS);

const FIRST = rowSet<AssignmentRow>(ASSIGNMENT_COLUMNS);
const ASSIGN_FIRST = `
  INSERT INTO case_assignments (${FIRST.names.join(', ')})
  SELECT ${FIRST.names.map(FIRST.value).join(', ')} FROM ${FIRST.from} ORDER BY new.place
  ON CONFLICT DO NOTHING`;

/** Rows of the first position, where there is none yet. */
export async function assignFirst(tx: Transaction, rows: readonly AssignmentRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(ASSIGN_FIRST, FIRST.parameters(rows));
}

const LAST_POSITION = `
  SELECT coalesce(max(position), 0) AS last FROM case_assignments
   WHERE case_id = $1 AND member = $2`;

/** How often the member named a user for a case that the transaction has locked. */
export async function lastAssignment(
  tx: Transaction,
  caseId: string,
  member: string,
): Promise<number> {
  const [row] = await tx.query<{ last: number }>(LAST_POSITION, [caseId, member]);
  return row?.last ?? 0;
}

export interface AssignmentNoteRow {
  readonly case_id: string;
  readonly member: string;
  readonly position: number;
  readonly note_sealed: Buffer;
}

export const insertAssignmentNotes = bulkInsert<AssignmentNoteRow>('assignment_notes', {
  case_id: 'text',
  member: 'text',
  position: 'integer',
  note_sealed: 'bytea',
});

/** With its note, where the reader may see it. */
export interface NotedAssignment extends AssignmentRow {
  readonly note_sealed: Buffer | null;
}

const ASSIGNMENTS_OF = `
  SELECT a.*, n.note_sealed
    FROM case_assignments a LEFT JOIN assignment_notes n USING (case_id, member, position)
   WHERE a.case_id = $1 ORDER BY a.member, a.position DESC`;

/** All that were ever made in a case, the latest of each state first. */
export function assignmentsOf(query: Query, caseId: string): Promise<NotedAssignment[]> {
  return query<NotedAssignment>(ASSIGNMENTS_OF, [caseId]);
}

const OPEN_ASSIGNMENTS = `
  SELECT DISTINCT ON (a.case_id) a.case_id, a.user_sealed
    FROM case_assignments a JOIN cases c USING (case_id)
   WHERE a.member = $1 AND a.case_id > $2 AND c.status IN ('pending', 'accepted', 'rejected')
   ORDER BY a.case_id, a.position DESC LIMIT $3`;

/** Whom the member named last in each case that goes on, a page at a time by case. */
export function openAssignmentsOf(
  query: Query,
  page: { readonly member: string; readonly after: string; readonly limit: number },
): Promise<Pick<AssignmentRow, 'case_id' | 'user_sealed'>[]> {
  return query(OPEN_ASSIGNMENTS, [page.member, page.after, page.limit]);
}
