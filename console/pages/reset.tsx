import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';
import { call } from '../api/call.ts';
import { EntryPage } from '../parts/entry-page.tsx';
import { NewPassword } from '../parts/new-password.tsx';
import { AskAdministrator } from './sign-in/ask-administrator.tsx';
import { RESET as T } from './sign-in/sign-in-text.ts';
import { useStep } from './sign-in/use-step.ts';

/** What a mailed reset link opens: another password, and no session. */
export function Reset(): ReactElement {
  const token = useLocationProperty(() => window.location.hash).slice(1);
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const { isBusy, error, submit } = useStep(async () => {
    const given = { params: { token }, json: { password } };
    await call('POST /v1/password-resets/{token}/complete', given);
    setDone(true);
  });
  if (isDone) {
    return (
      <EntryPage title={T.doneTitle}>
        <p role="status">{T.done}</p>
        <Link className="usa-button" to="/sign-in">
          {T.signIn}
        </Link>
      </EntryPage>
    );
  }
  return (
    <EntryPage title={T.title}>
      {token === '' ? (
        <p>{T.none}</p>
      ) : (
        <form onSubmit={submit}>
          <NewPassword value={password} onText={setPassword} error={error} autoFocus />
          <button type="submit" className="usa-button" aria-disabled={isBusy}>
            {T.confirm}
          </button>
        </form>
      )}
      <p>
        <Link to="/forgotten">{T.again}</Link>
      </p>
      <AskAdministrator />
    </EntryPage>
  );
}
