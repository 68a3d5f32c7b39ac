/** Below which all addresses of the console stand. */
export const BASE = '/app';

/** The page stays where the reader is: what changes stands below what was used. */
export const IN_PLACE = { state: 'in-place' } as const;
