import type { DeliveryRow } from '../store/deliveries.ts';
import type { Connection } from './connections.ts';
import type { DeliverySteps, DispatchedParcel } from './deliver.ts';

/** Deliveries that go to a state's system in one call, in order: one, or as many as it takes together. */
export interface DeliveryList {
  readonly connection: Connection;
  readonly rows: readonly DeliveryRow[];
}

/**
 * What one round claimed, as lists in their order: each row alone, or all of a state that takes lists
 * together. Such a state gets one list a round, of at most what it takes, so that what follows in a case
 * is never in a second list beside the first.
 */
export function listsOf(
  rows: readonly DeliveryRow[],
  connections: ReadonlyMap<string, Connection>,
): DeliveryList[] {
  const lists: { connection: Connection; rows: DeliveryRow[] }[] = [];
  const open = new Map<string, DeliveryRow[]>();
  for (const row of rows) {
    const connection = connections.get(row.to_member);
    if (connection === undefined) continue;
    const list = open.get(row.to_member);
    if (list !== undefined) {
      list.push(row);
      continue;
    }
    const next = { connection, rows: [row] };
    lists.push(next);
    if (connection.profile.capabilities.listMaximum > 1) open.set(row.to_member, next.rows);
  }
  return lists.map(({ connection, rows: list }) => ({ connection, rows: inCaseOrder(list) }));
}

/** Case by case: rows come by when they are due, and a retry is due later than what follows it. */
function inCaseOrder(rows: readonly DeliveryRow[]): DeliveryRow[] {
  const bySequence = (a: DeliveryRow, b: DeliveryRow): number => a.case_sequence - b.case_sequence;
  return [...byCase(rows).values()].flatMap((ofCase) => ofCase.sort(bySequence));
}

/**
 * Commits `dispatching` for each, those of one case one after the other. After one that cannot be sent
 * the rest of its case is put back: it may not overtake.
 */
export async function dispatchList(
  steps: DeliverySteps,
  rows: readonly DeliveryRow[],
): Promise<DispatchedParcel[]> {
  const sent = new Map<DeliveryRow, DispatchedParcel>();
  await Promise.all(
    [...byCase(rows).values()].map(async (ofCase) => {
      for (const [place, row] of ofCase.entries()) {
        const dispatched = await steps.dispatch(row);
        if (dispatched === undefined) {
          await Promise.all(ofCase.slice(place + 1).map((rest) => steps.putBack(rest)));
          return;
        }
        sent.set(row, dispatched);
      }
    }),
  );
  return rows.flatMap((row) => sent.get(row) ?? []);
}

function byCase(rows: readonly DeliveryRow[]): Map<string, DeliveryRow[]> {
  const cases = new Map<string, DeliveryRow[]>();
  for (const row of rows) {
    const ofCase = cases.get(row.case_id);
    if (ofCase === undefined) cases.set(row.case_id, [row]);
    else ofCase.push(row);
  }
  return cases;
}
