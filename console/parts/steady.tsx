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

interface SteadyOptions {
  /** Where it changes it is another list. */
  readonly question?: string;
  /**
   * What was found is of an earlier visit and is being asked anew: shown, but not held. Since then the reader may
   * have acted elsewhere.
   */
  readonly isOfBefore?: boolean;
}

/** Whether an answer is one of before that is being asked anew. */
export const isOfBefore = ({
  isStale,
  isFetching,
}: {
  readonly isStale: boolean;
  readonly isFetching: boolean;
}): boolean => isStale && isFetching;

/**
 * Holds a list that is asked anew by itself: what is shown changes in place, but nothing moves under the
 * pointer until the reader asks for it.
 */
export function useSteady<Row>(
  found: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
  { question = '', isOfBefore: isOld = false }: SteadyOptions = {},
): Steady<Row> {
  const first = isOld ? undefined : found;
  const [kept, setKept] = useState(first);
  const [asked, setAsked] = useState(question);
  if (asked !== question) {
    setAsked(question);
    setKept(first);
  } else if (kept === undefined && first !== undefined) {
    setKept(first);
  }
  const now = new Map((found ?? []).map((row) => [keyOf(row), row]));
  const held = kept ?? found ?? [];
  const shown = new Set(held.map(keyOf));
  const rows = held.map((row) => ({
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
