import type { Actor } from '../access/actor.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { ReadParts } from './read-store.ts';
import type { SavedFilter } from './reads.ts';

export interface FilterParts {
  readonly store: ExchangeStore;
  readonly memberKeys: Pick<MemberKeys, 'sealValue'>;
  /** Business clock. */
  readonly now: () => Date;
}

/** Keeps these filters for the actor, in the place of those before. */
export async function saveFilters(
  { store, memberKeys, now }: FilterParts,
  { member, reference }: Actor,
  filters: readonly SavedFilter[],
): Promise<void> {
  const sealed = await memberKeys.sealValue(member, JSON.stringify(filters));
  const row = { person: reference, member, filters: sealed, changed_at: now() };
  await store.setSavedFilters(store.query, row);
}

/** The filters that the actor keeps. */
export async function readFilters(
  { store, reader, memberKeys }: ReadParts,
  { member, reference }: Actor,
): Promise<readonly SavedFilter[]> {
  const row = await reader.as(member, (query) => store.findSavedFilters(query, reference));
  if (row === undefined) return [];
  return JSON.parse(await memberKeys.openValue(row.filters)) as SavedFilter[];
}
