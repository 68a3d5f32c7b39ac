/** Finds half of a surrogate pair: no character, and nothing that UTF-8 can hold. */
export const HALF_A_PAIR = /\p{Surrogate}/u;
