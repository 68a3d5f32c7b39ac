import type { FaultLab } from './fault-lab.ts';

/** Deliveries that are made and not acknowledged, nor ended by a person. */
const UNDER_WAY = `
  SELECT count(*)::integer AS count FROM deliveries
   WHERE state NOT IN ('acknowledged', 'superseded', 'skipped', 'cancelled')`;

export async function deliveriesUnderWay({ query }: Pick<FaultLab, 'query'>): Promise<number> {
  const [row] = await query<{ count: number }>(UNDER_WAY);
  return row?.count ?? 0;
}

const LEDGER_LEFT = `
  SELECT (SELECT count(*) FROM pending_leaves)::integer + (size - signed_size)::integer AS count
    FROM ledger_head`;

/** Leaves without an index or above the last signed head. */
export async function leavesLeft({ query }: Pick<FaultLab, 'query'>): Promise<number> {
  const [row] = await query<{ count: number }>(LEDGER_LEFT);
  return row?.count ?? 0;
}

const STATES_LEFT = `
  SELECT state, coalesce(failure_code, 'none') AS code, count(*)::integer AS count FROM deliveries
   WHERE state NOT IN ('acknowledged', 'superseded', 'skipped', 'cancelled')
   GROUP BY 1, 2 ORDER BY 1, 2`;

/** What is left, in words for a failed run: `3 dead-letter WORKER_KILLED`. */
export async function describeLeft({ query }: Pick<FaultLab, 'query'>): Promise<string> {
  const rows = await query<{ state: string; code: string; count: number }>(STATES_LEFT);
  return rows.map(({ state, code, count }) => `${count} ${state} ${code}`).join(', ');
}
