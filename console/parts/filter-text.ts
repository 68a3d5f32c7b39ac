/** Words of the filters above a list. */
export const FILTER_TEXT = {
  label: 'Filters',
  any: 'Any',
  apply: 'Apply',
  clear: 'Clear all filters',
  caseHint: 'Last 6 characters, or all',
  noCase: 'No case you may see has this number. Enter its last 6 characters, or all of it.',
  cases: (count: number): string => `${count} cases end like this.`,
  choose: 'Choose one',
  person: 'A person’s number is P- and 26 letters and digits.',
  id: 'A number has no spaces, and 128 characters at most.',
  field: 'A field is written like /data/plan/sponsor.',
  code: 'A cause is written like NO_ANSWER.',
} as const;
