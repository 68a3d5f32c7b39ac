import { SIGN_IN } from './sign-in-text.ts';
import { NotGiven } from './use-step.ts';

/** A code of the authenticator app as it was typed; said in words where it is none. */
export function appCode(typed: string): string {
  const code = typed.replaceAll(/\s/g, '');
  if (!/^[0-9]{6}$/.test(code)) throw new NotGiven(SIGN_IN.factor.sixDigits);
  return code;
}
