import { bulkInsert } from './bulk-insert.ts';
import type { Query } from './database.ts';

/** Why a person released, returned, replayed or ended something. */
export interface DecisionRow {
  readonly decision_id: string;
  readonly transmission_id: string;
  readonly delivery_id: string | null;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly action: 'release' | 'return' | 'replay' | 'supersede' | 'skip' | 'cancel';
  /** Opaque reference of who decided. */
  readonly actor: string;
  /** Encrypted under the key of the actor's member. */
  readonly reason: Buffer | null;
  readonly decided_at: Date;
}

export const insertDecisions = bulkInsert<DecisionRow>('decisions', {
  decision_id: 'uuid',
  transmission_id: 'uuid',
  delivery_id: 'uuid',
  from_member: 'text',
  to_member: 'text',
  action: 'text',
  actor: 'text',
  reason: 'bytea',
  decided_at: 'timestamptz',
});

const DECISIONS_OF = `
  SELECT * FROM decisions WHERE transmission_id = $1 ORDER BY decided_at, decision_id`;

/** What was decided of a transmission, the oldest first. */
export function decisionsOf(query: Query, transmissionId: string): Promise<DecisionRow[]> {
  return query<DecisionRow>(DECISIONS_OF, [transmissionId]);
}
