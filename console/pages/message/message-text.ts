import type { MessageStory } from '../../generated/answers.ts';
import { stateName } from '../../words/names.ts';

/** By which way something came or was done. */
export const CHANNELS: Readonly<Record<string, string>> = {
  rest: 'REST',
  soap: 'SOAP',
  sftp: 'SFTP',
  queue: 'a queue',
  memory: 'the test system',
  console: 'this console',
  command: 'a command of the operator',
  hub: 'the hub',
};

export const MESSAGE_TEXT = {
  returned: {
    what: 'It was given back before it crossed.',
    by: (who: string): string => `Returned by ${who} of the compact office`,
    turn: (from: string, named: string | undefined): string =>
      `${stateName(from)}’s officer, who submitted it${named === undefined ? '' : `; ${named} has the case`}`,
    now: 'Correct it in your own system and submit it anew, as a new message. This one is over.',
    cost: (to: string): string =>
      `${stateName(to)} learns nothing: neither this message nor that there was one.`,
  },
  waiting: {
    turn: (from: string, mayDecide: boolean): string =>
      mayDecide ? 'Yours' : `${stateName(from)}’s compact office`,
    now: (isOurs: boolean): string =>
      isOurs
        ? 'Release it, or return it to your own officer with the reason.'
        : 'Nothing: the other office releases it, or returns it to its officer.',
    cost: (to: string): string =>
      `${stateName(to)} does not have it and is told nothing of it. None of its clocks runs.`,
  },
  whatToDo: 'What to do',
  story: 'What happened',
  facts: 'Facts',
  findings: 'What the checks found',
  documents: 'The documents',
  open: 'Open the documents',
  opening: 'Opening them is recorded. Both states can see who opened them, and when.',
  auditorDocuments:
    'The documents are for the two states. An auditor sees the story, never the content.',
  /** When the checks looked, and who sees what they found. */
  advice: ({ status, to }: Pick<MessageStory, 'status' | 'to'>): string => {
    const asOf = 'as of the day on which the request came. It keeps nothing from crossing';
    if (status === 'transmitted') return `Advice to both states, ${asOf}.`;
    return status === 'returned'
      ? `Advice to your own state, ${asOf}. ${stateName(to)} sees neither the request nor this.`
      : `Advice to your own state, ${asOf}; ${stateName(to)} sees it once it has crossed.`;
  },
  crossed: (by: string, to: string): string =>
    `${by}. From here on it counts for both states, and its way into ${stateName(to)}’s system begins.`,
  told: 'as its system told the hub',
  rules: 'by the rules of the compact on what may follow what',
  superseded: { by: 'It was superseded by', link: 'a later message' },
  successor: 'Open the message that takes its place',
  proof: 'The proof',
  check: 'Check the proof here',
  checkAgain: 'Check it again',
  failures: 'Open it among the failures',
  noEvents: 'The first entry of the ledger is being written. This takes about a second.',
} as const;
