import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { Query } from './database.ts';
import type { TransmissionStatus } from './transmissions.ts';

export interface TrafficRow {
  readonly from_member: string;
  readonly destination: string;
  readonly type: string;
  readonly status: TransmissionStatus;
  readonly state: DeliveryState | null;
  readonly since: Date;
  readonly count: number;
}

export interface TrafficQuery {
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  readonly from: Date;
  readonly before: Date;
  readonly step: 'hour' | 'day';
}

const STEPS = { hour: '1 hour', day: '1 day' } as const;

// Row by row: as a join it would read every delivery that there ever was.
const LATEST = `
    LEFT JOIN LATERAL (
      SELECT state, created_at, handed_over_at FROM deliveries
       WHERE deliveries.transmission_id = t.transmission_id
       ORDER BY case_sequence DESC LIMIT 1) AS d ON true`;

const COUNT_TRAFFIC = `
  SELECT t.from_member, t.destination, t.type, t.status, d.state,
         date_bin($5::interval, t.accepted_at, timestamptz '2000-01-01 00:00:00+00') AS since,
         count(*)::integer AS count
    FROM transmissions t ${LATEST}
   WHERE (t.from_member = ANY ($1) OR t.to_member = ANY ($2))
     AND t.accepted_at >= $3 AND t.accepted_at < $4
   GROUP BY 1, 2, 3, 4, 5, 6
   ORDER BY since, 1, 2, 3, 4, 5`;

/** Activities by pair of states, type and where they stand, for each step (of UTC) in the range. */
export function countTraffic(query: Query, asked: TrafficQuery): Promise<TrafficRow[]> {
  return query<TrafficRow>(COUNT_TRAFFIC, [
    asked.senders,
    asked.receivers,
    asked.from,
    asked.before,
    STEPS[asked.step],
  ]);
}

/** What a sum of traffic is of: each step in time, each pair of states, each type, each sender or receiver. */
export type TrafficBy = 'step' | 'pair' | 'type' | 'sender' | 'receiver';

/** Activities that were accepted in a range, and what became of them. */
export interface TrafficSumRow {
  readonly since: Date | null;
  readonly from_member: string | null;
  readonly destination: string | null;
  readonly type: string | null;
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
  /** Refused by the other state's system. */
  readonly refused: number;
  /** Seconds from crossing to hand-over; null where nothing was handed over. */
  readonly median_seconds: number | null;
}

const STEP = `date_bin($5::interval, t.accepted_at, timestamptz '2000-01-01 00:00:00+00')`;
const NO_GROUP = {
  since: 'NULL::timestamptz',
  from_member: 'NULL::text',
  destination: 'NULL::text',
  type: 'NULL::text',
};
const GROUPS: Readonly<
  Record<TrafficBy, Readonly<Partial<Record<keyof typeof NO_GROUP, string>>>>
> = {
  step: { since: STEP },
  pair: { from_member: 't.from_member', destination: 't.destination' },
  type: { type: 't.type' },
  sender: { from_member: 't.from_member' },
  receiver: { destination: 't.destination' },
};

function sumBy(by: TrafficBy): string {
  const columns = Object.entries({ ...NO_GROUP, ...GROUPS[by] }).map(
    ([name, value]) => `${value} AS ${name}`,
  );
  return `
  SELECT ${columns.join(', ')}, count(*)::integer AS accepted,
         count(d.handed_over_at)::integer AS delivered,
         (count(*) FILTER (WHERE d.state IN ('dead-letter', 'outcome-unknown', 'held')))::integer AS failed,
         (count(*) FILTER (WHERE d.state = 'refused'))::integer AS refused,
         percentile_disc(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM d.handed_over_at - d.created_at)::float8) AS median_seconds
    FROM transmissions t ${LATEST}
   WHERE (t.from_member = ANY ($1) OR t.to_member = ANY ($2))
     AND t.accepted_at >= $3 AND t.accepted_at < $4 AND $5::interval IS NOT NULL
   GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
}

const SUMS: Readonly<Record<TrafficBy, string>> = {
  step: sumBy('step'),
  pair: sumBy('pair'),
  type: sumBy('type'),
  sender: sumBy('sender'),
  receiver: sumBy('receiver'),
};

/** Sums of a range of time, of which each step of UTC may be one. */
export function sumTraffic(
  query: Query,
  by: TrafficBy,
  asked: TrafficQuery,
): Promise<TrafficSumRow[]> {
  return query<TrafficSumRow>(SUMS[by], [
    asked.senders,
    asked.receivers,
    asked.from,
    asked.before,
    STEPS[asked.step],
  ]);
}
