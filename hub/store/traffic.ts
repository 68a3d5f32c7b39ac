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

const COUNT_TRAFFIC = `
  SELECT t.from_member, t.destination, t.type, t.status, d.state,
         date_bin($5::interval, t.accepted_at, timestamptz '2000-01-01 00:00:00+00') AS since,
         count(*)::integer AS count
    FROM transmissions t LEFT JOIN deliveries d USING (transmission_id)
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
