import { type ReactElement, useState } from 'react';
import { PASSWORD_TEXT as T } from '../words/password-text.ts';
import { TextField } from './text-field.tsx';

/** As the hub asks for it (docs/access.md). */
export const SHORTEST = 15;

interface NewPasswordProps {
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

/** A password to be chosen: what makes a good one stands beside it, and it can be looked at. */
export function NewPassword(props: NewPasswordProps): ReactElement {
  const { value, onText, error, autoFocus } = props;
  const [isShown, setShown] = useState(false);
  const length = Array.from(value).length;
  const says = length === 0 || length >= SHORTEST ? '' : T.more(SHORTEST - length);
  return (
    <>
      <TextField
        label={T.label}
        hint={T.hint}
        error={error}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        autoFocus={autoFocus}
        required
        value={value}
        onText={onText}
      />
      <p className="ask__below">
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          aria-pressed={isShown}
          onClick={() => {
            setShown(!isShown);
          }}
        >
          {isShown ? T.hide : T.show}
        </button>
        <span aria-live="polite"> {says}</span>
      </p>
    </>
  );
}
