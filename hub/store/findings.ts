import type { CheckCode, Finding } from '../compact/finding.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Query } from './database.ts';

/** What a check found in one transmission. `to_member` is null until it is transmitted. */
export interface FindingRow {
  readonly transmission_id: string;
  readonly position: number;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly code: CheckCode;
  readonly rule: string;
  readonly result: Finding['result'];
  readonly weight: Finding['weight'];
  /** A list of JSON Pointers, as JSON text. */
  readonly pointers: string;
}

export const insertFindings = bulkInsert<FindingRow>('findings', {
  transmission_id: 'uuid',
  position: 'integer',
  from_member: 'text',
  to_member: 'text',
  code: 'text',
  rule: 'text',
  result: 'text',
  weight: 'text',
  pointers: 'jsonb',
});

/** By what a transmission is found, of its findings: the code of a check, or the JSON Pointer of a place. */
export interface FindingTermRow {
  readonly transmission_id: string;
  readonly term: string;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly accepted_at: Date;
}

export const insertFindingTerms = bulkInsert<FindingTermRow>('finding_terms', {
  transmission_id: 'uuid',
  term: 'text',
  from_member: 'text',
  to_member: 'text',
  accepted_at: 'timestamptz',
});

const FINDINGS_OF = `
  SELECT code, rule, result, weight, pointers FROM findings
   WHERE transmission_id = $1 ORDER BY position`;

/** The findings of a transmission, as far as the reader may see them, in the order of the checks. */
export function findingsOf(query: Query, transmissionId: string): Promise<Finding[]> {
  return query<Finding>(FINDINGS_OF, [transmissionId]);
}
