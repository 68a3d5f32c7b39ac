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

/** What became of a try to deliver, or why a delivery stands where it stands. */
const FAILURES: Readonly<Record<string, string>> = {
  CONNECTION_FAILED: 'the system could not be reached',
  REMOTE_BUSY: 'the system asked to come later',
  REMOTE_ERROR: 'the system failed without taking the document',
  RETRIES_EXHAUSTED: 'it was tried for as long as that state’s profile says',
  NO_ANSWER: 'the document left and no answer came',
  ANSWER_UNREADABLE: 'an answer came that says nothing',
  ID_CONFLICT: 'the system holds other content under this delivery’s number',
  DOCUMENT_REFUSED: 'the system will not take this document',
  DOCUMENT_TOO_LARGE: 'the document is larger than the system takes',
  REFUSED_BY_STATE: 'the state said that it will not take it',
  CREDENTIALS_REFUSED: 'the system refuses the hub’s credential',
  IDENTITY_MISMATCH: 'another system answered than the one that was agreed',
  UNROUTABLE: 'there is no such address',
  CIRCUIT_OPEN: 'the system failed too often of late',
  UNTRANSLATABLE: 'the state’s format cannot hold this message',
  WORKER_KILLED: 'handling it ended a process of the hub repeatedly',
  ATTACHMENTS_MISSING: 'its files did not come within a day',
  ATTACHMENT_DIFFERS: 'a file is not the one that the message names',
  ERASED: 'the content was expunged before it was delivered',
  SEALED: 'the content was sealed before it was delivered',
};

/** A failure code in words; a code that has none as it is. */
export const failureWords = (code: string): string => FAILURES[code] ?? code;

interface NextWords {
  /** What to do now. */
  readonly what: string;
  /** What it costs to do nothing. */
  readonly cost: string;
}

const HELD_UP = 'Until then, later messages of this case wait behind it.';

/** By `next` of a failure. */
export const NEXT_STEPS: Readonly<Record<string, NextWords>> = {
  wait: { what: 'Nothing: the hub tries again by itself.', cost: HELD_UP },
  'mend-connection': {
    what: 'The receiving state mends its connection; deliveries then go on by themselves.',
    cost: HELD_UP,
  },
  'ask-then-decide': {
    what: 'Ask the receiving office whether it has this message, then replay it or give it up.',
    cost: 'Nobody knows whether it arrived, and later messages of this case wait behind it.',
  },
  'correct-and-send-again': {
    what: 'Correct it in your own system and send a new message; then let that take its place.',
    cost: HELD_UP,
  },
  'mend-mapping': {
    what: 'The national office mends the mapping of that state, then it is replayed.',
    cost: HELD_UP,
  },
  replay: { what: 'Replay it once the receiving system works again.', cost: HELD_UP },
  cancel: { what: 'Give it up: there is nothing left to deliver.', cost: HELD_UP },
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
