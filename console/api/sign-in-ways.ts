import { useQuery } from '@tanstack/react-query';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import type { SignInWays } from '../generated/answers.ts';
import { call } from './call.ts';

/** By which ways persons may sign in here; undefined until it is known. They change with a start of the hub. */
export function useSignInWays(): SignInWays | undefined {
  return useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => call('GET /v1/sign-in-ways', { signal }),
    staleTime: Infinity,
  }).data;
}

/** Whether hub and browser both know security keys. */
export function useTakesKeys(): boolean {
  return useSignInWays()?.passkeys === true && browserSupportsWebAuthn();
}
