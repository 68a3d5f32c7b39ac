/**
 * How far a person came with signing in:
 * - `enrol`: the password was set by an invitation, and there is no second factor yet;
 * - `second-factor`: the password was right, the second factor is asked for;
 * - `policy`: both were right, and the policy in force is not accepted;
 * - `complete`: the rights of the person's roles.
 */
export const SESSION_STAGES = ['enrol', 'second-factor', 'policy', 'complete'] as const;

export type SessionStage = (typeof SESSION_STAGES)[number];

/** The stage once the second factor was shown. A policy that changed is asked for again. */
export function stageByPolicy(
  accepted: { readonly policy_version: string | null },
  inForce: { readonly version: string },
): 'policy' | 'complete' {
  return accepted.policy_version === inForce.version ? 'complete' : 'policy';
}
