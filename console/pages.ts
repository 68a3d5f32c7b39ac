import type { QueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { BASE } from './address.ts';
import { type Ask, askWhenSignedIn } from './api/session.ts';
import { type PageRow, pageAt } from './page-table.ts';

/** Shows a page. */
export type Shown = () => ReactElement;

/** The pages whose files are there; each is fetched when it is first opened. */
export interface Pages {
  /** The page, once its file is there. */
  shown(row: PageRow): Shown | undefined;
  /** Resolves when the page's file is there; rejects when it does not come. */
  load(row: PageRow): Promise<void>;
  /**
   * Fetches the file of the page at an address below the console's; resolves when nothing is left to fetch, at once
   * (`undefined`) when nothing was. A file that does not come is told of where it would be shown.
   */
  open(address: string): Promise<void> | undefined;
}

interface Loaded {
  readonly ask?: Ask;
  readonly [name: string]: Shown | Ask | undefined;
}

/** How each file of the table is fetched; the builder reads these patterns. */
const FILES = import.meta.glob<Loaded>([
  './pages/*.tsx',
  '!./pages/not-there.tsx',
  './pages/administration/{invite,access-events,account-page}.tsx',
]);

export function createPages(queries: QueryClient): Pages {
  const shown = new Map<PageRow, Shown>();
  const load = async (row: PageRow): Promise<void> => {
    const { file, name } = row;
    const loaded = await FILES[`./pages/${file}.tsx`]?.();
    const page = loaded?.[name] as Shown | undefined;
    if (page === undefined) throw new Error(`there is no page ${name} in ${file}`);
    if (loaded?.ask !== undefined) askWhenSignedIn(queries, loaded.ask);
    shown.set(row, page);
  };
  return {
    shown: (row) => shown.get(row),
    load,
    open: (address) => {
      const row = pageAt(new URL(address, window.location.origin).pathname.slice(BASE.length));
      if (row === undefined || shown.has(row)) return undefined;
      return load(row).catch(() => undefined);
    },
  };
}
