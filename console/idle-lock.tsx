import { type ReactElement, useEffect, useState } from 'react';
import { call, whenIdle } from './api/call.ts';
import {
  isScreenLocked,
  lastActiveAt,
  lockScreen,
  noteActivity,
  unlockScreen,
  watchPresence,
} from './api/presence.ts';
import { useAccount } from './api/session.ts';
import { signOut } from './api/sign-out.ts';
import { EntryPage } from './parts/entry-page.tsx';
import { TextField } from './parts/text-field.tsx';
import { appCode } from './pages/sign-in/app-code.ts';
import { LOCK, SIGN_IN } from './pages/sign-in/sign-in-text.ts';
import { useStep } from './pages/sign-in/use-step.ts';

/** The hub itself ends what is idle for 30 minutes; a screen shows nothing longer than this. */
const LOCK_MS = 15 * 60_000;
const LOOK_EVERY_MS = 5_000;

/** Whether the page is locked, and what opens it again. */
export function useIdleLock(): readonly [isLocked: boolean, unlock: () => void] {
  const [isLocked, setLocked] = useState(isScreenLocked);
  useEffect(() => {
    const lock = (): void => {
      lockScreen();
      setLocked(true);
    };
    const look = (): void => {
      if (lastActiveAt() !== 0 && Date.now() - lastActiveAt() >= LOCK_MS) lock();
      else setLocked(isScreenLocked());
    };
    look();
    noteActivity();
    const stopWatching = watchPresence();
    const timer = setInterval(look, LOOK_EVERY_MS);
    window.addEventListener('storage', look);
    whenIdle(lock);
    return () => {
      stopWatching();
      clearInterval(timer);
      window.removeEventListener('storage', look);
      whenIdle(() => undefined);
    };
  }, []);
  const unlock = (): void => {
    unlockScreen();
    setLocked(false);
  };
  return [isLocked, unlock];
}

/** Stands in place of everything until both factors were shown again. */
export function IdleLock({ onUnlock }: { readonly onUnlock: () => void }): ReactElement {
  const { email } = useAccount();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { isBusy, error, submit } = useStep(async () => {
    const json = { password, code: appCode(code) };
    await call('POST /v1/session/renew', { json });
    onUnlock();
  });
  const isOfCode = error === SIGN_IN.factor.sixDigits;
  return (
    <EntryPage title={LOCK.title}>
      <p>{LOCK.text}</p>
      <form onSubmit={submit}>
        <p>
          {SIGN_IN.as} <strong>{email}</strong>
        </p>
        <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
        <TextField
          label={SIGN_IN.password}
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          error={isOfCode ? undefined : error}
          value={password}
          onText={setPassword}
        />
        <TextField
          label={SIGN_IN.factor.label}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          error={isOfCode ? error : undefined}
          value={code}
          onText={setCode}
        />
        <div className="buttons">
          <button type="submit" className="usa-button" aria-disabled={isBusy}>
            {LOCK.confirm}
          </button>
          <button
            type="button"
            className="usa-button usa-button--unstyled"
            onClick={() => void signOut()}
          >
            {LOCK.signOut}
          </button>
        </div>
      </form>
    </EntryPage>
  );
}
