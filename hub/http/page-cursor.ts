import type { Page, PageRequest } from '../flows/reads.ts';
import { isUuid } from '../message/identifiers.ts';
import { HttpError } from './http-error.ts';

type Position = NonNullable<Page<unknown>['next']>;

/** Where the next page begins, as an opaque text. It grants nothing: what it names is checked again. */
export function formatCursor({ at, id }: Position): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** Throws CURSOR_INVALID for a text that no page of such ids gave. */
export function parseCursor(cursor: string, isId: (text: string) => boolean = isUuid): Position {
  const [milliseconds = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('.');
  if (!/^[0-9]{1,15}$/.test(milliseconds) || !isId(id)) throw new HttpError('CURSOR_INVALID');
  return { at: new Date(Number(milliseconds)), id };
}

const DEFAULT_LIMIT = 50;

/** Limit and cursor of a list of what has such ids. */
export function pageRequest(
  query: { limit?: number; cursor?: string },
  isId: (text: string) => boolean = isUuid,
): PageRequest {
  return {
    limit: query.limit ?? DEFAULT_LIMIT,
    ...(query.cursor === undefined ? {} : { after: parseCursor(query.cursor, isId) }),
  };
}

/** A page as the API writes it: `next` is the cursor of the next one. */
export function pageBody<Item>(page: {
  readonly items: readonly Item[];
  readonly next?: Position;
}): { items: readonly Item[]; next?: string } {
  return {
    items: page.items,
    ...(page.next === undefined ? {} : { next: formatCursor(page.next) }),
  };
}
