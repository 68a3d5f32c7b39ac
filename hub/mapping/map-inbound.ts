import { type JsonObject, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import { type Dialect, mediaType } from './dialect.ts';
import { readExtension, reportUnasked } from './extension.ts';
import { MappingError } from './mapping-error.ts';
import { cutRecords, parseNative, valueAt } from './native-document.ts';
import { recognise } from './recognise.ts';
import { startRun } from './run.ts';
import { asObject, mapBack } from './scope.ts';

/** One activity as it stands in a state's document. */
export interface NativeRecord {
  /** The activity's type by the dialect's table; undefined in the canonical dialect. */
  readonly type: string | undefined;
  /** The documents that will read it, by one hash; null in the canonical dialect. */
  readonly mappingHash: string | null;
  readonly tree: JsonObject;
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
  const tree = parseNative(dialect.document, bytes);
  return cutRecords(dialect.document, tree).map((record) => {
    const { type, mappingHash } = recognise(dialect, record);
    return { type, mappingHash, tree: record };
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
 * Throws `NATIVE_INVALID` with at most 100 problems that point into the record.
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
  const local = asObject(valueAt(record.tree, activity.root) ?? '', run.xml);
  if (local === undefined) throw new MappingError('RECORD_UNRECOGNISED');
  readExtension(activity.extension, local, root, run);
  const mapped = mapBack(activity.scope, local, { base: '', localBase: root }, run);
  reportUnasked(activity.extension, root, run);
  if (run.problems.length > 0) {
    throw new MappingError('NATIVE_INVALID', { problems: run.problems });
  }
  mapped['source'] ??= `urn:compact:${context.member}`;
  return Object.assign(mapped, activity.fromType);
}
