import type { FilterField } from '../../parts/filters.tsx';
import { CHECK_CHOICES } from '../../words/checks.ts';
import { ACTIVITY_CHOICES, MEMBER_CHOICES } from '../../words/names.ts';

/** By what the log is searched every day; each is a parameter of the page's address and of the API. */
export const MAIN_FILTERS: readonly FilterField[] = [
  { name: 'from', label: 'From', choices: MEMBER_CHOICES },
  { name: 'to', label: 'To', choices: MEMBER_CHOICES },
  { name: 'type', label: 'Activity', choices: ACTIVITY_CHOICES },
  {
    name: 'group',
    label: 'Stands',
    choices: [
      ['waiting', 'Waits to cross'],
      ['failed', 'Not delivered'],
      ['unconfirmed', 'Waits for confirmation'],
    ],
  },
  { name: 'since', label: 'Accepted since', kind: 'date' },
  { name: 'until', label: 'Accepted before', kind: 'date' },
];

/** By what else it can be. */
export const MORE_FILTERS: readonly FilterField[] = [
  { name: 'state', label: 'The other state', choices: MEMBER_CHOICES },
  {
    name: 'status',
    label: 'Status',
    choices: [
      ['awaiting-release', 'Waits for release'],
      ['awaiting-attachments', 'Waits for its files'],
      ['transmitted', 'Crossed'],
      ['returned', 'Returned to its sender'],
    ],
  },
  { name: 'case', label: 'Case', hint: 'C-…' },
  { name: 'person', label: 'Person', hint: 'P-…' },
  { name: 'id', label: 'Sender’s number' },
  { name: 'finding', label: 'Check that found something', choices: CHECK_CHOICES },
  { name: 'field', label: 'Field that a check rejects', hint: '/data/plan/sponsor' },
];

export const FILTER_NAMES: readonly string[] = [...MAIN_FILTERS, ...MORE_FILTERS].map(
  ({ name }) => name,
);
