import type { DeadlineRow } from '../../../hub/store/deadlines.ts';
import type { CaseRow } from '../../../hub/store/cases.ts';
import type { PersonDescriptionRow, PersonTokenRow } from '../../../hub/store/persons.ts';
import { type FilledRows, noRows } from './filled-rows.ts';
import type { KeptCase } from './kept-case.ts';

/** Rows of many activities on their way into the store. */
export interface FilledBatch {
  readonly rows: FilledRows;
  /** As they are after the batch. */
  readonly openedCases: Map<string, CaseRow>;
  /** Of cases whose stories are over. */
  readonly endedCases: CaseRow[];
  readonly deadlines: DeadlineRow[];
  readonly descriptions: PersonDescriptionRow[];
  readonly tokens: PersonTokenRow[];
}

export function createBatch(): FilledBatch {
  return {
    rows: noRows(),
    openedCases: new Map(),
    endedCases: [],
    deadlines: [],
    descriptions: [],
    tokens: [],
  };
}

/** The case, as it is after an activity: written where the batch opened it. */
export function keepCase(batch: FilledBatch, row: CaseRow, isNew: boolean): void {
  if (isNew || batch.openedCases.has(row.case_id)) batch.openedCases.set(row.case_id, row);
}

/** The story is over. */
export function endCase(batch: FilledBatch, row: CaseRow, kept: KeptCase): void {
  if (!batch.openedCases.has(row.case_id)) batch.endedCases.push(row);
  batch.deadlines.push(...kept.deadlines);
  batch.tokens.push(...kept.tokens);
  if (kept.description !== undefined) batch.descriptions.push(kept.description);
}
