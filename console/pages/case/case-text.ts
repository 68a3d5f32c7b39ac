import type { Case } from '../../generated/answers.ts';
import { regionAnswer } from '../../words/case.ts';
import { stateName } from '../../words/names.ts';
import { STATE_OF_DELIVERY } from '../../words/standing.ts';

const many = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${more}`;

/** Words of the page of one case. */
export const CASE_TEXT = {
  title: (caseId: string): string => `Case ${caseId}`,
  answer: (file: Case): string => {
    const { status, location, sendingState, receivingState, supervisingState } = file;
    const stands =
      status === 'pending' ? 'not decided yet' : regionAnswer('status', status).toLowerCase();
    const what = `Case from ${stateName(sendingState)} to ${stateName(receivingState)}: ${stands}, supervised by ${stateName(supervisingState)}.`;
    return `${what} The person: ${regionAnswer('location', location).toLowerCase()}.`;
  },
  owed: (open: number, late: number): string =>
    open === 0
      ? 'Nothing is owed now.'
      : `${many(open, 'duty is', 'duties are')} open${late === 0 ? '' : `, ${late} late`}.`,
  stuck: (count: number, haveFailed: boolean): string =>
    haveFailed
      ? many(count, 'message failed', 'messages failed')
      : many(count, 'message is stuck', 'messages are stuck'),
  turn: (members: readonly string[]): string =>
    `: ${members.map((member) => (member === 'national' ? 'the national office’s' : `${stateName(member)}’s`)).join(' and ')} turn.`,
  waits: (count: number, by: string | undefined): string =>
    `${many(count, 'message waits', 'messages wait')} ${by === undefined ? 'for your release' : `for ${stateName(by)}’s release`}`,
  notesOnly:
    'Your role sees no case. What your state noted on it stands here, and you may add to it.',
  taken: {
    sealed: 'The content of this case is sealed by order of an authority.',
    expunged: 'The content of this case was expunged by order of an authority.',
  },
  lifecycle: 'Where it stands',
  duties: 'Open duties',
  noDuties: 'No clock runs on this case.',
  ended: 'Duties that ended',
  maySend: 'What may be sent now',
  bySide: (state: string): string => `${stateName(state)} may send`,
  nothingMay: 'Nothing, as the case stands.',
  choices: (state: string): string => `After the rejection ${stateName(state)} is asked to choose:`,
  choice: {
    'request-again': 'to ask again',
    return: 'to have the person return',
    'withdraw-case': 'to withdraw the case',
  } as Readonly<Record<string, string>>,
  timeline: 'Everything sent in this case',
  noTimeline: 'Nothing has crossed yet.',
  facts: 'Parties',
  sending: 'Sending state',
  receiving: 'Receiving state',
  supervising: 'Supervised by',
  kind: 'Supervision',
  opened: 'Opened',
  changed: 'Changed',
  numbers: 'Your numbers of it',
  failures: 'What is stuck in this case',
  who: 'Who has the case',
  nobody: 'nobody named yet',
  history: 'Whom your state named',
  notes: {
    title: 'Notes of your state',
    stays: (state: string): string =>
      `For people of ${state} alone. Notes never cross: neither the other state nor the national office sees them, or that there are any.`,
    write: 'Write a note',
    keep: 'Keep the note',
    kept: 'Kept.',
    empty: 'Nobody of your state has noted anything on this case.',
  },
  person: 'The person',
  personClosed:
    'Name, date of birth and numbers stay closed until you open them. Opening them is recorded, and both states can see who did.',
  openPerson: 'Open the person',
  closePerson: 'Close it again',
  noPerson: 'No request that crossed has described the person yet.',
  personLocked:
    'The ledger is locked: that you opened it could not be written down, so it stays closed. Try again later.',
  personNational: 'The national office sees no person.',
  otherCases: 'All cases of this person',
  name: 'Name',
  aliases: 'Other names',
  born: 'Date of birth',
  alsoBorn: 'Also given as',
  sex: 'Sex',
  race: 'Race',
  heads: {
    what: 'Activity',
    way: 'From and to',
    when: 'When',
    stands: STATE_OF_DELIVERY,
    place: 'No.',
  },
} as const;
