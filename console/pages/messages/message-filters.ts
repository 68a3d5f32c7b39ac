import { CASE_FILTER, type FilterField, namesOf } from '../../parts/filters.tsx';
import { CHECK_CHOICES } from '../../words/checks.ts';
import { ACTIVITY_CHOICES, MEMBER_CHOICES } from '../../words/names.ts';
import { STATE_OF_DELIVERY, deliveryStanding, statusStanding } from '../../words/standing.ts';

const word = (state: string): string => deliveryStanding(state).word;
const FAILED = ['dead-letter', 'held', 'refused', 'outcome-unknown'].map(word);

/** By what the log is searched every day; each is a parameter of the page's address and of the API. */
export const MAIN_FILTERS: readonly FilterField[] = [
  CASE_FILTER,
  { name: 'from', label: 'From', choices: MEMBER_CHOICES },
  { name: 'to', label: 'To', choices: MEMBER_CHOICES },
  { name: 'type', label: 'Activity', choices: ACTIVITY_CHOICES },
  {
    name: 'standing',
    names: ['group', 'status'],
    label: STATE_OF_DELIVERY,
    choices: [
      ['status=awaiting-release', statusStanding('awaiting-release').word],
      ['status=awaiting-attachments', statusStanding('awaiting-attachments').word],
      ['group=waiting', 'Waits for release or files'],
      [
        'group=failed',
        `${FAILED.slice(0, -1).join(', ')} or ${FAILED.at(-1)?.toLowerCase() ?? ''}`,
      ],
      ['group=unconfirmed', `${word('handed-over')}, not ${word('acknowledged').toLowerCase()}`],
      ['status=transmitted', `${statusStanding('transmitted').word}, in any state`],
      ['status=returned', statusStanding('returned').word],
    ],
  },
  { name: 'since', label: 'Received since', kind: 'date' },
  { name: 'until', label: 'Received before', kind: 'date' },
];

/** By what else it can be. */
export const MORE_FILTERS: readonly FilterField[] = [
  { name: 'state', label: 'The other state', choices: MEMBER_CHOICES },
  { name: 'person', label: 'Person', hint: 'P-…' },
  { name: 'id', label: 'Sender’s number' },
  { name: 'finding', label: 'Check that found something', choices: CHECK_CHOICES },
  { name: 'field', label: 'Field that a check rejects', hint: '/data/plan/sponsor' },
];

export const FILTER_NAMES: readonly string[] = [...MAIN_FILTERS, ...MORE_FILTERS].flatMap(namesOf);
