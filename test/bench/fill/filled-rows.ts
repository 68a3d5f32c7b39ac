import type { Writes } from '../../../hub/flows/working-set.ts';
import type { DecisionRow } from '../../../hub/store/decisions.ts';
import type { ReviewRow } from '../../../hub/store/reviews.ts';

const WRITTEN = [
  'persons',
  'personMembers',
  'identifiers',
  'transmissions',
  'contentKeys',
  'records',
  'findings',
  'findingTerms',
  'deliveries',
  'assignments',
  'leaves',
] as const satisfies readonly (keyof Writes)[];

/** Rows that are written as they are made, of one activity or of many. */
export interface FilledRows extends Pick<Writes, (typeof WRITTEN)[number]> {
  readonly decisions: DecisionRow[];
  readonly reviews: ReviewRow[];
}

export function noRows(): FilledRows {
  return {
    persons: [],
    personMembers: [],
    identifiers: [],
    transmissions: [],
    contentKeys: [],
    records: [],
    findings: [],
    findingTerms: [],
    deliveries: [],
    assignments: [],
    leaves: [],
    decisions: [],
    reviews: [],
  };
}

export function addRows(to: FilledRows, rows: FilledRows): void {
  for (const table of [...WRITTEN, 'decisions', 'reviews'] as const) {
    (to[table] as unknown[]).push(...rows[table]);
  }
}
