import { type ReactElement, useEffect, useState } from 'react';
import { type AroundNavHandler, Route, Router, useLocation } from 'wouter';
import { BASE, IN_PLACE } from './address.ts';
import { Frame } from './frame.tsx';
import { OPEN_PAGES, type PageRow, pageAt } from './page-table.ts';
import type { Pages } from './pages.ts';
import { PageBoundary } from './parts/page-boundary.tsx';
import { Skeleton } from './parts/panel.tsx';
import { NotThere } from './pages/not-there.tsx';

interface ConsoleProps {
  readonly pages: Pages;
}

/** The console's pages by their addresses; what is not among them says so. */
export function Console({ pages }: ConsoleProps): ReactElement {
  const [goTo] = useState(() => goingBy(pages));
  return (
    <Router base={BASE} aroundNav={goTo}>
      <Addressed pages={pages} />
    </Router>
  );
}

function Addressed({ pages }: ConsoleProps): ReactElement {
  const [path] = useLocation();
  const row = pageAt(path);
  if (row !== undefined && OPEN_PAGES.includes(row)) return <OnePage pages={pages} row={row} />;
  return (
    <PageBoundary>
      <Frame>{row === undefined ? <NotThere /> : <OnePage pages={pages} row={row} />}</Frame>
    </PageBoundary>
  );
}

interface OnePageProps extends ConsoleProps {
  readonly row: PageRow;
}

/** Goes on as it is while only the parameters of its address change. */
function OnePage({ pages, row }: OnePageProps): ReactElement {
  return (
    <PageBoundary key={row.path}>
      <Route path={`/${row.path}`}>
        <Fetched pages={pages} row={row} />
      </Route>
    </PageBoundary>
  );
}

/** The page, or what stands there until its file does. */
function Fetched({ pages, row }: OnePageProps): ReactElement {
  const [Shown, setShown] = useState(() => pages.shown(row));
  const [fault, setFault] = useState<unknown>();
  const isThere = Shown !== undefined;
  useEffect(() => {
    if (isThere) return;
    pages.load(row).then(() => {
      setShown(() => pages.shown(row));
    }, setFault);
  }, [isThere, pages, row]);
  if (fault !== undefined) throw fault as Error;
  return Shown === undefined ? <Skeleton /> : <Shown />;
}

/**
 * Goes to another page when its file is there: until then the one before stays. A page begins at its top, or where
 * the address says; whoever goes back finds it where it was left, by the browser.
 */
function goingBy(pages: Pages): AroundNavHandler {
  let latest = 0;
  return (navigate, to, options) => {
    latest += 1;
    const mine = latest;
    const go = (): void => {
      // Somebody may have gone elsewhere meanwhile.
      if (mine !== latest) return;
      const { pathname, search } = window.location;
      navigate(to, { ...options, replace: options?.replace === true || to === pathname + search });
      if (options?.state !== IN_PLACE.state) requestAnimationFrame(beginPage);
    };
    const fetched = pages.open(to);
    if (fetched === undefined) go();
    else void fetched.then(go);
  };
}

function beginPage(): void {
  const place = document.getElementById(window.location.hash.slice(1));
  if (place === null) window.scrollTo(0, 0);
  else place.scrollIntoView();
}
