import { type Actor, NATIONAL } from '../access/actor.ts';
import type { ListedIncident } from '../store/incidents.ts';
import { pageOf } from './read-messages.ts';
import { requirePermission } from './require-permission.ts';
import { partiesOf } from './run-accounts.ts';
import type { ReadParts } from './read-store.ts';
import type { IncidentFilter, IncidentView, Page, PageRequest } from './reads.ts';

/** A page of incidents, newest first: those of the actor's state; for the nation, any. */
export async function readIncidents(
  { store, reader }: ReadParts,
  actor: Actor,
  filter: IncidentFilter,
  page: PageRequest,
): Promise<Page<IncidentView>> {
  const own = actor.member === NATIONAL ? null : actor.member;
  const rows = await reader.as(actor.member, (query) =>
    store.listIncidents(query, {
      member: filter.member ?? own,
      code: filter.code ?? null,
      open: filter.open ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  return pageOf(rows, page.limit, viewIncident, (row) => ({
    at: row.opened_at,
    id: row.incident_id,
  }));
}

/** One incident: of the actor's state; for the nation, any. */
export async function readIncident(
  { store, reader }: ReadParts,
  actor: Actor,
  incidentId: string,
): Promise<IncidentView> {
  const row = await reader.as(actor.member, (query) => store.findIncident(query, incidentId));
  const ofOneState = row && { ...row, ...partiesOf(row) };
  requirePermission('GET /v1/incidents/{incidentId}', actor, ofOneState);
  return viewIncident(ofOneState);
}

function viewIncident(row: ListedIncident): IncidentView {
  const { failed, waiting } = row;
  const isOpen = row.closed_at === null;
  return {
    incidentId: row.incident_id,
    member: row.member,
    kind: row.kind,
    code: row.code,
    openedAt: row.opened_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    count: row.count,
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
    ...(isOpen && row.kind === 'delivery' ? { affected: { failed, waiting } } : {}),
  };
}
