import { bulkInsert } from './bulk-insert.ts';

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
