import { type ReactElement, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { unlockScreen } from '../../api/presence.ts';
import { SESSION_KEY, type SessionStep, useNextStep } from '../../api/session.ts';
import { EntryPage } from '../../parts/entry-page.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { appCode } from './app-code.ts';
import { AskAdministrator } from './ask-administrator.tsx';
import { SecondKey } from './second-key.tsx';
import { SIGN_IN } from './sign-in-text.ts';
import { useStep } from './use-step.ts';

const T = SIGN_IN.factor;

/** A code of the app, or a recovery code. */
export function SecondFactor(): ReactElement {
  const [isRecovery, setRecovery] = useState(false);
  const [value, setValue] = useState('');
  const queries = useQueryClient();
  const goOn = useNextStep();
  const { isBusy, error, submit } = useStep(async () => {
    const json = isRecovery ? { recoveryCode: value.trim() } : { code: appCode(value) };
    const step = (await call('POST /v1/session/second-factor', { json })) as SessionStep;
    unlockScreen();
    await goOn(step);
  });
  const beginAgain = async (): Promise<void> => {
    await call('POST /v1/session/end').catch(() => undefined);
    queries.setQueryData(SESSION_KEY, null);
  };
  return (
    <EntryPage title={T.title}>
      <SecondKey />
      <form onSubmit={submit}>
        <TextField
          key={String(isRecovery)}
          label={isRecovery ? T.recovery : T.label}
          hint={isRecovery ? T.recoveryHint : T.hint}
          name="code"
          inputMode={isRecovery ? 'text' : 'numeric'}
          autoComplete={isRecovery ? 'off' : 'one-time-code'}
          required
          autoFocus
          maxLength={40}
          error={error}
          value={value}
          onText={setValue}
        />
        <button type="submit" className="usa-button" aria-disabled={isBusy}>
          {T.confirm}
        </button>
      </form>
      <p>
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => {
            setRecovery(!isRecovery);
            setValue('');
          }}
        >
          {isRecovery ? T.useApp : T.useRecovery}
        </button>
      </p>
      <p>
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => void beginAgain()}
        >
          {T.over}
        </button>
      </p>
      <AskAdministrator />
    </EntryPage>
  );
}
