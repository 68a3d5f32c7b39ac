import type { Query } from '../store/database.ts';
import type { TypeInCase } from '../store/deliveries.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { isNotTaken } from './failure-advice.ts';
import type { WorkingSet } from './working-set.ts';

/** The name under which a working set keeps what a correction may correct. */
export const correctionName = ({ caseId, to, type }: TypeInCase): string =>
  `${caseId} ${to} ${type}`;

/**
 * Reads, of cases that the transaction has locked, which of these activities could correct one that was
 * not taken. Only asked where no row lets one pass: it costs nothing on the path of what may follow. A
 * statement of its own, for that which takes the locks may not see what crossed just before.
 */
export async function readFailedBefore(
  store: Pick<ExchangeStore, 'findLatestOfTypes'>,
  query: Query,
  set: WorkingSet,
  activities: readonly TypeInCase[],
): Promise<void> {
  for (const row of await store.findLatestOfTypes(query, activities)) {
    const name = correctionName({ caseId: row.case_id, to: row.to_member, type: row.type });
    if (set.failed.has(name) || !isNotTaken(row.state, row.failure_code)) continue;
    set.failed.set(name, row.sender_message_id);
  }
}
