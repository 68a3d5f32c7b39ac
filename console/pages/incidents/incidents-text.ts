import { countOf } from '../../words/count.ts';

/** Every word of the page Incidents. */
export const INCIDENTS_TEXT = {
  title: 'Incidents',
  none: 'Nothing is wrong now.',
  noneOf: (state: string): string => `Nothing is wrong with ${state}’s own connection now.`,
  noneFits: 'No open incident fits what you asked for.',
  covers: (state: string): string =>
    `Here stands what is wrong with ${state}’s own system, certificates and files. Where another state’s system does not take what you sent, it is that state’s incident;`,
  coversLink: 'your failures show it',
  one: 'One thing is wrong now.',
  some: (count: number): string => `${count} things are wrong now.`,
  turns: (turns: readonly string[]): string => `Whose turn: ${turns.join(', ')}.`,
  open: 'Open',
  over: 'Over',
  emptyOpen: 'No incident is open. What is wrong with one message alone stands among the failures.',
  emptyOver: 'No incident that is over fits.',
  affected: (failed: number, waiting: number): string =>
    waiting === 0
      ? 'No message waits'
      : `${countOf(waiting, 'message waits', 'messages wait')}${failed === 0 ? '' : `, ${failed} of them failed for this reason`}`,
  see: 'See the failures',
  oneTitle: 'Incident',
  isOver: (what: string, lasted: string): string => `It is over: ${what}. It lasted ${lasted}.`,
  standing: 'How it stands',
  facts: {
    turn: 'Whose turn',
    next: 'What to do',
    cost: 'If nothing is done',
    affected: 'Affected',
    since: 'Began',
    over: 'Over',
  },
  more: 'More of it',
  stateOf: (state: string): string => `${state}: how it is reached`,
  failedMessages: 'Messages that did not arrive there',
  same: 'The same cause before',
  all: 'All incidents',
} as const;
