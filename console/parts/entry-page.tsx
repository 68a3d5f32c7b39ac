import { type ReactElement, type ReactNode, useEffect } from 'react';
import { TEXT } from '../words/text.ts';

interface EntryPageProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page before the frame: one narrow column, one thing to do. */
export function EntryPage({ title, children }: EntryPageProps): ReactElement {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · ${TEXT.product}`;
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <>
      <a className="usa-skipnav" href="#entry">
        {TEXT.skip}
      </a>
      <header className="entry__head">
        <span className="frame__product">{TEXT.product}</span>
        <span className="fine">{TEXT.productLong}</span>
      </header>
      <main id="entry" className="entry" tabIndex={-1}>
        <h1 className="entry__title">{title}</h1>
        {children}
      </main>
    </>
  );
}
