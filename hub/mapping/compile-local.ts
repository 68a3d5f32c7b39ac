import type { Problem } from '../errors.ts';
import { problemsOfLocalSchema } from './check-local-schema.ts';
import { compileLayout } from './layout/compile-layout.ts';
import type { LayoutDocument } from './layout/layout-document.ts';
import { type LocalSchema, localShapes } from './local-schema.ts';
import type { DialectDocument } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import type { LocalFile } from './stored-documents.ts';

interface CompilingLocal {
  readonly problems: Problem[];
  readonly areChecked: boolean;
}

/** The state's own schema; undefined after what is wrong with it was added. */
export function compileLocal(
  document: DialectDocument,
  file: LocalFile | undefined,
  { problems, areChecked }: CompilingLocal,
): LocalSchema | undefined {
  if (file === undefined) return undefined;
  if (file.kind === 'xsd') return areChecked ? file : readableXsd(document, file, problems);
  if (file.kind === 'json-schema') {
    const found = areChecked ? [] : problemsOfLocalSchema(file.value);
    problems.push(...found);
    return found.length === 0 ? { kind: 'json-schema', schema: file.value } : undefined;
  }
  const before = problems.length;
  const layout = compileLayout(file.value as unknown as LayoutDocument, problems);
  return problems.length === before ? { kind: 'layout', layout } : undefined;
}

function readableXsd(
  document: DialectDocument,
  file: LocalFile & { readonly kind: 'xsd' },
  problems: Problem[],
): LocalSchema | undefined {
  try {
    localShapes(document, file);
    return file;
  } catch (error) {
    const reason = error instanceof MappingError ? error.message : 'a pattern cannot be read';
    const detail = `no XML Schema that can be read: ${reason}`;
    problems.push({ pointer: 'local.xsd#', code: 'LOCAL_SCHEMA_INVALID', detail });
    return undefined;
  }
}

/** Formats of lines have a layout, which cuts their documents; other formats have none. */
export function checkForm(
  { format, records, extension }: DialectDocument,
  local: LocalSchema | undefined,
  file: LocalFile | undefined,
  problems: Problem[],
): void {
  const find = (at: string, detail: string): void => {
    problems.push({ pointer: `dialect.json#${at}`, code: 'FORMAT_INVALID', detail });
  };
  const isLines = format === 'csv' || format === 'fixed-width';
  if (isLines !== (records.cut === 'layout')) find('/records', 'this format is cut otherwise');
  if (isLines !== (file?.kind === 'layout')) {
    if (isLines || file !== undefined) find('/format', 'the local schema is of another format');
  }
  if (local?.kind === 'layout') {
    const { csv, fixed } = local.layout.document;
    const isOther = (format === 'csv' ? csv : fixed) === undefined;
    if (isOther) find('/format', 'the layout is of the other format');
  }
  if (format !== 'json' && records.cut === 'whole' && records.entries !== undefined) {
    find('/records/entries', 'only JSON is spelled as entries');
  }
  if (isLines && extension.as === 'object') find('/extension', 'lines hold no objects by path');
}
