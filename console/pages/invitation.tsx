import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';
import { call } from '../api/call.ts';
import { useNextStep } from '../api/session.ts';
import { EntryPage } from '../parts/entry-page.tsx';
import { NewPassword } from '../parts/new-password.tsx';
import { Answered } from '../parts/panel.tsx';
import { Moment } from '../parts/time.tsx';
import { roleName } from '../words/roles.ts';
import { AskAdministrator } from './sign-in/ask-administrator.tsx';
import { INVITATION as T } from './sign-in/sign-in-text.ts';
import { useStep } from './sign-in/use-step.ts';

interface InvitationView {
  readonly memberName: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly expiresAt: string;
}

/** What a mailed invitation opens; its secret is the fragment of the address, which no server is sent. */
export function Invitation(): ReactElement {
  const token = useLocationProperty(() => window.location.hash).slice(1);
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) =>
      (await call('GET /v1/invitations/{token}', { params: { token }, signal })) as InvitationView,
    enabled: token !== '',
    staleTime: Infinity,
  });
  return (
    <EntryPage title={T.title}>
      {token === '' ? (
        <p>{T.none}</p>
      ) : (
        <Answered query={invitation}>
          {(view) => <Accept token={token} invitation={view} />}
        </Answered>
      )}
      <AskAdministrator />
    </EntryPage>
  );
}

interface AcceptProps {
  readonly token: string;
  readonly invitation: InvitationView;
}

function Accept({ token, invitation }: AcceptProps): ReactElement {
  const { name, memberName, email, roles, expiresAt } = invitation;
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const goOn = useNextStep();
  const { isBusy, error, submit } = useStep(async () => {
    const given = { params: { token }, json: { password } };
    await goOn(await call('POST /v1/invitations/{token}/accept', given));
    navigate('/sign-in', { replace: true });
  });
  return (
    <form onSubmit={submit}>
      <p className="entry__answer">{T.read(name, memberName)}</p>
      <p>
        {T.roles} <strong>{roles.map(roleName).join(', ')}</strong>. {T.until}{' '}
        <Moment at={expiresAt} both />.
      </p>
      <p>{T.steps}</p>
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      <NewPassword value={password} onText={setPassword} error={error} />
      <button type="submit" className="usa-button" aria-disabled={isBusy}>
        {T.confirm}
      </button>
      <p className="fine">{T.wrong}</p>
    </form>
  );
}
