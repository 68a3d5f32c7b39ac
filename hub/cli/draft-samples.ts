import { HubError } from '../errors.ts';
import { checkSamples } from '../mapping/check-samples.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { mapOutbound } from '../mapping/map-outbound.ts';
import type { NativeFormat } from '../mapping/mapping-document.ts';
import { MappingError } from '../mapping/mapping-error.ts';
import type { CrosswalkEntries } from '../mapping/run.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';

/** Whose samples they are to be. */
export interface SampleOwner {
  readonly member: string;
  /** Members that speak the dialect: what is a sample of one of them stays his. */
  readonly speakers: ReadonlySet<string>;
  readonly crosswalk: Partial<CrosswalkEntries>;
  /** Only samples of this activity type. */
  readonly type?: string;
}

/** A file of `samples/` that is to be written, and what it takes the place of. */
export interface SampleDraft {
  readonly file: string;
  readonly bytes: Buffer;
  readonly replaces?: Buffer;
}

export interface DraftedSamples {
  readonly drafts: readonly SampleDraft[];
  /** Documents that say already what their envelopes say. */
  readonly right: number;
  /** `file: codes and places`, never a value. */
  readonly failures: readonly string[];
}

const CANONICAL = /^(.+)\.(in|out)\.canonical\.json$/;
/** How the names of documents of a format end. */
export const ENDINGS: Readonly<Record<NativeFormat | 'canonical', string>> = {
  json: 'json',
  xml: 'xml',
  csv: 'csv',
  'fixed-width': 'txt',
  canonical: 'json',
};

/**
 * Documents for the envelopes of a dialect's `samples/`, by the dialect's own mapping: `NAME.out.*` as the
 * hub would write it, `NAME.in.*` as the state would have to send it to be read as the envelope says. A
 * document that is right already is left as it is. Samples of the member of another pack become those of
 * this member: its code stands in source, destination and message ids. Nothing is written here.
 */
export function draftSamples(
  dialect: Dialect,
  files: ReadonlyMap<string, Buffer>,
  owner: SampleOwner,
): DraftedSamples {
  const drafts: SampleDraft[] = [];
  const failures: string[] = [];
  let right = 0;
  for (const [file, bytes] of files) {
    const [, name = '', way = ''] = CANONICAL.exec(file) ?? [];
    if (name === '') continue;
    const found = readEnvelope(bytes);
    if (found === undefined) {
      failures.push(`${file}: it cannot be read`);
      continue;
    }
    if (owner.type !== undefined && found['type'] !== owner.type) continue;
    const envelope = ownedBy(found, way, owner);
    if (envelope !== found) drafts.push({ file, bytes: pretty(envelope), replaces: bytes });
    const at = nativeFile(dialect, files, `${name}.${way}.`);
    const before = files.get(at);
    try {
      const draft = draftOf(dialect, { envelope, way, before }, owner);
      if (draft === undefined) right += 1;
      else drafts.push({ file: at, bytes: draft, ...(before && { replaces: before }) });
    } catch (error) {
      failures.push(`${at}: ${reasonOf(error)}`);
    }
  }
  return { drafts, right, failures };
}

function readEnvelope(bytes: Buffer): JsonObject | undefined {
  try {
    const value = parseJson(bytes);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same envelope where it is of a speaker already. */
function ownedBy(envelope: JsonObject, way: string, owner: SampleOwner): JsonObject {
  const source = textOf(envelope['source']);
  const destination = textOf(envelope['destination']);
  const named = way === 'in' ? source.replace(/^urn:compact:/, '') : destination;
  const { member, speakers } = owner;
  if (named === member || speakers.has(named) || !/^[A-Z]{2}$/.test(named)) return envelope;
  // Who was the partner and is the member now changes places with the one before.
  const codes = new Map([
    [named, member],
    [member, named],
  ]);
  const exchanged = (code: string): string => codes.get(code) ?? code;
  const renamed = mapTexts(envelope, (text) =>
    text.replace(
      /^(urn:compact:)([A-Z]{2})$|^([A-Z]{2})(?=-\d{4}-\d+$)/,
      (_all, urn: string | undefined, code: string | undefined, prefix: string | undefined) =>
        urn === undefined ? exchanged(prefix ?? '') : urn + exchanged(code ?? ''),
    ),
  ) as JsonObject;
  return { ...renamed, destination: exchanged(destination) };
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]),
  );
}

interface SampleCase {
  readonly envelope: JsonObject;
  readonly way: string;
  readonly before: Buffer | undefined;
}

/** Undefined where the document is right. Throws what the mapping says of the envelope. */
function draftOf(
  dialect: Dialect,
  { envelope, way, before }: SampleCase,
  { member, crosswalk }: SampleOwner,
): Buffer | undefined {
  const isRight = (document: Buffer): boolean =>
    checkSamples(
      dialect,
      new Map([
        [`sample.${way}.canonical.json`, pretty(envelope)],
        [`sample.${way}.${ENDINGS[dialect.format]}`, document],
      ]),
      { member, crosswalk },
    ).problems.length === 0;
  if (before !== undefined && isRight(before)) return undefined;
  const { subject } = envelope;
  const { bytes } = mapOutbound(dialect, envelope, {
    caseId: typeof subject === 'string' ? subject : '',
    ...(way === 'out' ? crosswalk : {}),
  });
  const draft = dialect.format === 'json' ? pretty(parseJson(bytes)) : bytes;
  if (!isRight(draft)) throw new MappingError('NOT_HELD', { problems: [READS_OTHERWISE] });
  return draft;
}

const READS_OTHERWISE = {
  pointer: '',
  code: 'SAMPLE_DIFFERS',
  detail: 'the mapping reads what it writes as something else',
} as const;

/** Code and places, never a value. */
function reasonOf(error: unknown): string {
  if (!(error instanceof HubError)) throw error;
  const places = error.problems.map(({ code, pointer }) => `${code} ${pointer}`);
  return [error.code, ...places.slice(0, 5)].join('; ');
}

function nativeFile(
  { format }: Dialect,
  files: ReadonlyMap<string, Buffer>,
  prefix: string,
): string {
  const known = [...files.keys()].find((file) => file.startsWith(prefix) && !CANONICAL.test(file));
  return known ?? `${prefix}${ENDINGS[format]}`;
}

const pretty = (value: JsonValue): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
