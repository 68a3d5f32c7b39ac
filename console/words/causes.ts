import { groupBy } from '../parts/group-by.ts';
import { countOf } from './count.ts';
import { stateName } from './names.ts';

/** What goes wrong, in words: what happened, whose turn it is, what to do, what it costs to do nothing. */
export interface Cause {
  readonly what: string;
  readonly turn: string;
  readonly next: string;
  readonly cost: string;
}

interface CauseText {
  readonly what: (state: string) => string;
  /** `state`: the turn of whose incident it is; `hub`: of those who run the hub. */
  readonly turn: 'state' | 'hub' | 'nobody';
  readonly next: string;
  readonly cost?: string;
}

const WAITS =
  'What is for this state waits in its order; nothing is lost, and other states do not notice.';
const UNTOLD = 'It is told less than it should be; the console shows all of it.';
const OPERATORS = 'Operators of the hub';

/** By the codes of docs/operations.md and docs/errors.md. */
const CAUSES: Readonly<Record<string, CauseText>> = {
  CONNECTION_FAILED: {
    what: (state) => `${state}’s system cannot be reached`,
    turn: 'state',
    next: 'They bring it back; the hub tries again by itself.',
  },
  REMOTE_BUSY: {
    what: (state) => `${state}’s system says that it is busy`,
    turn: 'nobody',
    next: 'The hub tries again by itself. Look again in an hour.',
  },
  REMOTE_ERROR: {
    what: (state) => `${state}’s system answers with errors of its own`,
    turn: 'state',
    next: 'They look into their system; the hub tries again by itself.',
  },
  RETRIES_EXHAUSTED: {
    what: (state) => `${state} took nothing for so long that the hub gave up trying`,
    turn: 'state',
    next: 'They bring their system back; then the senders replay what failed.',
  },
  NO_ANSWER: {
    what: (state) => `${state}’s system does not answer in time`,
    turn: 'state',
    next: 'They look into their system. Of what was sent the hub asks whether they have it.',
  },
  ANSWER_UNREADABLE: {
    what: (state) => `${state}’s system answers what the hub cannot read`,
    turn: 'state',
    next: 'They look into their system. Of what was sent ask whether they have it.',
  },
  ID_CONFLICT: {
    what: (state) => `${state} says that it has something else under the same id`,
    turn: 'state',
    next: 'Ask their office which one they have, then decide in the failures.',
  },
  CREDENTIALS_REFUSED: {
    what: (state) => `${state}’s system refuses the hub’s credential`,
    turn: 'state',
    next: 'They renew it or say the new one; the hub tries again by itself.',
  },
  IDENTITY_MISMATCH: {
    what: (state) => `${state}’s system proves itself as somebody else`,
    turn: 'state',
    next: 'Ask them by telephone whether they changed certificate or key before anybody trusts it.',
  },
  UNROUTABLE: {
    what: (state) => `${state}’s address leads nowhere`,
    turn: 'state',
    next: 'They say the right address or queue.',
  },
  CIRCUIT_OPEN: {
    what: (state) => `${state} failed too often of late, so the hub only tries single messages`,
    turn: 'state',
    next: 'They look into their system. The first message that is taken ends this.',
  },
  PAUSED: {
    what: (state) => `Deliveries to ${state} are paused by a person`,
    turn: 'state',
    next: 'Its administrator or compact office resumes them on the page of the state.',
  },
  DOCUMENT_QUARANTINED: {
    what: (state) => `A document that ${state} left ended the hub’s process and was set aside`,
    turn: 'hub',
    next: 'Look at the document with the state; the rest of its documents go on.',
    cost: 'That one document stays untaken.',
  },
  EVIDENCE_LATE: {
    what: () => 'The ledger waits for its next signed checkpoint since a minute',
    turn: 'hub',
    next: 'Look in the log for faults of the sequencer.',
    cost: 'After 15 minutes the hub accepts nothing more.',
  },
  EVIDENCE_STALLED: {
    what: () => 'The ledger does not move, so the hub accepts nothing',
    turn: 'hub',
    next: 'Look in the log for faults of the sequencer: key or database.',
    cost: 'No state can send until it moves. What was accepted is delivered.',
  },
  STORAGE_SHORT: {
    what: () => 'The hub’s disk is filling up',
    turn: 'hub',
    next: 'Make room.',
    cost: 'With less than the free space asked for, the hub accepts nothing more.',
  },
  STORAGE_LOW: {
    what: () => 'The hub’s disk is full, so it accepts nothing',
    turn: 'hub',
    next: 'Make room.',
    cost: 'No state can send until there is room. What was accepted is delivered.',
  },
  INTAKE_FULL: {
    what: () => 'More is sent than the hub can write at once',
    turn: 'hub',
    next: 'Add processes, or look what slows the database.',
    cost: 'Senders are told to try again.',
  },
  LEDGER_LOCKED: {
    what: () => 'The ledger is locked: it did not grow out of its last signed head',
    turn: 'hub',
    next: 'Follow the recovery of the ledger.',
    cost: 'Nothing is accepted until a person mends it.',
  },
  UNAVAILABLE: {
    what: () => 'The hub’s database cannot be reached',
    turn: 'hub',
    next: 'Bring it back.',
    cost: 'No state can send or read.',
  },
  KEY_EXPIRES: {
    what: (state) => `The last key of ${state}’s system runs out`,
    turn: 'state',
    next: 'Its administrator makes a second key and changes over.',
    cost: 'On that day its system can neither send nor fetch.',
  },
  CREDENTIAL_EXPIRES: {
    what: (state) => `The hub’s credential at ${state} runs out`,
    turn: 'state',
    next: 'They say the new one.',
    cost: 'On that day the hub can deliver nothing to it.',
  },
  CLIENT_CERTIFICATE_EXPIRES: {
    what: (state) => `The certificate by which the hub proves itself to ${state} runs out`,
    turn: 'state',
    next: 'They issue a new one for the hub.',
    cost: 'On that day the hub can deliver nothing to it.',
  },
  TRUSTED_CERTIFICATE_EXPIRES: {
    what: (state) => `A certificate by which the hub trusts ${state}’s system runs out`,
    turn: 'state',
    next: 'They say the one that follows.',
    cost: 'On that day the hub can deliver nothing to it.',
  },
  PASSWORD_LIST_EXPIRES: {
    what: () => 'The list of passwords that nobody may have is a quarter old, or soon will be',
    turn: 'hub',
    next: 'Take the list of the next version of the hub, or renew policies/common-passwords.txt with its date.',
    cost: 'Passwords that became known since are not refused.',
  },
  MAIL_REFUSED: {
    what: (state) => `The mailbox of ${state}’s office takes no mail`,
    turn: 'state',
    next: 'Its administrator registers another mailbox on the page of the state.',
    cost: UNTOLD,
  },
  MAIL_GIVEN_UP: {
    what: (state) => `A mail to ${state}’s office was tried for three days and given up`,
    turn: 'state',
    next: 'Its administrator looks whether the mailbox works, or registers another.',
    cost: UNTOLD,
  },
  LINK_UNDELIVERED: {
    what: (state) => `An invitation or reset link of ${state} reached nobody before it ran out`,
    turn: 'hub',
    next: 'Look whether the mail server takes mails; then its administrator sends the link anew.',
    cost: 'That person cannot sign in.',
  },
  MAIL_SERVER_FAILED: {
    what: () => 'The hub’s mail server takes no mails',
    turn: 'hub',
    next: 'Look into the server and the hub’s login there. Mails are tried on for three days.',
    cost: 'No office is told anything by mail, and no link reaches anybody.',
  },
  HOOK_GIVEN_UP: {
    what: (state) => `A web hook of ${state} did not take a call, which was given up`,
    turn: 'state',
    next: 'Its administrator looks into the system behind the hook.',
    cost: UNTOLD,
  },
  HOOK_DISABLED: {
    what: (state) => `A web hook of ${state} took nothing for a day and is called no more`,
    turn: 'state',
    next: 'Its administrator mends the system behind it and enables the hook, or removes it.',
    cost: UNTOLD,
  },
  AGREEMENT_DUE: {
    what: (state) => `The terms of exchange changed, and ${state}’s agency has not agreed to them`,
    turn: 'state',
    next: 'Its administrator reads them on the state’s page and agrees.',
    cost: 'Nothing is cut off by itself; the national office asks when the term is over.',
  },
  TLS_CERTIFICATE_EXPIRES: {
    what: () => 'The hub’s own certificate runs out',
    turn: 'hub',
    next: 'Renew it.',
    cost: 'On that day no state can call the hub.',
  },
};

/** An incident, or a hold, in words. An unknown code is shown as it is. */
export function causeOf({
  code,
  member,
}: {
  readonly code: string;
  readonly member: string;
}): Cause {
  const known = Object.hasOwn(CAUSES, code) ? CAUSES[code] : undefined;
  const state = stateName(member);
  if (known === undefined) {
    return {
      what: `${state}: ${code}`,
      turn: OPERATORS,
      next: 'Look it up by its code.',
      cost: '',
    };
  }
  const turns = { state, hub: OPERATORS, nobody: 'Nobody yet' } as const;
  return {
    what: known.what(state),
    turn: turns[known.turn],
    next: known.next,
    cost: known.cost ?? WAITS,
  };
}

/** `3 certificates, 1 password`. */
export function expiringWords(found: readonly { readonly code: string }[]): string {
  const things = groupBy(found, ({ code }) => thingOf(code));
  return [...things].map(([thing, of]) => countOf(of.length, thing)).join(', ');
}

function thingOf(code: string): string {
  if (code === 'KEY_EXPIRES') return 'key';
  if (code === 'PASSWORD_LIST_EXPIRES') return 'list of passwords';
  if (code === 'AGREEMENT_DUE') return 'agreement';
  return code === 'CREDENTIAL_EXPIRES' ? 'password' : 'certificate';
}

/** What closes the intake, or a person did: of these there is no incident. */
const NO_INCIDENTS: ReadonlySet<string> = new Set([
  'PAUSED',
  'INTAKE_FULL',
  'LEDGER_LOCKED',
  'UNAVAILABLE',
]);

/** Every code that an incident may have, for a choice among them. */
export const CAUSE_CHOICES: readonly (readonly [code: string, text: string])[] = Object.entries(
  CAUSES,
)
  .filter(([code]) => !NO_INCIDENTS.has(code))
  .map(([code, { what }]) => [code, capital(what('a state'))] as const);

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
