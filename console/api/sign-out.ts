import { call } from './call.ts';
import { unlockScreen } from './presence.ts';

/** Ends the session and begins the console anew, so that nothing it held is left in this page. */
export async function signOut(): Promise<void> {
  await call('POST /v1/session/end').catch(() => undefined);
  unlockScreen();
  window.location.assign('/app/sign-in?signed-out=yes');
}
