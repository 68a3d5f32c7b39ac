import type { Query } from './database.ts';

/** All filters that one person keeps, as one sealed text. */
export interface SavedFiltersRow {
  /** Whose: an opaque reference. */
  readonly person: string;
  readonly member: string;
  readonly filters: Buffer;
  readonly changed_at: Date;
}

const FIND_FILTERS = `SELECT * FROM saved_filters WHERE person = $1`;

export async function findSavedFilters(
  query: Query,
  person: string,
): Promise<SavedFiltersRow | undefined> {
  const [row] = await query<SavedFiltersRow>(FIND_FILTERS, [person]);
  return row;
}

const SET_FILTERS = `
  INSERT INTO saved_filters (person, member, filters, changed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (person) DO UPDATE
     SET member = excluded.member, filters = excluded.filters, changed_at = excluded.changed_at`;

/** In the place of those that the person kept before. */
export async function setSavedFilters(query: Query, row: SavedFiltersRow): Promise<void> {
  await query(SET_FILTERS, [row.person, row.member, row.filters, row.changed_at]);
}
