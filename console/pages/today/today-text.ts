import { activityName, stateName } from '../../words/names.ts';

const many = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${more}`;

/** The end of a case's number, as people read it to each other. */
export const shortCase = (caseId: string): string => `…${caseId.slice(-6)}`;

/** Where the parts of the page stand, for the links of its answer. */
export const PLACES = {
  outgoing: 'waiting',
  byUs: 'due-from-us',
  toUs: 'due-to-us',
  failures: 'failures',
} as const;

/** Words of the page of the day. */
export const TODAY = {
  title: 'Today',
  otherRole:
    'Your role sees no list of matters. Ask the administrator of your state if you need one.',
  waits: (count: number, more: boolean): string =>
    count === 1
      ? '1 activity waits for your release.'
      : `${more ? 'More than ' : ''}${count} activities wait for your release.`,
  oldest: (sentence: string): string => `The first ${sentence}.`,
  nothingWaits: 'Nothing waits for your release.',
  late: (count: number): string =>
    `${many(count, 'duty of yours is', 'duties of yours are')} late.`,
  dueSoon: (count: number): string =>
    `${many(count, 'duty of yours is', 'duties of yours are')} due soon.`,
  nothingDue: 'No duty of yours is late or due soon.',
  ourFailures: (count: number): string =>
    `${many(count, 'message', 'messages')} failed, and it is your turn.`,
  notMet: (count: number): string => `The checks found ${many(count, 'thing', 'things')} not met`,
  outgoing: {
    title: 'Waiting for my release',
    empty: 'Nothing waits. What your officers submit and your office must release appears here.',
    gone: 'No longer here: it was decided meanwhile, by somebody of your office or by you on another page.',
    since: 'submitted',
    release: 'Release…',
    giveBack: 'Return…',
    assign: 'Give to…',
    givenTo: 'given to',
  },
  incoming: {
    title: 'Came in',
    empty:
      'Nothing waits for a look. Activities of other states appear here when your state’s profile asks for it.',
    since: 'came',
    review: 'Mark as reviewed',
    what: 'Marking one as reviewed is for your state alone: it leaves this list, and the other state does not see it.',
  },
  owed: {
    byUs: 'Due from us',
    toUs: 'Due to us',
    byUsEmpty: 'Your state owes nothing within the next 90 days.',
    toUsEmpty: 'No other state owes yours anything within the next 90 days.',
    all: (shown: number, found: number, more: boolean): string =>
      shown === found && !more
        ? 'All of them'
        : `${shown} of ${found}${more ? '+' : ''}, all of them`,
  },
  failures: {
    title: 'Failures that are ours',
    empty: 'None. What fails and is another’s turn stands under Failures.',
    all: 'All failures',
  },
} as const;

/** What a decision on the office’s list means, in words. */
export const DECISIONS = {
  which: {
    activity: 'Activity',
    number: 'Your number of it',
    caseNumbers: 'Your numbers of the case',
    case: 'Case',
  },
  release: {
    title: (type: string, to: string): string =>
      `Release to ${stateName(to)}: ${activityName(type)}`,
    what: (to: string): string =>
      `It crosses to ${stateName(to)} at once, whole: everything it says of the person, with any files that it names. ${stateName(to)}’s clocks start with it.`,
    final: 'What has crossed cannot be called back; a withdrawal is an activity of its own.',
    asking: 'Looking at what the hub’s checks found…',
    sound: 'The hub’s checks found nothing amiss.',
    notMet: (count: number): string =>
      `The hub’s checks found ${many(count, 'thing', 'things')} that the rules ask for and it does not show:`,
    open: (count: number, isMore: boolean): string =>
      isMore
        ? `${count} more cannot be determined from what it says.`
        : `${many(count, 'thing', 'things')} that the rules ask for cannot be determined from what it says.`,
    seesToo: (to: string): string => `${stateName(to)} will see the same.`,
    confirm: (to: string): string => `Release to ${stateName(to)}`,
    done: (type: string, to: string): string =>
      `Released: ${activityName(type)} to ${stateName(to)}.`,
  },
  giveBack: {
    title: (type: string): string => `Return to your own officer: ${activityName(type)}`,
    what: (to: string): string =>
      `It does not cross. What ${stateName(to)} will see: nothing, neither the activity nor that there was one. Your officer sees the reason, corrects it and submits it anew.`,
    reason: 'Why it is returned',
    hint: 'For your own state alone. Say what must be corrected.',
    offer: 'Put in what the checks found',
    /** `Rule 3.101: the plan states employment`, one after the other. */
    found: (found: readonly string[]): string =>
      `The checks found not met: ${found.map((one) => `${one}.`).join(' ')}`,
    more: (count: number): string => `And ${count} more, on the page of the message.`,
    confirm: 'Return it',
    done: (type: string): string => `Returned: ${activityName(type)}.`,
  },
  assign: {
    title: (type: string): string => `Give to another person: ${activityName(type)}`,
    what: 'It stays in your office’s list, and its clocks go on. It says who has it.',
    person: 'To whom',
    personHint: 'Your state’s own reference of the person, such as a user name',
    note: 'A note, if you like',
    confirm: 'Give it',
    done: (type: string, person: string): string => `Given to ${person}: ${activityName(type)}.`,
  },
  review: {
    done: (type: string): string => `Marked as reviewed: ${activityName(type)}.`,
  },
} as const;
