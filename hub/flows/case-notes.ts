import type { Actor } from '../access/actor.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { authorOf } from './author.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type { CaseNote, Page, PageRequest } from './reads.ts';
import { requirePermission } from './require-permission.ts';
import { requireOpenCase } from './working-set.ts';

export interface NoteParts {
  readonly store: ExchangeStore;
  readonly memberKeys: Pick<MemberKeys, 'sealValue'>;
  readonly random: RandomBytes;
  /** Business clock. */
  readonly now: () => Date;
}

/**
 * Notes something on a case for the actor's own state. It is no fact of the exchange and has no leaf
 * (docs/decisions/0048-notes-are-of-one-state.md). Throws NOT_FOUND for a case that the state may not know
 * of, ERASED or SEALED for one of which nothing may be said.
 */
export async function writeNote(
  { store, memberKeys, random, now }: NoteParts,
  actor: Actor,
  caseId: string,
  text: string,
): Promise<{ readonly noteId: string }> {
  const { member, reference } = actor;
  const sealed = await memberKeys.sealValue(member, text);
  return store.withTransaction(async (tx) => {
    // Locked, so that an erasure of the case comes before the note or finds it.
    const { locked } = await store.lockCases(tx, [caseId], true);
    const row = locked.get(caseId);
    requirePermission('POST /v1/cases/{caseId}/notes', actor, row);
    requireOpenCase(row);
    const at = now();
    const note_id = mintUuid(at, random);
    const note = { note_id, case_id: caseId, member, text: sealed };
    await store.insertCaseNotes(tx, [{ ...note, author: reference, written_at: at }]);
    return { noteId: note_id };
  });
}

/** A page of what the actor's state noted on a case, newest first; SEALED while the case is. */
export async function readNotes(
  { store, reader, memberKeys }: ReadParts,
  actor: Actor,
  caseId: string,
  page: PageRequest,
): Promise<Page<CaseNote>> {
  const { member } = actor;
  const { rows, names } = await reader.as(member, async (query) => {
    const row = await store.findCase(query, caseId);
    requirePermission('GET /v1/cases/{caseId}/notes', actor, row);
    requireOpenCase(row);
    const asked = { caseId, member, after: page.after ?? null, limit: page.limit + 1 };
    const found = await store.listCaseNotes(query, asked);
    const authors = found.map(({ author }) => author);
    return { rows: found, names: await store.accountNames(query, authors) };
  });
  const { items, next } = pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => ({ at: row.written_at, id: row.note_id }),
  );
  const notes = items.map(async (row): Promise<CaseNote> => ({
    noteId: row.note_id,
    text: await memberKeys.openValue(row.text),
    ...authorOf(row.author, names),
    at: row.written_at.toISOString(),
  }));
  return { items: await Promise.all(notes), ...(next === undefined ? {} : { next }) };
}
