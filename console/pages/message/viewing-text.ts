/** Words of who opened what, and of the national office’s reasons. */
export const REASONS: Readonly<Record<string, string>> = {
  ASKED_BY_STATE: 'A state asked for it',
  DISPUTE: 'The states disagree about it',
  DELIVERY_FAULT: 'A fault of its delivery',
  LEGAL_ORDER: 'An order of a court or authority',
  PUBLIC_SAFETY: 'Somebody is in danger',
};

export const reasonWords = (code: string): string => REASONS[code] ?? code;

export const VIEWINGS = {
  title: 'Who opened it',
  none: 'Nobody opened the documents or the person yet. Its delivery to a state’s system does not count as opening.',
  head: { at: 'When', what: 'What', who: 'Who', why: 'Why' },
  what: { documents: 'The documents', attachment: 'A file', person: 'The person' },
  system: 'System',
} as const;

export const REASONED = {
  closed:
    'The documents are for the two states. The national office opens them for a reason alone, and both states see who did and why.',
  open: 'Open with a reason',
  title: 'Open the documents of two states?',
  what: (from: string, to: string): string =>
    `${from} and ${to} will see that you opened them, when, and what you write here. That you did is written into the ledger.`,
  reason: 'Why',
  choose: 'Choose',
  note: 'In your words',
  noteHint: 'Both states read it. Name nobody.',
  confirm: 'Open them',
} as const;
