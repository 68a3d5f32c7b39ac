import type { Problem } from '../errors.ts';
import { excessOf } from '../message/excess.ts';
import { MAX_PROBLEMS } from '../message/schema-problems.ts';
import { type JsonObject, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import { type Dialect, type MappedActivity, mediaType } from './dialect.ts';
import { readExtension, reportUnasked } from './extension.ts';
import type { DialectDocument } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { cutRecords, parseNative } from './native-document.ts';
import { recognise } from './recognise.ts';
import { startRun } from './run.ts';
import { asObject, mapBack } from './scope.ts';
import { withoutUnread } from './unread.ts';
import { valueAt } from './value-at.ts';

/** One activity as it stands in a state's document. */
export interface NativeRecord {
  /** The activity's type by the dialect's table; undefined in the canonical dialect. */
  readonly type: string | undefined;
  /** The documents that will read it, by one hash; null in the canonical dialect. */
  readonly mappingHash: string | null;
  readonly tree: JsonObject;
  /** Where a pointer into `tree` stands in the document: `/lines/12/CITY` in one of lines. */
  readonly locate?: (pointer: string) => string;
}

/**
 * Parses a document in the state's format, cuts it into records and recognises each. Throws a
 * MappingError or, for JSON that is not well-formed, a MessageError.
 */
export function readNative(dialect: Dialect, contentType: string, bytes: Buffer): NativeRecord[] {
  if (!dialect.accepts.has(mediaType(contentType))) {
    throw unexpectedContentType(dialect);
  }
  if (dialect.document === undefined) {
    const tree = parseJson(bytes);
    if (!isJsonObject(tree)) throw new MappingError('RECORD_UNRECOGNISED');
    return [{ type: undefined, mappingHash: null, tree }];
  }
  const { document, layout } = dialect;
  const { tree, locate } = parseNative({ document, layout }, bytes);
  return cutRecords(document, tree).map((record) => {
    const { type, mappingHash } = recognise(dialect, record);
    return { type, mappingHash, tree: record, locate: (pointer) => locate(record, pointer) };
  });
}

/** Says what would be right: a state's own format is no secret to its own system. */
function unexpectedContentType({ accepts }: Dialect): MappingError {
  const code = 'CONTENT_TYPE_UNEXPECTED';
  const detail = `your state's format is sent as ${[...accepts].join(' or ')}`;
  return new MappingError(code, { problems: [{ pointer: '', code, detail }] });
}

/**
 * The record as a candidate for a canonical envelope: still to be validated, the case by whatever
 * number the state gave. Nothing is invented: the type follows from the recognise table, what
 * follows from the type is filled, and a document that does not name its sender is `member`'s.
 * Throws `NATIVE_INVALID` with at most 100 problems that point into the document: what the rules
 * cannot read and what is outside the state's own schema. What the dialect lists as unread is accepted and left out.
 */
export function mapInbound(
  dialect: Dialect,
  record: NativeRecord,
  context: { readonly member: string },
): JsonObject {
  const { document } = dialect;
  if (document === undefined) return record.tree;
  const activity = dialect.activities.get(record.type ?? '');
  if (activity === undefined) throw new MappingError('ACTIVITY_UNMAPPED');
  const run = startRun(document.format === 'xml');
  const { root } = activity.row;
  const tree = withoutUnread(record.tree, activity.unread);
  const local = asObject(valueAt(tree, activity.root) ?? '', run.xml);
  if (local === undefined) throw new MappingError('RECORD_UNRECOGNISED');
  readExtension(activity.extension, local, root, run);
  const mapped = mapBack(activity.scope, local, { base: '', localBase: root }, run);
  reportUnasked(activity.extension, root, run);
  const problems = withLocal(run.problems, problemsOutside(activity, document, record.tree));
  if (problems.length > 0) {
    const { locate = (pointer: string) => pointer } = record;
    const located = problems.map((found) => ({ ...found, pointer: locate(found.pointer) }));
    throw new MappingError('NATIVE_INVALID', { problems: located });
  }
  mapped['source'] ??= `urn:compact:${context.member}`;
  return Object.assign(mapped, activity.fromType);
}

/** What is not as the state's own schema says, asked only of what no list or object makes endless. */
function problemsOutside(
  { localCheck }: MappedActivity,
  { format }: DialectDocument,
  tree: JsonObject,
): readonly Problem[] {
  if (localCheck === undefined) return [];
  const excess = format === 'json' ? excessOf(tree) : undefined;
  return excess === undefined ? localCheck(tree) : [excess];
}

/** What the rules found, and what the state's own schema finds elsewhere. */
function withLocal(found: readonly Problem[], local: readonly Problem[]): readonly Problem[] {
  if (local.length === 0) return found;
  const known = new Set(found.map(({ pointer }) => pointer));
  return [...found, ...local.filter(({ pointer }) => !known.has(pointer))].slice(0, MAX_PROBLEMS);
}
