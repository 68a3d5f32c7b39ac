import { HubError, type Problem } from '../errors.ts';
import { type JsonObject, type JsonValue } from '../message/json.ts';
import { readOwnJson } from '../own-json.ts';
import type { Dialect } from './dialect.ts';
import { mapInbound, readNative } from './map-inbound.ts';
import { mapOutbound } from './map-outbound.ts';
import type { CrosswalkEntries } from './run.ts';
import { type Change, valueDifferences } from './value-differences.ts';

/** The files of a dialect's `samples/`, by name. */
export type SampleFiles = ReadonlyMap<string, Buffer>;

export interface SampleCheck {
  /** Canonical envelopes of the samples, by file: still to be validated. */
  readonly envelopes: ReadonlyMap<string, JsonObject>;
  readonly checked: number;
  readonly problems: readonly Problem[];
}

/** Who speaks the dialect, and the case's numbers as the written samples have them. */
export interface SampleFacts {
  readonly member: string;
  readonly crosswalk: Partial<CrosswalkEntries>;
}

const SAMPLE = /^(.+\.(in|out))\.(canonical\.json|[a-z0-9]+)$/;
const REMARKS = 'README.md';
const MOST_PLACES = 10;

/** A document and the envelope beside it. */
interface Sample {
  readonly way: string;
  native?: string;
  canonical?: string;
}

/**
 * Whether each sample says the same in both words: `NAME.in.*` is read as the envelope beside it, and
 * the envelope of `NAME.out.*` is written as the document beside it, compared as their trees. Without a
 * dialect, and for activities that it lacks, nothing is compared. A problem's pointer is `samples/file#`.
 */
export function checkSamples(
  dialect: Dialect | undefined,
  files: SampleFiles,
  facts: SampleFacts,
): SampleCheck {
  const problems: Problem[] = [];
  const envelopes = new Map<string, JsonObject>();
  const samples = samplesIn(files, problems);
  let checked = 0;
  for (const { way, native, canonical } of samples) {
    if (canonical === undefined) continue;
    const envelope = envelopeIn(files, canonical, problems);
    if (envelope === undefined) continue;
    envelopes.set(canonical, envelope);
    const document = native === undefined ? undefined : files.get(native);
    if (dialect === undefined || native === undefined || document === undefined) continue;
    if (dialect.document !== undefined && !dialect.activities.has(typeOf(envelope))) continue;
    checked += 1;
    const names = { native, canonical };
    problems.push(...compare(dialect, way === 'in', names, { document, envelope, facts }));
  }
  return { envelopes, checked, problems };
}

function typeOf({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '';
}

function samplesIn(files: SampleFiles, problems: Problem[]): readonly Sample[] {
  const found = new Map<string, Sample>();
  const add = (file: string, code: string, detail: string): void => {
    problems.push({ pointer: `samples/${file}#`, code, detail });
  };
  for (const file of files.keys()) {
    const [, name, way = '', kind] = SAMPLE.exec(file) ?? [];
    if (name === undefined) {
      if (file !== REMARKS) add(file, 'SAMPLE_UNREAD', NAMES);
      continue;
    }
    const sample = found.get(name) ?? { way };
    found.set(name, sample);
    const side = kind === 'canonical.json' ? 'canonical' : 'native';
    if (sample[side] !== undefined) add(file, 'SAMPLE_UNREAD', 'another document has this name');
    sample[side] ??= file;
  }
  if (found.size === 0) add('', 'SAMPLE_MISSING', `there are no samples; ${NAMES}`);
  for (const [name, { native, canonical }] of found) {
    if (native === undefined && canonical !== undefined) {
      add(canonical, 'SAMPLE_MISSING', 'there is no document beside this envelope');
    } else if (native !== undefined && canonical === undefined) {
      add(native, 'SAMPLE_MISSING', `there is no envelope ${name}.canonical.json beside it`);
    }
  }
  return [...found.values()];
}

const NAMES = 'a sample is NAME.in.EXT or NAME.out.EXT beside NAME.in.canonical.json';

function envelopeIn(files: SampleFiles, file: string, problems: Problem[]): JsonObject | undefined {
  const read = readOwnJson(files.get(file) ?? Buffer.alloc(0));
  if ('value' in read) return read.value;
  for (const { pointer, detail } of read.problems) {
    problems.push({ pointer: `samples/${file}#${pointer}`, code: 'SAMPLE_UNREADABLE', detail });
  }
  return undefined;
}

interface Contents {
  readonly document: Buffer;
  readonly envelope: JsonObject;
  readonly facts: SampleFacts;
}

function compare(
  dialect: Dialect,
  isInbound: boolean,
  { native, canonical }: { readonly native: string; readonly canonical: string },
  { document, envelope, facts }: Contents,
): readonly Problem[] {
  try {
    const [expected, made] = isInbound
      ? [envelope, readAs(dialect, document, facts)]
      : [treeOf(dialect, document), treeOf(dialect, written(dialect, envelope, facts))];
    const found = valueDifferences(expected, made);
    if (found.length === 0) return [];
    const says = isInbound ? 'what is read from the document' : 'what is written for the envelope';
    const file = isInbound ? canonical : native;
    const places = found.map(({ path, change }) => `${path} ${CHANGED[change]}`);
    const detail = `${says} differs from this file: ${shortened(places)}`;
    return [{ pointer: `samples/${file}#`, code: 'SAMPLE_DIFFERS', detail }];
  } catch (error) {
    const file = isInbound ? native : canonical;
    return [
      { pointer: `samples/${file}#`, code: 'SAMPLE_UNREADABLE', detail: reasonOf(error, document) },
    ];
  }
}

const CHANGED: Readonly<Record<Change, string>> = {
  missing: 'is only in the file',
  added: 'is not in the file',
  changed: 'is another value',
};

function shortened(places: readonly string[]): string {
  const more = places.length - MOST_PLACES;
  const named = places.slice(0, MOST_PLACES).join(', ');
  return more > 0 ? `${named}, and ${more} more` : named;
}

function readAs(dialect: Dialect, native: Buffer, { member }: SampleFacts): JsonValue {
  const [record] = readNative(dialect, dialect.contentType, native);
  return record === undefined ? {} : mapInbound(dialect, record, { member });
}

function written(dialect: Dialect, envelope: JsonObject, { crosswalk }: SampleFacts): Buffer {
  const { subject } = envelope;
  const caseId = typeof subject === 'string' ? subject : '';
  return mapOutbound(dialect, envelope, { caseId, ...crosswalk }).bytes;
}

/** The record, or the records of a document of several. */
function treeOf(dialect: Dialect, bytes: Buffer): JsonValue {
  const trees = readNative(dialect, dialect.contentType, bytes).map(({ tree }) => tree);
  return trees.length === 1 ? (trees[0] ?? {}) : trees;
}

/** Code and places, never a value. */
function reasonOf(error: unknown, document: Buffer): string {
  if (!(error instanceof HubError)) return 'it cannot be read';
  const places = error.problems.map(({ code, pointer, detail }) => `${code} ${pointer} ${detail}`);
  if (error.code !== 'JSON_MALFORMED') return [error.code, shortened(places)].join('; ');
  const read = readOwnJson(document);
  return 'problems' in read ? read.problems.map(({ detail }) => detail).join('; ') : error.message;
}
