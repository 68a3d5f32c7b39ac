import { stateName } from '../../words/names.ts';
import type { Cause } from './causes.ts';

const many = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${more}`;

/** What happened, by the code of the failure (docs/errors.md); with the state where it did. */
const HAPPENED: Readonly<Record<string, (to: string) => string>> = {
  CONNECTION_FAILED: (to) => `${to}’s system could not be reached.`,
  REMOTE_BUSY: (to) => `${to}’s system asked to come later, again and again.`,
  REMOTE_ERROR: (to) => `${to}’s system failed without taking the message.`,
  RETRIES_EXHAUSTED: (to) => `${to}’s system did not work for as long as the hub tried.`,
  NO_ANSWER: (to) => `${to}’s system was sent it and never answered.`,
  ANSWER_UNREADABLE: (to) => `${to}’s system answered in a way that says nothing.`,
  ID_CONFLICT: (to) => `${to}’s system holds something else under the same number.`,
  DOCUMENT_REFUSED: (to) => `${to}’s system refuses what was sent, as it is.`,
  DOCUMENT_TOO_LARGE: (to) => `It is larger than ${to}’s system takes.`,
  REFUSED_BY_STATE: (to) => `${to} said that it will not take it.`,
  CREDENTIALS_REFUSED: (to) => `${to}’s system refuses the hub’s credential.`,
  IDENTITY_MISMATCH: (to) => `Another system answers at ${to}’s address than the one agreed on.`,
  UNROUTABLE: (to) => `There is nothing at the address that ${to} gave.`,
  UNTRANSLATABLE: (to) => `It cannot be put into the format of ${to}’s system.`,
  WORKER_KILLED: () => 'The hub broke off again and again while it handled it.',
  ERASED: () => 'The content was expunged by order before it was delivered.',
  SEALED: () => 'The content was sealed by order before it was delivered.',
};

/** What happened, in a sentence. */
export function whatHappened({ code, to }: Pick<Cause, 'code' | 'to'>): string {
  const said = Object.hasOwn(HAPPENED, code) ? HAPPENED[code] : undefined;
  return said?.(stateName(to)) ?? `${stateName(to)} does not have it (${code}).`;
}

/** Whose turn it is; `you` for the reader’s own state. */
export function turnOf({ owner, to, failures }: Cause, member: string): string {
  if (owner === 'hub') return 'the national office, which runs the hub';
  if (owner === 'receiving-state') return to === member ? 'yours' : stateName(to);
  const senders = [...new Set(failures.map(({ from }) => from))];
  if (senders.includes(member as (typeof senders)[number])) return 'yours';
  return senders.map(stateName).join(', ');
}

export interface NextWords {
  /** What to do now. */
  readonly what: string;
  /** What it costs to do nothing. */
  readonly cost: string;
}

/** What to do about a cause, and what it costs to do nothing. */
export function nextOf(cause: Cause, member: string): NextWords {
  const { next, to, failures } = cause;
  const place = to === member ? 'your' : `${stateName(to)}’s`;
  const state = to === member ? 'your state' : stateName(to);
  const missing = `${stateName(to)} does not have ${failures.length === 1 ? 'it' : 'them'}, while the clocks of the rules run: they count from the moment of crossing.`;
  const words: Readonly<Record<Cause['next'], NextWords>> = {
    wait: {
      what: 'Nothing: the hub tries again, or asks, by itself.',
      cost: `Until then ${missing}`,
    },
    'mend-connection': {
      what: `${place.charAt(0).toUpperCase()}${place.slice(1)} engineers mend the address, credential or certificate. Then everything goes on by itself.`,
      cost: missing,
    },
    'ask-then-decide': {
      what: `Ask ${state}’s compact office whether it has ${failures.length === 1 ? 'it' : 'each'}. If not, hand it over again; if it does, skip it.`,
      cost: `Nobody knows whether ${stateName(to)} acts on ${failures.length === 1 ? 'it' : 'them'}.`,
    },
    'correct-and-send-again': {
      what: 'Correct it in your own system and send it anew; then name the new one as its replacement.',
      cost: missing,
    },
    'mend-mapping': {
      what: `The national office mends how the hub writes ${place} format; then hand it over again.`,
      cost: missing,
    },
    replay: {
      what: `Hand ${failures.length === 1 ? 'it' : 'them'} over again, once ${place} system works.`,
      cost: missing,
    },
    cancel: {
      what: 'Give it up: there is nothing left to deliver.',
      cost: 'It stays in this list.',
    },
  };
  return { what: words[next].what, cost: `${words[next].cost}${waitingWords(cause.blocks)}` };
}

const waitingWords = (blocks: number): string =>
  blocks === 0 ? '' : ` ${many(blocks, 'later message waits', 'later messages wait')} behind.`;

/** Words of the page of failures. */
export const FAILURES = {
  title: 'Failures',
  caption: 'Messages behind this cause',
  messages: (count: number): string => many(count, 'message', 'messages'),
  answer: (causes: number, messages: number, ours: number): string => {
    if (messages === 0) return 'Nothing is stuck: whatever was sent is delivered, or on its way.';
    const turn =
      ours === 0
        ? 'None is your turn.'
        : `${ours === causes ? (causes === 1 ? 'It is' : 'All are') : `${ours} of them ${ours === 1 ? 'is' : 'are'}`} your turn.`;
    return `${many(messages, 'message is', 'messages are')} stuck for ${many(causes, 'reason', 'reasons')}. ${turn}`;
  },
  empty: 'Nothing fits. Take a filter away to see what else is stuck.',
  more: 'There are more than are shown here: the newest are. Filter by state to see the rest.',
  whoseTurn: 'Whose turn',
  now: 'What to do now',
  nothing: 'If nothing is done',
  since: 'First sent',
  replayAll: (count: number): string =>
    count === 1 ? 'Hand it over again…' : 'Hand all over again…',
  askOffice: (to: string): string => `How to reach ${stateName(to)}’s office`,
  readOnly: 'Only the compact office of the state that sent it decides what becomes of it.',
  goesOn: 'Held messages go on by themselves when the connection works again.',
  heads: {
    activity: 'Activity',
    way: 'From and to',
    case: 'Case',
    sent: 'Sent',
    tries: 'Tries',
    waits: 'Wait behind',
    decide: 'Decide',
  },
} as const;

/** What a person can decide of one failed message, each with what it means. */
export const ACTS = {
  replay: {
    button: 'Hand over again…',
    title: 'Hand over again',
    what: (to: string): string =>
      `${stateName(to)}’s system gets it once more, under the same number: if it has it already, it takes it once.`,
    confirm: 'Hand over again',
    done: 'It is on its way again.',
  },
  skip: {
    button: 'Skip…',
    title: 'Skip this message',
    what: (to: string): string =>
      `For when ${stateName(to)} has its matter another way, by telephone or letter. It is never sent, and the case goes on without it. This cannot be undone.`,
    confirm: 'Skip it',
    done: 'It is skipped; the case goes on.',
  },
  supersede: {
    button: 'Replace…',
    title: 'Name what replaces this message',
    what: (to: string): string =>
      `It is never sent: a later activity of yours to ${stateName(to)} in the same case takes its place. Send the corrected one first. This cannot be undone.`,
    which: 'Which takes its place',
    none: 'Nothing later of yours has crossed in this case yet. Send the corrected activity first, then come back.',
    confirm: 'Replace it',
    done: 'It is replaced by the later one.',
  },
  cancel: {
    button: 'Give up…',
    title: 'Give this message up',
    what: (to: string): string =>
      `${stateName(to)} never gets it, and what waits behind it goes on. For when there is nothing to deliver any more. This cannot be undone.`,
    confirm: 'Give it up',
    done: 'It is given up.',
  },
  reason: 'Why',
  reasonHint: 'Kept with the message, for your own state.',
} as const;

/** Words of handing many over again. */
export const REPLAY = {
  title: (to: string): string => `Hand over again to ${stateName(to)}`,
  looking: 'Looking what would be handed over…',
  list: (count: number, more: boolean): string =>
    `${many(count, 'message would', 'messages would')} be handed over again, the oldest first, each under its same number${more ? '; more are left for the next time' : ''}.`,
  none: 'None would be handed over: somebody was faster, or they go on by themselves.',
  others: (count: number): string => `and ${count} more`,
  unsure:
    'Some of them may have arrived: a system that takes each number once takes nothing twice.',
  changed: 'The list changed while you looked. This is how it is now; decide anew.',
  confirm: (count: number): string => `Hand ${many(count, 'message', 'messages')} over again`,
  done: (replayed: number, passed: number): string =>
    `${many(replayed, 'message is', 'messages are')} on ${replayed === 1 ? 'its' : 'their'} way again${passed === 0 ? '' : `; ${passed} had been decided by somebody else`}.`,
} as const;
