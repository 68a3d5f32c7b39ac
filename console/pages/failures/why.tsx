import type { ReactElement } from 'react';
import { OfficeContact } from '../../parts/office-contact.tsx';
import { stateName } from '../../words/names.ts';
import { FAILURES } from './failures-text.ts';

interface WhyProps {
  /** What the hub can say of why. */
  readonly said: string;
  /** In the other state’s own words. */
  readonly reason?: string | undefined;
  readonly to: string;
  /** Whether its office must be asked. */
  readonly isAsked: boolean;
}

/** Rows of a list of facts: why it was refused, and how to ask those who know. */
export function Why({ said, reason, to, isAsked }: WhyProps): ReactElement {
  return (
    <>
      {said === '' && reason === undefined ? null : (
        <>
          <dt>{FAILURES.why}</dt>
          <dd>
            {reason === undefined ? null : (
              <>
                {stateName(to)} says: <q>{reason}</q>{' '}
              </>
            )}
            {said}
          </dd>
        </>
      )}
      {isAsked ? (
        <>
          <dt>{FAILURES.office(to)}</dt>
          <dd>
            <OfficeContact member={to} />
          </dd>
        </>
      ) : null}
    </>
  );
}
