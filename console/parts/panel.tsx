import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useId } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { TEXT } from '../words/text.ts';

interface PanelProps {
  readonly title: string;
  /** How many, beside the title. */
  readonly count?: number | string;
  /** Right of the title. */
  readonly actions?: ReactNode;
  /** By which a link of the page leads to it. */
  readonly place?: string;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, count, actions, place, children }: PanelProps): ReactElement {
  const id = useId();
  return (
    <section id={place} className="panel" aria-labelledby={id}>
      <header className="panel__head">
        <h2 id={id}>
          {title}
          {count === undefined ? null : <span className="panel__count"> {count}</span>}
        </h2>
        {actions === undefined ? null : <div className="panel__actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

interface AnsweredProps<T> {
  readonly query: UseQueryResult<T>;
  /** What stands there when the answer holds nothing: in words, with the next step. */
  readonly empty?: { readonly when: (answer: T) => boolean; readonly text: ReactNode };
  readonly children: (answer: T) => ReactNode;
}

/** What was asked, or why it is not there yet: loading, failed, forbidden and empty each have a look. */
export function Answered<T>({ query, empty, children }: AnsweredProps<T>): ReactNode {
  const { data, error, refetch } = query;
  if (data !== undefined)
    return empty?.when(data) === true ? <Empty>{empty.text}</Empty> : children(data);
  if (error !== null) {
    return <Failure error={error} again={() => void refetch()} />;
  }
  return <Skeleton />;
}

export function Empty({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className="empty">{children}</p>;
}

/** Shown only once waiting is noticed: the style delays it by 300 ms. */
export function Skeleton(): ReactElement {
  return (
    <div className="skeleton" role="status">
      <span className="usa-sr-only">{TEXT.panel.loading}</span>
      <div aria-hidden="true" />
      <div aria-hidden="true" />
      <div aria-hidden="true" />
    </div>
  );
}

interface FailureProps {
  readonly error: Error;
  readonly again?: () => void;
}

const NO_PROBLEM = { requestId: undefined, code: undefined } as const;
/** Asked again, the answer is the same. */
const FINAL: ReadonlySet<string> = new Set(['LINK_INVALID', 'NOT_FOUND', 'QUERY_INVALID']);

/** What happened and what to do now, in the words of people. */
export function Failure({ error, again }: FailureProps): ReactElement {
  const { what, next } = wordsOf(error);
  const { requestId, code } = error instanceof ApiProblem ? error : NO_PROBLEM;
  const retry = code !== undefined && FINAL.has(code) ? undefined : again;
  return (
    <div className="usa-alert usa-alert--error usa-alert--slim" role="alert">
      <div className="usa-alert__body">
        <p className="usa-alert__text">
          <strong>{what}</strong> {next}
          {requestId === undefined ? null : (
            <small className="fine">
              {' '}
              {TEXT.requestNumber} {requestId}
            </small>
          )}
        </p>
        {retry === undefined ? null : (
          <button type="button" className="usa-button usa-button--outline" onClick={retry}>
            {TEXT.panel.retry}
          </button>
        )}
      </div>
    </div>
  );
}

/** The console's own words for the codes that people meet, else what the hub says. */
export function wordsOf(error: Error): { readonly what: string; readonly next: string } {
  const code = error instanceof ApiProblem ? error.code : 'UNKNOWN';
  const known = TEXT.problems[code];
  if (known !== undefined) return known;
  const said = error.message;
  return { what: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`, next: '' };
}
