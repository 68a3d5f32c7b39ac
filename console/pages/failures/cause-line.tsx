import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { type Cause, addressOfCause } from './causes.ts';
import { nextOf, whatHappened } from '../../words/failures.ts';
import { FAILURES } from './failures-text.ts';

/** A cause in two lines, with the way to it. */
export function CauseLine({
  cause,
  member,
}: {
  readonly cause: Cause;
  readonly member: string;
}): ReactElement {
  return (
    <>
      <p className="item__head">
        <Link to={addressOfCause(cause)}>{whatHappened(cause)}</Link>
        <span className="fine">{FAILURES.messages(cause.failures.length)}</span>
      </p>
      <p className="item__facts">{nextOf(cause, member).what}</p>
    </>
  );
}
