import { canonicalJson } from '../message/canonical-json.ts';
import type { JsonObject } from '../message/json.ts';
import { type Dialect, ENGINE_FIELDS, type MappedActivity } from './dialect.ts';
import { writeExtension } from './extension.ts';
import type { RecogniseRow, Scalar } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { nested, renderNative } from './native-document.ts';
import { type CrosswalkEntries, type Run, addProblem, startRun } from './run.ts';
import { mapThere } from './scope.ts';
import { tokensOf } from './side-builder.ts';

/** A document ready to be handed to a state. */
export interface NativeDocument {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Canonical pointers of what crosses in the extension slot. */
  readonly carried: readonly string[];
  /** The documents that made it, by one hash; null in the canonical dialect. */
  readonly mappingHash: string | null;
}

/**
 * A valid canonical envelope in the words of the destination. Throws `ACTIVITY_UNMAPPED`, or
 * `NOT_HELD` with at most 100 problems that point into the envelope: what the local format can
 * neither hold nor carry is never cut in silence.
 */
export function mapOutbound(
  dialect: Dialect,
  envelope: JsonObject,
  crosswalk: CrosswalkEntries,
): NativeDocument {
  const { document, contentType } = dialect;
  if (document === undefined) {
    const bytes = Buffer.from(canonicalJson(envelope));
    return { contentType, bytes, carried: [], mappingHash: null };
  }
  const { tree, carried, mappingHash } = mapTree(dialect, envelope, crosswalk);
  return { contentType, bytes: renderNative(document, tree), carried, mappingHash };
}

/** The record before it is rendered. */
export function mapTree(
  dialect: Dialect,
  envelope: JsonObject,
  crosswalk: CrosswalkEntries,
): { tree: JsonObject; carried: string[]; mappingHash: string } {
  const activity = dialect.activities.get(envelope['type'] as string);
  if (activity === undefined || dialect.document === undefined) {
    throw new MappingError('ACTIVITY_UNMAPPED');
  }
  const run = startRun(dialect.format === 'xml', crosswalk);
  checkFromType(activity, envelope, run);
  const local = mapThere(activity.scope, envelope, { base: '', localBase: '' }, run);
  writeExtension(activity.extension, local, run);
  if (run.problems.length > 0) throw new MappingError('NOT_HELD', { problems: run.problems });
  const { mappingHash, row } = activity;
  const tree = row.root === '' ? local : nested(row.root, local);
  writeRecognised(row, tree);
  return { tree, carried: [...run.carried.keys()], mappingHash };
}

/** What mapInbound fills from the type alone must be what the envelope says. */
function checkFromType({ fromType }: MappedActivity, envelope: JsonObject, run: Run): void {
  for (const name of ENGINE_FIELDS) {
    if (envelope[name] !== fromType[name]) addProblem(run, 'VALUE_NOT_HELD', `/${name}`);
  }
}

/** What the table recognises outside the activity's own place; inside, the scope writes it. */
function writeRecognised(row: RecogniseRow, tree: JsonObject): void {
  for (const { path, equals } of row.when) {
    if (equals !== undefined && !path.startsWith(`${row.root}/`)) {
      writeAt(tree, tokensOf(path), equals);
    }
  }
}

function writeAt(tree: JsonObject, path: readonly string[], value: Scalar): void {
  let at = tree;
  for (const name of path.slice(0, -1)) at = (at[name] ??= {}) as JsonObject;
  at[path.at(-1) ?? ''] = value;
}
