import { canonicalJson } from '../message/canonical-json.ts';
import type { Problem } from '../errors.ts';
import type { JsonObject, JsonValue } from '../message/json.ts';
import { type Dialect, ENGINE_FIELDS, type MappedActivity } from './dialect.ts';
import { writeExtension } from './extension.ts';
import { MappingError } from './mapping-error.ts';
import { canonicalPointer } from './canonical-pointer.ts';
import { renderNative } from './native-document.ts';
import { type CrosswalkEntries, type Run, addProblem, startRun } from './run.ts';
import { mapThere } from './scope.ts';
import { nested, writeAt } from './value-at.ts';

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
 * neither hold nor carry, or its state's own schema refuses, is never cut in silence.
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
  const mapped = mapTree(dialect, envelope, crosswalk);
  const { carried, mappingHash } = mapped;
  return { contentType, bytes: renderTree(dialect, envelope, mapped), carried, mappingHash };
}

/** A record before it is rendered. */
export interface MappedTree {
  readonly tree: JsonObject;
  /** Canonical pointers of what crosses in the extension slot. */
  readonly carried: string[];
  /** The same with what stands there. */
  readonly extension: ReadonlyMap<string, JsonValue>;
  readonly mappingHash: string;
  readonly activity: MappedActivity;
}

/** The bytes of a mapped record; throws as `mapOutbound` does. */
export function renderTree(
  { document, layout }: Dialect,
  envelope: JsonObject,
  { tree, activity }: MappedTree,
): Buffer {
  if (document === undefined) throw new MappingError('ACTIVITY_UNMAPPED');
  try {
    return renderNative({ document, layout }, tree);
  } catch (error) {
    throw error instanceof MappingError ? inCanonical(activity, envelope, error.problems) : error;
  }
}

/** The record before it is rendered; throws as `mapOutbound` does. */
export function mapTree(
  dialect: Dialect,
  envelope: JsonObject,
  crosswalk: CrosswalkEntries,
): MappedTree {
  const activity = dialect.activities.get(envelope['type'] as string);
  if (activity === undefined || dialect.document === undefined) {
    throw new MappingError('ACTIVITY_UNMAPPED');
  }
  const run = startRun(dialect.format === 'xml', crosswalk);
  checkFromType(activity, envelope, run);
  const local = mapThere(activity.scope, envelope, { base: '', localBase: '' }, run);
  writeExtension(activity.extension, local, run);
  if (run.problems.length > 0) throw new MappingError('NOT_HELD', { problems: run.problems });
  const { mappingHash } = activity;
  const tree = nested(activity.root, local);
  writeRecognised(activity, tree);
  const outside = activity.localCheck?.(tree) ?? [];
  if (outside.length > 0) throw inCanonical(activity, envelope, outside);
  const { carried: extension } = run;
  return { tree, carried: [...extension.keys()], extension, mappingHash, activity };
}

/** What the local format does not take, by where in the envelope it came from. */
function inCanonical(
  activity: MappedActivity,
  envelope: JsonObject,
  problems: readonly Problem[],
): MappingError {
  const canonical = problems.map((problem) => ({
    ...problem,
    pointer: canonicalPointer(activity.entries, envelope, problem.pointer),
  }));
  return new MappingError('NOT_HELD', { problems: canonical });
}

/** What mapInbound fills from the type alone must be what the envelope says. */
function checkFromType({ fromType }: MappedActivity, envelope: JsonObject, run: Run): void {
  for (const name of ENGINE_FIELDS) {
    if (envelope[name] !== fromType[name]) addProblem(run, 'VALUE_NOT_HELD', `/${name}`);
  }
}

/** What the table recognises outside the activity's own place; inside, the scope writes it. */
function writeRecognised({ when }: MappedActivity, tree: JsonObject): void {
  for (const { path, equals, isInside } of when) {
    if (equals !== undefined && !isInside) writeAt(tree, path, equals);
  }
}
