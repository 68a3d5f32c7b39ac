import { type ReactElement, useEffect, useRef, useState } from 'react';
import { call, whenStepUp } from './api/call.ts';
import { appCode } from './pages/sign-in/app-code.ts';
import { STEP_UP as T } from './pages/sign-in/sign-in-text.ts';
import { useStep } from './pages/sign-in/use-step.ts';
import { Dialog } from './parts/dialog.tsx';
import { TextField } from './parts/text-field.tsx';
import { TEXT } from './words/text.ts';

type Answer = (shown: boolean) => void;

/** Asks for a code of the app when the hub asks for a fresh one; what the person began then goes on. */
export function StepUp(): ReactElement | null {
  const [isAsked, setAsked] = useState(false);
  const waiting = useRef<Answer>(undefined);
  useEffect(() => {
    whenStepUp(
      () =>
        new Promise((resolve) => {
          waiting.current = resolve;
          setAsked(true);
        }),
    );
    return () => {
      whenStepUp(() => Promise.resolve(false));
      waiting.current?.(false);
    };
  }, []);
  if (!isAsked) return null;
  const finish: Answer = (shown) => {
    setAsked(false);
    waiting.current?.(shown);
    waiting.current = undefined;
  };
  return <AskCode onAnswer={finish} />;
}

function AskCode({ onAnswer }: { readonly onAnswer: Answer }): ReactElement {
  const [code, setCode] = useState('');
  const { isBusy, error, submit } = useStep(async () => {
    await call('POST /v1/session/step-up', { json: { code: appCode(code) } });
    onAnswer(true);
  });
  const cancel = (): void => {
    onAnswer(false);
  };
  return (
    <Dialog title={T.title} onClose={cancel}>
      <form onSubmit={submit}>
        <p>{T.text}</p>
        <TextField
          label={T.label}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
          error={error}
          value={code}
          onText={setCode}
        />
        <div className="buttons">
          <button type="submit" className="usa-button" aria-disabled={isBusy}>
            {T.confirm}
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={cancel}>
            {TEXT.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
