import type { ReactElement } from 'react';
import { useRouteError } from 'react-router';
import { Failure } from './panel.tsx';

/** What stands in place of a page that could not be shown. */
export function PageFailure(): ReactElement {
  const error = useRouteError();
  return (
    <main id="page" className="page">
      <Failure
        error={error instanceof Error ? error : new Error('the page could not be shown')}
        again={() => {
          window.location.reload();
        }}
      />
    </main>
  );
}
