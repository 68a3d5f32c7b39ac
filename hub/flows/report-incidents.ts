import { NATIONAL } from '../access/actor.ts';
import type { HubEventType } from '../ledger/event.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type { Transaction } from '../store/database.ts';
import type * as incidents from '../store/incidents.ts';
import type { Closing, IncidentRow } from '../store/incidents.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';

export interface IncidentParts {
  readonly store: Pick<ExchangeStore, 'insertPendingLeaves'> &
    Pick<typeof incidents, 'reportIncidents' | 'closeIncidents'>;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
}

/** What went wrong, once more. */
export type Cause = Pick<IncidentRow, 'member' | 'kind' | 'code'>;

/**
 * Opens an incident for each cause that has none open, with a leaf, and counts the others on. A cause
 * that occurs in many deliveries is one incident (docs/operations.md, incidents).
 */
export async function reportCauses(
  parts: IncidentParts,
  tx: Transaction,
  causes: readonly Cause[],
  at: Date,
): Promise<IncidentRow[]> {
  const counted = new Map<string, Cause & { count: number }>();
  for (const cause of causes) {
    const key = `${cause.member} ${cause.code}`;
    const before = counted.get(key)?.count ?? 0;
    counted.set(key, { ...cause, count: before + 1 });
  }
  const occurrences = [...counted.values()].map((cause) => ({
    ...cause,
    incident_id: mintUuid(at, parts.random),
    at,
  }));
  const opened = await parts.store.reportIncidents(tx.query, occurrences);
  await writeLeaves(parts, tx, 'incident-opened', { rows: opened, at });
  return opened;
}

/** Ends what is open of these, with a leaf each; what is not open stays as it is. */
export async function closeCauses(
  parts: IncidentParts,
  tx: Transaction,
  closing: Closing,
  at: Date,
): Promise<IncidentRow[]> {
  const closed = await parts.store.closeIncidents(tx.query, closing, at);
  await writeLeaves(parts, tx, 'incident-closed', { rows: closed, at });
  return closed;
}

async function writeLeaves(
  { store, evidence }: IncidentParts,
  tx: Transaction,
  type: HubEventType,
  { rows, at }: { readonly rows: readonly IncidentRow[]; readonly at: Date },
): Promise<void> {
  const leaves = rows.map(({ member, code, incident_id: subject }): PendingLeafRow => {
    const from = member === NATIONAL ? {} : { from: member };
    return evidence.single({ type, actor: 'hub', channel: 'hub', ...from, code, subject }, at);
  });
  if (leaves.length > 0) await store.insertPendingLeaves(tx, leaves);
}
