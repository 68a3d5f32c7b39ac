import { NATIONAL } from '../access/actor.ts';
import type { LogFields } from '../log.ts';
import type { NoticeEvent } from '../notify/notice.ts';
import type { Transaction } from '../store/database.ts';
import type { IncidentRow, takeUntold } from '../store/incidents.ts';
import { type TellOfficesParts, type Told, findAudience, tellOffices } from './tell-offices.ts';

export interface TellParts extends TellOfficesParts {
  readonly store: TellOfficesParts['store'] & {
    readonly takeUntold: typeof takeUntold;
    readonly withTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  };
  readonly warn: (event: 'incident-opened' | 'incident-closed', fields: LogFields) => void;
}

/**
 * One line for what began and one for what ended, by one of the processes, and as much for the offices
 * that it concerns: an alert a cause. It does not wait for the ledger, which may be what is wrong.
 */
export async function tellIncidents(parts: TellParts): Promise<void> {
  const { store } = parts;
  const untold = await store.withTransaction(async (tx) => {
    const rows = await store.takeUntold(tx.query);
    if (rows.length === 0) return rows;
    const told = rows.flatMap((row) => toldBy(row, parts.now()));
    await tellOffices(parts, tx, await findAudience(parts, tx.query), told);
    return rows;
  });
  for (const row of untold) {
    const { member, code, count } = row;
    if (row.opening) parts.warn('incident-opened', { member, code, count });
    if (row.closed_at !== null) parts.warn('incident-closed', { member, code, count });
  }
}

/** The state and the nation; of what expires, once for each stage of it. */
function toldBy(row: IncidentRow & { readonly opening: boolean }, now: Date): Told[] {
  const { incident_id: incidentId, member, kind, code, count } = row;
  const facts = { other: member, incidentId, kind, code, count };
  const cause = kind === 'expiry' ? `${kind} ${code} ${count}` : `${kind} ${code} ${member}`;
  const members = member === NATIONAL ? [NATIONAL] : [member, NATIONAL];
  const events: NoticeEvent[] = [
    ...(row.opening ? ([kind === 'expiry' ? 'expiry-near' : 'incident-opened'] as const) : []),
    ...(row.closed_at === null ? [] : (['incident-closed'] as const)),
  ];
  return events.flatMap((event) =>
    members.map((told) => ({ member: told, cause, notice: { event, facts, happenedAt: now } })),
  );
}
