import type { Actor } from '../access/actor.ts';
import { findMember } from '../compact/members.ts';
import type { Finding } from '../compact/finding.ts';
import { supervisionRoute } from '../compact/supervision-route.ts';
import type { Profile } from '../compact/profile.ts';
import type { HubError } from '../errors.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { mapInbound, readNative } from '../mapping/map-inbound.ts';
import { MappingError } from '../mapping/mapping-error.ts';
import { MAX_DOCUMENT_BYTES } from '../mapping/native-document.ts';
import type { JsonValue } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import type { Activity, MessageValidator } from '../message/validate-message.ts';
import { ExchangeError } from './exchange-error.ts';
import { findingsIn, requireTransferable } from './request-findings.ts';

export const CANONICAL_CONTENT_TYPE = 'application/cloudevents+json';

/** A document as it came over some transport from an authenticated system. */
export interface Submission {
  readonly contentType: string;
  readonly body: Buffer;
  readonly channel: string;
}

/** What the hub knows of the states, as loaded at the start. */
export interface StatesInForce {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly profileHashes: ReadonlyMap<string, string>;
}

export interface ReadParts {
  readonly states: StatesInForce;
  /** The members that activities can be sent to (connected-members.ts). */
  readonly connected: ReadonlySet<string>;
  readonly validator: MessageValidator;
  /** The business clock: by its day the eligibility checks judge. */
  readonly now: () => Date;
}

/** An activity that needs nothing but the store's word: mapped, valid, from and for whom it may be. */
export interface ReadActivity {
  readonly activity: Activity;
  readonly profile: Profile;
  readonly profileHash: string;
  readonly mappingHash: string | null;
  /** Of a request: the advisory findings of its eligibility and completeness. */
  readonly findings: readonly Finding[];
}

export type ReadResult =
  | { readonly kind: 'read'; readonly read: ReadActivity }
  /** `messageId`: the sender's id where it could be read, so that a repeat is still recognised. */
  | { readonly kind: 'refused'; readonly error: unknown; readonly messageId: string | undefined };

interface Candidate {
  readonly envelope: JsonValue;
  readonly mappingHash: string | null;
}

/** Recognise, map, check schema, authority and eligibility: everything of acceptance that needs no row. */
export function readSubmission(parts: ReadParts, actor: Actor, submission: Submission): ReadResult {
  let messageId: string | undefined;
  try {
    const profile = profileOf(parts.states, actor.member);
    const candidate = readCandidate(parts.states, profile, submission);
    messageId = messageIdOf(candidate.envelope, actor.member);
    const activity = parts.validator.validate(candidate.envelope);
    checkAuthority(parts.connected, actor, activity);
    checkRoute(parts.states, activity);
    const findings = findingsIn(activity, profile, parts.now());
    requireTransferable(findings);
    const profileHash = parts.states.profileHashes.get(actor.member) ?? '';
    return {
      kind: 'read',
      read: { activity, profile, profileHash, mappingHash: candidate.mappingHash, findings },
    };
  } catch (error) {
    return { kind: 'refused', error, messageId };
  }
}

function profileOf(states: StatesInForce, member: string): Profile {
  const profile = states.profiles.get(member);
  if (profile === undefined) throw new ExchangeError('NOT_PERMITTED');
  return profile;
}

function readCandidate(
  states: StatesInForce,
  profile: Profile,
  { contentType, body }: Submission,
): Candidate {
  if (body.length > MAX_DOCUMENT_BYTES) throw new MappingError('DOCUMENT_TOO_LARGE');
  if (mediaTypeOf(contentType) === CANONICAL_CONTENT_TYPE) {
    return { envelope: parseJson(body), mappingHash: null };
  }
  const dialect = states.dialects.get(profile.dialect);
  if (dialect === undefined) throw new ExchangeError('CONTENT_TYPE_UNSUPPORTED');
  const [record, ...others] = readNative(dialect, contentType, body);
  if (record === undefined || others.length > 0) throw new ExchangeError('DOCUMENT_NOT_SINGLE');
  const envelope = mapInbound(dialect, record, { member: profile.member });
  return { envelope, mappingHash: record.mappingHash };
}

/** The media type without parameters, in lower case. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function messageIdOf(envelope: JsonValue, member: string): string | undefined {
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope))
    return undefined;
  const { id, source } = envelope;
  return typeof id === 'string' && source === sourceOf(member) ? id : undefined;
}

/** The envelope's `source` for a member. */
export function sourceOf(member: string): string {
  return `urn:compact:${member}`;
}

/** Whether the sender may send this, to a member that is connected; throws an ExchangeError. */
export function checkAuthority(
  connected: ReadonlySet<string>,
  actor: Actor,
  { envelope }: Activity,
): void {
  if (envelope.source !== sourceOf(actor.member)) throw new ExchangeError('SOURCE_FOREIGN');
  const { destination } = envelope;
  if (findMember(destination) === undefined) throw at('DESTINATION_UNKNOWN');
  if (destination === actor.member) throw at('DESTINATION_IS_SENDER');
  if (!connected.has(destination)) throw at('DESTINATION_NOT_CONNECTED');
}

/**
 * Whether an activity that opens a case with a state that sorts by type of supervision says of which
 * type it is; throws SUPERVISION_TYPE_REQUIRED or SUPERVISION_TYPE_DIFFERS.
 */
export function checkRoute({ profiles }: StatesInForce, { envelope, definition }: Activity): void {
  if (!definition.opensCase || envelope.subject !== undefined) return;
  const { supervision } = envelope.data as { readonly supervision?: { readonly type?: string } };
  const said = { route: envelope.supervisiontype, type: supervision?.type };
  const { kind } = supervisionRoute(profiles.get(envelope.destination), said);
  if (kind === 'missing') throw ofType('SUPERVISION_TYPE_REQUIRED');
  if (kind === 'differs') throw ofType('SUPERVISION_TYPE_DIFFERS');
}

function ofType(code: 'SUPERVISION_TYPE_REQUIRED' | 'SUPERVISION_TYPE_DIFFERS'): ExchangeError {
  const detail = 'PROBATION or PAROLE; a person under both has a request and a case for each';
  return new ExchangeError(code, [{ pointer: '/supervisiontype', code, detail }]);
}

function at(code: 'DESTINATION_UNKNOWN' | 'DESTINATION_IS_SENDER' | 'DESTINATION_NOT_CONNECTED') {
  const detail = 'see the list of connected members';
  return new ExchangeError(code, [{ pointer: '/destination', code, detail }]);
}

/** Whether an error is one that the hub answers with, as against a fault of its own. */
export function isRefusal(error: unknown): error is HubError {
  return error instanceof Error && 'code' in error && 'problems' in error;
}
