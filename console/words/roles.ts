/** The roles of persons as people call them, in the order of choices. */
export const ROLE_NAMES: Readonly<Record<string, string>> = {
  'state-administrator': 'State administrator',
  'compact-office': 'Compact office',
  supervisor: 'Supervisor',
  officer: 'Officer',
  'officer-support': 'Officer support',
  'institution-staff': 'Institution staff',
  'national-office': 'National office',
  auditor: 'Auditor',
};

export const roleName = (role: string): string => ROLE_NAMES[role] ?? role;

export const NATIONAL_ROLES: readonly string[] = ['national-office', 'auditor'];

export const ROLE_CHOICES: readonly (readonly [role: string, name: string])[] =
  Object.entries(ROLE_NAMES);

/** Roles that may look for a person among the cases of their state. */
export const SEARCHERS = ['compact-office', 'supervisor', 'officer', 'officer-support'] as const;
