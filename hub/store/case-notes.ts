import { bulkInsert } from './bulk-insert.ts';
import type { Query } from './database.ts';
import { type PagePosition, positionValues } from './message-log.ts';

/** What somebody of a state noted on a case, for that state alone. */
export interface CaseNoteRow {
  readonly note_id: string;
  readonly case_id: string;
  readonly member: string;
  /** Sealed for the member. */
  readonly text: Buffer;
  /** Who wrote it: an opaque reference. */
  readonly author: string;
  readonly written_at: Date;
}

export const insertCaseNotes = bulkInsert<CaseNoteRow>('case_notes', {
  note_id: 'uuid',
  case_id: 'text',
  member: 'text',
  text: 'bytea',
  author: 'text',
  written_at: 'timestamptz',
});

const LIST_NOTES = `
  SELECT note_id, case_id, member, text, author, written_at FROM case_notes
   WHERE case_id = $1 AND member = $2 AND (written_at, note_id) < ($3::timestamptz, $4::uuid)
   ORDER BY written_at DESC, note_id DESC LIMIT $5`;

/** A page of a member's notes on a case, newest first. */
export function listCaseNotes(
  query: Query,
  asked: {
    readonly caseId: string;
    readonly member: string;
    readonly after: PagePosition | null;
    readonly limit: number;
  },
): Promise<CaseNoteRow[]> {
  const { caseId, member, after, limit } = asked;
  return query<CaseNoteRow>(LIST_NOTES, [caseId, member, ...positionValues(after), limit]);
}
