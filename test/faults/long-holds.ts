import type { FaultLab } from './fault-lab.ts';

/** A hold that is shorter ends by itself in the time that a run has, where it gives no other. */
const LONG_MS = 45_000;

const HELD_LONG = 'SELECT member FROM destinations WHERE held_until > $1';

/**
 * Fault after fault doubles the hold of a state, to ten minutes: what a run cannot wait for an operator
 * ends, who sees that the state works again.
 */
export async function endLongHolds(lab: FaultLab, longMs = LONG_MS): Promise<void> {
  const rows = await lab.query<{ member: string }>(HELD_LONG, [new Date(Date.now() + longMs)]);
  for (const { member } of rows) await lab.endHold(member);
}
