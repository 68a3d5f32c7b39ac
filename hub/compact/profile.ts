import type { Transport } from '../../adapters/adapter.ts';
import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { SchemaCheck } from '../message/schema-checker.ts';
import { type MemberCode, findMember } from './members.ts';
import type { HolidayCalendar } from './holiday-calendar.ts';
import type { Fee, Office, RegistrationDuty, RegistrationExemption, Route } from './state-facts.ts';

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
  /** Whether managed activities that came in stand in the list of the state's compact office too. */
  readonly incomingReview?: boolean;
  /** The roles of persons that the state admits (docs/access.md). Absent: its compact office alone. */
  readonly roles?: readonly string[];
  /** Where the state's offices keep other holidays than the federal ones. */
  readonly holidays?: HolidayCalendar;
  readonly routing?: Routing;
  /** Codes of the member in other systems, where they differ from its USPS code. */
  readonly codes?: { readonly ncic?: string };
  readonly office?: Office;
  readonly fees?: readonly Fee[];
  readonly registrationDuties?: readonly RegistrationDuty[];
  readonly registrationExemptions?: readonly RegistrationExemption[];
}

/** How the state sorts what it receives: by type of supervision there are two routes. */
export type Routing =
  | { readonly bySupervisionType: false }
  | {
      readonly bySupervisionType: true;
      readonly routes: { readonly probation: Route; readonly parole: Route };
    };

/** The transports that a profile may name. */
export type TransportKind = Exclude<Transport, 'memory'>;

/** The kind, and what its adapter's options schema says (adapters/registry.ts). */
export interface TransportProfile {
  readonly kind: TransportKind;
  readonly [option: string]: JsonValue;
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
  /** Local hours in which the hub hands over; at any hour without them. */
  readonly batchWindow?: LocalHours;
  /** Local hours in which the hub hands over nothing. */
  readonly quietHours?: LocalHours;
  /** How files cross: fetched from the hub by their name, or by the transport beside the document. */
  readonly attachments: 'reference' | 'transport';
}

/** From and until a time of day, `HH:MM` in the profile's time zone; over midnight when `until` is earlier. */
export interface LocalHours {
  readonly from: string;
  readonly until: string;
}

export const CAPABILITY_DEFAULTS = {
  listMaximum: 1,
  concurrency: 4,
  sizeLimitBytes: 1024 * 1024,
  attachments: 'reference',
} as const;

export type ProfileResult =
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** What a profile is checked by: its own schema, and the options of each transport. */
export interface ProfileChecks {
  readonly profile: SchemaCheck;
  readonly options: ReadonlyMap<string, SchemaCheck>;
}

/**
 * Reads the JSON of a profile. What its schema cannot say (the member exists, the time zone is known,
 * the transport takes these options) is checked here, also where the schema finds something else.
 * Capabilities that are not given have their defaults.
 */
export function readProfile(value: JsonValue, checks: ProfileChecks): ProfileResult {
  const facts = isJsonObject(value) ? value : {};
  const problems = [
    ...checks.profile(value),
    ...memberProblems(facts),
    ...timeZoneProblems(facts),
    ...optionProblems(facts, checks.options),
  ];
  if (problems.length > 0) return { kind: 'invalid', problems: oncePerPlace(problems) };
  const profile = value as unknown as Profile;
  const capabilities = { ...CAPABILITY_DEFAULTS, ...profile.capabilities };
  return { kind: 'profile', profile: { ...profile, capabilities } };
}

/** What the schema refuses is not refused again for another reason. */
function oncePerPlace(problems: readonly Problem[]): Problem[] {
  const kept: Problem[] = [];
  for (const problem of problems) {
    const { pointer, code } = problem;
    const isSaid = kept.some((other) => other.pointer === pointer && other.code !== code);
    if (!isSaid || !/^[A-Z]/.test(code)) kept.push(problem);
  }
  return kept;
}

function memberProblems({ member }: JsonObject): Problem[] {
  if (typeof member !== 'string' || findMember(member) !== undefined) return [];
  const detail = 'the compact has no such member';
  return [{ pointer: '/member', code: 'MEMBER_UNKNOWN', detail }];
}

function optionProblems(
  { transport }: JsonObject,
  checks: ReadonlyMap<string, SchemaCheck>,
): readonly Problem[] {
  if (!isJsonObject(transport)) return [];
  const { kind, ...options } = transport;
  if (typeof kind !== 'string') return [];
  const check = checks.get(kind);
  if (check !== undefined) {
    return check(options).map((found) => ({ ...found, pointer: `/transport${found.pointer}` }));
  }
  const detail = `the hub has no adapter for it; kinds are ${[...checks.keys()].join(', ')}`;
  return [{ pointer: '/transport/kind', code: 'TRANSPORT_UNKNOWN', detail }];
}

/** Whether the state fetches what is for it from the hub's inbox, so that nothing is pushed to it. */
export function fetchesFromInbox(profile: Profile | undefined): boolean {
  return profile?.transport['mode'] === 'pull';
}

/**
 * Whether the hub asks this state if it holds a delivery of which that is not known, because sending
 * it again could have a second effect.
 */
export function isAskedForOutcomes(profile: Profile | undefined): boolean {
  return profile?.capabilities.idempotent === false && profile.capabilities.probe;
}

function timeZoneProblems({ timeZone }: JsonObject): Problem[] {
  if (typeof timeZone !== 'string') return [];
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    const detail = 'no such time zone in the IANA database';
    return [{ pointer: '/timeZone', code: 'TIME_ZONE_UNKNOWN', detail }];
  }
}
