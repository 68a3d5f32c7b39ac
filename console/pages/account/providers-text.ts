/** Words of the own sign-in at a state's provider. */
export const PROVIDERS = {
  title: 'Sign-in of your agency',
  text: 'Connect the sign-in of your agency once, and it opens your account here. Only you can connect it, signed in as now.',
  notBound: 'not connected',
  bound: 'Connected',
  used: 'Last used',
  never: 'not yet',
  connect: (name: string): string => `Connect ${name}`,
  disconnect: (name: string): string => `Disconnect ${name}`,
  disconnected: 'Disconnected.',
  password: 'Your password',
  code: 'Code of your authenticator app',
  codeHint: 'Asked for again, so that nobody connects a sign-in to your open page.',
} as const;
