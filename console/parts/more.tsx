import type { ReactElement } from 'react';
import { TEXT } from '../words/text.ts';

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Fetches the next page of a list below the ones that stand there. */
export function MoreButton({ list }: { readonly list: Pages }): ReactElement | null {
  if (!list.hasNextPage) return null;
  return (
    <p className="buttons">
      <button
        type="button"
        className="usa-button usa-button--outline"
        disabled={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {TEXT.panel.more}
      </button>
    </p>
  );
}
