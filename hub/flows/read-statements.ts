import type { Actor } from '../access/actor.ts';
import type { StatementRead } from '../store/statements.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type {
  Page,
  PageRequest,
  StatementFilter,
  StatementSummary,
  StatementView,
} from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** A page of the statements of the actor's pairs, the newest first. */
export async function readStatements(
  { store, reader }: ReadParts,
  { member }: Actor,
  filter: StatementFilter,
  page: PageRequest,
): Promise<Page<StatementSummary>> {
  const rows = await reader.as(member, (query) =>
    store.listStatements(query, {
      from: filter.from ?? null,
      to: filter.to ?? null,
      day: filter.day ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  return pageOf(rows, page.limit, viewSummary, (row) => ({
    at: row.made_at,
    id: row.statement_id,
  }));
}

/** One statement with what it counts. */
export async function readStatement(
  { store, reader }: ReadParts,
  actor: Actor,
  statementId: string,
): Promise<StatementView> {
  const row = await reader.as(actor.member, (query) => store.findStatement(query, statementId));
  requirePermission('GET /v1/statements/{statementId}', actor, row);
  return {
    ...viewSummary(row),
    checkpoint: row.checkpoint,
    transmissions: row.transmission_ids.map((transmissionId, at) => ({
      index: row.leaf_indexes[at] ?? 0,
      transmissionId,
    })),
  };
}

function viewSummary(row: StatementRead): StatementSummary {
  return {
    statementId: row.statement_id,
    from: row.from_member,
    to: row.to_member,
    day: row.day,
    fromSize: row.from_size,
    toSize: row.to_size,
    count: row.transmission_ids.length,
    madeAt: row.made_at.toISOString(),
    statement: row.note,
  };
}
