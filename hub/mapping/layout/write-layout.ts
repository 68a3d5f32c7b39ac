import { type JsonObject, type JsonValue, isJsonObject } from '../../message/json.ts';
import { MappingError } from '../mapping-error.ts';
import { type DocumentFacts, countOf, latestValue, sameValue } from './end-lines.ts';
import type { Layout, LineType } from './layout.ts';
import { type LayoutProblems, createProblems } from './layout-problem.ts';
import { type WrittenLine, writeLines } from './written-lines.ts';
import { type Writing, writeTree } from './write-tree.ts';

/**
 * The bytes of a document of these activities, each with one member by the name of its line type. The
 * same records give the same bytes; reading them gives the records. Throws `NOT_HELD` with pointers
 * into the record, or for several `/records/n` before them, where a line cannot hold what it is
 * given, or where two of them cannot be told apart.
 */
export function writeLayout(layout: Layout, records: readonly JsonObject[]): Buffer {
  const problems = createProblems();
  const details: WrittenLine[] = [];
  const keys = new Set<string>();
  const writing: Writing = { problems, lines: details, keys };
  for (const [index, record] of records.entries()) {
    const pointer = records.length === 1 ? '' : `/records/${index}`;
    writeRecord(layout, writing, { record, pointer, number: index + 1 });
  }
  const lines = {
    details,
    ...writeEnds(layout, records, details, problems),
  };
  if (problems.list.length > 0) throw new MappingError('NOT_HELD', { problems: problems.list });
  return writeLines(layout, lines);
}

function writeRecord(
  layout: Layout,
  writing: Writing,
  at: { readonly record: JsonObject; readonly pointer: string; readonly number: number },
): void {
  const { record, pointer, number } = at;
  const [name = '', ...others] = Object.keys(record);
  const type = layout.types.get(name);
  const value: JsonValue | undefined = record[name];
  if (type?.kind !== 'activity' || others.length > 0 || !isJsonObject(value)) {
    writing.problems.add('FIELD_NOT_HELD', pointer);
    return;
  }
  const above = { above: undefined, token: pointer };
  writeTree(writing, type, { object: value, at: { above, token: name }, number });
}

function writeEnds(
  layout: Layout,
  records: readonly JsonObject[],
  details: readonly WrittenLine[],
  problems: LayoutProblems,
): { header?: WrittenLine; trailer?: WrittenLine } {
  const { header, trailer } = layout;
  if (header === undefined && trailer === undefined) return {};
  const facts = { records, details };
  return {
    ...(header === undefined ? {} : { header: endLine(layout, header, facts, problems) }),
    ...(trailer === undefined ? {} : { trailer: endLine(layout, trailer, facts, problems) }),
  };
}

function endLine(
  layout: Layout,
  type: LineType,
  facts: DocumentFacts,
  problems: LayoutProblems,
): WrittenLine {
  const texts: string[] = [];
  for (const { name, column, codec } of type.cells) {
    const value = endValue(layout, column, facts);
    const text = value === null ? null : codec.write(value);
    const isMissing = value === undefined && column.required === true;
    if (text === null || isMissing) {
      problems.add(value === null ? 'SAME_DIFFERS' : 'VALUE_NOT_HELD', `/${type.name}/${name}`);
    }
    texts.push(text ?? '');
  }
  return { type, texts };
}

/** Undefined for nothing, null for what is not one value. */
function endValue(
  layout: Layout,
  { constant, count, latest, same, format = '' }: LineType['cells'][number]['column'],
  facts: DocumentFacts,
): string | undefined | null {
  if (constant !== undefined) return constant;
  if (count !== undefined) return String(countOf(layout, count, facts));
  if (same !== undefined) return sameValue(layout, facts.records, same);
  return latest === undefined
    ? undefined
    : latestValue(layout, facts.records, { name: latest, format });
}
