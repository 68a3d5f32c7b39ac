import type { FaultRule } from '../../simulation/fault-plan.ts';
import type { Simulation } from '../../simulation/player.ts';

/** Replaces what every simulated state does wrong. */
export async function setFaults(
  simulation: Simulation,
  rules: readonly FaultRule[],
): Promise<void> {
  await Promise.all([...simulation.states.values()].map((state) => state.setFaults(rules)));
}
