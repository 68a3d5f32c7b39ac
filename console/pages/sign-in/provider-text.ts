/** Words of signing in by a state's own provider. */
export const PROVIDER = {
  title: 'Signing in',
  binding: 'Connecting your sign-in',
  with: (name: string): string => `Sign in with ${name}`,
  refusedTitle: 'That did not work',
  refused:
    'Your sign-in elsewhere does not open an account here. It must be connected once, at “Your account”, while you are signed in with your password.',
  notProven:
    'The other sign-in sent nothing that counts. Begin again; if it stays so, tell your administrator.',
  unavailable:
    'The other sign-in does not answer. Use your password meanwhile, or try again later.',
  none: 'There is nothing to do here.',
  back: 'Back to sign in',
  backToAccount: 'Back to your account',
} as const;
