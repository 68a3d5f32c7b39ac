/** Words of the page of cases. */
export const CASES_TEXT = {
  person: {
    open: 'Find a person by name or number',
    why: 'Only among the cases of your state. Names are compared and not shown: open the person on the page of a case.',
    last: 'Last name',
    first: 'First name',
    born: 'Date of birth',
    fbi: 'FBI number',
    sid: 'State ID number',
    sidState: 'State of that ID',
    find: 'Find',
    tooLittle: 'Enter a last name or a number.',
    noState: 'Choose the state that gave the ID.',
    none: 'No case of your state has such a person. Check the spelling, or enter less.',
    found: (count: number): string =>
      count === 1 ? '1 person fits.' : `${count} persons fit, the likeliest first.`,
    agrees: (what: readonly string[]): string => `Same ${what.join(', ')}`,
  },
  ofPerson: (count: number): string =>
    count === 0
      ? 'This person has no case that you may see.'
      : count === 1
        ? 'This person has 1 case that you may see.'
        : `This person has ${count} cases that you may see.`,
} as const;

/** In what a person agrees with who is looked for. */
export const MATCHES: Readonly<Record<string, string>> = {
  identifier: 'number',
  'last-name': 'last name',
  'last-name-part': 'part of the last name',
  'last-name-sound': 'sound of the last name',
  'first-name': 'first name',
  'first-name-part': 'part of the first name',
  'first-name-sound': 'sound of the first name',
  'middle-name': 'middle name',
  'birth-date': 'date of birth',
  'birth-date-transposed': 'date of birth with day and month exchanged',
  'birth-year': 'year of birth',
  alias: 'name, as an alias',
};
