import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { Page } from '../parts/page.tsx';

export function NotThere(): ReactElement {
  return (
    <Page title="There is no such page" answer="The address is not one of the console.">
      <p>
        <Link to="/">Go to your start page</Link>, or find a case or message by its number above.
      </p>
    </Page>
  );
}
