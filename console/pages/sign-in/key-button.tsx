import type { ReactElement } from 'react';
import { NoKey, type KeyProof, askKey } from '../../api/security-keys.ts';
import { KEY as T } from './key-text.ts';
import { NotGiven, useStep } from './use-step.ts';

interface KeyButtonProps {
  readonly text: string;
  readonly hint?: string;
  /** What the key is to sign. */
  readonly challenge: () => Promise<object>;
  readonly send: (proof: KeyProof) => Promise<void>;
}

/** Has the browser ask for a key, and sends what it signed. */
export function KeyButton({ text, hint, challenge, send }: KeyButtonProps): ReactElement {
  const { isBusy, error, submit } = useStep(async () => {
    const options = await challenge();
    const proof = await askKey(options).catch((problem: unknown) => {
      throw problem instanceof NoKey ? new NotGiven(T.noKey) : problem;
    });
    await send(proof);
  });
  return (
    <form onSubmit={submit}>
      {hint === undefined ? null : <p>{hint}</p>}
      {error === undefined ? null : (
        <p className="ask__error" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="usa-button usa-button--outline" aria-disabled={isBusy}>
        {text}
      </button>
    </form>
  );
}
