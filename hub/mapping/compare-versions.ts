import { createHash } from 'node:crypto';
import { canonicalJson } from '../message/canonical-json.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import type { MessageValidator } from '../message/validate-message.ts';
import type { Dialect } from './dialect.ts';
import { mapInbound, readNative } from './map-inbound.ts';
import { type MappedTree, mapOutbound, mapTree, renderTree } from './map-outbound.ts';
import { type RuleAt, type RulePlaces, knownPlace, rulePlaces } from './rule-places.ts';
import type { CrosswalkEntries } from './run.ts';
import { tokensOf } from './side-builder.ts';
import { type Change, valueDifferences } from './value-differences.ts';

/** `incoming`: a state's document to the envelope. `outgoing`: the envelope to the state's document. */
export type Direction = 'incoming' | 'outgoing';

/** Which document a place lies in; `extension`: carried, by canonical path. */
export type Where = 'canonical' | 'native' | 'extension';

/** One thing that two versions of a dialect make differently. Nothing of it is a value of a message. */
export interface Difference {
  readonly direction: Direction;
  /** Of activity. */
  readonly type: string;
  readonly where: Where;
  /** JSON Pointer with `*` for items, of paths that the rules of a version name; `''` is the whole. */
  readonly place: string;
  /** A change of value, or the code with which one version fails where the other does not. */
  readonly change: Change | Failing;
  readonly live: RuleAt | undefined;
  readonly candidate: RuleAt | undefined;
}

/** `fails NOT_HELD`: the candidate does, and the live version does not; `held NOT_HELD`: the reverse. */
type Failing = `fails ${string}` | `held ${string}`;

/** The same for the same difference in any message: direction, type, place and operations. */
export function signatureOf(difference: Difference): string {
  const { direction, type, where, place, change, live, candidate } = difference;
  const ops = `${live?.op ?? 'none'} > ${candidate?.op ?? 'none'}`;
  return `${direction} ${type} ${where}:${place} ${change} ${ops}`;
}

/** A signature as a person types it. */
export function signatureId(signature: string): string {
  return createHash('sha256').update(signature).digest('hex').slice(0, 10);
}

/** A document as a state sent it. */
export interface IncomingMessage {
  readonly type: string;
  readonly member: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface VersionComparison {
  /** Reads the document with both versions. */
  incoming(message: IncomingMessage): readonly Difference[];
  /** Writes the envelope with both versions; it names its case. */
  outgoing(envelope: JsonObject, crosswalk: CrosswalkEntries): readonly Difference[];
}

/** Most differences of one message. */
const MOST_DIFFERENCES = 200;

/**
 * Compares what two versions of a dialect make of one message. Never throws for what a version does:
 * that a version cannot read, hold or validate it is a difference like others.
 */
export function compareVersions(
  live: Dialect,
  candidate: Dialect,
  validator: MessageValidator,
): VersionComparison {
  const versions = { live, candidate, validator };
  const places = new Map<string, Places>();
  const placesOf = (type: string): Places => {
    const known = places.get(type);
    if (known !== undefined) return known;
    const made = {
      live: rulePlaces(live.activities.get(type)),
      candidate: rulePlaces(candidate.activities.get(type)),
    };
    places.set(type, made);
    return made;
  };
  return {
    incoming: (message) => {
      const { type } = message;
      return located({ direction: 'incoming', type }, placesOf(type), readBoth(versions, message));
    },
    outgoing: (envelope, crosswalk) => {
      const type = envelope['type'] as string;
      const found = writeBoth(versions, envelope, crosswalk);
      return located({ direction: 'outgoing', type }, placesOf(type), found);
    },
  };
}

interface Versions {
  readonly live: Dialect;
  readonly candidate: Dialect;
  readonly validator: MessageValidator;
}

interface Places {
  readonly live: RulePlaces;
  readonly candidate: RulePlaces;
}

/** A difference before its place is put into the words of the rules. */
type Found = Pick<Difference, 'where' | 'place' | 'change'>;

function located(
  about: Pick<Difference, 'direction' | 'type'>,
  { live, candidate }: Places,
  found: readonly Found[],
): Difference[] {
  const bySignature = new Map<string, Difference>();
  for (const { where, place: path, change } of found) {
    const side = where === 'native' ? 'local' : 'canonical';
    const place = knownPlace([live, candidate], side, path);
    const difference = {
      ...about,
      where,
      place,
      change,
      live: live.ruleAt(side, place),
      candidate: candidate.ruleAt(side, place),
    };
    bySignature.set(signatureOf(difference), difference);
  }
  return [...bySignature.values()].slice(0, MOST_DIFFERENCES);
}

type Outcome<T> = { readonly made: T } | { readonly failures: readonly Failure[] };

/** Why a version cannot: a code and a place without values. */
interface Failure {
  readonly code: string;
  readonly where: Where;
  readonly place: string;
}

function outcomeOf<T>(where: Where, make: () => T): Outcome<T> {
  try {
    return { made: make() };
  } catch (error) {
    return { failures: failuresOf(where, error) };
  }
}

const INDEX = /\/\d+(?=\/|$)/g;

/** A fault of the engine's own is one too: a version that meets it cannot be put in force. */
function failuresOf(where: Where, error: unknown): Failure[] {
  const { code = 'THROWS', problems = [] } = error as Refusal;
  if (problems.length === 0) return [{ code, where, place: '' }];
  return problems.map((problem) => ({
    code: problem.code,
    where,
    place: problem.pointer.replace(INDEX, '/*'),
  }));
}

interface Refusal {
  readonly code?: string;
  readonly problems?: readonly { readonly pointer: string; readonly code: string }[];
}

function failing(live: readonly Failure[], candidate: readonly Failure[]): Found[] {
  const named = ({ code, where, place }: Failure): string => `${code} ${where} ${place}`;
  const but = (some: readonly Failure[], others: readonly Failure[]): Failure[] => {
    const known = new Set(others.map(named));
    return some.filter((failure) => !known.has(named(failure)));
  };
  return [
    ...but(candidate, live).map((one) => found(one, `fails ${one.code}`)),
    ...but(live, candidate).map((one) => found(one, `held ${one.code}`)),
  ];
}

function found({ where, place }: Failure, change: Failing): Found {
  return { where, place, change };
}

function failuresIn(outcome: Outcome<unknown>): readonly Failure[] {
  return 'failures' in outcome ? outcome.failures : [];
}

function readBoth({ live, candidate, validator }: Versions, message: IncomingMessage): Found[] {
  const [before, after] = [live, candidate].map((dialect) =>
    outcomeOf('native', () => read(dialect, message)),
  ) as [Outcome<JsonObject>, Outcome<JsonObject>];
  const refused = failing(failuresIn(before), failuresIn(after));
  if ('made' in before && 'made' in after) {
    return [
      ...valuesOf('canonical', before.made, after.made),
      ...failing(invalidIn(validator, before.made), invalidIn(validator, after.made)),
    ];
  }
  // The candidate reads no document of the live version: whether it reads its own is asked instead.
  return 'made' in before
    ? [...refused, ...readBackBoth({ live, candidate }, message, before.made)]
    : refused;
}

function read(dialect: Dialect, { member, contentType, bytes }: IncomingMessage): JsonObject {
  const [record, ...others] = readNative(dialect, contentType, bytes);
  if (record === undefined || others.length > 0) throw new NotOneRecord();
  const { type, mappingHash, tree } = record;
  // Without `locate` a problem stays a path of the record, which the rules know.
  return mapInbound(dialect, { type, mappingHash, tree }, { member });
}

class NotOneRecord extends Error {
  override readonly name = 'NotOneRecord';
  readonly code = 'DOCUMENT_NOT_SINGLE';
}

function invalidIn(validator: MessageValidator, envelope: JsonObject): readonly Failure[] {
  return failuresIn(outcomeOf('canonical', () => validator.validate(envelope)));
}

/** In the place of the case that an opening activity has not got yet. */
const UNKNOWN_CASE = 'C-00000000000000000000000000';

/** The envelope in each version's own words and back again. */
function readBackBoth(
  { live, candidate }: Omit<Versions, 'validator'>,
  { type, member }: IncomingMessage,
  envelope: JsonObject,
): Found[] {
  const named: JsonObject = { subject: UNKNOWN_CASE, ...envelope };
  const crosswalk = { caseId: named['subject'] as string };
  const [before, after] = [live, candidate].map((dialect) =>
    outcomeOf('canonical', () => {
      const { contentType, bytes } = mapOutbound(dialect, named, crosswalk);
      return read(dialect, { type, member, contentType, bytes });
    }),
  ) as [Outcome<JsonObject>, Outcome<JsonObject>];
  if (!('made' in before)) return [];
  return 'made' in after
    ? valuesOf('canonical', before.made, after.made)
    : failing([], after.failures);
}

function writeBoth(
  { live, candidate }: Versions,
  envelope: JsonObject,
  crosswalk: CrosswalkEntries,
): Found[] {
  const [before, after] = [live, candidate].map((dialect) =>
    outcomeOf('canonical', () => write(dialect, envelope, crosswalk)),
  ) as [Outcome<Written>, Outcome<Written>];
  if (!('made' in before && 'made' in after)) {
    return failing(failuresIn(before), failuresIn(after));
  }
  const [one, other] = [before.made, after.made];
  const values = [
    ...valuesOf('native', one.tree, other.tree),
    ...valuesOf('extension', one.extension, other.extension),
  ];
  const spelledAlike = one.contentType === other.contentType && one.spelling === other.spelling;
  return values.length === 0 && !spelledAlike
    ? [{ where: 'native', place: '', change: 'changed' }]
    : values;
}

/** A document as it is compared: what stands in the extension slot by its canonical pointers. */
interface Written {
  readonly contentType: string;
  readonly tree: JsonObject;
  readonly extension: JsonObject;
  /** Its bytes as far as they count: the order of members of JSON does not. */
  readonly spelling: string;
}

function write(dialect: Dialect, envelope: JsonObject, crosswalk: CrosswalkEntries): Written {
  const mapped = mapTree(dialect, envelope, crosswalk);
  const bytes = renderTree(dialect, envelope, mapped);
  return {
    contentType: dialect.contentType,
    tree: withoutExtension(mapped),
    extension: extensionOf(mapped),
    spelling:
      dialect.format === 'json' ? canonicalJson(parseJson(bytes)) : bytes.toString('latin1'),
  };
}

function withoutExtension({ tree, activity }: MappedTree): JsonObject {
  const names = [...activity.root, ...activity.extension.names];
  return without(tree, names);
}

function without(tree: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const { [name]: inside, ...others } = tree;
  return rest.length === 0 || !isJsonObject(inside)
    ? others
    : { ...others, [name]: without(inside, rest) };
}

/** As a tree by the tokens of the pointers, so that an index is one of a list. */
function extensionOf({ extension }: MappedTree): JsonObject {
  const carried: JsonObject = {};
  for (const [pointer, value] of extension) {
    const tokens = tokensOf(pointer);
    const last = tokens.pop() ?? '';
    let at: JsonObject = carried;
    for (const token of tokens) {
      const next = at[token];
      at = isJsonObject(next) ? next : (at[token] = {});
    }
    at[last] = value;
  }
  return carried;
}

function valuesOf(
  where: Where,
  live: JsonValue | undefined,
  candidate: JsonValue | undefined,
): Found[] {
  return valueDifferences(live, candidate).map(({ path, change }) => ({
    where,
    place: where === 'extension' ? path.replace(INDEX, '/*') : path,
    change,
  }));
}
