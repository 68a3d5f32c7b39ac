import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import { isMemberCode } from '../compact/members.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { AgreementRow, ExchangePolicyRow } from '../store/agreements.ts';
import type { PauseRow } from '../store/delivery-pauses.ts';
import { agreementDue } from './agree.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ReadParts } from './read-store.ts';
import type { DialectView, PauseView, StateView } from './reads.ts';
import { requirePermission } from './require-permission.ts';

const MOST_PAUSES = 20;

/**
 * What the hub knows of a state, as its pack says it: no address and no credential stands there. With the
 * times in which its deliveries were paused. Throws NOT_FOUND.
 */
export async function readState(
  { store, reader, profileOf, dialects }: ReadParts,
  actor: Actor,
  member: string,
): Promise<StateView> {
  requireState('GET /v1/members/{state}/profile', actor, member);
  const profile = profileOf(member);
  if (profile === undefined) throw new ExchangeError('NOT_FOUND');
  const { rows, agreements, inForce } = await reader.as(actor.member, async (query) => ({
    rows: await store.pausesOf(query, member, MOST_PAUSES),
    agreements: await store.agreementsOf(query, member),
    inForce: await store.policyInForce(query),
  }));
  const dialect = dialects.get(profile.dialect);
  return {
    member,
    name: profile.name,
    profile: { ...profile },
    ...(dialect === undefined ? {} : { dialect: summaryOf(dialect) }),
    pauses: rows.map(viewPause),
    terms: viewTerms(agreements, inForce),
  };
}

/** To which terms its agency agreed last, and until when it should agree to those in force. */
function viewTerms(
  [latest, ...earlier]: readonly AgreementRow[],
  inForce: ExchangePolicyRow | undefined,
): StateView['terms'] {
  const all = latest === undefined ? [] : [latest, ...earlier];
  const isBehind = all.every(({ version }) => version !== inForce?.version);
  return {
    ...(inForce === undefined ? {} : { inForce: inForce.version }),
    ...(latest === undefined
      ? {}
      : {
          agreed: {
            version: latest.version,
            at: latest.agreed_at.toISOString(),
            by: latest.agreed_by,
          },
        }),
    ...(latest === undefined || inForce === undefined || !isBehind
      ? {}
      : { dueAt: agreementDue(inForce.in_force_at).toISOString() }),
  };
}

/** The documents by which the state's format is mapped, as they are in force. Throws NOT_FOUND. */
export function readDialect(
  { profileOf, dialects }: ReadParts,
  actor: Actor,
  member: string,
): DialectView {
  requireState('GET /v1/members/{state}/dialect', actor, member);
  const name = profileOf(member)?.dialect;
  const dialect = name === undefined ? undefined : dialects.get(name);
  if (dialect === undefined) throw new ExchangeError('NOT_FOUND');
  return {
    ...summaryOf(dialect),
    documents: dialect.documents.flatMap((document) => {
      const value = readable(document.text);
      return value === undefined ? [] : [{ ...named(document), document: value }];
    }),
  };
}

function requireState(route: Route, actor: Actor, member: string): void {
  if (!isMemberCode(member)) throw new ExchangeError('NOT_FOUND');
  requirePermission(route, actor, { from_member: member, to_member: null });
}

const summaryOf = ({
  name,
  format,
  contentType,
  versionHash,
}: Dialect): StateView['dialect'] & object => ({
  name,
  format,
  contentType,
  versionHash,
});

const named = ({
  kind,
  name,
  hash,
}: Dialect['documents'][number]): {
  readonly kind: string;
  readonly name: string;
  readonly hash: string;
} => ({ kind, name, hash });

/** Rules and code lists; the state's own schema and the lists of hashes are for programs. */
function readable(text: string): JsonObject | undefined {
  const value = JSON.parse(text) as JsonValue;
  if (!isJsonObject(value)) return undefined;
  const isRules =
    'rules' in value || 'codes' in value || 'recognise' in value || 'dialect' in value;
  return isRules && !('$schema' in value) ? value : undefined;
}

function viewPause(row: PauseRow): PauseView {
  return {
    reason: row.reason,
    pausedBy: row.paused_by,
    pausedAt: row.paused_at.toISOString(),
    ...(row.resumed_at === null
      ? {}
      : {
          resumeReason: row.resume_reason ?? '',
          resumedBy: row.resumed_by ?? '',
          resumedAt: row.resumed_at.toISOString(),
        }),
  };
}
