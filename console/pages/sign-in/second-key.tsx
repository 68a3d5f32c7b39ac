import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { call } from '../../api/call.ts';
import { unlockScreen } from '../../api/presence.ts';
import { useNextStep } from '../../api/session.ts';
import { useTakesKeys } from '../../api/sign-in-ways.ts';
import { KeyButton } from './key-button.tsx';
import { KEY as T } from './key-text.ts';

const challenged = () => call('POST /v1/session/second-factor/challenge', { json: {} });

/** A security key as the second step, for who has one. */
export function SecondKey(): ReactElement | null {
  const takesKeys = useTakesKeys();
  const goOn = useNextStep();
  const first = useQuery({
    queryKey: ['second-key'],
    queryFn: challenged,
    enabled: takesKeys,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (first.data?.options === undefined) return null;
  return (
    <KeyButton
      text={T.second}
      hint={T.secondHint}
      // Each try gets a challenge of its own: one counts once, and for five minutes.
      challenge={async () => (await challenged()).options ?? {}}
      send={async (json) => {
        const step = await call('POST /v1/session/second-factor/key', { json });
        unlockScreen();
        await goOn(step);
      }}
    />
  );
}
