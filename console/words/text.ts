/** Every word of the frame and of what pages share; the words of one page stand in its own `*-text.ts`. */
export const TEXT = {
  product: 'compact hub',
  productLong: 'Interstate compact for adult supervision',
  skip: 'Skip to the page',
  search: 'Find a case or message by its number',
  searchShort: 'Find a case or message by its number',
  signOut: 'Sign out',
  account: 'Your account',
  guide: 'First steps',
  nav: {
    now: 'Now',
    today: 'Today',
    messages: 'Messages',
    cases: 'Cases',
    failures: 'Failures',
    deadlines: 'Deadlines',
    incidents: 'Incidents',
    states: 'States',
    administration: 'Administration',
  },
  panel: {
    loading: 'Loading',
    retry: 'Try again',
    more: 'Show more',
    empty: 'Nothing here.',
  },
  problems: {
    UNREACHABLE: {
      what: 'The hub cannot be reached.',
      next: 'Check your connection. What you see may be old; nothing you did was lost.',
    },
    NOT_PERMITTED: {
      what: 'Your role does not allow this.',
      next: 'Ask the administrator of your state if you need it.',
    },
    NOT_FOUND: {
      what: 'There is nothing here that your state may see.',
      next: 'Check the number. What has not crossed to your state yet is not shown.',
    },
    QUERY_INVALID: {
      what: 'This address asks for something in a form that the hub does not know.',
      next: 'Clear all filters and choose them anew.',
    },
    RATE_LIMITED: {
      what: 'Too many requests in a short time.',
      next: 'Wait a few seconds, then try again.',
    },
    STATE_FORBIDS: {
      what: 'This is no longer possible: somebody was faster, or it has moved on.',
      next: 'The page shows how it stands now.',
    },
    STEP_UP_REQUIRED: {
      what: 'Nothing was done: this asks for a fresh code of your app.',
      next: 'Do it again, and enter the code.',
    },
    SIGN_IN_FAILED: {
      what: 'That did not work.',
      next: 'Check what you entered. After five failures an account is locked until its administrator opens it.',
    },
    SIGN_IN_BUSY: {
      what: 'Too many persons sign in at the moment.',
      next: 'Wait a few seconds, then try again.',
    },
    CODE_REFUSED: {
      what: 'That is not the code of now.',
      next: 'Wait for the next one in your app and enter it. Is the time of your phone set by itself?',
    },
    LINK_INVALID: {
      what: 'This link opens nothing any more.',
      next: 'It was used, or it is older than 20 minutes. Ask for a new one.',
    },
    UNKNOWN: {
      what: 'The hub could not answer.',
      next: 'Try again. If it stays, tell the national office the request number below.',
    },
  } as Readonly<Record<string, { readonly what: string; readonly next: string }>>,
  noContact: (state: string, knowsNation: boolean): string =>
    `${state} has told the hub neither telephone nor mailbox. ${knowsNation ? 'The national office helps:' : 'The national office helps; how it is reached is not told here either.'}`,
  requestNumber: 'Request',
  updated: 'Updated',
  cancel: 'Not now',
  close: 'Close',
  technical: 'Technical details',
  changedRows: (count: number): string =>
    `${count} ${count === 1 ? 'change' : 'changes'} since you opened this. Show ${count === 1 ? 'it' : 'them'}`,
  newRows: (count: number): string => `${count} new. Show ${count === 1 ? 'it' : 'them'}`,
} as const;
