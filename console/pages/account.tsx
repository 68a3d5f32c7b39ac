import { type ReactElement, useState } from 'react';
import { call } from '../api/call.ts';
import { useAccount, useSession } from '../api/session.ts';
import { NewPassword } from '../parts/new-password.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Moment } from '../parts/time.tsx';
import { stateName } from '../words/names.ts';
import { roleName } from '../words/roles.ts';
import { ProvidersPanel } from './account/providers.tsx';
import { SecurityKeysPanel } from './account/security-keys.tsx';
import { ACCOUNT as T } from './account-text.ts';
import { NewRecoveryCodes } from './account/new-recovery-codes.tsx';
import { OwnSessions } from './account/own-sessions.tsx';
import { useStep } from './sign-in/use-step.ts';

/** Who one is here, and what one does with the own password and session. */
export function OwnAccount(): ReactElement {
  const { name, member, roles } = useAccount();
  const said = roles.map(roleName).join(', ');
  return (
    <Page title={T.title} answer={T.answer(name, stateName(member), said)}>
      <div className="columns">
        <div>
          <WhoPanel />
          <OwnSessions />
          <NewRecoveryCodes />
        </div>
        <div>
          <PasswordPanel />
          <SecurityKeysPanel />
          <ProvidersPanel />
        </div>
      </div>
    </Page>
  );
}

function WhoPanel(): ReactElement {
  const { email, roles, reference, lastSignInAt } = useAccount();
  const expiresAt = useSession()?.expiresAt;
  return (
    <Panel title={T.who}>
      <dl className="facts">
        <dt>{T.email}</dt>
        <dd>{email}</dd>
        <dt>{T.roles}</dt>
        <dd>{roles.map(roleName).join(', ')}</dd>
        <dt>{T.reference}</dt>
        <dd>
          {reference} <span className="fine">{T.referenceHint}</span>
        </dd>
        {lastSignInAt === undefined ? null : (
          <>
            <dt>{T.lastSignIn}</dt>
            <dd>
              <Moment at={lastSignInAt} both />
            </dd>
          </>
        )}
        {expiresAt === undefined ? null : (
          <>
            <dt>{T.ends}</dt>
            <dd>
              <Moment at={expiresAt} both />
            </dd>
          </>
        )}
      </dl>
      <p className="fine">{T.wrong}</p>
    </Panel>
  );
}

function PasswordPanel(): ReactElement {
  const { email } = useAccount();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isDone, setDone] = useState(false);
  const { isBusy, error, submit } = useStep(async () => {
    setDone(false);
    await call('POST /v1/session/password', { json: { current, next } });
    setCurrent('');
    setNext('');
    setDone(true);
  });
  return (
    <Panel title={T.password}>
      <form onSubmit={submit}>
        <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
        <TextField
          label={T.current}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onText={setCurrent}
        />
        <NewPassword value={next} onText={setNext} error={error} />
        <button type="submit" className="usa-button" aria-disabled={isBusy}>
          {T.change}
        </button>
        <p role="status">{isDone ? T.changed : ''}</p>
      </form>
    </Panel>
  );
}
