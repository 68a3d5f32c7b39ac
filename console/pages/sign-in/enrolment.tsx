import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { call } from '../../api/call.ts';
import { type SessionStep, useNextStep } from '../../api/session.ts';
import { EntryPage } from '../../parts/entry-page.tsx';
import { Answered } from '../../parts/panel.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { appCode } from './app-code.ts';
import { QrPicture } from './qr-picture.tsx';
import { ENROL as T } from './sign-in-text.ts';
import { useStep } from './use-step.ts';

interface Offered {
  readonly secret: string;
  readonly otpauthUri: string;
}

interface EnrolmentProps {
  /** Gets the recovery codes, which are shown once. */
  readonly onEnrolled: (recoveryCodes: readonly string[]) => void;
}

/** Gives the person's phone the secret of the second factor, and has a first code of it. */
export function Enrolment({ onEnrolled }: EnrolmentProps): ReactElement {
  // One secret for as long as the page stands: asking again would make the one on the phone worthless.
  const offered = useQuery({
    queryKey: ['enrolment'],
    queryFn: async () => (await call('POST /v1/session/enrolment', { json: {} })) as Offered,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <EntryPage title={T.title}>
      <p>{T.why}</p>
      <Answered query={offered}>
        {(offer) => <Offer offered={offer} onEnrolled={onEnrolled} />}
      </Answered>
    </EntryPage>
  );
}

function Offer({
  offered,
  onEnrolled,
}: EnrolmentProps & { readonly offered: Offered }): ReactElement {
  const [code, setCode] = useState('');
  const goOn = useNextStep();
  const { isBusy, error, submit } = useStep(async () => {
    const json = { code: appCode(code) };
    const enrolled = (await call('POST /v1/session/enrolment/confirm', { json })) as SessionStep & {
      readonly recoveryCodes: readonly string[];
    };
    onEnrolled(enrolled.recoveryCodes);
    await goOn(enrolled);
  });
  return (
    <form onSubmit={submit}>
      <p>{T.scan}</p>
      <QrPicture text={offered.otpauthUri} label={T.picture} />
      <p>
        {T.byHand}:{' '}
        <code className="secret" translate="no">
          {inFours(offered.secret)}
        </code>
      </p>
      <TextField
        label={T.code}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        error={error}
        value={code}
        onText={setCode}
      />
      <button type="submit" className="usa-button" aria-disabled={isBusy}>
        {T.confirm}
      </button>
    </form>
  );
}

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');
