import {
  MEMBER_ROLES,
  type MemberRole,
  NATIONAL,
  NATIONAL_ROLES,
  type PersonRole,
} from './actor.ts';

/** What a state admits whose profile says nothing of it. */
const DEFAULT_ROLES: readonly MemberRole[] = ['state-administrator', 'compact-office'];

/** The roles that persons of a member may have. Every state has administrators. */
export function admittedRoles(
  member: string,
  profile: { readonly roles?: readonly string[] } | undefined,
): readonly PersonRole[] {
  if (member === NATIONAL) return NATIONAL_ROLES;
  const admitted: readonly string[] = profile?.roles ?? DEFAULT_ROLES;
  return MEMBER_ROLES.filter((role) => role === 'state-administrator' || admitted.includes(role));
}
