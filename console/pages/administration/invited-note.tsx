import type { ReactElement } from 'react';
import { Moment } from '../../parts/time.tsx';
import { INVITE as T } from './administration-text.ts';

/** What became of an invitation. */
export interface InvitedView {
  readonly reference: string;
  readonly expiresAt: string;
  readonly mailed: boolean;
  readonly link?: string;
}

/** Whether the link is on its way, or is to be handed over by hand. */
export function InvitedNote({
  invited: { mailed, link, expiresAt },
  name,
}: {
  readonly invited: InvitedView;
  readonly name: string;
}): ReactElement {
  if (mailed) {
    return (
      <p role="status">
        {T.mailed(name)} {T.until} <Moment at={expiresAt} both />.
      </p>
    );
  }
  if (link === undefined) return <p role="alert">{T.unsent}</p>;
  return (
    <div role="status">
      <p>{T.link}</p>
      <p>
        <code className="secret" translate="no">
          {link}
        </code>
      </p>
      <p>
        {T.until} <Moment at={expiresAt} both />.
      </p>
    </div>
  );
}
