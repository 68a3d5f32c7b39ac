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

const FINDINGS_OF = `
  SELECT code, rule, result, weight, pointers FROM findings
   WHERE transmission_id = $1 ORDER BY position`;

/** The findings of a transmission, as far as the reader may see them, in the order of the checks. */
export function findingsOf(query: Query, transmissionId: string): Promise<Finding[]> {
  return query<Finding>(FINDINGS_OF, [transmissionId]);
}
