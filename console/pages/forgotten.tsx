import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../api/call.ts';
import { EntryPage } from '../parts/entry-page.tsx';
import { TextField } from '../parts/text-field.tsx';
import { AskAdministrator } from './sign-in/ask-administrator.tsx';
import { FORGOTTEN as T, SIGN_IN } from './sign-in/sign-in-text.ts';
import { useStep } from './sign-in/use-step.ts';

/** Asks for a link by mail; the page says the same of every address. */
export function Forgotten(): ReactElement {
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const { isBusy, error, submit } = useStep(async () => {
    await call('POST /v1/password-resets', { json: { email } });
    setSent(true);
  });
  return (
    <EntryPage title={isSent ? T.sentTitle : T.title}>
      <p role="status">{isSent ? T.sent : T.text}</p>
      {isSent ? null : (
        <form onSubmit={submit}>
          <TextField
            label={SIGN_IN.email}
            type="email"
            autoComplete="username"
            required
            autoFocus
            maxLength={254}
            error={error}
            value={email}
            onText={setEmail}
          />
          <button type="submit" className="usa-button" aria-disabled={isBusy}>
            {T.confirm}
          </button>
        </form>
      )}
      <p>
        <Link to="/sign-in">{T.back}</Link>
      </p>
      <AskAdministrator />
    </EntryPage>
  );
}
