import type { ReactElement } from 'react';
import { TextField } from '../../parts/text-field.tsx';

interface BothFactorsProps {
  readonly text: { readonly password: string; readonly code: string; readonly codeHint: string };
  readonly password: string;
  readonly onPassword: (password: string) => void;
  readonly code: string;
  readonly onCode: (code: string) => void;
  readonly error: string | undefined;
}

/** The fields for both factors, asked for again before what outlives the session. */
export function BothFactors(props: BothFactorsProps): ReactElement {
  const { text, password, onPassword, code, onCode, error } = props;
  return (
    <>
      <TextField
        label={text.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onText={onPassword}
      />
      <TextField
        label={text.code}
        hint={text.codeHint}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,7}"
        required
        maxLength={7}
        error={error}
        value={code}
        onText={onCode}
      />
    </>
  );
}
