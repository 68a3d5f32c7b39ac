export type Side = 'sending' | 'receiving';

/** The questions that a case answers, each apart, and their answers (docs/compact-rules.md). */
export const REGIONS = {
  status: ['pending', 'accepted', 'rejected', 'withdrawn', 'closed'],
  reportingInstructions: ['none', 'requested', 'granted', 'denied', 'withdrawn'],
  transfer: ['none', 'requested', 'accepted', 'rejected', 'withdrawn'],
  /**
   * Where the person is, as far as the notices of departure and arrival say; `subsequent-departed`:
   * left for a third state, where another case follows the person (Rule 4.110).
   */
  location: [
    'sending',
    'departed',
    'failed-to-arrive',
    'receiving',
    'return-departed',
    'failed-to-return',
    'returned',
    'subsequent-departed',
  ],
  /** Whether a report of a violation waits for its response; several may be open at once. */
  violation: ['none', 'reported', 'responded'],
  /** Whether the sending state is taking the person back by warrant. */
  retaking: ['none', 'pending'],
  /** Where instructions for the return stand. */
  returning: ['none', 'requested', 'granted'],
  closure: ['none', 'noticed', 'valid', 'invalid'],
  supervising: ['sending', 'receiving'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Region = keyof typeof REGIONS;

export type Location = (typeof REGIONS)['location'][number];

export type CaseRegions = { readonly [Name in Region]: (typeof REGIONS)[Name][number] };

export interface CaseState extends CaseRegions {
  /** Why reporting instructions were asked for; a person who already lives there may depart first. */
  readonly instructionsReason?: string;
}

/** The case before its first activity is transmitted. */
export const NEW_CASE: CaseState = {
  status: 'pending',
  reportingInstructions: 'none',
  transfer: 'none',
  location: 'sending',
  violation: 'none',
  retaking: 'none',
  returning: 'none',
  closure: 'none',
  supervising: 'sending',
};

/** The names of the regions, in the order in which they are told. */
export const REGION_NAMES = Object.keys(REGIONS) as readonly Region[];
