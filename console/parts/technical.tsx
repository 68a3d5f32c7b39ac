import type { ReactElement, ReactNode } from 'react';
import { TEXT } from '../words/text.ts';

/** Codes, places and hashes, folded: for who compares them with a log. */
export function Technical({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <details className="more technical">
      <summary>{TEXT.technical}</summary>
      {children}
    </details>
  );
}
