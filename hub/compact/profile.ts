import type { Problem } from '../errors.ts';
import type { JsonValue } from '../message/json.ts';
import type { SchemaCheck } from '../message/schema-checker.ts';
import { type MemberCode, findMember } from './members.ts';

/**
 * What the hub knows of one state: how its system is reached and what it can do
 * (schemas/profile.v1.schema.json). The address of its endpoint and all credentials are rows in
 * force and never stand here.
 */
export interface Profile {
  readonly member: MemberCode;
  readonly name: string;
  /** IANA time zone in which the state's office works. */
  readonly timeZone: string;
  readonly dialect: string;
  readonly transport: TransportProfile;
  readonly capabilities: Capabilities;
  /** Whether a managed activity may be released by the attestation of the state's own system. */
  readonly attestation: boolean;
  /** Where the destination routes by it: one office for probation and another for parole. */
  readonly routing?: { readonly bySupervisionType: boolean };
}

/** One entry a transport; more transports add theirs. */
export type TransportProfile = RestTransportProfile;

export interface RestTransportProfile {
  readonly kind: 'rest';
  /** `push`: the hub sends to the state's endpoint. `pull`: the state fetches from the hub's inbox. */
  readonly mode: 'push' | 'pull';
  readonly authentication: {
    readonly scheme: 'bearer' | 'basic' | 'certificate' | 'hmac' | 'none';
  };
  readonly deadlines?: {
    readonly connectMs: number;
    readonly headersMs: number;
    readonly totalMs: number;
  };
}

export interface Capabilities {
  /** Whether a success of the transport says that the state's system holds the delivery. */
  readonly acknowledgement: 'synchronous' | 'asynchronous' | 'none';
  /** Whether the same delivery may be sent again without effect. */
  readonly idempotent: boolean;
  /** Whether the state can be asked if it holds a delivery. */
  readonly probe: boolean;
  /** Most parcels in one call. */
  readonly listMaximum: number;
  /** Most calls under way at once. */
  readonly concurrency: number;
  readonly sizeLimitBytes: number;
}

export const CAPABILITY_DEFAULTS = {
  listMaximum: 1,
  concurrency: 4,
  sizeLimitBytes: 1024 * 1024,
} as const;

export type ProfileResult =
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Reads the JSON of a profile. `check` is that of profile.v1.schema.json; what the schema cannot
 * say (the member exists, the time zone is known) is checked here. Capabilities that are not given
 * have their defaults.
 */
export function readProfile(value: JsonValue, check: SchemaCheck): ProfileResult {
  const found = check(value);
  if (found.length > 0) return { kind: 'invalid', problems: found };
  const profile = value as unknown as Profile;
  const problems = [...memberProblems(profile), ...timeZoneProblems(profile)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  const capabilities = { ...CAPABILITY_DEFAULTS, ...profile.capabilities };
  return { kind: 'profile', profile: { ...profile, capabilities } };
}

function memberProblems({ member }: Profile): Problem[] {
  if (findMember(member) !== undefined) return [];
  const detail = 'the compact has no such member';
  return [{ pointer: '/member', code: 'MEMBER_UNKNOWN', detail }];
}

function timeZoneProblems({ timeZone }: Profile): Problem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    const detail = 'no such time zone in the IANA database';
    return [{ pointer: '/timeZone', code: 'TIME_ZONE_UNKNOWN', detail }];
  }
}
