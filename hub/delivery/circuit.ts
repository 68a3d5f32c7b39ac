/**
 * The last sends to one destination, oldest first, as one process saw them. While they fail too often
 * the circuit opens: the destination is held, and then tried with single deliveries.
 */
export type Circuit = readonly Seen[];

/** One send: `failed` when the state did not answer, or not with a decision on the document. */
export interface Seen {
  /** Process clock, in milliseconds. */
  readonly at: number;
  readonly failed: boolean;
}

/** Of which nothing is known. */
export const NEW_CIRCUIT: Circuit = [];

const LOOKS_AT = 20;
const WITHIN_MS = 60_000;
const MOST_IN_A_ROW = 5;
const MOST_OF_ALL = 0.5;

/** With one send more; what is too old or too many is forgotten. */
export function withSend(circuit: Circuit, seen: Seen): Circuit {
  const recent = circuit.filter(({ at }) => seen.at - at < WITHIN_MS);
  return [...recent, seen].slice(-LOOKS_AT);
}

/** Five failures in a row, or half of the last twenty, each time within a minute. */
export function isTripped(circuit: Circuit): boolean {
  const lastInARow = circuit.slice(-MOST_IN_A_ROW);
  if (lastInARow.length === MOST_IN_A_ROW && lastInARow.every(({ failed }) => failed)) return true;
  const failures = circuit.filter(({ failed }) => failed).length;
  return circuit.length === LOOKS_AT && failures >= LOOKS_AT * MOST_OF_ALL;
}
