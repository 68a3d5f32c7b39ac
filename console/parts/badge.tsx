import type { ReactElement } from 'react';
import type { Look, Standing } from '../words/standing.ts';

/** Never colour alone: a shape for each look, drawn so that it is told apart in grey too. */
const SHAPES: Readonly<Record<Look, ReactElement>> = {
  'in-order': <circle cx="8" cy="8" r="4" />,
  waiting: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm1 6.6-2.5 2-1-1.2L7.4 8V4.5H9z" />,
  soon: <path d="M8 2 15 14H1Z" />,
  late: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Zm2.2 3v5h1.6V4Zm0 6.2v1.7h1.6v-1.7Z" />,
  open: <path fillRule="evenodd" d="M8 1 15 8 8 15 1 8Zm0 3.5L4.5 8 8 11.5 11.5 8Z" />,
  proven: <path d="m6.6 10.6 5.6-5.7 1.2 1.2-6.8 6.9-4-4 1.2-1.2z" />,
};

/** How something stands: icon and word. */
export function Badge({ look, word }: Standing): ReactElement {
  return (
    <span className={`badge badge--${look}`}>
      <svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14">
        {SHAPES[look]}
      </svg>
      {word}
    </span>
  );
}
