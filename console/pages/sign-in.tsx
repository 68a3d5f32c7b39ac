import { type ReactElement, useState } from 'react';
import { Redirect, useSearchParams } from 'wouter';
import { useSession } from '../api/session.ts';
import { EntryPage } from '../parts/entry-page.tsx';
import { Skeleton } from '../parts/panel.tsx';
import { SIGN_IN } from './sign-in/sign-in-text.ts';
import { Enrolment } from './sign-in/enrolment.tsx';
import { FirstFactor } from './sign-in/first-factor.tsx';
import { PolicyStep } from './sign-in/policy-step.tsx';
import { RecoveryCodes } from './sign-in/recovery-codes.tsx';
import { SecondFactor } from './sign-in/second-factor.tsx';

/** Only an address of the console itself: a link to here must not lead anywhere else. */
function safeTarget(asked: string | null): string {
  return asked !== null && /^\/(?![/\\])/.test(asked) ? asked : '/';
}

/** What the page says of before: that one left, or what opens after. */
function noteOf(asked: URLSearchParams): string | undefined {
  if (asked.has('signed-out')) return SIGN_IN.signedOut;
  return asked.has('to') && asked.get('to') !== '/' ? SIGN_IN.ended : undefined;
}

/** Signing in, step by step, as the session says which comes next; at its end the page asked for opens. */
export function SignIn(): ReactElement {
  const [asked] = useSearchParams();
  const session = useSession();
  // Shown once: no news of the session may take them away before they are kept.
  const [codes, setCodes] = useState<readonly string[]>();
  const [isFirst, setFirst] = useState(false);
  if (codes !== undefined) {
    return (
      <RecoveryCodes
        codes={codes}
        onKept={() => {
          setCodes(undefined);
        }}
      />
    );
  }
  if (session === undefined) {
    return (
      <EntryPage title={SIGN_IN.title}>
        <Skeleton />
      </EntryPage>
    );
  }
  switch (session?.stage) {
    case undefined:
      return <FirstFactor note={noteOf(asked)} />;
    case 'second-factor':
      return <SecondFactor />;
    case 'enrol':
      return (
        <Enrolment
          onEnrolled={(shown) => {
            setFirst(true);
            setCodes(shown);
          }}
        />
      );
    case 'policy':
      return <PolicyStep />;
    case 'complete':
      return <Redirect to={isFirst ? '/welcome' : safeTarget(asked.get('to'))} replace />;
  }
}
