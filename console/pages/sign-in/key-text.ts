/** Words of security keys and passkeys at the door. */
export const KEY = {
  or: 'or',
  alone: 'Sign in with a passkey',
  second: 'Use your security key',
  secondHint: 'Plug it in or hold it near; the browser asks for it.',
  noKey: 'No key answered. Try again, or go on another way.',
} as const;
