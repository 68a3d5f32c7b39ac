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
    turn: (from: string): string => `${stateName(from)}’s officer, who submitted it`,
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
  proof: 'The proof',
  check: 'Check the proof here',
  checkAgain: 'Check it again',
  failures: 'Open it among the failures',
  noEvents: 'The first entry of the ledger is being written. This takes about a second.',
} as const;
