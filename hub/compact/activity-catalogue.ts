/**
 * Which state sends an activity. Leaving and reached depend on the direction of the move; either is
 * for what both states may send.
 */
export type ActivityOrigin = 'sending' | 'receiving' | 'leaving' | 'reached' | 'either';

/** What the compact fixes for one type of activity. */
export interface ActivityDefinition {
  readonly type: string;
  readonly title: string;
  /** The code that the national system has used for it. */
  readonly icotsCode: string;
  /** Whether the sending compact office must release it (Rule 2.101). */
  readonly managed: boolean;
  /** Whether it opens a case when its envelope names none. */
  readonly opensCase: boolean;
  readonly from: ActivityOrigin;
  /** File below schemas/ that describes its data. */
  readonly schemaFile: string;
}

// prettier-ignore
const ROWS = [
  ['reporting-instructions-request', 'Request for reporting instructions', 'RFRI', { managed: true, opensCase: true, from: 'sending' }],
  ['reporting-instructions-reply', 'Reply to request for reporting instructions', 'RFRI_REPLY', { managed: true, opensCase: false, from: 'receiving' }],
  ['transfer-request', 'Transfer request', 'TREQ', { managed: true, opensCase: true, from: 'sending' }],
  ['transfer-reply', 'Reply to transfer request', 'TREP', { managed: true, opensCase: false, from: 'receiving' }],
  ['departure-notice', 'Notice of departure', 'NOD', { managed: false, opensCase: false, from: 'leaving' }],
  ['arrival-notice', 'Notice of arrival', 'NOA', { managed: false, opensCase: false, from: 'reached' }],
  ['failure-to-arrive-notice', 'Notice of failure to arrive', 'NOFA', { managed: false, opensCase: false, from: 'reached' }],
  ['progress-report', 'Progress report', 'PR', { managed: true, opensCase: false, from: 'receiving' }],
  ['case-closure-notice', 'Case closure notice', 'CCN', { managed: true, opensCase: false, from: 'receiving' }],
  ['case-closure-reply', 'Reply to case closure notice', 'CCN_REPLY', { managed: true, opensCase: false, from: 'sending' }],
  ['return-instructions-request', 'Request for return reporting instructions', 'R2SS_RFRI', { managed: true, opensCase: false, from: 'receiving' }],
  ['return-instructions-reply', 'Reply to request for return reporting instructions', 'R2SS_REPLY', { managed: true, opensCase: false, from: 'sending' }],
  ['violation-report', 'Violation report requiring retaking', 'OVR', { managed: true, opensCase: false, from: 'receiving' }],
  ['violation-response', 'Response to violation report', 'RVR', { managed: true, opensCase: false, from: 'sending' }],
  ['violation-report-addendum', 'Addendum to violation report', 'AVR', { managed: true, opensCase: false, from: 'receiving' }],
  ['violation-response-addendum', 'Addendum to response to violation report', 'ARVR', { managed: true, opensCase: false, from: 'sending' }],
  ['discretionary-retaking-notice', 'Notice of discretionary retaking', 'DRT', { managed: true, opensCase: false, from: 'sending' }],
  ['warrant-status', 'Warrant status', 'WARRANT_STATUS', { managed: false, opensCase: false, from: 'sending' }],
  ['action-request', 'Compact action request', 'CAR', { managed: false, opensCase: false, from: 'either' }],
  ['action-reply', 'Reply to compact action request', 'CAR_REPLY', { managed: false, opensCase: false, from: 'either' }],
  ['profile-update', 'Profile update', 'PROFILE_UPDATE', { managed: false, opensCase: false, from: 'either' }],
  ['activity-withdrawal', 'Withdrawal of an activity', 'WITHDRAW_ACTIVITY', { managed: true, opensCase: false, from: 'either' }],
  ['case-withdrawal', 'Withdrawal of a case', 'WITHDRAW_CASE', { managed: false, opensCase: false, from: 'sending' }],
  ['case-reopening', 'Reopening of a case', 'REOPEN', { managed: false, opensCase: false, from: 'receiving' }],
] as const;

/** Every activity that crosses, those of an ordinary transfer first and in its order (docs/terms.md). */
export const ACTIVITIES: readonly ActivityDefinition[] = ROWS.map(
  ([name, title, icotsCode, facts]) => ({
    type: `compact.${name}.v1`,
    title,
    icotsCode,
    ...facts,
    schemaFile: `${name}.v1.schema.json`,
  }),
);

const BY_TYPE: ReadonlyMap<string, ActivityDefinition> = new Map(
  ACTIVITIES.map((activity) => [activity.type, activity]),
);

/** The definition of this type, its version included; undefined when the compact has none. */
export function findActivity(type: string): ActivityDefinition | undefined {
  return BY_TYPE.get(type);
}

/** Whether the type is known in some version: `compact.<name>.v<version>`. */
export function isKnownInSomeVersion(type: string): boolean {
  const name = withoutVersion(type);
  return ACTIVITIES.some((activity) => withoutVersion(activity.type) === name);
}

const withoutVersion = (type: string): string => type.replace(/\.v[0-9]+$/, '');
