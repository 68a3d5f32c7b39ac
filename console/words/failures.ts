import type { Failure, FailureView } from '../generated/answers.ts';
import { countOf } from './count.ts';
import { sentence, stateName } from './names.ts';

/** What became of a try to deliver, or why a delivery stands where it stands; for the middle of a line. */
const SHORT: Readonly<Record<string, string>> = {
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
export const failureWords = (code: string): string => SHORT[code] ?? code;

/** Every failure code, with its words, to choose one by. */
export const FAILURE_CHOICES: readonly (readonly [code: string, text: string])[] = Object.entries(
  SHORT,
).map(([code, text]) => [code, sentence(text)]);

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
export function whatHappened({ code, to }: { readonly code: string; readonly to: string }): string {
  const said = Object.hasOwn(HAPPENED, code) ? HAPPENED[code] : undefined;
  return said?.(stateName(to)) ?? `${stateName(to)} does not have it (${code}).`;
}

/** Deliveries that failed alike: one, or all of a cause. */
export interface Failed {
  readonly code: string;
  readonly owner: FailureView['owner'];
  readonly next: FailureView['next'];
  readonly to: string;
  /** Who sent them. */
  readonly senders: readonly string[];
  readonly count: number;
  /** How many later messages wait behind them. */
  readonly blocks: number;
  /** Whether the other state stated its reason for each. */
  readonly isExplained: boolean;
}

/** One delivery that failed, as the words below ask for it. */
export const failedOne = (
  failure: FailureView,
  { from, to, blocks }: Pick<Failure, 'from' | 'to'> & { readonly blocks: number },
): Failed => ({
  ...failure,
  to,
  senders: [from],
  count: 1,
  blocks,
  isExplained: isExplained(failure),
});

/** Whether the state itself said why, in its own words. */
export const isExplained = ({ code, detail }: Pick<FailureView, 'code' | 'detail'>): boolean =>
  code === 'REFUSED_BY_STATE' && detail !== undefined;

/** Whose turn it is; `Yours` where it is the reader’s own state’s. */
export function turnOf({ owner, to, senders }: Failed, member: string): string {
  if (owner === 'hub') return 'The national office, which runs the hub';
  if (owner === 'receiving-state') return to === member ? 'Yours' : stateName(to);
  return senders.includes(member) ? 'Yours' : senders.map(stateName).join(', ');
}

export interface NextWords {
  /** What to do now. */
  readonly what: string;
  /** What it costs to do nothing. */
  readonly cost: string;
}

/** What to do about what failed, and what it costs to do nothing: the same on every page. */
export function nextOf(failed: Failed, member: string): NextWords {
  const { next, to, count, blocks } = failed;
  const [it, each] = count === 1 ? ['it', 'it'] : ['them', 'each'];
  const place = to === member ? 'your' : `${stateName(to)}’s`;
  const state = to === member ? 'your state' : stateName(to);
  const missing = `${stateName(to)} does not have ${it}, while the clocks of the rules run: they count from the moment of crossing.`;
  const words: Readonly<Record<FailureView['next'], NextWords>> = {
    wait: {
      what: 'Nothing: the hub tries again, or asks, by itself.',
      cost: `Until then ${missing}`,
    },
    'mend-connection': {
      what: `${sentence(place)} engineers mend the address, credential or certificate. Then everything goes on by itself.`,
      cost: missing,
    },
    'ask-then-decide': {
      what: `Ask ${state}’s compact office whether it has ${each}. If not, hand it over again; if it does, skip it.`,
      cost: `Nobody knows whether ${stateName(to)} acts on ${it}.`,
    },
    'correct-and-send-again': {
      what: correctWords(failed, member),
      cost: missing,
    },
    'mend-mapping': {
      what: `The national office mends how the hub writes ${place} format; then hand it over again.`,
      cost: missing,
    },
    replay: {
      what: `Hand ${it} over again, once ${place} system works.`,
      cost: missing,
    },
    cancel: {
      what: 'Give it up: there is nothing left to deliver.',
      cost: 'It stays among the failures.',
    },
  };
  return { what: words[next].what, cost: `${words[next].cost}${waitingWords(blocks, it)}` };
}

/** Nobody corrects what nobody has said is wrong: where no reason is known, asking for it comes first. */
function correctWords(
  { code, to, count, senders, isExplained: isSaid }: Failed,
  member: string,
): string {
  const it = count === 1 ? 'it' : 'each';
  if (to === member) {
    const asks = senders.map(stateName).join(', ');
    return `${asks} corrects ${it} and sends it as a new message. Your system’s record of that time says what is wrong: tell ${asks}’s office when it asks.`;
  }
  const correct = `correct ${it} in your own system and send it as a new message; then name the new one as its replacement.`;
  if (!REFUSED.has(code) || isSaid) return sentence(correct);
  return `Ask ${stateName(to)}’s compact office what is wrong with ${it}. Then ${correct}`;
}

const waitingWords = (blocks: number, it: string): string =>
  blocks === 0
    ? ''
    : ` ${countOf(blocks, 'later message waits', 'later messages wait')} behind ${it}.`;

/** What is known of why, and whether the other office must be asked for it. */
export interface WhyWords {
  readonly said?: string;
  /** In the other state’s own words, for the two states alone. */
  readonly reason?: string;
  readonly ask?: string;
}

const REFUSED: ReadonlySet<string> = new Set(['DOCUMENT_REFUSED', 'REFUSED_BY_STATE']);

/** Whether the other office must be asked: for why, or whether it has it. */
export const asksOffice = ({ code, next, to }: Failed, member: string): boolean =>
  to !== member && (next === 'ask-then-decide' || REFUSED.has(code));

/** Whether what to do is to correct it, which its own state does. */
export const asksToCorrect = ({ next }: Pick<Failed, 'next'>): boolean =>
  next === 'correct-and-send-again';

/** What adapters keep of an answer: its status, and of SOAP the name of the fault (docs/adapters.md). */
const STATUS = /^status (\d{3})(?:, fault (\w+))?$/;

/**
 * Why the other state does not have it, as far as the hub keeps its answer: the reason that a person or
 * system there stated, else the status of the answer. What else an answer said is not kept.
 */
export function whyOf(
  { code, detail }: Pick<FailureView, 'code' | 'detail'>,
  to: string,
  member: string,
): WhyWords {
  const there = stateName(to);
  if (code === 'REFUSED_BY_STATE' && detail !== undefined) return { reason: detail };
  const [, status, fault] = STATUS.exec(detail ?? '') ?? [];
  const said =
    status === undefined
      ? {}
      : {
          said: `${there}’s system answered with status ${status}${fault === undefined || fault === 'other' ? '' : ` and the fault “${fault}”`}.`,
        };
  if (!REFUSED.has(code)) return said;
  if (to === member) return { ...said, ask: 'Why, your own system’s record of that time says.' };
  if (code === 'REFUSED_BY_STATE') {
    return { ask: `${there}’s reason is for the two states alone.` };
  }
  return {
    ...said,
    ask: `${there} gave no reason that the hub may show.`,
  };
}
