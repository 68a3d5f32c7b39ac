import { type Actor, NATIONAL } from '../access/actor.ts';
import { after } from '../clock.ts';
import { DUTIES } from '../compact/duties.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { Profile } from '../compact/profile.ts';
import { CIRCUIT_OPEN } from '../delivery/settlement.ts';
import type { PauseRow } from '../store/delivery-pauses.ts';
import { PAUSED } from './connections.ts';
import type { LatencyRow, UndeliveredRow, WayRow } from '../store/health-reads.ts';
import type { ReadParts } from './read-store.ts';
import type { ComplianceFilter, ComplianceView, DestinationView, ExchangeHealth } from './reads.ts';

/** What nobody has yet, what waits and what is wrong: of the actor's state, or of all for the nation. */
export async function readHealth(
  { store, reader, now }: ReadParts,
  { member }: Actor,
): Promise<ExchangeHealth> {
  const isNational = member === NATIONAL;
  const own = isNational ? MEMBER_CODES : [member];
  return reader.as(member, async (query) => {
    const head = await store.findPublished(query);
    // A state sees what it sent to others too: that its own have not arrived is its matter.
    const undelivered = await store.countUndelivered(query, MEMBER_CODES);
    const waiting = await store.countWaiting(query, own);
    const incidents = await store.countOpenByKind(query);
    const oldest = undelivered.flatMap((row) => row.oldest ?? []).sort((a, b) => +a - +b)[0];
    return {
      at: now().toISOString(),
      checkpoint: {
        size: head.size,
        ...(head.signed_at === null ? {} : { signedAt: head.signed_at.toISOString() }),
      },
      undelivered: {
        waiting: sumOf(undelivered, 'waiting'),
        failed: sumOf(undelivered, 'failed'),
        ...(oldest === undefined ? {} : { oldest: oldest.toISOString() }),
        states: undelivered.map(viewUndelivered),
      },
      awaitingRelease: {
        count: waiting.count,
        ...(waiting.oldest === null ? {} : { oldest: waiting.oldest.toISOString() }),
      },
      openIncidents: incidents,
    };
  });
}

function sumOf(rows: readonly UndeliveredRow[], name: 'waiting' | 'failed'): number {
  return rows.reduce((sum, row) => sum + row[name], 0);
}

function viewUndelivered(row: UndeliveredRow): ExchangeHealth['undelivered']['states'][number] {
  return {
    member: row.member,
    waiting: row.waiting,
    failed: row.failed,
    ...(row.oldest === null ? {} : { oldest: row.oldest.toISOString() }),
  };
}

/** Hand-overs that a latency is taken of. */
const LATENCY_SAMPLE = 100;
const SOON_MS = 30 * 24 * 3_600_000;

/** How each state is reached: the actor's own, or all for the nation. */
export async function readDestinations(
  { store, reader, now, profileOf }: ReadParts,
  { member }: Actor,
): Promise<DestinationView[]> {
  const own = member === NATIONAL ? MEMBER_CODES : [member];
  const found = await reader.as(member, async (query) => ({
    ways: byMember(await store.findWays(query)),
    pauses: byMember(await store.openPauses(query)),
    queues: byMember(await store.countUndelivered(query, own)),
    latencies: byMember(await store.findLatencies(query, own, LATENCY_SAMPLE)),
    expiring: await store.findExpiring(query),
  }));
  const soon = after(now(), SOON_MS);
  return own.flatMap((code): DestinationView[] => {
    const profile = profileOf(code);
    const way = found.ways.get(code);
    if (profile === undefined) return [];
    const expiring = found.expiring.filter((row) => row.member === code);
    return [
      {
        member: code,
        ...wayOf(profile, way, found.pauses.get(code)),
        queue: viewUndelivered(found.queues.get(code) ?? nothing(code)),
        ...latencyOf(found.latencies.get(code)),
        expiring: expiring.map((row) => ({
          code: row.code,
          toldAt: row.opened_at.toISOString(),
        })),
        ...(way?.credential_expires_at && way.credential_expires_at <= soon
          ? { credentialExpiresAt: way.credential_expires_at.toISOString() }
          : {}),
      },
    ];
  });
}

const nothing = (member: string): UndeliveredRow => ({
  member,
  waiting: 0,
  failed: 0,
  oldest: null,
});

function byMember<Row extends { readonly member: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.member, row]));
}

function wayOf(
  { transport }: Profile,
  way: WayRow | undefined,
  pause: PauseRow | undefined,
): Pick<DestinationView, 'transport' | 'fetches' | 'connected' | 'breaker' | 'hold'> {
  const { kind, mode } = transport;
  const fetches = mode === 'pull';
  return {
    transport: kind,
    fetches,
    connected: fetches || way !== undefined,
    breaker: way?.held_code === CIRCUIT_OPEN ? 'open' : 'closed',
    ...(pause === undefined ? holdOf(way) : { hold: pausedHold(pause) }),
  };
}

function holdOf(way: WayRow | undefined): Pick<DestinationView, 'hold'> {
  if (way === undefined || way.held_code === null || way.held_since === null) return {};
  const { held_code: code, held_since, held_until, held_trials: trials } = way;
  return {
    hold: {
      code,
      since: held_since.toISOString(),
      trials,
      ...(held_until === null ? {} : { until: held_until.toISOString() }),
    },
  };
}

/** A person's word goes before what the hub found by itself. */
const pausedHold = ({ paused_at }: PauseRow): NonNullable<DestinationView['hold']> => ({
  code: PAUSED,
  since: paused_at.toISOString(),
  trials: 0,
});

function latencyOf(row: LatencyRow | undefined): Pick<DestinationView, 'handOver'> {
  if (row === undefined) return {};
  return {
    handOver: {
      count: row.count,
      p50Seconds: rounded(row.p50),
      p95Seconds: rounded(row.p95),
      lastAt: row.last.toISOString(),
    },
  };
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

const TITLES: ReadonlyMap<string, string> = new Map(DUTIES.map(({ name, title }) => [name, title]));

/** How the duties that began in a period were kept, by duty and by the state that owes. */
export async function readCompliance(
  { store, reader, now }: ReadParts,
  { member }: Actor,
  filter: ComplianceFilter,
): Promise<ComplianceView[]> {
  const rows = await reader.as(member, (query) =>
    store.measureCompliance(query, {
      owedBy: filter.owedBy ?? null,
      from: filter.from,
      before: filter.before,
      now: now(),
    }),
  );
  return rows.map((row) => ({
    duty: row.duty,
    title: TITLES.get(row.duty) ?? row.duty,
    rule: row.rule,
    owedBy: row.owed_by,
    met: row.met,
    late: row.late,
    open: row.open,
    overdue: row.overdue,
    ended: row.ended,
    ...(row.median_days === null ? {} : { medianDays: row.median_days }),
  }));
}
