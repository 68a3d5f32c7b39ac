import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useAccount } from '../api/session.ts';
import { Page } from '../parts/page.tsx';
import { GUIDE, guideFor } from './account-text.ts';

/** The first page after the first sign-in: what this role does, in three steps. */
export function Welcome(): ReactElement {
  const { name, roles } = useAccount();
  return (
    <Page title={GUIDE.title} answer={GUIDE.answer(name)}>
      <ol className="guide">
        {guideFor(roles).map(({ head, text, to, link }) => (
          <li key={head}>
            <h2>{head}</h2>
            <p>{text}</p>
            <Link to={to}>{link}</Link>
          </li>
        ))}
      </ol>
      <Link className="usa-button" to="/">
        {GUIDE.begin}
      </Link>
    </Page>
  );
}
