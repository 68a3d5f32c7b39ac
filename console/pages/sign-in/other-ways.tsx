import type { ReactElement } from 'react';
import { call } from '../../api/call.ts';
import { unlockScreen } from '../../api/presence.ts';
import { useNextStep } from '../../api/session.ts';
import { useSignInWays, useTakesKeys } from '../../api/sign-in-ways.ts';
import { KeyButton } from './key-button.tsx';
import { KEY as T } from './key-text.ts';
import { ProviderButtons } from './provider-buttons.tsx';

/** Ways to sign in without a password, where there are any. */
export function OtherWays(): ReactElement {
  const providers = useSignInWays()?.providers ?? [];
  return (
    <>
      <ProviderButtons providers={providers} />
      {useTakesKeys() ? <PasskeyButton /> : null}
    </>
  );
}

function PasskeyButton(): ReactElement {
  const goOn = useNextStep();
  return (
    <KeyButton
      text={T.alone}
      challenge={() => call('POST /v1/passkey/challenge', { json: {} })}
      send={async (json) => {
        const step = await call('POST /v1/passkey', { json });
        unlockScreen();
        await goOn(step);
      }}
    />
  );
}
