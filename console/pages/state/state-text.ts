/** Every word of the page of one state. */
export const STATE_TEXT = {
  unknown: {
    title: 'There is no such member',
    answer: 'The compact has no member of this code.',
  },
  contact: {
    title: 'Compact office',
    source: {
      office: 'As the office says it itself.',
      pack: 'As the state published it; the office said nothing of its own yet.',
      none: 'Nobody said how this office is reached.',
    },
    edit: 'Change',
    save: 'Say this from now on',
    effect:
      'It stands at once on forms and mails to every state. What is left empty is not known any more.',
    history: (count: number): string => `Earlier versions (${count})`,
    changed:
      'Somebody changed it while you wrote. The page shows what is in force now; your words still stand in the form.',
    fields: {
      name: 'Name of the office',
      address: 'Address',
      phone: 'Telephone',
      mailbox: 'E-mail',
      hours: 'When somebody answers',
    },
  },
  way: {
    title: 'How it is reached',
    transport: 'Transport',
    connected: 'Connected',
    breaker: 'Breaker',
    breakerOpen: 'Open: it failed too often of late, and is only tried',
    breakerClosed: 'Closed: deliveries go through',
    held: 'Held',
    tried: (trials: number): string =>
      trials === 1 ? 'tried once since' : `tried ${trials} times since`,
    incidents: 'Incidents',
    waits: 'Waits',
    nothing: 'Nothing',
    handOver: 'Hand-over',
    expiring: 'Runs out',
    none: 'Nothing within 30 days',
  },
  terms: {
    title: 'Terms of exchange',
    never: 'Not agreed to',
    neverMeans:
      'Before its agency agrees, the state gets neither a key nor a way, and nothing is sent to it.',
    agreed: (version: string, by: string): string => `Version ${version}, agreed to by ${by}`,
    changed: 'They changed',
    changedMeans: 'The connection goes on. The agency should agree to the new version by',
    read: 'Read and agree…',
    say: (state: string): string => `I agree for ${state}’s agency, and have its authority for it`,
    confirm: 'Agree',
  },
  pause: {
    title: 'Pause deliveries',
    resumeTitle: 'Resume deliveries',
    pause: 'Pause deliveries…',
    resume: 'Resume deliveries…',
    reason: 'Why? The national office reads it; name no person.',
    pauseEffect: (waiting: number): string =>
      `Nothing more is sent to your system, and it fetches nothing, until somebody of your state resumes. ${waiting} wait now. Nothing is lost: all stays in its order, other states go on sending, and deadlines go on running.`,
    resumeEffect: (waiting: number): string =>
      `${waiting} that wait go out at once, the oldest of each case first, as fast as your system takes them.`,
    cancel: 'Leave it as it is',
    history: 'Pauses before',
  },
  profile: {
    title: 'What its system can do',
    dialect: 'How its format is mapped',
    openDialect: 'Read the rules',
    certificates: 'Certificates',
  },
  links: {
    title: 'More of this state',
  },
} as const;
