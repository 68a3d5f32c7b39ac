import { type ReactElement, useState } from 'react';
import { TEXT } from '../words/text.ts';

/** Rows that stay where they are while what they are made of changes. */
export interface Steady<Row> {
  /** In the order in which they were first shown; `isGone` where the row is no more in the list. */
  readonly rows: readonly { readonly row: Row; readonly isGone: boolean }[];
  /** How many came or went since. */
  readonly changes: number;
  /** Shows the list as it is now. */
  readonly show: () => void;
  /** After the reader acted: what is asked anew by then takes the place of what was shown. */
  readonly settle: () => void;
  /** Takes a row away on which the reader acted. */
  readonly drop: (key: string) => void;
}

/**
 * Holds a list that is asked anew by itself: what is shown changes in place, but nothing moves under the
 * pointer until the reader asks for it. Where `question` changes it is another list.
 */
export function useSteady<Row>(
  found: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
  question = '',
): Steady<Row> {
  const [kept, setKept] = useState(found);
  const [asked, setAsked] = useState(question);
  if (asked !== question) {
    setAsked(question);
    setKept(found);
  } else if (kept === undefined && found !== undefined) {
    setKept(found);
  }
  const now = new Map((found ?? []).map((row) => [keyOf(row), row]));
  const shown = new Set((kept ?? []).map(keyOf));
  const rows = (kept ?? []).map((row) => ({
    row: now.get(keyOf(row)) ?? row,
    isGone: found !== undefined && !now.has(keyOf(row)),
  }));
  const came = [...now.keys()].filter((key) => !shown.has(key)).length;
  return {
    rows,
    changes: kept === undefined ? 0 : came + rows.filter(({ isGone }) => isGone).length,
    show: () => {
      setKept(found);
    },
    settle: () => {
      setKept(undefined);
    },
    drop: (key) => {
      setKept((before) => before?.filter((row) => keyOf(row) !== key));
    },
  };
}

/** Says below the page that lists have changed, and shows them as they are now. */
export function NewsBar({
  lists,
}: {
  readonly lists: readonly Pick<Steady<unknown>, 'changes' | 'show'>[];
}): ReactElement {
  const count = lists.reduce((sum, { changes }) => sum + changes, 0);
  return (
    <div className="news" role="status">
      {count === 0 ? null : (
        <button
          type="button"
          className="usa-button"
          onClick={() => {
            for (const { show } of lists) show();
          }}
        >
          {TEXT.changedRows(count)}
        </button>
      )}
    </div>
  );
}
