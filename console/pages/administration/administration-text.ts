import type { Standing } from '../../words/standing.ts';

/** Words of the pages of accounts and access. */
export const ACCOUNTS = {
  title: 'Administration',
  caption: 'Accounts',
  answer: {
    none: 'Nobody fits what you asked for.',
    all: (count: number, more: boolean): string =>
      `${count}${more ? ' or more' : ''} ${count === 1 ? 'person has' : 'persons have'} an account.`,
    act: (locked: number, due: number): string => {
      const parts = [
        ...(locked === 0 ? [] : [`${locked} locked`]),
        ...(due === 0 ? [] : [`${due} to be confirmed as staff of the compact office`]),
      ];
      return parts.length === 0 ? '' : ` For you to look at: ${parts.join(', ')}.`;
    },
  },
  empty: 'No account fits. Take a filter away, or invite somebody.',
  invite: 'Invite somebody',
  events: 'Record of access',
  head: {
    name: 'Name',
    state: 'State',
    roles: 'Roles',
    standing: 'Stands',
    signedIn: 'Last signed in',
  },
  never: 'never',
  filter: {
    member: 'State',
    state: 'Stands',
    role: 'Role',
    inactive: 'Used',
    confirmation: 'Confirmation',
    unused: 'Not for 90 days',
    due: 'Waits for confirmation',
  },
} as const;

export const STANDINGS: Readonly<Record<string, Standing>> = {
  invited: { look: 'waiting', word: 'Invited' },
  active: { look: 'in-order', word: 'Active' },
  locked: { look: 'late', word: 'Locked' },
  deactivated: { look: 'in-order', word: 'Closed' },
};

export const INVITE = {
  title: 'Invite somebody',
  answer: 'One person has one account. The link is good for 20 minutes, so tell the person first.',
  member: 'State',
  name: 'Name',
  email: 'E-mail address',
  emailHint: 'By which the person signs in; not one that several share.',
  roles: 'Roles',
  staff: 'Is staff of the state compact office',
  staffHint: 'Only such a person may hold the role of compact office; you confirm it once a year.',
  training: 'Training completed on',
  trainingHint: 'You vouch for it; it is written down with your reference.',
  confirm: 'Send the invitation',
  noRole: 'Choose at least one role.',
  mailed: (name: string): string => `A mail with the link is on its way to ${name}.`,
  unsent: 'The mail could not be sent. Invite again from the account when the mail server answers.',
  link: 'No mail server is set up. Hand this link over in a way that nobody else reads:',
  until: 'It is good until',
  open: 'Open the account',
  another: 'Invite another person',
} as const;

export const ACCOUNT_PAGE = {
  title: 'Account',
  facts: 'Facts',
  email: 'Address',
  roles: 'Roles',
  state: 'Stands',
  member: 'State',
  reference: 'Reference',
  invited: 'Invited',
  signedIn: 'Last signed in',
  training: 'Training completed',
  recordedBy: 'recorded by',
  policy: 'Policy agreed to',
  none: 'not yet',
  staff: 'Office staff',
  staffNo: 'no',
  confirmed: 'confirmed',
  own: 'This is your own account: another administrator changes it.',
  readOnly: 'You may look, and change nothing.',
  actions: 'What you can do',
  unlock: {
    head: 'Open the locked account',
    text: 'Five failures locked it. Ask the person first, in a way that proves who it is.',
    button: 'Open it',
  },
  confirm: {
    head: 'Confirm as staff of the compact office',
    due: 'A year has passed since the last confirmation.',
    text: 'Asked for once a year; you can do it earlier.',
    button: 'Confirm',
  },
  reinvite: {
    head: 'Invite again',
    text: 'For a lost phone or an invitation that ran out: password, phone and recovery codes are set up anew, and open sessions end.',
    closed: 'The account is closed. The person needs a training completed anew.',
    button: 'Invite again',
  },
  deactivate: {
    head: 'Close the account',
    text: 'The person cannot sign in any more and open sessions end at once. What it did stays on record; only a fresh invitation opens it again.',
    button: 'Close it',
    ask: 'Close this account?',
    yes: 'Yes, close it',
    no: 'No',
    cases:
      'Cases or activities are still assigned to this person. Give them to somebody else first; then close the account.',
    casesLink: 'See the cases',
  },
  rolesPanel: {
    head: 'Roles',
    text: 'Changing them ends the open sessions of the person.',
    button: 'Change the roles',
  },
  sessions: {
    head: 'Open sessions',
    none: 'Nobody is signed in by this account.',
    end: 'End it',
    endAll: 'End all',
    caption: 'Open sessions',
    from: 'From',
    opened: 'Opened',
    seen: 'Last used',
    standing: { live: 'in use', idle: 'idle' } as Readonly<Record<string, string>>,
  },
  done: 'Done.',
  events: 'Everything that happened to this account',
} as const;

export const EVENTS = {
  title: 'Record of access',
  answer:
    'Who signed in, who failed, what was changed, and who opened what. Each line is sealed in the ledger and cannot be taken away.',
  caption: 'Events of access',
  ofMessage: 'a message',
  head: { at: 'When', what: 'What', account: 'Whose account', by: 'By', from: 'From' },
  filter: {
    type: 'What',
    member: 'State',
    account: 'Account',
    since: 'Since',
    until: 'Before',
  },
  empty: 'Nothing fits. Take a filter away, or look at a longer time.',
  nobody: 'somebody unknown',
  itself: 'the person itself',
  command: 'the command line of the hub',
  refused: 'refused',
} as const;

/** What happened, in words. */
export const EVENT_NAMES: Readonly<Record<string, string>> = {
  'sign-in': 'Sign-in',
  'session-renewal': 'Unlocked an idle session',
  'session-ended': 'Session ended',
  'account-invited': 'Invited',
  'account-activation': 'Second step set up',
  'account-locked': 'Account locked',
  'account-unlocked': 'Account opened again',
  'account-deactivated': 'Account closed',
  'account-confirmed': 'Confirmed as staff of the compact office',
  'account-change-refused': 'Change of an account refused',
  'role-changed': 'Roles changed',
  'password-change': 'Password changed',
  'password-reset-asked': 'Asked for a reset link',
  'password-reset': 'Password reset by link',
  'recovery-code-used': 'Recovery code used',
  'provider-bound': 'Sign-in of the agency connected',
  'provider-unbound': 'Sign-in of the agency disconnected',
  'security-key-added': 'Security key added',
  'security-key-removed': 'Security key removed',
  'security-key-blocked': 'Security key blocked: there may be a copy',
  'policy-accepted': 'Agreed to the policy',
  'session-step-up': 'Showed a fresh code',
  'recovery-codes-renewed': 'New recovery codes',
  viewed: 'Opened',
};
