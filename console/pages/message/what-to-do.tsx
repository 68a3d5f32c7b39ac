import type { ReactElement, ReactNode } from 'react';
import { MESSAGE_TEXT } from './message-text.ts';

interface WhatToDoProps {
  readonly kind: 'warning' | 'error' | 'info';
  readonly children: ReactNode;
}

/** What the page is opened for, where something must be done. */
export function WhatToDo({ kind, children }: WhatToDoProps): ReactElement {
  return (
    <section
      className={`usa-alert usa-alert--${kind} usa-alert--no-icon trouble`}
      aria-label={MESSAGE_TEXT.whatToDo}
    >
      <div className="usa-alert__body">{children}</div>
    </section>
  );
}
