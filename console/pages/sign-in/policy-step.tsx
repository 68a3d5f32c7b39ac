import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { call } from '../../api/call.ts';
import { type SessionStep, useNextStep } from '../../api/session.ts';
import { EntryPage } from '../../parts/entry-page.tsx';
import { Answered } from '../../parts/panel.tsx';
import { signOut } from '../../api/sign-out.ts';
import { POLICY as T } from './sign-in-text.ts';
import { NotGiven, useStep } from './use-step.ts';

interface UsePolicy {
  readonly version: string;
  readonly title: string;
  readonly text: string;
}

/** The policy in force, agreed to before anything else is shown. */
export function PolicyStep(): ReactElement {
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: async ({ signal }) => (await call('GET /v1/policy', { signal })) as UsePolicy,
  });
  return (
    <EntryPage title={policy.data?.title ?? ''}>
      <Answered query={policy}>{(inForce) => <Agree policy={inForce} />}</Answered>
    </EntryPage>
  );
}

function Agree({ policy: { version, text } }: { readonly policy: UsePolicy }): ReactElement {
  const [isAgreed, setAgreed] = useState(false);
  const goOn = useNextStep();
  const { isBusy, error, submit } = useStep(async () => {
    if (!isAgreed) throw new NotGiven(T.first);
    const step = (await call('POST /v1/session/policy', { json: { version } })) as SessionStep;
    await goOn(step);
  });
  return (
    <>
      {text.split('\n\n').map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p className="fine">
        {T.version} {version}
      </p>
      <form onSubmit={submit}>
        <label className="check">
          <input
            type="checkbox"
            checked={isAgreed}
            onChange={({ target }) => {
              setAgreed(target.checked);
            }}
          />
          {T.agree}
        </label>
        {error === undefined ? null : (
          <p role="alert" className="ask__error">
            {error}
          </p>
        )}
        <div className="buttons">
          <button type="submit" className="usa-button" aria-disabled={isBusy}>
            {T.confirm}
          </button>
          <button
            type="button"
            className="usa-button usa-button--unstyled"
            onClick={() => void signOut()}
          >
            {T.signOut}
          </button>
        </div>
      </form>
    </>
  );
}
