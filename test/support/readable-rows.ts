import type { Query } from '../../hub/store/database.ts';
import type { Reader } from '../../hub/store/reader.ts';

/** Tables in which a row is of one or two states. */
export const READABLE_TABLES = [
  'persons',
  'person_members',
  'cases',
  'case_identifiers',
  'transmissions',
  'content_keys',
  'records',
  'attachments',
  'transmission_attachments',
  'findings',
  'finding_terms',
  'person_descriptions',
  'person_tokens',
  'case_assignments',
  'assignment_notes',
  'case_notes',
  'saved_filters',
  'deliveries',
  'deadlines',
  'reviews',
  'erasures',
  'decisions',
  'viewings',
  'ledger_entries',
  'closed_ledger_entries',
  'statements',
  'destinations',
  'delivery_pauses',
  'agreements',
  'incidents',
  'notification_settings',
  'hooks',
  'accounts',
  'access_events',
] as const;

export type ReadableTable = (typeof READABLE_TABLES)[number];

export type RowCounts = Readonly<Record<ReadableTable, number>>;

/** How many rows of each table a member may read, as the role that answers persons and states. */
export function countReadable(reader: Reader, member: string): Promise<RowCounts> {
  return reader.as(member, countAll);
}

async function countAll(query: Query): Promise<RowCounts> {
  const counts = READABLE_TABLES.map(
    (table) => `(SELECT count(*)::integer FROM ${table}) AS ${table}`,
  );
  const [row] = await query<RowCounts>(`SELECT ${counts.join(', ')}`);
  if (row === undefined) throw new Error('a SELECT without FROM has one row');
  return row;
}

/** What is there more in the second than in the first. */
export function growth(before: RowCounts, after: RowCounts): Partial<RowCounts> {
  const grown = READABLE_TABLES.map((table) => [table, after[table] - before[table]] as const);
  return Object.fromEntries(grown.filter(([, more]) => more !== 0));
}
