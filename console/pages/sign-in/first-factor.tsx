import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import { useNextStep } from '../../api/session.ts';
import { EntryPage } from '../../parts/entry-page.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { AskAdministrator } from './ask-administrator.tsx';
import { OtherWays } from './other-ways.tsx';
import { SIGN_IN as T } from './sign-in-text.ts';
import { useStep } from './use-step.ts';

/** Address, then password: they are sent together, so that nothing tells whether there is such an account. */
export function FirstFactor({ note }: { readonly note: string | undefined }): ReactElement {
  const [email, setEmail] = useState('');
  const [isGiven, setGiven] = useState(false);
  return (
    <EntryPage title={T.title}>
      {isGiven ? (
        <PasswordStep
          email={email}
          onBack={() => {
            setGiven(false);
          }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setGiven(true);
          }}
        >
          {note === undefined ? null : <p role="status">{note}</p>}
          <TextField
            label={T.email}
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            maxLength={254}
            value={email}
            onText={setEmail}
          />
          <button type="submit" className="usa-button">
            {T.next}
          </button>
        </form>
      )}
      <OtherWays />
      <AskAdministrator />
    </EntryPage>
  );
}

interface PasswordStepProps {
  readonly email: string;
  readonly onBack: () => void;
}

function PasswordStep({ email, onBack }: PasswordStepProps): ReactElement {
  const [password, setPassword] = useState('');
  const goOn = useNextStep();
  const { isBusy, error, submit } = useStep(async () => {
    await goOn(await call('POST /v1/session', { json: { email, password } }));
  });
  return (
    <form onSubmit={submit}>
      <p>
        {T.as} <strong>{email}</strong>{' '}
        <button type="button" className="usa-button usa-button--unstyled" onClick={onBack}>
          {T.back}
        </button>
      </p>
      {/* For password managers, which look for the name beside the password. */}
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label={T.password}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        autoFocus
        error={error}
        value={password}
        onText={setPassword}
      />
      <button type="submit" className="usa-button" aria-disabled={isBusy}>
        {T.next}
      </button>
      <p>
        <Link to="/forgotten">{T.forgotten}</Link>
      </p>
    </form>
  );
}
