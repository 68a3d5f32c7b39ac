import type { JsonObject } from '../../message/json.ts';
import { convertTemplate, sortableText } from '../temporal-format.ts';
import { isBlank } from './column-codec.ts';
import type { Cell, Layout, LineType } from './layout.ts';
import { numberIn } from './derived-cells.ts';
import type { DocumentLines, LineTexts } from './layout-lines.ts';
import { type LayoutProblemCode, type LayoutProblems, lineAt } from './layout-problem.ts';
import { cellAt } from './line-members.ts';
import { isCode, isOfForm } from './layout-shape.ts';

/** What header and trailer say of a document. */
export interface DocumentFacts {
  readonly records: readonly JsonObject[];
  readonly details: readonly { readonly type: LineType }[];
}

/** `records`, `details`, `lines` (with header and trailer), or the lines of one type. */
export function countOf(layout: Layout, count: string, facts: DocumentFacts): number {
  const ends = (layout.header === undefined ? 0 : 1) + (layout.trailer === undefined ? 0 : 1);
  if (count === 'records') return facts.records.length;
  if (count === 'details') return facts.details.length;
  if (count === 'lines') return facts.details.length + ends;
  let lines = 0;
  for (const { type } of facts.details) if (type.name === count) lines += 1;
  return lines;
}

/** The value of a column of an activity. */
function valueOf(layout: Layout, record: JsonObject, name: string): Dated {
  const [type = ''] = Object.keys(record);
  const value = (record[type] as JsonObject)[name];
  const line = layout.types.get(type);
  const cell = line?.cells[line.cellNamed.get(name) ?? -1];
  return { value: typeof value === 'string' ? value : undefined, format: cell?.column.format };
}

interface Dated {
  readonly value: string | undefined;
  readonly format: string | undefined;
}

/** The one value that all activities have in a column; null when they differ. */
export function sameValue(
  layout: Layout,
  records: readonly JsonObject[],
  name: string,
): string | undefined | null {
  const [first, ...others] = records;
  if (first === undefined) return undefined;
  const { value } = valueOf(layout, first, name);
  for (const other of others) if (valueOf(layout, other, name).value !== value) return null;
  return value;
}

/** The latest value of a date column as the activities write it, in the form of `format`. */
export function latestValue(
  layout: Layout,
  records: readonly JsonObject[],
  { name, format }: { readonly name: string; readonly format: string },
): string | undefined {
  let latest: Dated | undefined;
  let order: string | undefined;
  for (const record of records) {
    const dated = valueOf(layout, record, name);
    if (dated.value === undefined || dated.format === undefined) continue;
    // One has nothing to be compared with.
    const own = records.length === 1 ? '' : (sortableText(dated.format, dated.value) ?? '');
    if (order !== undefined && own <= order) continue;
    latest = dated;
    order = own;
  }
  const { value, format: from } = latest ?? {};
  return value === undefined || from === undefined
    ? undefined
    : convertTemplate(from, format, value);
}

/** Counts, constants and what all activities share are what the document holds. */
export function checkEnds(
  layout: Layout,
  { header, details, trailer }: DocumentLines,
  records: readonly JsonObject[],
  problems: LayoutProblems,
): void {
  const facts = { records, details };
  checkEndLine(layout, header, facts, problems);
  checkEndLine(layout, trailer, facts, problems);
  for (const type of layout.types.values()) {
    if (type.parents.length > 0 || type.least === 0) continue;
    const count = countOf(layout, type.name, facts);
    if (count < type.least) problems.add('LINE_MISSING', lineAt(1));
  }
}

function checkEndLine(
  layout: Layout,
  line: LineTexts | undefined,
  facts: DocumentFacts,
  problems: LayoutProblems,
): void {
  if (line === undefined) return;
  const { type, texts, number } = line;
  for (const [index, cell] of type.cells.entries()) {
    for (const code of wrongWith(layout, cell, texts[index] ?? '', facts)) {
      problems.add(code, cellAt(number, cell));
    }
  }
}

function wrongWith(
  layout: Layout,
  { column, codec }: Cell,
  text: string,
  facts: DocumentFacts,
): LayoutProblemCode[] {
  const { is, constant, count, same } = column;
  const value = codec.read(text) ?? undefined;
  const wrong: LayoutProblemCode[] = [];
  if (is === 'filler' && !isBlank(text)) wrong.push('CONSTANT_DIFFERS');
  if (constant !== undefined && value !== constant) wrong.push('CONSTANT_DIFFERS');
  if (count !== undefined && numberIn(value) !== countOf(layout, count, facts)) {
    wrong.push('COUNT_DIFFERS');
  }
  if (same !== undefined && value !== sameValue(layout, facts.records, same)) {
    wrong.push('SAME_DIFFERS');
  }
  const isWrong = value === undefined ? column.required === true : !isOfForm(column, value);
  if (isWrong || (value !== undefined && !isCode(column, value))) wrong.push('CONSTANT_DIFFERS');
  return wrong;
}
