import { findActivity } from '../compact/activity-catalogue.ts';
import { DUTIES } from '../compact/duties.ts';
import { findMember } from '../compact/members.ts';
import type { Notice, NoticeEvent, NoticeFacts } from './notice.ts';

/**
 * Every text of mails to offices. They say counts, types and duties in the compact's words, the hub's own
 * case ids, days and codes, and where to look: nothing that names a person.
 */
interface EventText {
  /** `one` thing, `many` things. */
  readonly one: string;
  readonly many: string;
  readonly heading: string;
  readonly line: (facts: NoticeFacts) => string;
}

const activityOf = ({ type = '' }: NoticeFacts): string => findActivity(type)?.title ?? 'Activity';
const otherOf = ({ other = '' }: NoticeFacts): string => memberName(other);
const caseOf = ({ caseId }: NoticeFacts): string =>
  caseId === undefined ? '' : `, case ${caseId}`;

/** The name of a member, or of the national office. */
export function memberName(code: string): string {
  return findMember(code)?.name ?? (code === 'national' ? 'the national office' : 'a member');
}

/** A duty in words; one by a state's own law by its code. */
function dutyOf({ duty = '' }: NoticeFacts): string {
  const title = DUTIES.find(({ name }) => name === duty)?.title;
  return sentence(title ?? duty.replaceAll('-', ' '));
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const NEXT_STEPS: Readonly<Record<string, string>> = {
  'mend-connection': 'address, credential or certificate must be mended',
  'ask-then-decide': 'ask the other office whether it has it, then replay or cancel',
  'correct-and-send-again': 'correct it and send it again',
  'mend-mapping': 'it cannot be put into the other state’s format',
  replay: 'nothing is wrong with it: hand it over again',
  cancel: 'there is nothing left to deliver',
};

const INCIDENT_KINDS: Readonly<Record<string, string>> = {
  delivery: 'deliveries to',
  intake: 'what was left for the hub by',
  expiry: 'something expires of',
  hub: 'the hub itself,',
  notification: 'mails or web hooks to',
};

function incidentLine(facts: NoticeFacts): string {
  const times = facts.count === undefined || facts.count < 2 ? '' : `, ${facts.count} times so far`;
  return `${facts.code ?? ''}: ${INCIDENT_KINDS[facts.kind ?? ''] ?? ''} ${otherOf(facts)}${times}`;
}

const EXPIRIES: Readonly<Record<string, string>> = {
  KEY_EXPIRES: 'A key of the state’s system',
  CREDENTIAL_EXPIRES: 'The credential by which the hub reaches the state’s system',
  CLIENT_CERTIFICATE_EXPIRES: 'The certificate by which the hub reaches the state’s system',
  TRUSTED_CERTIFICATE_EXPIRES: 'A certificate by which the state’s system is known',
  TLS_CERTIFICATE_EXPIRES: 'The certificate of the hub itself',
  AGREEMENT_DUE: 'The term in which the agency agrees to the changed terms of exchange',
};

/** By how often it was told (flows/watch-expiry.ts). */
const EXPIRES_WITHIN = ['soon', '30 days', '14 days', '7 days', 'a day'];

function expiryLine({ code = '', count = 0 }: NoticeFacts): string {
  const what = EXPIRIES[code] ?? code;
  const within = EXPIRES_WITHIN[count];
  return within === undefined ? `${what} is expired` : `${what} expires within ${within}`;
}

export const EVENT_TEXTS: Readonly<Record<NoticeEvent, EventText>> = {
  'deadline-missed': {
    one: 'deadline missed',
    many: 'deadlines missed',
    heading: 'Overdue',
    line: (facts) => `${dutyOf(facts)}: was due on ${facts.dueOn ?? ''}${caseOf(facts)}`,
  },
  'delivery-failed': {
    one: 'delivery failed',
    many: 'deliveries failed',
    heading: 'Failed, and your turn',
    line: (facts) =>
      `${activityOf(facts)} for ${otherOf(facts)}${caseOf(facts)}: ${facts.code ?? ''}, ${NEXT_STEPS[facts.next ?? ''] ?? 'look at it'}`,
  },
  'incident-opened': {
    one: 'incident began',
    many: 'incidents began',
    heading: 'Incidents that began',
    line: incidentLine,
  },
  'incident-closed': {
    one: 'incident is over',
    many: 'incidents are over',
    heading: 'Incidents that are over',
    line: incidentLine,
  },
  'release-waiting': {
    one: 'activity waits for release',
    many: 'activities wait for release',
    heading: 'Waiting for your release',
    line: (facts) => `${activityOf(facts)} for ${otherOf(facts)}${caseOf(facts)}`,
  },
  'deadline-near': {
    one: 'deadline near',
    many: 'deadlines near',
    heading: 'Due soon',
    line: (facts) => `${dutyOf(facts)}: due on ${facts.dueOn ?? ''}${caseOf(facts)}`,
  },
  'activity-arrived': {
    one: 'activity came in',
    many: 'activities came in',
    heading: 'Came in',
    line: (facts) => `${activityOf(facts)} from ${otherOf(facts)}${caseOf(facts)}`,
  },
  'expiry-near': {
    one: 'expiry',
    many: 'expiries',
    heading: 'Keys, credentials and certificates',
    line: expiryLine,
  },
  'confirmation-due': {
    one: 'account to confirm',
    many: 'accounts to confirm',
    heading: 'Accounts that wait for their yearly confirmation',
    line: ({ account = '' }) => `Account ${account}`,
  },
};

/** Where the console's pages are, below the hub's address. */
export const CONSOLE = '/app';

/** The page of the console about an event of these facts. */
export function noticePath(event: NoticeEvent, facts: NoticeFacts): string {
  switch (event) {
    case 'release-waiting':
    case 'activity-arrived':
    case 'delivery-failed':
      return facts.transmissionId === undefined ? '/failures' : `/messages/${facts.transmissionId}`;
    case 'deadline-near':
    case 'deadline-missed':
      return facts.caseId === undefined ? '/deadlines' : `/cases/${facts.caseId}`;
    case 'incident-opened':
    case 'incident-closed':
    case 'expiry-near':
      return facts.incidentId === undefined ? LIST_PATHS[event] : `/incidents/${facts.incidentId}`;
    case 'confirmation-due':
      return facts.account === undefined
        ? LIST_PATHS[event]
        : `/administration/accounts/${facts.account}`;
  }
}

/** The list where the rest of an event stands. */
export const LIST_PATHS: Readonly<Record<NoticeEvent, string>> = {
  'release-waiting': '/today',
  'activity-arrived': '/messages',
  'deadline-near': '/deadlines',
  'deadline-missed': '/deadlines',
  'delivery-failed': '/failures',
  'incident-opened': '/incidents',
  'incident-closed': '/incidents',
  'expiry-near': '/incidents',
  'confirmation-due': '/administration?confirmation=due',
};

/** `2 deadlines missed, 1 activity came in`: the most urgent first, three of them at most. */
export function countsOf(notices: readonly Notice[]): string {
  const counts = (Object.keys(EVENT_TEXTS) as NoticeEvent[]).flatMap((event) => {
    const count = notices.filter((notice) => notice.event === event).length;
    const { one, many } = EVENT_TEXTS[event];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return counts.length > 3 ? `${counts.slice(0, 3).join(', ')} and more` : counts.join(', ');
}

const LINKS = {
  invitation: {
    subject: 'Your account at the compact hub',
    text: 'An administrator of your state opened an account for you. Set your password here:',
  },
  reset: {
    subject: 'A new password for the compact hub',
    text: 'Somebody asked for a new password for your account. If it was you, set it here; if not, do nothing and tell your administrator:',
  },
} as const;
export type LinkKind = keyof typeof LINKS;
export const LINK_TEXTS: Readonly<Record<LinkKind, { subject: string; text: string }>> = LINKS;

export const FOOTER =
  'This mail holds no personal data: sign in to see more. What your office is told, and when, is set on the page of your state.';
