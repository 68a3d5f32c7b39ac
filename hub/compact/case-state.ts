/** Where the person is, as far as the notices of departure and arrival say. */
export type Location =
  | 'sending'
  | 'departed'
  | 'failed-to-arrive'
  | 'receiving'
  | 'return-departed'
  | 'failed-to-return'
  | 'returned'
  /** Left for a third state, where another case follows the person (Rule 4.110). */
  | 'subsequent-departed';

/** A case as five questions, each answered apart (docs/compact-rules.md, lifecycle). */
export interface CaseState {
  readonly status: 'pending' | 'accepted' | 'rejected' | 'withdrawn' | 'closed';
  readonly reportingInstructions: 'none' | 'requested' | 'granted' | 'denied' | 'withdrawn';
  readonly transfer: 'none' | 'requested' | 'accepted' | 'rejected' | 'withdrawn';
  readonly location: Location;
  readonly closure: 'none' | 'noticed' | 'valid' | 'invalid';
  /** Why reporting instructions were asked for; a person who already lives there may depart first. */
  readonly instructionsReason?: string;
  readonly supervising: Side;
}

export type Side = 'sending' | 'receiving';

/** The case before its first activity is transmitted. */
export const NEW_CASE: CaseState = {
  status: 'pending',
  reportingInstructions: 'none',
  transfer: 'none',
  location: 'sending',
  closure: 'none',
  supervising: 'sending',
};
