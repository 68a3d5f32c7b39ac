/** Words of the page of one's own account. */
export const ACCOUNT = {
  title: 'Your account',
  answer: (name: string, where: string, roles: string): string =>
    `You are ${name}, ${where}: ${roles}.`,
  who: 'Who you are here',
  email: 'Address',
  roles: 'Roles',
  reference: 'Reference',
  referenceHint: 'All that records and logs say of you.',
  lastSignIn: 'Signed in',
  ends: 'This session ends',
  wrong: 'Is something wrong? The administrator of your state changes it.',
  password: 'Change your password',
  current: 'Password of now',
  change: 'Change it',
  changed: 'Your password is changed. Sessions on other machines ended.',
  ownSessions: {
    title: 'Your sessions',
    text: 'Where you are signed in now. Is one not yours? End it, change your password, and tell your administrator.',
    from: 'From',
    opened: 'Opened',
    seen: 'Last used',
    current: 'this one',
    end: 'End it',
    endHere: 'End this session',
    endOthers: 'End all others',
  },
  codes: {
    title: 'Recovery codes',
    text: 'Ten codes for the day on which your phone is not there. New ones take the place of the old, used or not. When your phone is lost or replaced, ask your administrator for a fresh invitation.',
    shown:
      'These are your codes from now on; the old ones count no more. They are shown this once.',
    renew: 'Make new codes',
  },
} as const;

/** What a person of each role does first; shown after the first sign-in. */
export const GUIDE = {
  title: 'First steps',
  answer: (name: string): string => `Welcome, ${name}. Three things, and you can begin.`,
  begin: 'Go to your start page',
} as const;

interface GuideStep {
  readonly head: string;
  readonly text: string;
  readonly to: string;
  readonly link: string;
}

const FIND: GuideStep = {
  head: 'Find a case or message by its number',
  text: 'The box at the top takes your own number of a case or the hub’s, and of a message the number of its sender or its receiver. A person is found under Cases. The key / puts the cursor there.',
  to: '/messages',
  link: 'See the log of messages',
};

const FAILURES: GuideStep = {
  head: 'See what failed, and whose turn it is',
  text: 'Failures are grouped by cause. Each says what happened, who acts next and what it costs to wait.',
  to: '/failures',
  link: 'Look at failures',
};

const OFFICE: readonly GuideStep[] = [
  {
    head: 'Release what waits',
    text: 'Activities of your officers wait for you before they cross. Release them, or return them with a reason; the other state never sees a returned one.',
    to: '/today',
    link: 'See what waits today',
  },
  FAILURES,
  FIND,
];

const STAFF: readonly GuideStep[] = [
  {
    head: 'Follow your cases',
    text: 'Each case shows where it stands, what is due and every message that crossed.',
    to: '/cases',
    link: 'Open your cases',
  },
  {
    head: 'Keep your dates',
    text: 'What the rules ask of your state, the next date first.',
    to: '/deadlines',
    link: 'See the deadlines',
  },
  FIND,
];

const ADMINISTRATOR: readonly GuideStep[] = [
  {
    head: 'Invite your people',
    text: 'One person, one account. You record the training that the person completed; the link is good for 20 minutes.',
    to: '/administration/invite',
    link: 'Invite somebody',
  },
  {
    head: 'Look after accounts',
    text: 'Open locked ones, confirm once a year who is staff of the compact office, close what nobody uses.',
    to: '/administration',
    link: 'See the accounts',
  },
  {
    head: 'Know who did what',
    text: 'Every sign-in, failure and change is written down and sealed.',
    to: '/administration/access',
    link: 'See the record of access',
  },
];

const NATION: readonly GuideStep[] = [
  {
    head: 'See whether all is well',
    text: 'One page says which states deliver, what waits longest and what is open.',
    to: '/now',
    link: 'Look at the nation now',
  },
  {
    head: 'Follow incidents',
    text: 'One incident for each cause, with whose turn it is.',
    to: '/incidents',
    link: 'See the incidents',
  },
  FIND,
];

/** The three steps for who holds these roles; the first that fits. */
export function guideFor(roles: readonly string[]): readonly GuideStep[] {
  if (roles.includes('compact-office')) return OFFICE;
  if (roles.includes('state-administrator')) return ADMINISTRATOR;
  if (roles.includes('national-office') || roles.includes('auditor')) return NATION;
  return STAFF;
}
