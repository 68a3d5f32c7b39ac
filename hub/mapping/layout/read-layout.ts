import type { JsonObject } from '../../message/json.ts';
import { MappingError } from '../mapping-error.ts';
import { checkEnds } from './end-lines.ts';
import type { Layout } from './layout.ts';
import { readLines } from './layout-lines.ts';
import { createProblems } from './layout-problem.ts';
import { type Positions, locator } from './line-members.ts';
import { growTree } from './grow-tree.ts';

/** The activities of a document of lines, and where a pointer into one of them stands in it. */
export interface LayoutRecords {
  /** Each has one member, by the name of its line type. */
  readonly records: JsonObject[];
  readonly locate: (record: JsonObject, pointer: string) => string;
}

/**
 * Reads a document by its layout. Everything about lines is strict: one that is of no type, has other
 * columns, a key of no parent, a number out of order, a count that differs refuses the whole
 * document: `DOCUMENT_UNREADABLE`, `DOCUMENT_TOO_LARGE`, or `NATIVE_INVALID` with at most 100
 * problems such as `/lines/12/CHARGE1_STATUTE`. Whether values are what the layout asks for is
 * checked for each activity by itself (local-check.ts). Linear in the bytes.
 */
export function readLayout(layout: Layout, bytes: Buffer): LayoutRecords {
  const problems = createProblems();
  const lines = readLines(layout, bytes, problems);
  const positions: Positions = [];
  const records = growTree(layout, lines.details, { problems, positions });
  checkEnds(layout, lines, records, problems);
  if (problems.list.length > 0) {
    throw new MappingError('NATIVE_INVALID', { problems: problems.list });
  }
  return { records, locate: locator(positions) };
}
