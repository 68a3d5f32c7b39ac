import type { ReactElement } from 'react';
import { type RouteObject, createBrowserRouter } from 'react-router';
import { Frame } from './frame.tsx';
import { OPEN_PAGES, PAGES, type PageRow } from './page-table.ts';
import { PageFailure } from './parts/page-failure.tsx';
import { NotThere } from './pages/not-there.tsx';

type Loaded = Readonly<Record<string, () => ReactElement>>;

/** How each file of the table is fetched; the builder reads these patterns. */
const FILES = import.meta.glob<Loaded>([
  './pages/*.tsx',
  '!./pages/not-there.tsx',
  './pages/administration/{invite,access-events,account-page}.tsx',
]);

function route({ path, file, name }: PageRow): RouteObject {
  const load = FILES[`./pages/${file}.tsx`];
  if (load === undefined) throw new Error(`there is no file ${file}`);
  return {
    path,
    lazy: async () => {
      const Component = (await load())[name];
      if (Component === undefined) throw new Error(`there is no page ${name}`);
      return { Component };
    },
  };
}

/** The console's addresses; what is not among them says so. */
export function createConsoleRouter(): ReturnType<typeof createBrowserRouter> {
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
