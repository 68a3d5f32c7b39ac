/** Who a person may be at a member (docs/access.md). */
export const MEMBER_ROLES = [
  'state-administrator',
  'compact-office',
  'supervisor',
  'officer',
  'officer-support',
  'institution-staff',
] as const;

/** Who a person may be for all members together. */
export const NATIONAL_ROLES = ['national-office', 'auditor'] as const;

export type MemberRole = (typeof MEMBER_ROLES)[number];
export type NationalRole = (typeof NATIONAL_ROLES)[number];
export type PersonRole = MemberRole | NationalRole;

/** Systems have the one role `system`; the rest are persons' roles. */
export type Role = 'system' | PersonRole;

/** The national office and auditors belong to no member. */
export const NATIONAL = 'national';

/** Whether the role is one of the nation's. */
export function isNationalRole(role: Role): role is NationalRole {
  return (NATIONAL_ROLES as readonly Role[]).includes(role);
}

/** Who acts, found from a credential. `reference` is opaque: leaves and logs name nobody. */
export interface Actor {
  readonly principalId: string;
  readonly kind: 'system' | 'person';
  /** USPS code, or `national`. */
  readonly member: string;
  readonly roles: readonly Role[];
  readonly reference: string;
  /** Of a person who signed in: which session; absent for a key or token. */
  readonly session?: string;
}
