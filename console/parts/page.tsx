import { type ReactElement, type ReactNode, useEffect } from 'react';
import { TEXT } from '../words/text.ts';

interface PageProps {
  /** Of the window, and read out when the page opens. */
  readonly title: string;
  /** The sentence that answers what the page is opened for. */
  readonly answer?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its answer first, what stands behind it below. */
export function Page({ title, answer, children }: PageProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · ${TEXT.product}`;
  }, [title]);
  return (
    <main id="page" className="page" tabIndex={-1}>
      <h1 className="page__title">{title}</h1>
      {answer === undefined ? null : (
        <p className="page__answer" aria-live="polite">
          {answer}
        </p>
      )}
      {children}
    </main>
  );
}
