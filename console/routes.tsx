import type { QueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { type RouteObject, createBrowserRouter } from 'react-router';
import { type Ask, askWhenSignedIn } from './api/session.ts';
import { Frame } from './frame.tsx';
import { OPEN_PAGES, PAGES, type PageRow } from './page-table.ts';
import { PageFailure } from './parts/page-failure.tsx';
import { NotThere } from './pages/not-there.tsx';

interface Loaded {
  readonly ask?: Ask;
  readonly [name: string]: (() => ReactElement) | Ask | undefined;
}

/** How each file of the table is fetched; the builder reads these patterns. */
const FILES = import.meta.glob<Loaded>([
  './pages/*.tsx',
  '!./pages/not-there.tsx',
  './pages/administration/{invite,access-events,account-page}.tsx',
]);

function routeOf({ path, file, name }: PageRow, queries: QueryClient): RouteObject {
  const load = FILES[`./pages/${file}.tsx`];
  if (load === undefined) throw new Error(`there is no file ${file}`);
  return {
    path,
    lazy: async () => {
      const loaded = await load();
      if (loaded.ask !== undefined) askWhenSignedIn(queries, loaded.ask);
      const Component = loaded[name] as (() => ReactElement) | undefined;
      if (Component === undefined) throw new Error(`there is no page ${name}`);
      return { Component };
    },
  };
}

/** The console's addresses; what is not among them says so. */
export function createConsoleRouter(queries: QueryClient): ReturnType<typeof createBrowserRouter> {
  const route = (row: PageRow): RouteObject => routeOf(row, queries);
  return createBrowserRouter(
    [
      { errorElement: <PageFailure />, children: OPEN_PAGES.map(route) },
      {
        element: <Frame />,
        errorElement: <PageFailure />,
        children: [...PAGES.map(route), { path: '*', element: <NotThere /> }],
      },
    ],
    { basename: '/app' },
  );
}
