/** Who a person may be. Systems have the one role `system`; the rest are persons' roles. */
export type Role = 'system' | 'compact-office' | 'national-office' | 'auditor';

/** The national office and auditors belong to no member. */
export const NATIONAL = 'national';

/** Who acts, found from a credential. `reference` is opaque: leaves and logs name nobody. */
export interface Actor {
  readonly principalId: string;
  readonly kind: 'system' | 'person';
  /** USPS code, or `national`. */
  readonly member: string;
  readonly roles: readonly Role[];
  readonly reference: string;
}
