import { X509Certificate } from 'node:crypto';
import { NATIONAL } from '../access/actor.ts';
import { after, type Clock } from '../clock.ts';
import type { Profile } from '../compact/profile.ts';
import type { Transaction } from '../store/database.ts';
import type { IncidentRow } from '../store/incidents.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { findKeyExpiries } from '../store/principals.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { agreementDue } from './agree.ts';
import { type IncidentParts, closeCauses, reportCauses } from './report-incidents.ts';

/** What can expire, and whose it is; never the thing itself. */
export interface Expiry {
  /** `national`: the hub's own. */
  readonly member: string;
  readonly code:
    | 'KEY_EXPIRES'
    | 'CREDENTIAL_EXPIRES'
    | 'CLIENT_CERTIFICATE_EXPIRES'
    | 'TRUSTED_CERTIFICATE_EXPIRES'
    | 'TLS_CERTIFICATE_EXPIRES'
    | 'PASSWORD_LIST_EXPIRES'
    | 'AGREEMENT_DUE';
  readonly at: Date;
}

export interface WatchParts extends IncidentParts {
  readonly store: ExchangeStore & { readonly findKeyExpiries: typeof findKeyExpiries };
  readonly memberKeys: Pick<MemberKeys, 'openValue'>;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Since when the list of passwords that nobody may have stands: `2026-11-30`. */
  readonly passwordListDate: string;
  /** The certificate by which the hub serves TLS itself, in PEM. */
  readonly readTlsCertificate: () => string | undefined;
  /** The machine's time. */
  readonly clock: Clock;
}

const DAY_MS = 24 * 3_600_000;
/** Renewed each quarter (docs/access.md). */
const PASSWORD_LIST_KEPT_MS = 92 * DAY_MS;
/** So long before, and then when it is there, somebody is told. */
const TOLD_DAYS_BEFORE = [30, 14, 7, 1, 0];

/** How many of the moments at which somebody is told have come: 0 is too early, 5 is expired. */
export function stageOf(expiresAt: Date, now: Date): number {
  const left = expiresAt.getTime() - now.getTime();
  return TOLD_DAYS_BEFORE.filter((days) => left <= days * DAY_MS).length;
}

/** When the certificates in a text expire: PEM as it is, or within the strings of JSON. */
export function certificateExpiries(text: string): Date[] {
  const pems = text.replaceAll('\\n', '\n').match(CERTIFICATES) ?? [];
  return pems.flatMap((pem) => {
    try {
      return [new Date(new X509Certificate(pem).validTo)];
    } catch {
      return [];
    }
  });
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Everything of which it is known when it expires. */
export async function findExpiries(parts: WatchParts): Promise<Expiry[]> {
  const { store } = parts;
  const found: Expiry[] = [];
  for (const { member, expires_at: at } of await store.findKeyExpiries(store.query)) {
    found.push({ member, code: 'KEY_EXPIRES', at });
  }
  for (const { member, in_force_at } of await store.membersBehind(store.query)) {
    found.push({ member, code: 'AGREEMENT_DUE', at: agreementDue(in_force_at) });
  }
  for (const row of await store.findDestinations(store.query)) {
    const { member, credential, credential_expires_at: at } = row;
    if (at !== null) found.push({ member, code: 'CREDENTIAL_EXPIRES', at });
    const secret = credential === null ? '' : await parts.memberKeys.openValue(credential);
    const certificates = certificateExpiries(secret);
    found.push(...certificates.map(of(member, 'CLIENT_CERTIFICATE_EXPIRES')));
    const trusted = certificateExpiries(
      JSON.stringify(parts.profiles.get(member)?.transport ?? {}),
    );
    found.push(...trusted.map(of(member, 'TRUSTED_CERTIFICATE_EXPIRES')));
  }
  // The first certificate of the chain is the hub's own.
  const own = certificateExpiries(parts.readTlsCertificate() ?? '').slice(0, 1);
  const listEnds = after(new Date(parts.passwordListDate), PASSWORD_LIST_KEPT_MS);
  return [
    ...found,
    ...own.map(of(NATIONAL, 'TLS_CERTIFICATE_EXPIRES')),
    { member: NATIONAL, code: 'PASSWORD_LIST_EXPIRES', at: listEnds },
  ];
}

const of =
  (member: string, code: Expiry['code']) =>
  (at: Date): Expiry => ({ member, code, at });

/**
 * Opens an incident for what expires within 30 days, told of again 14, 7 and 1 days before and when it
 * is expired, and closed when it was renewed; returns the soonest expiry of each member. Its count
 * is how often it was told.
 */
export async function watchExpiry(parts: WatchParts): Promise<ReadonlyMap<string, Date>> {
  const expiries = await findExpiries(parts);
  const stages = new Map<string, Staged>();
  const soonest = new Map<string, Date>();
  const now = parts.clock.now();
  for (const { member, code, at } of expiries) {
    const key = `${member} ${code}`;
    const stage = Math.max(stageOf(at, now), stages.get(key)?.stage ?? 0);
    stages.set(key, { member, code, stage });
    const known = soonest.get(member);
    if (known === undefined || at < known) soonest.set(member, at);
  }
  await parts.store.withTransaction((tx) => keepIncidents(parts, tx, { stages, now }));
  return soonest;
}

interface Staged extends Pick<Expiry, 'member' | 'code'> {
  readonly stage: number;
}

async function keepIncidents(
  parts: WatchParts,
  tx: Transaction,
  { stages, now }: { readonly stages: ReadonlyMap<string, Staged>; readonly now: Date },
): Promise<void> {
  await parts.store.lockExpiryWatch(tx);
  const open = new Map<string, IncidentRow>();
  for (const row of await parts.store.openIncidents(tx.query, 'expiry')) {
    open.set(`${row.member} ${row.code}`, row);
  }
  for (const [key, { member, code, count }] of open) {
    if ((stages.get(key)?.stage ?? 0) >= count) continue;
    await closeCauses(parts, tx, { member, kind: 'expiry', codes: [code] }, now);
    open.delete(key);
  }
  for (const [key, { member, code, stage }] of stages) {
    const told = open.get(key)?.count ?? 0;
    if (stage <= told) continue;
    const causes = Array.from({ length: stage - told }, () => ({
      member,
      kind: 'expiry' as const,
      code,
    }));
    await reportCauses(parts, tx, causes, now);
    await parts.store.tellAgain(tx.query, member, code);
  }
}

const TRIES_KEPT_MS = 30 * DAY_MS;
const INTAKE_QUIET_MS = 7 * DAY_MS;

/** Forgets what nobody offered for a month, and ends incidents of the intake that a week did not repeat. */
export async function forgetOldIntake(parts: WatchParts & { now: () => Date }): Promise<void> {
  const { store, clock, now } = parts;
  await store.forgetOldTries(store.query, after(clock.now(), -TRIES_KEPT_MS));
  const quietSince = after(now(), -INTAKE_QUIET_MS);
  await store.withTransaction(async (tx) => {
    for (const { member, code } of await store.quietIncidents(tx.query, 'intake', quietSince)) {
      await closeCauses(parts, tx, { member, kind: 'intake', codes: [code] }, now());
    }
  });
}
