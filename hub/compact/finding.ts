/** Every check of a request; docs/compact-rules.md says what each asks. */
export const CHECK_CODES = [
  'PLAN_WITHIN_COMPACT',
  'PLAN_IN_RECEIVING_STATE',
  'SUPERVISION_LEFT',
  'SUBSTANTIAL_COMPLIANCE',
  'MEANS_OF_SUPPORT',
  'RESIDENT_FOR_A_YEAR',
  'RESIDENCE_KEPT',
  'FAMILY_RELATION',
  'FAMILY_RESIDENT',
  'FAMILY_WILLING_AND_ABLE',
  'MILITARY_ORDERS',
  'SERVING_MEMBER_NAMED',
  'EMPLOYER_LETTER',
  'TRANSFERRED_MEMBER_NAMED',
  'VETERAN_REFERRAL',
  'DISCRETION_JUSTIFIED',
  'MISDEMEANOR_TERM',
  'MISDEMEANOR_CRITERION',
  'RELEASE_NEAR',
  'SEX_OFFENSE_ASSESSMENT',
  'SEX_OFFENSE_VICTIMS',
  'SEX_OFFENSE_TREATMENT_PLAN',
  'SEX_OFFENSE_NARRATIVE',
  'SEX_OFFENSE_CONDITIONS',
  'SEX_OFFENSE_CONTACTS',
  'TRAVEL_PERMIT_WITHHELD',
  'OFFENSE_DESCRIBED',
  'PHOTO',
  'CONDITIONS',
  'PROTECTIVE_ORDERS',
  'REGISTRATION',
  'PRESENTENCE_REPORT',
  'GANG_AFFILIATION',
  'SUPERVISION_HISTORY',
  'FINANCIAL_OBLIGATIONS',
  'PRISON_DISCIPLINE',
  'MENTAL_HEALTH',
  'APPLICATION_SIGNED',
  'EXTRADITION_WAIVED',
  'REQUEST_IN_TIME',
  'RELEASE_AFTER_SENTENCE',
  'PROOF_OF_RESIDING',
  'GROUND_EXPLAINED',
  'APPLICATION_FEE',
  'APPLICATION_FEE_REDUCTION',
] as const;

export type CheckCode = (typeof CHECK_CODES)[number];

/** What a check of a request comes to. */
export type CheckResult = 'met' | 'not-met' | 'cannot-be-determined';

/** Whether a check that is not met is only told to both states, or keeps the request from crossing. */
export type Weight = 'advisory' | 'refusing';

/** A check that was asked. It names places of the request and no values. */
export interface CheckAnswer {
  readonly code: CheckCode;
  /** The rule of the compact, or the law of a state, that asks for it. */
  readonly rule: string;
  readonly result: CheckResult;
  readonly weight: Weight;
  /** JSON Pointers into the envelope: what was looked at. */
  readonly pointers: readonly string[];
}

/** A check that is not met, or for which the request does not say enough. */
export interface Finding extends CheckAnswer {
  readonly result: Exclude<CheckResult, 'met'>;
}

/** What somebody who looks for findings can ask by: the code of each check, and each place, once. */
export function termsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ code, pointers }) => [code, ...pointers]))];
}
