/** Words of signing in, of links by mail and of the lock. */
export const SIGN_IN = {
  title: 'Sign in',
  email: 'E-mail address',
  next: 'Next',
  back: 'Use another address',
  as: 'As',
  password: 'Password',
  forgotten: 'Forgot your password?',
  signedOut: 'You are signed out.',
  ended: 'Sign in, and the page you asked for opens.',
  factor: {
    title: 'Second step',
    label: 'Code of your authenticator app',
    hint: 'Six digits; a new one every 30 seconds.',
    sixDigits: 'The code has six digits. Enter all of them.',
    recovery: 'Recovery code',
    recoveryHint: 'One of the ten you kept at your first sign-in. Each counts once.',
    useRecovery: 'My phone is not here: use a recovery code',
    useApp: 'Use the code of the app',
    confirm: 'Sign in',
    over: 'Begin again with your address',
  },
  wrong: 'That did not work. After five failures in 15 minutes an account is locked.',
  busy: (seconds: number): string => `Too many tries from here. Wait ${seconds} seconds.`,
} as const;

export const HELP = {
  title: 'No account, locked out, or lost your phone?',
  text: 'Only the administrator of your state can invite you, open a locked account or send a fresh invitation when phone and recovery codes are gone.',
  pick: 'Your state',
  choose: 'Choose a state',
  nobody: (state: string): string =>
    `No contact is published for ${state}. Ask the compact office of your agency, or the national office.`,
  hours: 'Hours',
} as const;

export const ENROL = {
  title: 'Set up your second step',
  why: 'Besides your password, every sign-in asks for a code that only your phone knows.',
  scan: 'Open an authenticator app on your phone and scan this picture.',
  picture: 'QR code that holds the secret below',
  byHand: 'Cannot scan it? Enter this key in the app instead',
  code: 'Code that the app shows now',
  confirm: 'Go on',
} as const;

export const CODES = {
  title: 'Keep your recovery codes',
  why: 'Without your phone, one of these signs you in. Each counts once. They are shown only now.',
  copy: 'Copy',
  copied: 'Copied.',
  print: 'Print',
  kept: 'I keep these codes where nobody else finds them',
  confirm: 'Go on',
  first: 'Say first that you keep them.',
} as const;

export const POLICY = {
  agree: 'I have read the policy and agree to it',
  confirm: 'Agree and go on',
  first: 'Agree to the policy to go on, or sign out.',
  version: 'Version',
  signOut: 'Sign out',
} as const;

export const INVITATION = {
  title: 'Welcome',
  read: (name: string, where: string): string =>
    `${name}, you are invited to the compact hub for ${where}.`,
  roles: 'You will work as',
  until: 'The link is good until',
  steps:
    'Choose a password, then set up a code on your phone and agree to the policy: about three minutes.',
  confirm: 'Choose this password',
  wrong: 'Not you? Close this page and tell whoever sent you the link.',
  none: 'This address has no invitation in it. Open the link of your mail again, whole.',
} as const;

export const FORGOTTEN = {
  title: 'Forgot your password',
  text: 'Enter your address. If it belongs to an active account, a link comes by mail; it is good for 20 minutes. The second step is asked for as always.',
  confirm: 'Send the link',
  sentTitle: 'Look into your mail',
  sent: 'If there is an active account of this address, a mail is on its way. Nothing came after five minutes? Look among unwanted mail, then ask your administrator.',
  back: 'Back to sign in',
} as const;

export const RESET = {
  title: 'Choose another password',
  confirm: 'Choose this password',
  doneTitle: 'Your password is changed',
  done: 'All open sessions ended. Sign in with the new password.',
  signIn: 'Sign in',
  none: 'This address has no link in it. Open the link of your mail again, whole.',
  again: 'Ask for a new link',
} as const;

export const LOCK = {
  title: 'Locked',
  text: 'Nobody used this page for 15 minutes, so what it showed is hidden. Your page is as you left it.',
  confirm: 'Go on',
  signOut: 'Sign out instead',
} as const;

/** Before what is hard to take back, gives rights, or opens what is of others. */
export const STEP_UP = {
  title: 'Is it you?',
  text: 'What you are about to do asks for a code of your app that is not older than five minutes. Then it goes on.',
  label: 'Code of your app',
  confirm: 'Go on',
} as const;
