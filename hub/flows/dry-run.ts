import type { Actor } from '../access/actor.ts';
import type { Problem } from '../errors.ts';
import type { Dialect } from '../mapping/dialect.ts';
import type { Finding } from '../compact/finding.ts';
import { type ExplainedRule, explain } from '../mapping/explain.ts';
import { type NativeRecord, mapInbound, readNative } from '../mapping/map-inbound.ts';
import { mapOutbound } from '../mapping/map-outbound.ts';
import { type JsonObject, isJsonObject } from '../message/json.ts';
import type { Activity } from '../message/validate-message.ts';
import { parseJson } from '../message/parse-json.ts';
import { ExchangeError } from './exchange-error.ts';
import { encodeBody } from './read-bodies.ts';
import type { EncodedBody } from './reads.ts';
import { findingsIn, requireTransferable } from './request-findings.ts';
import {
  CANONICAL_CONTENT_TYPE,
  type ReadParts,
  checkAuthority,
  checkRoute,
  isRefusal,
  mediaTypeOf,
} from './read-submission.ts';

/** How far a document came. */
export type DryRunStage = 'read' | 'mapped' | 'validated' | 'authorised' | 'translated';

/** What would become of a document, without anything kept or sent. */
export interface DryRunReport {
  readonly verdict: 'would-be-accepted' | 'would-be-refused';
  /** The last stage that was passed; absent when the document cannot be read. */
  readonly stage?: DryRunStage;
  /** What stopped it: the code of the refusal and every problem. */
  readonly refusal?: { readonly code: string; readonly problems: readonly Problem[] };
  readonly inbound?: Side;
  readonly envelope?: JsonObject;
  /** What the eligibility checks find, also what refuses; absent when it did not come so far. */
  readonly findings?: readonly Finding[];
  readonly outbound?: Side & {
    readonly destination: string;
    readonly contentType: string;
    readonly document: EncodedBody;
    /** Canonical pointers of what crosses in the extension slot. */
    readonly carried: readonly string[];
  };
}

interface Side {
  readonly dialect: string;
  readonly mappingHash: string | null;
  readonly rules: readonly ExplainedRule[];
}

export interface DryRunDocument {
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Reads, maps, validates and translates one document as an acceptance would, and says what each rule
 * made of it. What needs a row is not asked: whether the case is known, and whether the activity may
 * follow now. Nothing is written, no id is used up. Throws NOT_PERMITTED for a member without a folder.
 */
export function dryRun(parts: ReadParts, actor: Actor, document: DryRunDocument): DryRunReport {
  const profile = parts.states.profiles.get(actor.member);
  const dialect = profile && parts.states.dialects.get(profile.dialect);
  if (profile === undefined || dialect === undefined) throw new ExchangeError('NOT_PERMITTED');
  let report: Omit<DryRunReport, 'verdict'> = {};
  const passed = (stage: DryRunStage, found: Omit<DryRunReport, 'verdict'> = {}): void => {
    report = { ...report, ...found, stage };
  };
  try {
    const { record, canonical } = read(dialect, document);
    passed('read');
    const envelope =
      record === undefined ? canonical : mapInbound(dialect, record, { member: actor.member });
    passed('mapped', { envelope, ...inboundOf(dialect, record, envelope) });
    const activity = parts.validator.validate(envelope);
    passed('validated');
    checkAuthority(parts.connected, actor, activity);
    checkRoute(parts.states, activity);
    const findings = findingsIn(activity, profile, parts.now());
    passed('authorised', { findings });
    requireTransferable(findings);
    passed('translated', outboundOf(parts, activity.envelope, envelope));
    return { verdict: 'would-be-accepted', ...report };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const refusal = { code: error.code, problems: error.problems };
    return { verdict: 'would-be-refused', ...report, refusal };
  }
}

function read(
  dialect: Dialect,
  { contentType, body }: DryRunDocument,
): { readonly record: NativeRecord | undefined; readonly canonical: JsonObject } {
  if (mediaTypeOf(contentType) === CANONICAL_CONTENT_TYPE) {
    const canonical = parseJson(body);
    return { record: undefined, canonical: isJsonObject(canonical) ? canonical : {} };
  }
  const [record, ...others] = readNative(dialect, contentType, body);
  if (record === undefined || others.length > 0) throw new ExchangeError('DOCUMENT_NOT_SINGLE');
  return { record, canonical: {} };
}

function inboundOf(
  dialect: Dialect,
  record: NativeRecord | undefined,
  envelope: JsonObject,
): { readonly inbound: Side } {
  const activity = dialect.activities.get(record?.type ?? '');
  const rules =
    record === undefined || activity === undefined ? [] : explain(activity, envelope, record.tree);
  const name = record === undefined ? 'canonical' : dialect.name;
  return { inbound: { dialect: name, mappingHash: record?.mappingHash ?? null, rules } };
}

/** As the destination would get it; its own numbers of the case are not known without rows. */
function outboundOf(
  { states }: ReadParts,
  { destination, type, subject = UNKNOWN_CASE }: Activity['envelope'],
  envelope: JsonObject,
): Pick<DryRunReport, 'outbound'> {
  const profile = states.profiles.get(destination);
  const dialect = profile && states.dialects.get(profile.dialect);
  if (dialect === undefined) return {};
  const named = { ...envelope, subject };
  const made = mapOutbound(dialect, named, { caseId: subject });
  const activity = dialect.activities.get(type);
  const [record] = readNative(dialect, made.contentType, made.bytes);
  const rules =
    activity === undefined || record === undefined ? [] : explain(activity, named, record.tree);
  const { contentType, carried, mappingHash } = made;
  return {
    outbound: {
      destination,
      dialect: dialect.name,
      contentType,
      document: encodeBody(made.bytes),
      carried,
      mappingHash,
      rules,
    },
  };
}

/** In the place of the id that an acceptance would give to a case that the activity opens. */
const UNKNOWN_CASE = 'C-00000000000000000000000000';
