import type { FailureView } from '../../generated/answers.ts';
import { sentence, stateName } from '../../words/names.ts';

const many = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${more}`;

/** Words of the page of failures. */
export const FAILURES = {
  title: 'Failures',
  caption: 'Messages behind this cause',
  messages: (count: number): string => many(count, 'message', 'messages'),
  answer: (causes: number, messages: number, ours: number): string => {
    if (messages === 0) return 'Nothing is stuck among the messages you asked for.';
    const stuck = `${many(messages, 'message is', 'messages are')} stuck for ${many(causes, 'reason', 'reasons')}.`;
    if (ours === 0) return `${stuck} None of it is yours to settle.`;
    if (ours < causes) return `${stuck} ${many(ours, 'is', 'are')} yours to settle.`;
    return `${stuck} ${causes === 1 ? 'It is' : 'All of them are'} yours to settle.`;
  },
  empty: 'Nothing fits. Take a filter away to see what else is stuck.',
  more: 'There are more than are shown here: the newest are. Filter by state to see the rest.',
  happened: 'What happened',
  whoseTurn: 'Whose turn',
  now: 'What to do now',
  nothing: 'If nothing is done',
  since: 'First sent',
  corrects: 'Who corrects it',
  corrector: (name: string | undefined, number: string | undefined): string => {
    const submitted = `whoever submitted it in your own system${number === undefined ? '' : ` as ${number}`}`;
    return name === undefined
      ? `${sentence(submitted)}.`
      : `${name}, who has the case; or ${submitted}.`;
  },
  meanwhile: 'Meanwhile',
  later: (number: string): string => `A later one of the same kind, ${number},`,
  arrived: (to: string): string =>
    `has arrived at ${to}. If it says the same, name it as the replacement.`,
  why: 'Why',
  reasonElsewhere: 'It gave its reason, which stands on the page of each message.',
  office: (to: string): string => `${stateName(to)}’s office`,
  replayAll: 'Hand all over again…',
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
    same: (to: string): string =>
      `The same document goes again. ${stateName(to)}’s system refused it as it is, and will refuse it again unless something was mended there.`,
    confirm: 'Hand over again',
    done: 'It is on its way again.',
  },
  skip: {
    button: 'Skip…',
    short: (to: string): string =>
      `Skip: ${stateName(to)} has the matter another way, so it is not handed over any more.`,
    title: 'Skip this message',
    what: (to: string): string =>
      `For when ${stateName(to)} has its matter another way, by telephone or letter. It is not handed over any more, and the case goes on without it. This cannot be undone.`,
    confirm: 'Skip it',
    done: 'It is skipped; the case goes on.',
  },
  supersede: {
    button: 'Name the replacement…',
    title: 'Name what replaces this message',
    what: (to: string): string =>
      `It is not handed over any more: a later activity of yours to ${stateName(to)} in the same case takes its place. This cannot be undone.`,
    which: 'Which takes its place',
    none: (to: string): string =>
      `There is none to name yet: nothing of yours has crossed to ${stateName(to)} in this case after it. Correct it in your own system and send it there as a new activity of the same case. Once that has crossed, come back and name it here.`,
    confirm: 'Replace it',
    done: 'It is replaced by the later one.',
  },
  cancel: {
    button: 'Give up…',
    short: (to: string): string =>
      `Give up: nothing is left to deliver, and ${stateName(to)} never gets it.`,
    title: 'Give this message up',
    what: (to: string): string =>
      `${stateName(to)} never gets it, and what waits behind it goes on. For when there is nothing to deliver any more. This cannot be undone.`,
    confirm: 'Give it up',
    done: 'It is given up.',
  },
  reason: 'Why',
  reasonHint: 'Kept with the message, for your own state.',
} as const;

export type FailureAct = 'replay' | 'skip' | 'supersede' | 'cancel';

/** What the advice names stands first, and it alone is the main one; a question comes before a decision. */
const FIRST: Readonly<Partial<Record<FailureView['next'], FailureAct>>> = {
  'correct-and-send-again': 'supersede',
  replay: 'replay',
  cancel: 'cancel',
};

/** The main thing to decide; none where something else comes first: to wait, to ask, to mend. */
export const mainAct = (next: FailureView['next'], isHeld: boolean): FailureAct | undefined =>
  isHeld ? undefined : FIRST[next];

const ORDER: readonly FailureAct[] = ['replay', 'supersede', 'skip', 'cancel'];

/** What can be decided, the main one first. Of what has no content left nothing can be handed over. */
export function actsOf(next: FailureView['next'], main: FailureAct | undefined): FailureAct[] {
  const acts = ORDER.filter((act) => act !== main && (act !== 'replay' || next !== 'cancel'));
  return main === undefined ? acts : [main, ...acts];
}

/** Whether it can be done now: nothing is replaced before there is what takes its place. */
export const isPossible = (act: FailureAct | undefined, hasSuccessor: boolean): boolean =>
  act !== 'supersede' || hasSuccessor;

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
