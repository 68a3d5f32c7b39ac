import { bulkInsert } from './bulk-insert.ts';

/** Evidence beside the fact; the sequencer gives it its index later. */
export interface PendingLeafRow {
  readonly transmission_id: string | null;
  readonly from_member: string | null;
  readonly leaf_hash: Buffer;
  readonly entry: Buffer;
  readonly created_at: Date;
}

export const PENDING_LEAF_COLUMNS = {
  transmission_id: 'uuid',
  from_member: 'text',
  leaf_hash: 'bytea',
  entry: 'bytea',
  created_at: 'timestamptz',
} as const satisfies Record<keyof PendingLeafRow, string>;

export const insertPendingLeaves = bulkInsert<PendingLeafRow>(
  'pending_leaves',
  PENDING_LEAF_COLUMNS,
);
